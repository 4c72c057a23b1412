import { type ChildProcess, spawn } from 'node:child_process';
import { type Bounds, launcher } from './launcher.js';

/** Last characters of standard error that are kept for the operator. */
const TAIL_CHARS = 4_000;
/** Standard output that is neither consumed nor a progress report stays below this. */
export const MAX_OUTPUT_CHARS = 8_000_000;

export interface ProgramOptions {
  command: string;
  args: string[];
  cwd: string;
  bounds: Bounds;
  onOutput: (text: string) => void;
  /** Of standard error, as it comes. */
  onErrorOutput?: (text: string) => void;
  /** Kills the program; `ended` then rejects with the signal's reason. */
  signal: AbortSignal;
}

export interface Ended {
  exitCode: number | null;
  killedBy: NodeJS.Signals | null;
  /** The last words on standard error. */
  tail: string;
}

export interface Program {
  ended: Promise<Ended>;
  pause(): void;
  resume(): void;
}

/** The program and whatever it started share a process group. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in this moment.
  }
}

/**
 * Starts a program without a shell, without standard input, within bounds, and with nothing of this process's environment
 * but what it needs: no credential, and no proxy that would send the source elsewhere.
 */
export function startProgram({ command, args, cwd, bounds, onOutput, onErrorOutput, signal }: ProgramOptions): Program {
  const [file = command, ...before] = [...launcher(bounds), command];
  const child = spawn(file, [...before, ...args], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: cwd },
  });
  let tail = '';
  child.stdout.setEncoding('utf8').on('data', onOutput);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARS);
    onErrorOutput?.(text);
  });
  const kill = () => signalGroup(child, 'SIGKILL');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, killedBy) => {
      if (signal.aborted) reject(signal.reason);
      else resolve({ exitCode, killedBy, tail: tail.trim() });
    });
  }).finally(() => signal.removeEventListener('abort', kill));
  signal.addEventListener('abort', kill);
  if (signal.aborted) kill();
  return {
    ended,
    pause: () => signalGroup(child, 'SIGSTOP'),
    resume: () => signalGroup(child, 'SIGCONT'),
  };
}
