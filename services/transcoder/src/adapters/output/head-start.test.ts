import { describe, expect, it } from 'vitest';
import type { PlannedRendition } from '../../domain/hls/rendition.js';
import { createHeadStart } from './head-start.js';

const rendition = (name: string) => ({ name }) as PlannedRendition;

/** Two segments of the picture and of the first sound are watched first; there is a second sound. */
function start({ isAll = false } = {}) {
  const said: boolean[] = [];
  const admitted: string[] = [];
  const headStart = createHeadStart({
    ...{ awaited: [rendition('source'), rendition('audio')], segments: 2, isAll },
    setAlone: (isAlone) => said.push(isAlone),
  });
  const admit = async (...places: [string, number][]) => {
    for (const [name, position] of places)
      void headStart.admit(name, position).then(() => admitted.push(`${name} ${position}`));
    await new Promise(setImmediate);
  };
  const note = async (...places: [string, number][]) => {
    for (const place of places) headStart.note(...place);
    await new Promise(setImmediate);
  };
  return { headStart, said, admitted, admit, note };
}

describe('what is watched first', () => {
  it('passes before what comes after it, and before other sound', async () => {
    const { admitted, admit, note } = start();
    await admit(['source', 0], ['source', 1], ['source', 2], ['other', 0], ['audio', 0], ['audio', 1]);
    expect(admitted).toEqual(['source 0', 'source 1', 'audio 0', 'audio 1']);
    await note(['source', 0], ['audio', 0], ['audio', 1]);
    expect(admitted).toHaveLength(4);
    await note(['source', 1]);
    expect(admitted.slice(4)).toEqual(['source 2', 'other 0']);
    await admit(['source', 3]);
    expect(admitted).toHaveLength(7);
  });

  it('is left alone from the moment when all of it is made until it is visible', async () => {
    const { said, admit, note } = start();
    await admit(['source', 0], ['source', 1], ['source', 2], ['audio', 0]);
    expect(said).toEqual([]);
    await admit(['audio', 1]);
    expect(said).toEqual([true]);
    await note(['source', 0], ['source', 1], ['audio', 0]);
    expect(said).toEqual([true]);
    await note(['audio', 1]);
    expect(said).toEqual([true, false]);
  });

  it('is all that passes when nothing else is to be stored, until that is ended', async () => {
    const { headStart, said, admitted, admit, note } = start({ isAll: true });
    let hasBegun = false;
    void headStart.begun.then(() => {
      hasBegun = true;
    });
    await admit(['source', 0], ['source', 1], ['source', 2], ['audio', 0], ['audio', 1]);
    await note(['source', 0], ['source', 1], ['audio', 0]);
    expect(hasBegun).toBe(false);
    await note(['audio', 1]);
    expect(hasBegun).toBe(true);
    expect(admitted).not.toContain('source 2');
    expect(said).toEqual([true]);
    headStart.end();
    await admit();
    expect(admitted).toContain('source 2');
  });

  it('holds up nothing when it does not come', async () => {
    const { headStart, said, admitted, admit } = start();
    await admit(['source', 0], ['source', 1], ['source', 2], ['other', 0]);
    headStart.end();
    await admit(['audio', 0], ['audio', 1]);
    expect(admitted).toHaveLength(6);
    expect(said).not.toContain(true);
  });
});
