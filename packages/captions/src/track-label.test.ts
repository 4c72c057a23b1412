import { describe, expect, it } from 'vitest';
import { labelTracks, type TaggedTrack } from './track-label.js';

const track = (over: Partial<TaggedTrack> = {}): TaggedTrack => ({
  ...{ title: null, language: null, isCommentary: false, ...over },
});
const label = (tracks: TaggedTrack[], characteristicsOf: (track: TaggedTrack) => string[] = () => []) =>
  labelTracks(tracks, { nameless: 'Audio', characteristicsOf });
const names = (tracks: TaggedTrack[]) => label(tracks).map(({ name }) => name);

describe('the name of a track', () => {
  it('is its title, else its language in its own words, else what it is', () =>
    expect(names([track({ title: 'Director', language: 'eng' }), track({ language: 'fra' }), track()])).toEqual([
      ...['Director', 'Français', 'Audio'],
    ]));
  it('is another one for each track', () =>
    expect(names([track(), track(), track({ title: 'Audio 2' }), track()])).toEqual([
      ...['Audio', 'Audio 2', 'Audio 2 2', 'Audio 3'],
    ]));
  it('breaks no playlist', () =>
    expect(names([track({ title: ' a "b"\r\n#EXT-X-ENDLIST\u0000 ' }), track({ title: '\n' })])).toEqual([
      ...['a ’b’ #EXT-X-ENDLIST', 'Audio'],
    ]));
  it('is no novel', () => {
    expect(names([track({ title: 'x'.repeat(80) })])).toEqual(['x'.repeat(80)]);
    expect(names([track({ title: '😀'.repeat(81) })])).toEqual(['😀'.repeat(80)]);
  });
});

describe('a player may choose by itself', () => {
  const choices = (tracks: TaggedTrack[], characteristicsOf?: (track: TaggedTrack) => string[]) =>
    label(tracks, characteristicsOf).map(({ isAutoSelected }) => isAutoSelected);
  it('the first track of a language', () =>
    expect(choices([track({ language: 'de' }), track({ language: 'ger' }), track({ language: 'en' })])).toEqual([
      ...[true, false, true],
    ]));
  it('no track without a language, and no commentary', () =>
    expect(choices([track(), track({ language: 'de', isCommentary: true }), track({ language: 'de' })])).toEqual([
      ...[false, false, true],
    ]));
  it('one more of a language when it has something that the other has not', () => {
    const tracks = [track({ language: 'de' }), track({ language: 'de', title: 'Hörfilm' })];
    expect(choices(tracks, ({ title }) => (title ? ['public.accessibility.describes-video'] : []))).toEqual([
      ...[true, true],
    ]);
  });
});
