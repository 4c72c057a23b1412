import type { ProblemDocument, Video, VideoPage, Visibility } from '@kinora/contracts';

/** What the server hands to the studio's pages, on the server and again in the browser. */

/** The form's fields as they were typed: a rejected form comes back with them. */
export interface UploadFormFields {
  title: string;
  description: string;
  visibility: Visibility;
}

/** A video as its owner sees it. */
export interface StudioVideo extends Video {
  /** As the uploader called it. */
  fileName: string;
  /** Null until the last byte is stored. */
  sizeBytes: number | null;
}

export interface StudioPageProps {
  user: { name: string };
  page: VideoPage<StudioVideo>;
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
