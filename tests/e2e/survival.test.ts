import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { eventually, tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSlowUpload } from './src/slow-upload.js';

let kinora: Kinora;
let person: Person;
let clip: string;

beforeAll(async () => {
  const folder = await tempFolder();
  clip = await makeClip({ folder, durationSeconds: 12, size: '640x360' });
  kinora = await startKinora({
    dataFolder: path.join(folder, 'data'),
    env: { UPLOAD_HEARTBEAT_MS: '500', UPLOAD_STALE_MS: '5000', JANITOR_PERIOD_MS: '1000' },
  });
  person = await logIn(kinora);
});

afterAll(() => kinora?.stop());

/** Asks until every part that the answer needs is back. */
const patiently = <Result>(ask: () => Promise<Result>) => eventually(ask, { timeoutMs: 60_000 });

async function storedObjects(): Promise<string[]> {
  const entries = await readdir(path.join(kinora.dataFolder, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const uploadOnce = async (title: string): Promise<Video> => {
  const response = await person.upload(clip, { title, description: '', visibility: 'public' });
  expect(response.status).toBe(201);
  return (await response.json()) as Video;
};

describe('kill -9 in the middle of an upload', () => {
  it.each(['gateway', 'upload-webapp', 'file-svc', 'mariadb', 'redis', 'auth-svc', 'streaming-webapp', 'transcoder'])(
    'of %s leaves no video stuck and no bytes of a failed one',
    async (name) => {
      const upload = await startSlowUpload({ origin: kinora.origin, person, file: clip, title: `during ${name}` });
      await kinora.kill9(name);
      await upload.finish();
      const video = await patiently(() => person.finished(upload.id));
      if (video.state === 'failed') {
        expect(video.failure?.code).toMatch(/^(upload-interrupted|storage-unavailable)$/);
        await patiently(async () => {
          expect((await storedObjects()).filter((file) => file.includes(upload.id))).toEqual([]);
        });
      }
      await patiently(async () => expect((await person.fetch('/studio')).status).toBe(200));
    },
  );
});

describe('kill -9 in the middle of a transcode', () => {
  it.each(['transcoder', 'file-svc', 'redis', 'mariadb', 'upload-webapp'])(
    'of %s: the video still ends ready',
    async (name) => {
      const { id } = await uploadOnce(`transcode without ${name}`);
      await patiently(async () => expect((await person.video(id)).state).toBe('processing'));
      await kinora.kill9(name);
      const video = await patiently(() => person.finished(id));
      expect(video).toMatchObject({ state: 'ready', playable: true, progress: 100 });
    },
  );
});

it('finds every video again after a stop and a start', async () => {
  const { id } = await uploadOnce('before the stop');
  await person.finished(id);
  await kinora.stop();
  kinora = await startKinora({ dataFolder: kinora.dataFolder });
  person = await logIn(kinora);
  expect(await person.video(id)).toMatchObject({ state: 'ready', title: 'before the stop' });
});

it('goes on with a transcode that a stop interrupted', async () => {
  const { id } = await uploadOnce('stopped halfway');
  await patiently(async () => expect((await person.video(id)).state).toBe('processing'));
  await kinora.stop();
  kinora = await startKinora({ dataFolder: kinora.dataFolder });
  person = await logIn(kinora);
  expect((await person.finished(id)).state).toBe('ready');
});
