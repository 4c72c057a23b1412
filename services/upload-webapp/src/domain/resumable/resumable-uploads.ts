import { failure } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import { createBufferPool, type Logger, Problem, unavailable } from '@kinora/service-kit';
import { goneMeanwhile } from '../refusal.js';
import { admit } from './admission.js';
import { parseAnnouncement, type UploadMetadata } from './announcement.js';
import { type BeginAgainDeps, unlessLost } from './begin-again.js';
import { clearAway } from './clear-away.js';
import { type FinishDeps, finishUpload } from './finish-upload.js';
import { partSizeBytes } from './part-size.js';
import { type IncomingBytes, receiveBytes } from './receive-bytes.js';
import { alreadyComplete, offsetMismatch, uploadGone, writtenElsewhere } from './resumable-problems.js';
import type { FoundUpload, ResumableRecords, ResumableUpload } from './resumable-records.js';
import { Stopped } from './stopped.js';
import { createWriters } from './writers.js';

export interface ResumableDeps extends FinishDeps, Pick<BeginAgainDeps, 'areLost'> {
  records: ResumableRecords;
  files: FileClient;
  log: Logger;
  uploadMaxBytes: number;
  /** 0: none. */
  userQuotaBytes: number;
  /** For the parts of all uploads that are filled or on their way at one moment. */
  partMemoryMaxBytes: number;
}

/** A file that is announced and not yet sent. */
export interface AnnouncedFile {
  id: string;
  ownerId: string;
  sizeBytes: number;
  metadata: UploadMetadata;
}

export interface ListedUpload extends ResumableUpload {
  /** Whether a request brings bytes of it now. */
  isBeingSent: boolean;
}

/** An upload that may be asked for. */
export type LiveUpload = Exclude<FoundUpload, { kind: 'failed' }>;

/** As long as uploads take no more memory than this, one of them may fill a part while others of it are on their way. */
const SPARE_BYTES = 24 * 1024 ** 2;
/** Another thread can hash it without a copy. */
const allocateShared = (sizeBytes: number): Buffer => Buffer.from(new SharedArrayBuffer(sizeBytes));
const overtaken = (keepsBytes: boolean) => new Stopped(writtenElsewhere(), keepsBytes);
const isComplete = ({ receivedBytes, sizeBytes }: ResumableUpload): boolean => receivedBytes === sizeBytes;

