import { createStudioVideos, type StudioVideos } from '../adapters/studio-videos.js';
import { createVideoEvents, type VideoEvents } from '../routes/events.js';
import type { AppDeps } from './app-deps.js';

/** The videos as their owners see them. */
export const studioVideos = ({ config, db }: AppDeps): StudioVideos =>
  createStudioVideos({
    db,
    playbackSecret: config.PLAYBACK_SECRET,
    failedSourceKeepSeconds: config.FAILED_SOURCE_KEEP_SECONDS,
    trashKeepSeconds: config.TRASH_KEEP_SECONDS,
    formerFileKeepSeconds: config.FORMER_FILE_KEEP_SECONDS,
  });

/** The streams by which pages learn of their changes. */
export const videoEvents = ({ config, log }: AppDeps, { findEach }: StudioVideos): VideoEvents =>
  createVideoEvents({ findEach, log, pollMs: config.EVENTS_POLL_MS, keepAliveMs: config.EVENTS_KEEP_ALIVE_MS });
