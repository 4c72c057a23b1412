import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Video } from '@kinora/contracts';
import type { Kinora } from './kinora.js';

/** Somebody who is logged in and uses the API by hand. */
export interface Person {
  /** The login, as the `Cookie` header carries it. */
  cookie: string;
  fetch(address: string, init?: RequestInit): Promise<Response>;
  upload(file: string, fields?: Record<string, string>): Promise<Response>;
  video(id: string): Promise<Video>;
  /** Deletes a video for good, not into the trash. */
  remove(id: string): Promise<void>;
  /** Waits for the end of a video's way: `ready` or `failed`. */
  finished(id: string, timeoutMs?: number): Promise<Video>;
}

const TRANSCODE_TIMEOUT_MS = 180_000;
const POLL_MS = 250;

export async function logIn(kinora: Kinora): Promise<Person> {
  const response = await fetch(`${kinora.origin}/auth/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username: kinora.username, password: kinora.password, redirect: '/studio' }),
  });
  assert.equal(response.status, 303);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return personWith(kinora.origin, cookie);
}

function personWith(origin: string, cookie: string): Person {
  const ask: Person['fetch'] = (address, init = {}) =>
    fetch(new URL(address, origin), { redirect: 'manual', ...init, headers: { cookie, ...init.headers } });
  const video: Person['video'] = async (id) => {
    const response = await ask(`/api/v1/studio/videos/${id}`);
    assert.equal(response.status, 200);
    return (await response.json()) as Video;
  };
  return {
    cookie,
    fetch: ask,
    video,
    upload: async (file, fields = { title: 'A clip', description: '', visibility: 'public' }) =>
      ask('/api/v1/studio/videos', { method: 'POST', body: await uploadForm(file, fields) }),
    remove: async (id) => {
      const response = await ask(`/api/v1/studio/videos/${id}?permanently=true`, { method: 'DELETE' });
      assert.equal(response.status, 204);
    },
    finished: async (id, timeoutMs = TRANSCODE_TIMEOUT_MS) => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const now = await video(id);
        if (now.state === 'ready' || now.state === 'failed') return now;
        assert.ok(Date.now() < deadline, `still ${now.state} after ${timeoutMs} ms`);
        await delay(POLL_MS);
      }
    },
  };
}

/** The upload form as a browser sends it: the fields first, then the file. */
export async function uploadForm(file: string, fields: Record<string, string>): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', await openAsBlob(file, { type: 'video/mp4' }), path.basename(file));
  return form;
}
