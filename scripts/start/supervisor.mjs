import { setTimeout as delay } from 'node:timers/promises';

/** @typedef {import('../../packages/stack/src/child.mjs').Exit} Exit */
/** @typedef {{ stop: () => Promise<void>, kill: () => Promise<void> }} Running */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {(onExit: (exit: Exit) => void) => Promise<Running>} launch starts the process; the same again after a crash
 * @property {() => Promise<void>} [ready] called once after the first launch; resolves when it serves, rejects when it never will
 */

/**
 * @typedef {object} Entry
 * @property {Part} part
 * @property {number} stage
 * @property {Promise<Running>} launching the newest process, or its start
 * @property {boolean} up whether it came up at all: what never did is not started again
 * @property {number} crashes in a row
 */

export class Stopped extends Error {}

const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 30_000;
/** After this long without a crash the next one counts as the first. */
const STEADY_MS = 60_000;

/** @param {number} crashes in a row before this one */
export const backoffMs = (crashes) => Math.min(FIRST_BACKOFF_MS * 2 ** crashes, MAX_BACKOFF_MS);

/** @param {Exit} exit */
const howItEnded = ({ code, signal }) => (signal ? `was ended by ${signal}` : `ended with code ${code}`);

/** @typedef {ReturnType<typeof createSupervisor>} Supervisor */

/**
 * Keeps processes running: starts them, starts each one again when it dies, stops all in the reverse order of their stages.
 * @param {(line: string) => void} say
 */
export function createSupervisor(say) {
  /** @type {Entry[]} */
  const entries = [];
  const stopping = new AbortController();
  let stage = 0;

  /** @param {Entry} entry */
  const launch = (entry) => {
    const startedAt = Date.now();
    return entry.part.launch((exit) => {
      if (exit.expected || stopping.signal.aborted || !entry.up) return;
      if (Date.now() - startedAt > STEADY_MS) entry.crashes = 0;
      say(`${entry.part.name} ${howItEnded(exit)}; starting it again`);
      void relaunch(entry);
    });
  };

  /** @param {Entry} entry */
  async function relaunch(entry) {
    while (!stopping.signal.aborted) {
      await delay(backoffMs(entry.crashes++), undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      entry.launching = launch(entry);
      try {
        await entry.launching;
        return;
      } catch (error) {
        say(`${entry.part.name} could not be started again: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  /** @param {Part} part @param {number} ofStage */
  async function startPart(part, ofStage) {
    if (stopping.signal.aborted) throw new Stopped();
    /** @type {Entry} */
    const entry = { part, stage: ofStage, launching: new Promise(() => {}), up: false, crashes: 0 };
    entry.launching = launch(entry);
    entries.push(entry);
    await entry.launching;
    await part.ready?.();
    entry.up = true;
  }

  /** @param {(running: Running) => Promise<void>} how @param {Entry} entry */
  const end = async (how, entry) => {
    const running = await entry.launching.catch(() => null);
    if (running) await how(running);
  };

  return {
    /**
     * Starts these together; they will be stopped before whatever was started earlier.
     * @param {Part[]} parts
     */
    async start(parts) {
      const ofStage = ++stage;
      await Promise.all(parts.map((part) => startPart(part, ofStage)));
    },
    /** Lets every process end by itself, the last started stage first. */
    async stop() {
      stopping.abort();
      for (let of = stage; of > 0; of--) {
        const ofStage = entries.filter((entry) => entry.stage === of);
        await Promise.all(ofStage.map((entry) => end((running) => running.stop(), entry)));
      }
    },
    /** Ends every process at once. */
    async kill() {
      stopping.abort();
      await Promise.all(entries.map((entry) => end((running) => running.kill(), entry)));
    },
  };
}
