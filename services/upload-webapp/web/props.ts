import type { ProblemDocument, StudioVideo, VideoPage, Visibility } from '@kinora/contracts';
import type { ListQuery } from './list/list-query.js';

export type { Conversion, ConversionRendition, StudioStorage, StudioVideo, VideoFile } from '@kinora/contracts';

/** What the server hands to the studio's pages, on the server and again in the browser. */

/** The form's fields as they were typed: a rejected form comes back with them. */
export interface UploadFormFields {
  title: string;
  description: string;
  visibility: Visibility;
}

/** What the form of the list has done to the videos that were selected. */
export interface BulkDone {
  action: 'visibility' | 'tags' | 'trash' | 'restore' | 'delete';
  changed: string[];
  /** How many were left as before. */
  refused: number;
}

export interface StudioPageProps {
  user: { name: string };
  list: { query: ListQuery; page: VideoPage<StudioVideo> };
  uploadMaxBytes: number;
  form?: UploadFormFields;
  /** Why the form was refused. */
  problem?: ProblemDocument;
  /** The video that was just uploaded by the form. */
  uploadedId?: string;
  bulkDone?: BulkDone;
}

export interface StudioVideoPageProps {
  user: { name: string };
  uploadMaxBytes: number;
  video: StudioVideo;
  /** Why the form that replaces its file was refused. */
  problem?: ProblemDocument;
}
