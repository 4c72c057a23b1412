import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { StudioVideo, Video } from '@kinora/contracts';
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

/** Half of the bytes, then what is left once `meanwhile` has happened. */
async function* halves(bytes: Buffer, meanwhile: () => Promise<void>) {
  const half = Math.floor(bytes.length / 2);
  yield bytes.subarray(0, half);
  await meanwhile();
  yield bytes.subarray(half);
}

it('goes on with an upload by tus in the middle of which MariaDB was killed', async () => {
  const bytes = await readFile(clip);
  const tus = (method: string, address: string, headers: Record<string, string>, body?: BodyInit) =>
    person.fetch(address, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...headers },
      ...(body && { body, duplex: 'half' }),
    });
  const announced = await tus('POST', '/api/v1/studio/uploads', { 'upload-length': String(bytes.length) });
  const upload = String(announced.headers.get('location'));
  const patch = (offset: number, body: BodyInit) => {
    const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    return tus('PATCH', upload, headers, body);
  };
  const body = halves(bytes, () => kinora.kill9('mariadb'));
  expect([204, 503]).toContain((await patch(0, body as unknown as BodyInit)).status);
  await patiently(async () => {
    const found = await tus('HEAD', upload, {});
    expect(found.status).toBe(200);
    const offset = Number(found.headers.get('upload-offset'));
    if (offset < bytes.length) expect((await patch(offset, bytes.subarray(offset))).status).toBe(204);
    expect((await person.finished(upload.split('/').at(-1) ?? '')).state).toBe('ready');
  });
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

describe('kill -9 in the middle of a replacement', () => {
  it.each(['upload-webapp', 'transcoder'])(
    'of %s: viewers get the old file until they get the new one',
    async (name) => {
      const { id } = await uploadOnce(`replaced without ${name}`);
      await patiently(() => person.finished(id));
      const replaced = await person.upload(clip, { replaces: id });
      const newId = ((await replaced.json()) as StudioVideo).files[0]?.id ?? '';
      const states = new Set<string>();
      await kinora.kill9(name);
      await eventually(
        async () => {
          const response = await fetch(`${kinora.origin}/api/v1/catalog/videos/${id}`);
          const { playable, playbackUrl } = (await response.json()) as Video;
          states.add(`${response.status} ${playable}`);
          expect(playbackUrl).toContain(newId);
        },
        { timeoutMs: 60_000 },
      );
      expect([...states]).toEqual(['200 true']);
      expect((await patiently(() => person.finished(id))).state).toBe('ready');
      await person.remove(id);
      await patiently(async () =>
        expect((await storedObjects()).filter((file) => file.includes(id) || file.includes(newId))).toEqual([]),
      );
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
