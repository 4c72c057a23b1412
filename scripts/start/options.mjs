import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../build/root.mjs';
import { Refusal } from '../setup/refusal.mjs';

/** @typedef {{ host: string, port: number, dataDir: string }} StartOptions */

const DEFAULT_PORT = 8080;
const DEFAULT_HOST = '0.0.0.0';

export const HELP = `Starts Kinora on this machine, with a database and a queue of its own.

  npm start -- [--port N] [--data DIR]

  --port N     the port to open in the browser (default ${DEFAULT_PORT})
  --data DIR   where everything is kept: videos, database, logs (default .kinora)
  --help       this text

Set in the environment, all optional:
  AUTH_USERNAME, AUTH_PASSWORD   the login (default: admin and a password made up at the first start)
  HOST                           the address to listen on (default ${DEFAULT_HOST}; 127.0.0.1 for this machine alone)
  S3_BUCKET, S3_ENDPOINT, S3_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
                                 keep the videos in this bucket, not in the data folder
Ctrl-C stops everything. Starting again finds all data.`;

/** @param {string} text */
function portFrom(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Refusal(`--port takes a number from 1 to 65535, not "${text}".`);
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: { port: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

/**
 * @param {string[]} args
 * @returns {StartOptions | 'help'}
 * @throws {Refusal}
 */
export function startOptions(args, env = process.env) {
  const { port, data, help } = parse(args);
  if (help) return 'help';
  return {
    host: env.HOST || DEFAULT_HOST,
    port: port === undefined ? DEFAULT_PORT : portFrom(port),
    dataDir: data ? path.resolve(data) : path.join(ROOT, '.kinora'),
  };
}
