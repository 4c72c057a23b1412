import path from 'node:path';

/**
 * @typedef {object} PlanInput
 * @property {string} dataDir
 * @property {string} host where the gateway listens
 * @property {number} port of the gateway
 * @property {Record<string, number>} ports of everything else, by the name of the service
 * @property {Record<string, string>} settings
 * @property {NodeJS.ProcessEnv} env of this process
 * @property {{ host: string, port: number, rootUser: string, rootPassword: string }} mariadb
 * @property {{ url: string }} redis
 */

/** @typedef {{ name: string, port: number, env: Record<string, string> }} ServicePlan */

const LOOPBACK = '127.0.0.1';
const DATABASE = { MYSQL_DATABASE: 'video_db', DB_USER: 'kinora' };
const STORE_SETTINGS = [
  'S3_BUCKET',
  'S3_ENDPOINT',
  'S3_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
];
/** What a service sees only when the plan gives it, whatever the shell of the person who starts it holds. */
const GIVEN_ONLY =
  /^(AWS_|S3_|AUTH_|DB_|MYSQL_|REDIS_|FILE_|PLAYBACK_|TRANSCODER_|npm_)|^(HOST|PORT|METRICS_HOST|METRICS_PORT|SCRATCH_DIR|NODE_ENV)$/;

/** @param {NodeJS.ProcessEnv} env */
const inherited = (env) =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value && !GIVEN_ONLY.test(name) ? [[name, value]] : [])),
  );

/** S3 when a bucket is named, a local folder otherwise. @param {PlanInput} input @returns {Record<string, string>} */
function store({ env, dataDir }) {
  if (!env.S3_BUCKET) return { FILE_STORE_DIR: path.join(dataDir, 'objects') };
  return Object.fromEntries(STORE_SETTINGS.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** @param {PlanInput} input @returns {Record<string, string>} */
function databaseAccess({ mariadb, settings }) {
  return { DB_HOST: mariadb.host, DB_PORT: String(mariadb.port), DB_PASS: settings.DB_PASS ?? '', ...DATABASE };
}

/** The one-shot step before the services: the only one with the administrator's password. @param {PlanInput} input */
export function migrationEnv(input) {
  const { rootUser, rootPassword } = input.mariadb;
  const admin = { MYSQL_ROOT_USER: rootUser, MYSQL_ROOT_PASSWORD: rootPassword };
  return { ...inherited(input.env), NODE_ENV: 'production', ...databaseAccess(input), ...admin };
}

/**
 * What each service is told. Pure: nothing is started here.
 * @param {PlanInput} input
 * @returns {Record<'auth-svc' | 'file-svc' | 'upload-webapp' | 'streaming-webapp' | 'transcoder' | 'gateway', ServicePlan>}
 */
export function planServices(input) {
  const { dataDir, settings, ports, redis } = input;
  /** @param {string} name */
  const url = (name) => `http://${LOOPBACK}:${ports[name]}`;
  /** @param {string} name @param {Record<string, string | undefined>} env @param {{ host?: string, port?: number }} [at] */
  const service = (name, env, { host = LOOPBACK, port = ports[name] ?? 0 } = {}) => {
    const given = Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined));
    return {
      name,
      port,
      env: { ...inherited(input.env), NODE_ENV: 'production', HOST: host, PORT: String(port), ...given },
    };
  };
  const {
    AUTH_USERNAME,
    AUTH_PASSWORD,
    PLAYBACK_SECRET,
    FILE_TOKEN_UPLOAD_WEBAPP,
    FILE_TOKEN_TRANSCODER,
    FILE_TOKEN_STREAMING_WEBAPP,
    FILE_TOKEN_GATEWAY,
    TRANSCODER_TOKEN,
  } = settings;
  const AUTH_JWKS_URL = `${url('auth-svc')}/.well-known/jwks.json`;
  const files = { FILE_SVC_URL: url('file-svc') };
  const queue = { REDIS_URL: redis.url };
  const database = databaseAccess(input);

  return {
    'auth-svc': service('auth-svc', {
      AUTH_USERNAME,
      AUTH_PASSWORD,
      AUTH_KEY_FILE: path.join(dataDir, 'auth', 'key.pem'),
    }),
    'file-svc': service('file-svc', {
      ...store(input),
      FILE_TOKEN_UPLOAD_WEBAPP,
      FILE_TOKEN_TRANSCODER,
      FILE_TOKEN_STREAMING_WEBAPP,
      FILE_TOKEN_GATEWAY,
    }),
    'upload-webapp': service('upload-webapp', {
      ...database,
      ...queue,
      ...files,
      FILE_TOKEN: FILE_TOKEN_UPLOAD_WEBAPP,
      TRANSCODER_URL: url('transcoder'),
      TRANSCODER_TOKEN,
      AUTH_JWKS_URL,
      PLAYBACK_SECRET,
    }),
    'streaming-webapp': service('streaming-webapp', {
      ...database,
      ...files,
      FILE_TOKEN: FILE_TOKEN_STREAMING_WEBAPP,
      AUTH_JWKS_URL,
      PLAYBACK_SECRET,
    }),
    transcoder: service('transcoder', {
      ...database,
      ...queue,
      ...files,
      FILE_TOKEN: FILE_TOKEN_TRANSCODER,
      TRANSCODER_TOKEN,
      SCRATCH_DIR: path.join(dataDir, 'scratch'),
    }),
    gateway: service(
      'gateway',
      {
        AUTH_SVC_URL: url('auth-svc'),
        UPLOAD_WEBAPP_URL: url('upload-webapp'),
        STREAMING_WEBAPP_URL: url('streaming-webapp'),
        ...files,
        FILE_TOKEN: FILE_TOKEN_GATEWAY,
        PLAYBACK_SECRET,
        METRICS_HOST: LOOPBACK,
        METRICS_PORT: String(ports['gateway-metrics']),
      },
      { host: input.host, port: input.port },
    ),
  };
}
