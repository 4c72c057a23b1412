import path from 'node:path';
import { startChild } from './child.mjs';

/**
 * @typedef {object} NodeOptions
 * @property {string} name
 * @property {string} entry the file to run
 * @property {string[]} [args] for the program
 * @property {string[]} [nodeArgs] for Node itself, such as `--import tsx`
 * @property {NodeJS.ProcessEnv} env the whole environment
 * @property {string} logFile its pid file stands beside it
 * @property {string} [cwd]
 * @property {(exit: import('./child.mjs').Exit) => void} [onExit] called once, however the process ends
 */

/**
 * Starts one of our own services. When it answers is for the caller to find out (`untilReady`).
 * @param {NodeOptions} options
 * @returns {Promise<import('./child.mjs').Child>}
 */
export const startNode = ({ name, entry, args = [], nodeArgs = [], env, logFile, cwd, onExit }) =>
  startChild({
    name,
    command: process.execPath,
    args: [...nodeArgs, entry, ...args],
    env,
    logFile,
    pidFile: path.join(path.dirname(logFile), `${name}.pid`),
    ...(cwd === undefined ? {} : { cwd }),
    ...(onExit === undefined ? {} : { onExit }),
  });
