import type { PlannedRendition, Rendition } from '../hls/rendition.js';

/** 100 is kept for what is done and written. */
const MAX_PERCENT = 99;

/** 0.57 times 100 is a little less than 57. */
const ROUNDING = 1e-6;

/** Whole percent of what is not finished yet. */
export const percentOf = (fraction: number): number =>
  Math.min(MAX_PERCENT, Math.max(0, Math.floor(fraction * 100 + ROUNDING)));

export interface RenditionProgress extends PlannedRendition {
  state: 'waiting' | 'encoding' | 'done';
  percent: number;
  /** What came out, once it is done. */
  made: Rendition | null;
}

const waiting = (planned: PlannedRendition): RenditionProgress => {
  return { ...planned, state: 'waiting', percent: 0, made: null };
};

export interface RenditionBoard {
  plan(expected: PlannedRendition[]): void;
  find(name: string): RenditionProgress | undefined;
  explain(name: string, reason: string): void;
  start(planned: PlannedRendition[]): void;
  advance(names: string[], fraction: number): void;
  finish(made: Rendition[]): void;
  /** What gave way goes on later. */
  pause(names: string[]): void;
  /** What broke off is not expected any more, unless it is started again. */
  abandon(names: string[]): void;
  all(): RenditionProgress[];
}

/** Where each rendition of a video is. */
export function createRenditionBoard(): RenditionBoard {
  const board = new Map<string, RenditionProgress>();
  const change = (name: string, changed: Partial<RenditionProgress>) => {
    const before = board.get(name);
    if (before) board.set(name, { ...before, ...changed });
  };
  return {
    plan(expected) {
      for (const planned of expected) board.set(planned.name, waiting(planned));
    },
    find: (name) => board.get(name),
    explain: (name, reason) => change(name, { reason }),
    start(planned) {
      for (const one of planned) board.set(one.name, { ...(board.get(one.name) ?? waiting(one)), state: 'encoding' });
    },
    advance(names, fraction) {
      for (const name of names) change(name, { percent: Math.max(board.get(name)?.percent ?? 0, percentOf(fraction)) });
    },
    finish(made) {
      for (const rendition of made) {
        if (rendition.segments.length > 0) change(rendition.name, { state: 'done', percent: 100, made: rendition });
        else board.delete(rendition.name);
      }
    },
    pause(names) {
      for (const name of names) change(name, { state: 'waiting' });
    },
    abandon(names) {
      for (const name of names) board.delete(name);
    },
    all: () => [...board.values()],
  };
}
