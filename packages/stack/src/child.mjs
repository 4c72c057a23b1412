import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endLeftover, killGroup, writePidFile } from './pid-file.mjs';

/**
 * @typedef {object} Exit
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {boolean} expected true when `stop` was called
 */

/**
 * @typedef {object} ChildOptions
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} [env] the whole environment; that of this process when left out
 * @property {string} [cwd]
 * @property {string} logFile gets what the process writes, after what is there already
 * @property {string} pidFile
 * @property {number} [stopGraceMs] how long SIGTERM may take before SIGKILL follows
 * @property {(exit: Exit) => void} [onExit]
 */

/**
 * @typedef {object} Watched what the one who starts a server may ask for
 * @property {string} [logFile] in the folder of the server when left out
 * @property {string} [pidFile] in the folder of the server when left out
 * @property {(exit: Exit) => void} [onExit] called once, however the process ends
 */

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {number} pid
 * @property {string} logFile
 * @property {() => Exit | null} exit how it ended; null while it runs
 * @property {() => Promise<void>} stop SIGTERM, then SIGKILL after a bound; resolves when the process is gone
 * @property {() => Promise<void>} kill SIGKILL at once, as a crash would be; resolves when the process is gone
 */

const DEFAULT_STOP_GRACE_MS = 15_000;
const LOG_TAIL_CHARS = 2_000;

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal reaches only its parent, who stops it in order.
 * What an earlier parent left behind under the same pid file is ended first.
 * @param {ChildOptions} options
 * @returns {Promise<Child>}
 */
export async function startChild({ name, command, args, env, cwd, logFile, pidFile, stopGraceMs, onExit }) {
  mkdirSync(path.dirname(logFile), { recursive: true });
  await endLeftover(pidFile);
  const log = openSync(logFile, 'a', 0o600);
  const spawned = spawn(command, args, { env: env ?? process.env, cwd, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const pid = spawned.pid;
  if (pid === undefined) {
    throw await new Promise((resolve) => spawned.once('error', resolve));
  }
  writePidFile(pidFile, pid);

  /** @type {Exit | null} */
  let exit = null;
  let stopping = false;
  const gone = new Promise((resolve) => {
    spawned.once('exit', (code, signal) => {
      killGroup(pid);
      rmSync(pidFile, { force: true });
      exit = { code, signal, expected: stopping };
      resolve(undefined);
      onExit?.(exit);
    });
  });

  return {
    name,
    pid,
    logFile,
    exit: () => exit,
    async stop() {
      stopping = true;
      spawned.kill('SIGTERM');
      const late = setTimeout(() => spawned.kill('SIGKILL'), stopGraceMs ?? DEFAULT_STOP_GRACE_MS);
      await gone;
      clearTimeout(late);
    },
    async kill() {
      spawned.kill('SIGKILL');
      await gone;
    },
  };
}

/**
 * Waits until a check says yes. Ends the child when that takes too long.
 * @param {Child} child
 * @param {() => Promise<boolean>} answers
 * @param {number} timeoutMs
 * @throws {Error} with the end of the log, when the child ends or the time is over
 */
export async function untilReady(child, answers, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (!child.exit()) {
    if (await answers()) return;
    if (Date.now() > deadline) {
      await child.kill();
      break;
    }
    await delay(25);
  }
  const tail = readFileSync(child.logFile, 'utf8').slice(-LOG_TAIL_CHARS);
  throw new Error(`${child.name} did not start. The end of ${child.logFile}:\n${tail}`);
}
