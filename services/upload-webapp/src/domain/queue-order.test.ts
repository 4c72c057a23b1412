import type { WaitingVideo } from '@kinora/database';
import { expect, it } from 'vitest';
import { queueOrder } from './queue-order.js';

const waiting = (video_id: string, over: Partial<WaitingVideo>): WaitingVideo => ({
  ...{ video_id, size_bytes: 1e9, duration_seconds: null, hls_path: null, queued_at: new Date(0), waited_seconds: 60 },
  ...over,
});

it('what nobody can watch comes first, then short before long, then the older one', () => {
  const videos = [
    waiting('ladder', { duration_seconds: 10, hls_path: 'hls/x/1/first.m3u8' }),
    waiting('film', { duration_seconds: 9_000 }),
    waiting('younger clip', { size_bytes: 1e6, queued_at: new Date(1) }),
    waiting('older clip', { size_bytes: 1e6 }),
  ];
  const names = queueOrder(videos).map(({ video_id }) => video_id);
  expect(names).toEqual(['older clip', 'younger clip', 'film', 'ladder']);
});
