import { parse, type types } from 'hls-parser';
import { expect, it } from 'vitest';
import { checkAudioTracks, loadAudio } from './check-audio.js';
import type { LoadedRendition } from './load-rendition.js';

const STEREO = { stream: { channels: 2 } } as LoadedRendition;
const GOOD = 'DEFAULT=YES,AUTOSELECT=YES,NAME="Deutsch",LANGUAGE="de",CHANNELS="2",URI="audio/index.m3u8"';
const OTHER = 'DEFAULT=NO,AUTOSELECT=YES,NAME="English",LANGUAGE="en",CHANNELS="2",URI="audio-2/index.m3u8"';

async function load(...attributes: string[]) {
  const tags = attributes.map((list) => `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",${list}\n`).join('');
  const text = `#EXTM3U\n#EXT-X-VERSION:7\n${tags}#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="a",AUDIO="audio"\nv/index.m3u8\n`;
  return loadAudio(parse(text) as types.MasterPlaylist, async () => STEREO);
}

it('takes a good group apart', async () => {
  const tracks = await load(GOOD, OTHER);
  checkAudioTracks(tracks, [
    { name: 'Deutsch', language: 'de', channels: '2' },
    { name: 'English', language: 'en', channels: '2' },
  ]);
  expect(() => checkAudioTracks(tracks, [{ name: 'Deutsch', language: 'de', channels: '2' }])).toThrow(
    'tracks of sound',
  );
});

it.each<[string, string[], RegExp]>([
  ['two defaults', [GOOD, OTHER.replace('DEFAULT=NO', 'DEFAULT=YES')], /one DEFAULT|DEFAULT attribute/],
  ['no default', [OTHER], /one DEFAULT/],
  ['one name twice', [GOOD, OTHER.replace('English', 'Deutsch')], /each NAME once/],
  ['a language that players cannot tell apart', [GOOD, OTHER.replace('"en"', '"de"')], /AUTOSELECT leaves a choice/],
  ['a language of ISO 639-2', [GOOD.replace('"de"', '"deu"')], /LANGUAGE/],
  ['more channels than there are', [GOOD.replace('CHANNELS="2"', 'CHANNELS="6"')], /CHANNELS/],
])('finds %s', (_what, attributes, words) => expect(load(...attributes)).rejects.toThrow(words));
