import { readFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import type { Video, VideoPage } from '@kinora/contracts';
import { eventually } from '@kinora/testing';
import type { Person } from '@kinora/testing/running';
import { expect } from 'vitest';

/** An upload that stands still in the middle of the file until it is told to go on or breaks off. */
export interface SlowUpload {
  id: string;
  /** Sends the rest. Resolves with the status, or null when the connection broke. */
  finish(): Promise<number | null>;
  /** Cuts the connection, as a lost network does. */
  cut(): void;
}

interface SlowUploadOptions {
  origin: string;
  person: Person;
  file: string;
  title: string;
}

const BOUNDARY = 'kinora-slow-upload';
const field = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

function answer(req: ClientRequest): Promise<number | null> {
  return new Promise((resolve) => {
    req.once('response', (res) => resolve(res.resume().statusCode ?? null));
    req.once('error', () => resolve(null));
    req.once('close', () => resolve(null));
  });
}

/** Sends the fields and half of the file, and waits until the video stands in the list as `uploading`. */
export async function startSlowUpload({ origin, person, file, title }: SlowUploadOptions): Promise<SlowUpload> {
  const bytes = await readFile(file);
  const half = Math.floor(bytes.length / 2);
  const req = request(new URL('/api/v1/studio/videos', origin), {
    method: 'POST',
    headers: {
      cookie: person.cookie,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      accept: 'application/json',
    },
  });
  const status = answer(req);
  req.write(field('title', title) + field('description', '') + field('visibility', 'public'));
  req.write(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="slow.mp4"\r\nContent-Type: video/mp4\r\n\r\n`,
  );
  req.write(bytes.subarray(0, half));
  const video = await eventually(() => uploading(person, title), { timeoutMs: 20_000 });
  return {
    id: video.id,
    finish: () => {
      req.write(bytes.subarray(half));
      req.end(`\r\n--${BOUNDARY}--\r\n`);
      return status;
    },
    cut: () => req.destroy(),
  };
}

async function uploading(person: Person, title: string): Promise<Video> {
  const list = (await (await person.fetch('/api/v1/studio/videos')).json()) as VideoPage;
  const video = list.videos.find((candidate) => candidate.title === title);
  expect(video?.state).toBe('uploading');
  return video as Video;
}
