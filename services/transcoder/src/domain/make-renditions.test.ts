import { expect, it } from 'vitest';
import { probeOf, videoStream } from '../../test/probes.js';
import type { Rendition } from './hls/rendition.js';
import { makeRenditions } from './make-renditions.js';
import { planTranscode } from './plan/plan.js';
import type { TranscodePlan } from './plan/transcode-plan.js';
import type { Work } from './run-step.js';
import type { SourceView, TranscodeDeps } from './transcode-deps.js';

const SECONDS = 60;

const PREFIX = 'hls/x/1/';

const made = ({ copy, rungs }: TranscodePlan): Rendition[] =>
  [...(copy ? [copy] : []), ...rungs].map(({ name, width, height }) => ({
    ...{ name, width, height, kind: 'video', frameRate: 24, sound: null, codecs: 'avc1.64001f' },
    ...{ initKey: `${PREFIX}${name}/init.mp4`, initSizeBytes: 800 },
    segments: [{ key: `${PREFIX}${name}/00001.m4s`, durationSeconds: SECONDS, sizeBytes: 75_000_000 }],
  }));

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('encodes nothing before a copy that cannot stay can be watched', async () => {
  const probe = probeOf(videoStream({ bitrateBps: 50_000_000, durationSeconds: SECONDS }));
  const plan = planTranscode(probe, { maxAudioTracks: 1, maxSubtitleTracks: 1 }) as TranscodePlan;
  const events: string[] = [];
  const deps = {
    maxEncodeTries: 1,
    decide: () => {},
    note: () => {},
    putText: async () => {},
    async onPlayable() {
      await nextTurn();
      events.push('can be watched');
    },
    async encode({ plan: step }: { plan: TranscodePlan }) {
      events.push(step.copy ? 'copying' : 'encoding');
      await nextTurn();
      return made(step);
    },
  } as unknown as TranscodeDeps<SourceView>;
  const work = { claim: {}, source: {}, as: {}, probe, plan, prefix: PREFIX } as unknown as Work<SourceView>;

  const renditions = await makeRenditions(work, deps, new AbortController().signal);
  expect(events).toEqual(['copying', 'can be watched', 'encoding']);
  expect(renditions.map(({ name }) => name)).toEqual(plan.rungs.map(({ name }) => name));
});
