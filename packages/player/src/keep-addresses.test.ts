import type { Video } from '@kinora/contracts';
import { expect, it } from 'vitest';
import { keepAddresses } from './keep-addresses.js';

const video = (more: Partial<Video>): Video => ({
  ...{
    id: '0197a000-1111-4222-8333-000000000001',
    title: 'Harbour',
    description: '',
    tags: [],
    language: null,
    visibility: 'public',
  },
  ...{ state: 'processing', playable: true, progress: 10, durationSeconds: 60, createdAt: '2026-11-20T10:00:00.000Z' },
  ...more,
});

it('keeps the address of what was there, and takes the address of what is new', () => {
  const before = video({ playbackUrl: '/media/old/v/1/growing.m3u8', posterUrl: '/media/old/v/1/poster.jpg' });
  const now = video({
    ...{ playbackUrl: '/media/new/v/1/main.m3u8', posterUrl: '/media/new/v/1/poster.jpg', progress: 99 },
    ...{ storyboardUrl: '/media/new/v/1/storyboard.vtt' },
  });
  expect(keepAddresses(before, now)).toEqual({ ...now, posterUrl: '/media/old/v/1/poster.jpg' });
});

it('drops the address of what is gone', () => {
  expect(keepAddresses(video({ playbackUrl: '/media/old/v/1/growing.m3u8' }), video({ state: 'failed' }))).toEqual(
    video({ state: 'failed' }),
  );
});
