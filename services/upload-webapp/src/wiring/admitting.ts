import { type Admissions, createAdmissions } from '../adapters/admissions.js';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { AppDeps } from './app-deps.js';

/** What everything needs that takes in files. */
export interface Admitting {
  videos: StudioVideos;
  admitted: Admissions;
  /** Signs the keys by which requests are known again. */
  secret: Buffer;
}

export const admissions = ({ config, db }: AppDeps): Admissions =>
  createAdmissions(db, { reserveSeconds: config.UPLOAD_RESERVE_SECONDS, waitMs: config.DB_QUERY_TIMEOUT_MS / 3 });
