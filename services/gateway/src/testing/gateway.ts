import { createLogger, createMetrics, type Metrics, type RunningServer, serve } from '@kinora/service-kit';
import { buildApp, type GatewayDeps } from '../app.js';
import type { ServiceName } from '../domain/routes.js';
import { onUpgrade } from '../upgrade.js';
import { startUpstream, type Upstream } from './upstream.js';

const silentLog = createLogger('gateway', 'silent');

export const PLAYBACK_SECRET = 'p'.repeat(32);
export const FILE_TOKEN = 'f'.repeat(32);

/** So long that nothing which happens in a test can be their doing, however busy the machine is. */
export const LIMITS: GatewayDeps['limits'] = {
  urlMaxChars: 2_000,
  connectTimeoutMs: 60_000,
  readTimeoutMs: 60_000,
  responseTimeoutMs: 60_000,
  idleTimeoutMs: 60_000,
};

export interface GatewayUnderTest {
  url: string;
  port: number;
  running: RunningServer;
  metrics: Metrics;
  services: Record<ServiceName, Upstream>;
  close(): Promise<void>;
}

interface Options {
  deps?: Partial<GatewayDeps>;
  /** Real services instead of the small ones. */
  services?: Partial<Record<ServiceName, string>>;
  maxConnections?: number;
  headerMaxBytes?: number;
  headersTimeoutMs?: number;
}

async function startServices(): Promise<Record<ServiceName, Upstream>> {
  const [auth, upload, streaming, file] = await Promise.all([
    startUpstream(),
    startUpstream(),
    startUpstream(),
    startUpstream(),
  ]);
  return { 'auth-svc': auth, 'upload-webapp': upload, 'streaming-webapp': streaming, 'file-svc': file };
}

const urlsOf = (services: Record<ServiceName, Upstream>): Record<ServiceName, string> => ({
  'auth-svc': services['auth-svc'].url,
  'upload-webapp': services['upload-webapp'].url,
  'streaming-webapp': services['streaming-webapp'].url,
  'file-svc': services['file-svc'].url,
});

/** The real gateway on a free port, in front of four small services. */
export async function startGateway({ deps, services: urls, ...limits }: Options = {}): Promise<GatewayUnderTest> {
  const services = await startServices();
  const metrics = createMetrics('gateway');
  const app = buildApp({
    log: silentLog,
    metrics,
    serviceUrls: { ...urlsOf(services), ...urls },
    fileToken: FILE_TOKEN,
    playbackSecret: PLAYBACK_SECRET,
    limits: LIMITS,
    trustProxy: false,
    ...deps,
  });
  const running = await serve(app, {
    host: '127.0.0.1',
    port: 0,
    log: silentLog,
    onUpgrade: onUpgrade(app),
    ...limits,
  });
  return {
    url: `http://127.0.0.1:${running.port}`,
    port: running.port,
    running,
    metrics,
    services,
    async close() {
      running.server.closeAllConnections();
      await running.close();
      await Promise.all(Object.values(services).map((service) => service.close()));
    },
  };
}
