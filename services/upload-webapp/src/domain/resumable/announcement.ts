import { titleFromFileName } from '../../../web/upload/title-from-file-name.js';
import { cleanFileName, invalidFields, parseNewVideo, type VideoFields } from '../video-fields.js';
import { parseReplaces } from '../video-files/replaceable.js';

/** What a client says of a new upload (tus 1.0, `Upload-Metadata`). A key without a value is null. */
export type UploadMetadata = Readonly<Record<string, string | null>>;

/** A file that somebody wants to send. */
export interface Announcement {
  fileName: string;
  fields: VideoFields;
  /** Hex; null where the client did not say it. */
  fingerprint: string | null;
  /** The video whose file it replaces; its words stay as they are. */
  replaces: string | null;
}

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** @throws Problem `invalid-fields` */
export function parseFingerprint(value: unknown): string {
  if (typeof value === 'string' && FINGERPRINT.test(value)) return value;
  throw invalidFields([{ field: 'fingerprint', detail: 'A fingerprint is a SHA-256 of 64 hex digits in lower case.' }]);
}

/**
 * A title that was not given comes from the name of the file.
 * @throws Problem `invalid-fields`
 */
export function parseAnnouncement({ filename, fingerprint, replaces, ...given }: UploadMetadata): Announcement {
  const fileName = cleanFileName(filename ?? '');
  const form = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const title = given.title ?? titleFromFileName(fileName);
  return {
    fileName,
    fields: parseNewVideo({ ...form, title }),
    fingerprint: fingerprint == null ? null : parseFingerprint(fingerprint),
    replaces: parseReplaces(replaces),
  };
}
