import { randomUUID } from 'node:crypto';
import { CaptionFault, type CaptionLimits, type Cue, readCaptionFile, writeWebVtt } from '@kinora/captions';
import { captionKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { CaptionFields } from './caption-fields.js';
import { assertCaptionsChanged, captionProblem } from './caption-problems.js';
import type { AddedOutcome, CaptionRecords, CaptionsOf, CaptionTarget, CaptionText } from './caption-records.js';

/** A file as it came. */
export interface CaptionFile {
  bytes: Buffer;
  /** The encoding, where the one who sent it named it. */
  charset: string | undefined;
}

interface StudioCaptionsDeps {
  records: CaptionRecords;
  files: Pick<FileClient, 'put'>;
  limits: CaptionLimits;
}

/** Captions that owners give to their videos. Of what is refused nothing is stored. */
export interface StudioCaptions {
  /** @param captionId the id that they get @throws Problem */
  add(of: CaptionsOf, captionId: string, fields: CaptionFields, file: CaptionFile): Promise<void>;
  /** @throws Problem */
  replace(target: CaptionTarget, file: CaptionFile): Promise<void>;
}

function read({ bytes, charset }: CaptionFile, limits: CaptionLimits): Cue[] {
  try {
    return readCaptionFile(bytes, { ...limits, charset });
  } catch (error) {
    throw error instanceof CaptionFault ? captionProblem(error) : error;
  }
}

export function createStudioCaptions({ records, files, limits }: StudioCaptionsDeps): StudioCaptions {
  const store = async (videoId: string, cues: Cue[]): Promise<CaptionText> => {
    const text = Buffer.from(writeWebVtt(cues));
    const textPath = captionKey(videoId, randomUUID());
    await records.expect(textPath);
    await files.put(textPath, text, { sizeBytes: text.length });
    return { textPath, cues: cues.length, sizeBytes: text.length };
  };
  const keep = async (text: CaptionText, change: (text: CaptionText) => Promise<AddedOutcome>) => {
    const outcome = await change(text).catch(async (error: unknown) => {
      await records.giveUp(text.textPath).catch(() => undefined);
      throw error;
    });
    if (outcome !== 'done') await records.giveUp(text.textPath);
    if (outcome !== 'known') assertCaptionsChanged(outcome);
  };
  return {
    async add(of, captionId, fields, file) {
      await keep(await store(of.videoId, read(file, limits)), (text) => records.add(of, captionId, fields, text));
    },
    async replace(target, file) {
      await keep(await store(target.videoId, read(file, limits)), (text) => records.replace(target, text));
    },
  };
}
