import type { ProblemDocument, Video, VideoPage, Visibility } from '@kinora/contracts';
import type { ListQuery } from './list/list-query.js';

/** What the server hands to the studio's pages, on the server and again in the browser. */

/** The form's fields as they were typed: a rejected form comes back with them. */
export interface UploadFormFields {
  title: string;
  description: string;
  visibility: Visibility;
}

/** One rendition, from the moment it is planned on. */
export interface ConversionRendition {
  /** Such as `v720`, `source` for a copy, or `audio`. */
  name: string;
  kind: 'video' | 'audio';
  /** What viewers read in the menu; null for pictures. */
  label: string | null;
  /** Pixels; null for sound. */
  width: number | null;
  height: number | null;
  state: 'waiting' | 'encoding' | 'done';
  /** Percent, whole. */
  progress: number;
  /** Why it is made this way, in words. */
  reason: string;
  /** Measured mean, null until it is done; so is the size. */
  bitrateBps: number | null;
  sizeBytes: number | null;
}

/** What is done with a video, and why. */
export interface Conversion {
  /** Every decision, in words. */
  reasons: string[];
  renditions: ConversionRendition[];
  /** Seconds of video encoded in a second; null while nothing is. */
  speed: number | null;
  /** Until the video is ready; null while it cannot be told. */
  secondsLeft: number | null;
  /** 1 is the next that a worker takes; null for a video that does not wait. */
  queuePosition: number | null;
  /** The video failed, and its file is still there. */
  canRetry: boolean;
}

/** A video as its owner sees it. */
export interface StudioVideo extends Video {
  /** As the uploader called it. */
  fileName: string;
  /** Null until the last byte is stored. */
  sizeBytes: number | null;
  /** Of the file, in hex; null until the last byte is stored, and for videos of before it was kept. */
  sha256: string | null;
  /** Raised by each edit. */
  version: number;
  /** What the file and its renditions take in the store. */
  storedBytes: number;
  conversion: Conversion;
}

/** What one account's videos take in the store. */
export interface StudioStorage {
  videos: number;
  storedBytes: number;
  trash: { videos: number; storedBytes: number };
}

export interface StudioPageProps {
  user: { name: string };
  list: { query: ListQuery; page: VideoPage<StudioVideo>; storage: StudioStorage };
  uploadMaxBytes: number;
  form?: UploadFormFields;
  /** Why the form was refused. */
  problem?: ProblemDocument;
  /** The video that was just uploaded by the form. */
  uploadedId?: string;
}

export interface StudioVideoPageProps {
  user: { name: string };
  video: StudioVideo;
}
