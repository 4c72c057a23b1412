# One target a service, and `migrate`. The first stages are shared; an image holds Node, one bundle and its npm packages.

FROM node:24-trixie-slim AS base
WORKDIR /app

# The package.json files alone, so that npm runs again only when one of them changes.
FROM base AS manifests
COPY . /src
RUN cd /src && find . -name package.json -not -path '*/node_modules/*' -exec cp --parents {} /app \; \
 && cp package-lock.json .npmrc /app

FROM base AS build
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM base AS runtime
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn*
# Bytes that pass through are short-lived: a small young generation (MiB) keeps memory flat and costs less time.
ENV NODE_ENV=production NODE_OPTIONS="--enable-source-maps --max-semi-space-size=1" HOST=0.0.0.0
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# The database migrations, run once before the services.
FROM manifests AS migrate-packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=database && rm -rf node_modules/@kinora
FROM runtime AS migrate
COPY --from=migrate-packages /app/node_modules ./node_modules
COPY database/package.json ./database/
COPY database/migrations ./database/migrations
COPY --from=build /app/database/dist ./database/dist
WORKDIR /app/database
USER node
HEALTHCHECK NONE
CMD ["node", "dist/main.js"]

FROM manifests AS auth-svc-packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=services/auth-svc && rm -rf node_modules/@kinora
FROM runtime AS auth-svc
COPY --from=auth-svc-packages /app/node_modules ./node_modules
COPY services/auth-svc/package.json ./services/auth-svc/
COPY --from=build /app/services/auth-svc/dist ./services/auth-svc/dist
RUN install -d -o node -g node -m 700 /keys
WORKDIR /app/services/auth-svc
USER node
ENV PORT=8000 AUTH_KEY_FILE=/keys/auth-key.pem
EXPOSE 8000
CMD ["node", "dist/main.js"]

FROM manifests AS file-svc-packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=services/file-svc && rm -rf node_modules/@kinora
FROM runtime AS file-svc
COPY --from=file-svc-packages /app/node_modules ./node_modules
COPY services/file-svc/package.json ./services/file-svc/
COPY --from=build /app/services/file-svc/dist ./services/file-svc/dist
WORKDIR /app/services/file-svc
USER node
ENV PORT=4000
EXPOSE 4000
CMD ["node", "dist/main.js"]

FROM manifests AS upload-webapp-packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=services/upload-webapp && rm -rf node_modules/@kinora
FROM runtime AS upload-webapp
COPY --from=upload-webapp-packages /app/node_modules ./node_modules
COPY services/upload-webapp/package.json ./services/upload-webapp/
COPY --from=build /app/services/upload-webapp/dist ./services/upload-webapp/dist
WORKDIR /app/services/upload-webapp
USER node
ENV PORT=3000
EXPOSE 3000
CMD ["node", "dist/main.js"]

FROM manifests AS streaming-webapp-packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=services/streaming-webapp && rm -rf node_modules/@kinora
FROM runtime AS streaming-webapp
COPY --from=streaming-webapp-packages /app/node_modules ./node_modules
COPY services/streaming-webapp/package.json ./services/streaming-webapp/
COPY --from=build /app/services/streaming-webapp/dist ./services/streaming-webapp/dist
WORKDIR /app/services/streaming-webapp
USER node
ENV PORT=3100
EXPOSE 3100
CMD ["node", "dist/main.js"]

FROM manifests AS transcoder-packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=services/transcoder && rm -rf node_modules/@kinora
FROM runtime AS transcoder
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
COPY --from=transcoder-packages /app/node_modules ./node_modules
COPY services/transcoder/package.json ./services/transcoder/
COPY --from=build /app/services/transcoder/dist ./services/transcoder/dist
RUN install -d -o node -g node -m 700 /scratch
WORKDIR /app/services/transcoder
USER node
ENV PORT=5000 SCRATCH_DIR=/scratch
EXPOSE 5000
CMD ["node", "dist/main.js"]

FROM manifests AS gateway-packages
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=services/gateway && rm -rf node_modules/@kinora
FROM runtime AS gateway
COPY --from=gateway-packages /app/node_modules ./node_modules
COPY services/gateway/package.json ./services/gateway/
COPY --from=build /app/services/gateway/dist ./services/gateway/dist
WORKDIR /app/services/gateway
USER node
ENV PORT=8080 METRICS_PORT=8081
EXPOSE 8080
CMD ["node", "dist/main.js"]
