import { expect, test } from 'vitest';
import { migrationEnv, planServices } from './plan.mjs';

const input = {
  dataDir: '/data',
  host: '0.0.0.0',
  port: 8080,
  ports: {
    'auth-svc': 1,
    'file-svc': 2,
    'upload-webapp': 3,
    'streaming-webapp': 4,
    transcoder: 5,
    'gateway-metrics': 6,
  },
  settings: {
    AUTH_USERNAME: 'admin',
    AUTH_PASSWORD: 'login-password',
    DB_PASS: 'db-password',
    PLAYBACK_SECRET: 'playback',
    FILE_TOKEN_UPLOAD_WEBAPP: 'file-upload',
    FILE_TOKEN_TRANSCODER: 'file-transcoder',
    FILE_TOKEN_STREAMING_WEBAPP: 'file-streaming',
    FILE_TOKEN_GATEWAY: 'file-gateway',
    TRANSCODER_TOKEN: 'pictures',
  },
  mariadb: { host: '127.0.0.1', port: 3306, rootUser: 'root', rootPassword: 'root-password' },
  redis: { url: 'redis://:redis-password@127.0.0.1:6379' },
  env: { PATH: '/bin' },
};
const s3 = {
  S3_BUCKET: 'films',
  S3_ENDPOINT: 'http://s3',
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 's3-secret',
};

/** The services whose environment holds this text. @param {string} text @param {NodeJS.ProcessEnv} env */
const whoSees = (text, env = {}) =>
  Object.values(planServices({ ...input, env: { ...input.env, ...env } }))
    .filter((plan) => JSON.stringify(plan.env).includes(text))
    .map((plan) => plan.name);

test('only the gateway listens on more than loopback', () => {
  const wide = Object.values(planServices(input)).filter((plan) => plan.env.HOST !== '127.0.0.1');
  expect(wide.map((plan) => [plan.name, plan.port])).toEqual([['gateway', 8080]]);
});

test('each secret is known to those who need it alone', () => {
  expect(whoSees('root-password')).toEqual([]);
  expect(migrationEnv(input).MYSQL_ROOT_PASSWORD).toBe('root-password');
  expect(whoSees('login-password')).toEqual(['auth-svc']);
  expect(whoSees('db-password')).toEqual(['upload-webapp', 'streaming-webapp', 'transcoder']);
  expect(whoSees('redis-password')).toEqual(['upload-webapp', 'transcoder']);
  expect(whoSees('file-gateway')).toEqual(['file-svc', 'gateway']);
  expect(whoSees('file-streaming')).toEqual(['file-svc', 'streaming-webapp']);
  expect(whoSees('"pictures"')).toEqual(['upload-webapp', 'transcoder']);
  expect(whoSees('file-transcoder')).toEqual(['file-svc', 'transcoder']);
});

test('the shell of the person who starts it gives S3 access to file-svc alone', () => {
  expect(whoSees('s3-secret', s3)).toEqual(['file-svc']);
  expect(whoSees('s3-secret', { ...s3, S3_BUCKET: '' })).toEqual([]);
});

test('the bytes go to a local folder unless a bucket is named', () => {
  expect(planServices(input)['file-svc'].env).toMatchObject({ FILE_STORE_DIR: '/data/objects' });
  const withBucket = planServices({ ...input, env: s3 })['file-svc'].env;
  expect(withBucket).toMatchObject(s3);
  expect(withBucket).not.toHaveProperty('FILE_STORE_DIR');
});

test('what a service reads besides is handed on', () => {
  const { env } = planServices({ ...input, env: { UPLOAD_MAX_BYTES: '1000', PORT: '9' } })['upload-webapp'];
  expect(env).toMatchObject({ UPLOAD_MAX_BYTES: '1000', PORT: '3' });
});
