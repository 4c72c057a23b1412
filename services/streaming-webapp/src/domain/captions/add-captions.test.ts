import { describe, expect, it } from 'vitest';
import { type AddedCaptions, addCaptions } from './add-captions.js';

const HEAD = '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n';
const AUDIO =
  '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Deutsch",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,URI="audio/index.m3u8"\n';
const EMBEDDED =
  '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="Deutsch",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="subtitles/index.m3u8"\n';
const variant = (name: string, more = '') =>
  `#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="x",AUDIO="audio"${more},CLOSED-CAPTIONS=NONE\n${name}/index.m3u8\n`;
const I_FRAMES = '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,CODECS="x",URI="v720/iframes.m3u8"\n';

const captions = (more: Partial<AddedCaptions> = {}): AddedCaptions => ({
  ...{ textId: 't1', language: 'de', label: null, kind: 'subtitles', ...more },
});
const tagsIn = (playlist: string) => playlist.match(/^#EXT-X-MEDIA:TYPE=SUBTITLES.*$/gm) ?? [];
const attribute = (tag: string | undefined, name: string) => new RegExp(`${name}="?([^",]*)`).exec(tag ?? '')?.[1];

describe('captions in a multivariant playlist', () => {
  it('make a group that all variants offer, and I-frames do not', () => {
    const playlist = `${HEAD}${AUDIO}${variant('v720')}${variant('v360')}${I_FRAMES}`;
    const all = addCaptions(playlist, [captions(), captions({ textId: 't2', language: 'fr', kind: 'captions' })], '3');
    const tag = (rest: string) => `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",${rest}`;
    const deaf = 'public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound';
    const added = `${tag('NAME="Deutsch",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="../captions/t1/3/v720/index.m3u8"')}
${tag(`NAME="Français",LANGUAGE="fr",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS="${deaf}",URI="../captions/t2/3/v720/index.m3u8"`)}
`;
    const offering = (name: string) => variant(name).replace('\n', ',SUBTITLES="subtitles"\n');
    expect(all).toBe(`${HEAD}${AUDIO}${added}${offering('v720')}${offering('v360')}${I_FRAMES}`);
  });

  it('join the group that is there, each with a name of its own, and leave the choice of a language to the first', () => {
    const playlist = `${HEAD}${AUDIO}${EMBEDDED}${variant('v720', ',SUBTITLES="text"')}`;
    const all = addCaptions(
      playlist,
      [captions(), captions({ label: 'Deutsch' }), captions({ kind: 'captions' })],
      '1',
    );
    const tags = tagsIn(all);
    expect(tags.map((tag) => attribute(tag, 'NAME'))).toEqual(['Deutsch', 'Deutsch 2', 'Deutsch 3', 'Deutsch 4']);
    expect(tags.map((tag) => attribute(tag, 'AUTOSELECT'))).toEqual(['YES', 'NO', 'NO', 'YES']);
    expect(new Set(tags.map((tag) => attribute(tag, 'GROUP-ID')))).toEqual(new Set(['text']));
    expect(all.match(/SUBTITLES="/g)).toHaveLength(1);
  });

  it('break no playlist by their name', () => {
    const all = addCaptions(HEAD + variant('audio'), [captions({ label: 'a "b"\n#EXT-X-ENDLIST' })], '1');
    expect(attribute(tagsIn(all)[0], 'NAME')).toBe('a ’b’ #EXT-X-ENDLIST');
    expect(all.split('\n')).toHaveLength((HEAD + variant('audio')).split('\n').length + 1);
  });

  it('that are none change nothing', () => {
    const playlist = HEAD + variant('v720');
    expect(addCaptions(playlist, [], '1')).toBe(playlist);
    expect(addCaptions(HEAD, [captions()], '1')).toBe(HEAD);
  });
});
