import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProblemDocument, Video, VideoPage } from '@kinora/contracts';
import { signPlaybackToken } from '@kinora/service-kit';
import { eventually, tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawGet } from './src/raw-request.js';
import { startSlowUpload } from './src/slow-upload.js';

const UPLOAD_MAX_BYTES = 8 * 1024 * 1024;

let folder: string;
let kinora: Kinora;
let person: Person;
let clip: string;
let video: Video;

beforeAll(async () => {
  folder = await tempFolder();
  clip = await makeClip({ folder, durationSeconds: 2, size: '320x180' });
  kinora = await startKinora({
    dataFolder: path.join(folder, 'data'),
    env: { UPLOAD_MAX_BYTES: String(UPLOAD_MAX_BYTES) },
  });
  person = await logIn(kinora);
  const { id } = (await (await person.upload(clip)).json()) as Video;
  video = await person.finished(id);
});

afterAll(() => kinora?.stop());

async function fileWith(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const titles = async (): Promise<string[]> => {
  const list = (await (await person.fetch('/api/v1/studio/videos')).json()) as VideoPage;
  return list.videos.filter(({ state }) => state !== 'failed').map(({ title }) => title);
};

async function expectRefused(response: Response, status: number, code: string): Promise<ProblemDocument> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = (await response.json()) as ProblemDocument;
  expect({ status: response.status, code: problem.code }).toEqual({ status, code });
  return problem;
}

describe('a file that is no video', () => {
  it.each([
    ['text', 'just some words\n'.repeat(50)],
    ['HTML', '<!doctype html><title>x</title>'],
    ['zip', Buffer.from('504b03041400000008000000', 'hex')],
  ])('%s gets 415 and leaves nothing', async (_what, content) => {
    const response = await person.upload(await fileWith('fake.mp4', content), { title: 'no video' });
    await expectRefused(response, 415, 'not-a-video');
    expect(await titles()).not.toContain('no video');
  });

  it('an empty file gets 422 and leaves nothing', async () => {
    const response = await person.upload(await fileWith('empty.mp4', ''), { title: 'empty' });
    await expectRefused(response, 422, 'invalid-fields');
    expect(await titles()).not.toContain('empty');
  });

  it('a truncated file ends failed with a reason', async () => {
    const bytes = await readFile(clip);
    const response = await person.upload(await fileWith('half.mp4', bytes.subarray(0, bytes.length / 2)), {
      title: 'half',
    });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as Video;
    expect(await person.finished(id)).toMatchObject({ state: 'failed', failure: { code: 'unreadable' } });
  });
});

describe('limits', () => {
  it('a file over the limit gets 413 and leaves nothing', async () => {
    const large = await fileWith('large.mp4', Buffer.concat([await readFile(clip), Buffer.alloc(UPLOAD_MAX_BYTES)]));
    await expectRefused(await person.upload(large, { title: 'large' }), 413, 'file-too-large');
    expect(await titles()).not.toContain('large');
  });

  it('a missing title gets 422 that names the field', async () => {
    const problem = await expectRefused(await person.upload(clip, { description: 'x' }), 422, 'invalid-fields');
    expect(problem.errors?.map(({ field }) => field)).toEqual(['title']);
  });

  it('a client that breaks off leaves a failed video that says so', async () => {
    const upload = await startSlowUpload({ origin: kinora.origin, person, file: clip, title: 'broken off' });
    upload.cut();
    await eventually(async () => {
      expect(await person.video(upload.id)).toMatchObject({ state: 'failed', failure: { code: 'upload-interrupted' } });
    });
  });
});

describe('logins', () => {
  const post = (fields: Record<string, string>) =>
    fetch(`${kinora.origin}/auth/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });

  it('a wrong password gets the page again with 401 and no cookie', async () => {
    const response = await post({ username: kinora.username, password: 'wrong', redirect: '/studio' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('role="alert"');
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('a redirect to another site is ignored', async () => {
    const response = await post({
      username: kinora.username,
      password: kinora.password,
      redirect: 'https://evil.example/',
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/studio');
  });

  it('without a login a page leads to the login page, and the API says 401', async () => {
    const page = await fetch(`${kinora.origin}/studio`, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/auth/login?redirect=%2Fstudio']);
    await expectRefused(await fetch(`${kinora.origin}/api/v1/studio/videos`), 401, 'unauthenticated');
  });
});

describe('playback tokens', () => {
  const media = (token: string, id = video.id) => fetch(`${kinora.origin}/media/${token}/${id}/1/main.m3u8`);

  const playbackKey = async () => {
    const settings = await readFile(path.join(kinora.dataFolder, 'settings.json'), 'utf8');
    return (JSON.parse(settings) as { PLAYBACK_SECRET: string }).PLAYBACK_SECRET;
  };
  const DAY_SECONDS = 86_400;

  it('the right one opens the playlist', async () => {
    const response = await fetch(new URL(video.playbackUrl ?? '', kinora.origin));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('#EXTM3U');
  });

  it('one that is expired, altered, for another video or unsigned gets 403', async () => {
    const key = await playbackKey();
    const good = signPlaybackToken(video.id, key);
    expect((await media(good)).status).toBe(200);
    const [header, payload] = good.split('.');
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
    const otherKey = createHmac('sha256', 'another key').update(`${header}.${payload}`).digest('base64url');
    const bad = [
      signPlaybackToken(video.id, key, Math.floor(Date.now() / 1_000) - DAY_SECONDS),
      `${header}.${payload}.${otherKey}`,
      signPlaybackToken('7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10', key),
      none,
      'nonsense',
      person.cookie.replace(/^auth_token=/, ''),
    ];
    for (const token of bad) await expectRefused(await media(token), 403, 'playback-token-invalid');
  });
});

describe('paths', () => {
  it.each(['/media/../studio', '/watch/%2e%2e/x', '/watch/a%00b', '/watch/a%2fb', '/watch/a%5cb', '/studio/..%2f..'])(
    '%s gets 400',
    async (address) => {
      const { status, body } = await rawGet(kinora.origin, address);
      expect({ status, code: (JSON.parse(body) as ProblemDocument).code }).toEqual({ status: 400, code: 'bad-path' });
    },
  );

  it('the inside of the services is not reachable', async () => {
    for (const address of ['/metrics', '/objects/source/x', '/api/v1/nothing']) {
      expect((await rawGet(kinora.origin, address)).status).toBe(404);
    }
  });
});
