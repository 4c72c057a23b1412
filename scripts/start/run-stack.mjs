import path from 'node:path';
import { freePort } from '../../packages/stack/src/free-port.mjs';
import { startMariaDb } from '../../packages/stack/src/mariadb.mjs';
import { startRedis } from '../../packages/stack/src/redis.mjs';
import { Refusal } from '../setup/refusal.mjs';
import { servicePart, stepPart, watchedFiles } from './parts.mjs';
import { migrationEnv, planServices } from './plan.mjs';
import { loadSettings } from './settings.mjs';
import { onStopSignals } from './stop-signals.mjs';
import { createSupervisor, Stopped } from './supervisor.mjs';

/** @typedef {(workspace: string) => import('./parts.mjs').Program} ProgramOf */

/**
 * @typedef {object} StackOptions
 * @property {string} dataDir
 * @property {string} host where the gateway listens
 * @property {number} port
 * @property {ProgramOf} programOf how to run a workspace: built, or from its sources
 * @property {(service: string) => Record<string, string>} [developmentEnv] what a service is told besides
 * @property {import('./supervisor.mjs').Part[]} [moreParts] to run beside the services
 * @property {(line: string) => void} say
 */

const WITH_PORT = [
  'mariadb',
  'redis',
  'auth-svc',
  'file-svc',
  'upload-webapp',
  'streaming-webapp',
  'transcoder',
  'gateway-metrics',
];

async function pickPorts() {
  const picked = await Promise.all(WITH_PORT.map(async (name) => [name, await freePort()]));
  return Object.fromEntries(picked);
}

/** @param {import('./supervisor.mjs').Supervisor} supervisor @param {string} dataDir @param {Record<string, number>} ports */
async function startServers(supervisor, dataDir, ports) {
  /** @type {import('../../packages/stack/src/mariadb.mjs').MariaDb | undefined} */
  let mariadb;
  /** @type {import('../../packages/stack/src/redis.mjs').Redis | undefined} */
  let redis;
  /** @param {string} name */
  const at = (name) => ({ dir: path.join(dataDir, name), port: ports[name] ?? 0, ...watchedFiles(dataDir, name) });
  await supervisor.start([
    { name: 'mariadb', launch: async (onExit) => (mariadb = await startMariaDb({ ...at('mariadb'), onExit })) },
    { name: 'redis', launch: async (onExit) => (redis = await startRedis({ ...at('redis'), onExit })) },
  ]);
  if (!mariadb || !redis) throw new Stopped();
  return { mariadb, redis };
}

/** @param {import('./supervisor.mjs').Supervisor} supervisor @param {StackOptions} options @param {Record<string, string>} settings */
async function startEverything(supervisor, options, settings) {
  const { dataDir, port, programOf, developmentEnv = () => ({}), moreParts = [], say } = options;
  const ports = await pickPorts();
  say('Starting the database and the queue');
  const servers = await startServers(supervisor, dataDir, ports);
  const input = { dataDir, host: options.host, port, ports, settings, env: process.env, ...servers };
  say('Bringing the database up to date');
  await supervisor.start([stepPart(dataDir, programOf('database'), { name: 'migrate', env: migrationEnv(input) })]);
  say('Starting the services');
  const services = Object.values(planServices(input)).map((plan) => {
    const env = { ...plan.env, ...developmentEnv(plan.name) };
    return servicePart(dataDir, programOf(`services/${plan.name}`), { ...plan, env });
  });
  await supervisor.start([...services, ...moreParts]);
}

/**
 * Starts the whole stack and returns when it was stopped by a signal.
 * @param {StackOptions} options
 * @throws {Refusal} when it cannot be started; everything is stopped again by then
 */
export async function runStack(options) {
  const { dataDir, port, say } = options;
  const supervisor = createSupervisor(say);
  const stopped = onStopSignals(supervisor, say);
  const settings = loadSettings(dataDir, process.env);
  try {
    await startEverything(supervisor, options, settings);
  } catch (error) {
    await supervisor.stop();
    if (stopped.asked()) return;
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
  const { AUTH_USERNAME, AUTH_PASSWORD } = settings;
  say(`Kinora is ready: http://localhost:${port} (user ${AUTH_USERNAME}, password ${AUTH_PASSWORD})`);
  await stopped.done;
}
