import { describe, expect, it } from 'vitest';
import { plan, probe } from '../../../test/plans.js';
import { encodeArguments } from './encode-arguments.js';

describe('the threads of the filters', () => {
  const ladder = plan(probe({ codec: 'hevc', width: 1920, height: 1080 }));
  const input = { url: 'http://127.0.0.1/source', demuxer: 'mov' as const, maxStreams: 64, maxPixelsPerFrame: 1e8 };
  const filterThreads = (threads: number, cores: number, rungs = ladder.rungs) => {
    const args = encodeArguments({ plan: { ...ladder, rungs }, threads, cores, resume: null, input });
    return args[args.indexOf('-filter_complex_threads') + 1];
  };
  it('are one where the encoders take all cores', () => expect(filterThreads(0, ladder.rungs.length)).toBe('1'));
  it('are as many as ffmpeg likes where cores are left', () => {
    expect(filterThreads(0, ladder.rungs.length + 1)).toBe('0');
    expect(filterThreads(0, 2, ladder.rungs.slice(-1))).toBe('0');
  });
  it('are those that the operator names', () => expect(filterThreads(3, 2)).toBe('3'));
});