/** Uploads that go on where they broke off. Those of another person are as good as none. */
export function createResumableUploads(deps: ResumableDeps) {
  const { records, files, log } = deps;
  const writers = createWriters();
  const pool = { totalBytes: deps.partMemoryMaxBytes, spareBytes: SPARE_BYTES, allocate: allocateShared };
  const memory = createBufferPool(pool);
  const receiving = { ...deps, memory };

  /** @throws Problem `not-found`, or `upload-gone` for one that was given up */
  async function find(ownerId: string, id: string): Promise<LiveUpload> {
    const found = await records.find(ownerId, id);
    if (!found) throw new Problem('not-found', 'There is no such upload.');
    if (found.kind === 'failed') throw uploadGone(found.failure);
    return found;
  }

  /** @throws Problem why the file may not come */
  async function announce({ id, ownerId, sizeBytes, metadata }: AnnouncedFile): Promise<void> {
    const announcement = parseAnnouncement(metadata);
    const { freeBytes } = await files.space();
    const { uploadMaxBytes: maxBytes, userQuotaBytes: quotaBytes } = deps;
    const upload = { id, ownerId, sizeBytes, partSizeBytes: partSizeBytes(sizeBytes), ...announcement };
    await records.begin(upload, (use) => admit({ sizeBytes, maxBytes, quotaBytes, freeBytes, ...use }));
  }

  /** Ends an upload whose file is not wanted, as its uploader has just been told. */
  async function refuse(id: string, problem: Problem): Promise<void> {
    const isNoVideo = problem.code === 'not-a-video';
    await records.fail(id, failure(isNoVideo ? 'not-a-video' : 'checksum-mismatch', problem.detail));
    await clearAway(id, deps);
    if (isNoVideo) await records.forgetVideo(id);
  }

  async function receive(upload: ResumableUpload, incoming: IncomingBytes): Promise<number> {
    try {
      return await unlessLost(upload.id, () => receiveBytes(upload, incoming, receiving), deps);
    } catch (error) {
      const isRefused = error instanceof Problem && ['not-a-video', 'checksum-mismatch'].includes(error.code);
      if (isRefused) {
        await refuse(upload.id, error).catch((err: unknown) =>
          log.warn({ err, videoId: upload.id }, 'a refused upload could not be removed: the janitor will'),
        );
      }
      throw error;
    }
  }

  const finish = (upload: ResumableUpload) => unlessLost(upload.id, () => finishUpload(upload, deps), deps);

  /** Finishes an upload that only lacks that, after a fault in its last moment. */
  async function findFinished(ownerId: string, id: string): Promise<LiveUpload> {
    const found = await find(ownerId, id);
    if (found.kind === 'running' && isComplete(found.upload)) await finish(found.upload);
    return found;
  }

  async function writeAt(ownerId: string, id: string, offsetBytes: number, incoming: IncomingBytes): Promise<number> {
    const found = await find(ownerId, id);
    const standsAt = found.kind === 'finished' ? found.sizeBytes : found.upload.receivedBytes;
    if (standsAt !== offsetBytes) throw offsetMismatch();
    if (found.kind === 'finished') return standsAt;
    const newOffsetBytes = isComplete(found.upload) ? standsAt : await receive(found.upload, incoming);
    if (newOffsetBytes === found.upload.sizeBytes) await findFinished(ownerId, id);
    return newOffsetBytes;
  }

  return {
    announce,
    find,
    /** Those that are not finished, the newest first; with a fingerprint only those that have it. */
    async list(ownerId: string, fingerprint?: string): Promise<ListedUpload[]> {
      const running = await records.listRunning(ownerId, fingerprint);
      return running.map((upload) => ({ ...upload, isBeingSent: writers.isWriting(upload.id) }));
    },

    /** Where an upload stands for a client that goes on with it. What another request has not stored yet is stored first. */
    async resume(ownerId: string, id: string): Promise<LiveUpload> {
      await find(ownerId, id);
      await writers.stop(id, overtaken(true));
      return findFinished(ownerId, id);
    },

    /**
     * Takes the bytes of one request. Whoever wrote the upload before is stopped.
     * @returns the new offset; the video is queued when that is the end of the file
     */
    async write(ownerId: string, id: string, offsetBytes: number, incoming: IncomingBytes): Promise<number> {
      await find(ownerId, id);
      const writing = writers.write(id, overtaken(false), (stopped) => {
        const signal = AbortSignal.any([stopped, incoming.signal]);
        return writeAt(ownerId, id, offsetBytes, { ...incoming, signal });
      });
      return writing.catch((error: unknown) => {
        throw error instanceof Stopped ? error.told : error;
      });
    },

    /** Gives an upload up, with its draft. @throws Problem `conflict` when the file is complete */
    async terminate(ownerId: string, id: string): Promise<void> {
      const found = await find(ownerId, id);
      if (found.kind === 'finished') throw alreadyComplete();
      await writers.stop(id, new Stopped(goneMeanwhile(), false));
      await records.remove(ownerId, id);
      await records.fail(id, failure('upload-interrupted'));
      await clearAway(id, deps).catch((err: unknown) =>
        log.warn({ err, videoId: id }, 'an upload that was given up could not be removed: the janitor will'),
      );
    },

    /** Stores what has come, and tells the clients to come back. */
    stop: () => writers.stopAll(new Stopped(unavailable('The studio', undefined, 'is being restarted'), true)),
  };
}

export type ResumableUploads = ReturnType<typeof createResumableUploads>;
