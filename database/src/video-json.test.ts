import { expect, it } from 'vitest';
import type { VideoOverview } from './schema.js';
import { toWatchedVideo } from './video-json.js';

const CHAPTERS = [0, 59.999, 60, 90].map((startSeconds) => ({ startSeconds, title: `At ${startSeconds}` }));

const overview = (duration_seconds: number | null): VideoOverview => ({
  ...{ id: 'v', media_id: 'v', owner_id: 'alice', video_name: 'A film', description: '', tags: '', language: null },
  ...{ version: 1, visibility: 'public', video_path: 'source/v', file_name: 'film.mp4', size_bytes: 1, sha256: null },
  ...{ created_at: new Date(), queued_at: null, trashed_at: null, state: 'processing', playable: 1, progress: 0 },
  ...{ hls_path: 'hls/v/1/growing.m3u8', width: null, height: null, failure_code: null, failure_detail: null },
  ...{ picture_id: null, poster_path: null, thumbnail_path: null, storyboard_path: null },
  ...{ chapters: JSON.stringify(CHAPTERS), duration_seconds },
});

const shown = (durationSeconds: number | null) =>
  toWatchedVideo(overview(durationSeconds), 'a secret')?.chapters?.map(({ startSeconds }) => startSeconds);

it('leaves chapters that begin after the end of the file out for viewers, as soon as the length is known', () => {
  expect(shown(null)).toEqual([0, 59.999, 60, 90]);
  expect(shown(60)).toEqual([0, 59.999]);
  expect(shown(0)).toBeUndefined();
});
