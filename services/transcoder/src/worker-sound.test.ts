import { tempFolder } from '@kinora/testing';
import { assertHlsValid, type HlsExpectations } from '@kinora/testing/hls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { type ClipOptions, makeClip } from '../test/clips.js';

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

const SITE = 'http://media.test/';
async function fetchBytes(url: string): Promise<Uint8Array> {
  const { body } = await bed.files.get(url.slice(SITE.length));
  return Buffer.concat(await body.toArray());
}

const clip = async (options: ClipOptions) => makeClip(await tempFolder(), { size: '160x90', ...options });

async function plays(file: string, expected: Omit<HlsExpectations, 'audio'>) {
  const id = await bed.upload(file);
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'ready', failure_code: null });
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, { audio: true, ...expected });
  return { id, url: `${SITE}${row.hls_path}` };
}

const tone = (hertz: number, seconds = 3) => ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:duration=${seconds}`];

describe('several tracks of sound', () => {
  it('are offered by name and language, the default one first', async () => {
    const file = await clip({
      name: 'film.mkv',
      inputs: [...tone(600), ...tone(800), ...tone(900)],
      options: [
        ...['-map', '0', '-map', '1', '-map', '2', '-map', '3', '-map', '4', '-c:a:1', 'libmp3lame'],
        ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=ger'],
        ...['-metadata:s:a:2', 'language=eng', '-metadata:s:a:2', 'title=The "director" speaks'],
        ...['-metadata:s:a:3', 'language=und', '-disposition:a', '0', '-disposition:a:1', 'default'],
        ...['-disposition:a:2', 'comment', '-disposition:a:3', 'visual_impaired'],
      ],
    });
    const { id } = await plays(file, {
      durationSeconds: 3,
      audioTracks: [
        { name: 'Deutsch', language: 'de', channels: '2' },
        { name: 'English', language: 'en', channels: '2' },
        { name: 'The ’director’ speaks', language: 'en', channels: '2' },
        { name: 'Audio', characteristics: 'public.accessibility.describes-video', channels: '2' },
      ],
    });
    const rows = await bed.database.db.selectFrom('renditions').selectAll().where('video_id', '=', id).execute();
    const sounds = rows.filter(({ kind }) => kind === 'audio').map(({ name }) => name);
    expect(sounds.sort()).toEqual(['audio', 'audio-2', 'audio-3', 'audio-4']);
  });
});
