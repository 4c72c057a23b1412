import type { Router } from 'express';
import type { Admissions } from '../adapters/admissions.js';
import { creationStates } from '../adapters/creations.js';
import { areLost } from '../adapters/lost-parts.js';
import { createResumableRecords } from '../adapters/resumable-records.js';
import { createSha256 } from '../adapters/sha256.js';
import { createUploadRecords } from '../adapters/upload-records.js';
import { createUploadUpkeep } from '../adapters/upload-upkeep.js';
import type { Announce } from '../domain/announce.js';
import { createResumableUploads, type ResumableUploads } from '../domain/resumable/resumable-uploads.js';
import { sweepUploads } from '../domain/resumable/sweep-uploads.js';
import { type StoreUploadDeps, storeUpload } from '../domain/store-upload.js';
import { creations } from '../routes/creation.js';
import type { StudioPages } from '../routes/studio-pages.js';
import { uploadRoutes } from '../routes/upload.js';
import { resumableRoutes } from '../routes/uploads.js';
import type { Admitting } from './admitting.js';
import type { AppDeps } from './app-deps.js';

interface Around extends Admitting {
  pages: StudioPages;
  announce: Announce;
}

export interface Uploading {
  routes: Router[];
  /** To be stopped before the server, so that it stores what has come. */
  uploads: ResumableUploads;
  /** One round of upkeep, for the janitor. */
  sweepUploads(): Promise<void>;
}

function resumable({ config, log, db, files }: AppDeps, announce: Announce, admitted: Admissions) {
  const records = createResumableRecords(db, admitted);
  const finishing = {
    ...{ files, log, announce, areLost, sha256: createSha256() },
    completePatienceMs: config.UPLOAD_COMPLETE_PATIENCE_MS,
  };
  const upkeep = { ...records, ...createUploadUpkeep(db) };
  return {
    uploads: createResumableUploads({
      ...{ ...finishing, records },
      uploadMaxBytes: config.UPLOAD_MAX_BYTES,
      userQuotaBytes: config.USER_QUOTA_BYTES,
      partMemoryMaxBytes: config.UPLOAD_MEMORY_MAX_BYTES,
    }),
    sweepUploads: () => sweepUploads({ ...finishing, records: upkeep, expireSeconds: config.UPLOAD_EXPIRE_SECONDS }),
  };
}

const storing = ({ config, log, db, files }: AppDeps, admitted: Admissions): StoreUploadDeps => ({
  records: createUploadRecords(db, admitted),
  ...{ files, log },
  userQuotaBytes: config.USER_QUOTA_BYTES,
  heartbeatMs: config.UPLOAD_HEARTBEAT_MS,
  completePatienceMs: config.UPLOAD_COMPLETE_PATIENCE_MS,
});

/** Uploads, by a form and in pieces that go on where they broke off. */
export function uploading(deps: AppDeps, { videos, admitted, secret, pages, announce }: Around): Uploading {
  const { config, log, db } = deps;
  const byForm = storing(deps, admitted);
  const { uploads, ...upkeep } = resumable(deps, announce, admitted);
  const receiving = {
    videos,
    creationOf: creations({ secret, stateOf: creationStates(db) }),
    uploadMaxBytes: config.UPLOAD_MAX_BYTES,
    idleMs: config.UPLOAD_IDLE_MS,
    lingerMs: config.UPLOAD_LINGER_MS,
    lingerMaxBytes: config.UPLOAD_LINGER_BYTES,
  };
  return {
    routes: [
      uploadRoutes({ ...receiving, announce, pages, log, store: (file) => storeUpload(file, byForm) }),
      resumableRoutes({ ...receiving, uploads, expireSeconds: config.UPLOAD_EXPIRE_SECONDS }),
    ],
    ...{ uploads, ...upkeep },
  };
}
