import type { CaptionKind, VideoState, Visibility } from '@kinora/contracts';
import type { ColumnType, Generated } from 'kysely';

/** Columns as Kysely and mysql2 show them: DATETIME(3) is a Date in UTC, BIGINT a number, BOOLEAN 0 or 1. */
type Flag = ColumnType<number, number | boolean, number | boolean>;

export interface VideosTable {
  id: string;
  owner_id: string;
  video_name: string;
  description: string;
  visibility: Visibility;
  video_path: string;
  file_name: string;
  size_bytes: number | null;
  /** Of an upload by a form: what is kept of the quota for it until its size is known. */
  reserved_bytes: number | null;
  state: 'uploading' | 'queued' | 'failed';
  failure_code: string | null;
  failure_detail: string | null;
  heartbeat_at: Date;
  created_at: Date;
  queued_at: Date | null;
  deleted_at: Date | null;
  source_removed_at: Date | null;
  /** The failed attempt after which the owner asked for another conversion. */
  retry_of_attempt: number | null;
  /** One a line. */
  tags: Generated<string>;
  /** BCP 47. */
  language: string | null;
  /** Raised by each edit. */
  version: Generated<number>;
  trashed_at: Date | null;
  /** Of the source, in hex. */
  sha256: string | null;
  fingerprint: string | null;
  /** The video of which this is another file; null for a video. */
  replaces: string | null;
  /** Of a video: the row whose file viewers get; null: its own. */
  served_id: string | null;
  /** Of a replacement: when viewers first got it. */
  taken_over_at: Date | null;
  /** Since when viewers get another file of the video. */
  set_aside_at: Date | null;
  /** Of a video: when its own file was given up. */
  discarded_at: Date | null;
  /** The picture that the owner chose. */
  picture_id: string | null;
  /** Where it comes from, as JSON. */
  picture_choice: string | null;
  /** JSON. */
  chapters: string | null;
}

export interface UploadsTable {
  id: string;
  size_bytes: number;
  received_bytes: number;
  part_size_bytes: number;
  store_upload_id: string | null;
  hash_state: Buffer | null;
  touched_at: Date;
}

export interface UploadPartsTable {
  upload_id: string;
  number: number;
  size_bytes: number;
  etag: string;
}

export interface CaptionsTable {
  id: string;
  video_id: string;
  /** BCP 47. */
  language: string;
  label: string | null;
  kind: CaptionKind;
  text_path: string;
  cue_count: number;
  size_bytes: number;
  version: Generated<number>;
  created_at: Date;
  changed_at: Date;
  deleted_at: Date | null;
}

export interface UnwantedObjectsTable {
  object_key: string;
  remove_after: Date;
}

export interface TranscodesTable {
  video_id: string;
  state: 'processing' | 'ready' | 'failed';
  attempt: number;
  progress: Generated<number>;
  playable: Flag;
  hls_path: string | null;
  journal_path: string | null;
  duration_seconds: number | null;
  width: number | null;
  height: number | null;
  failure_code: string | null;
  failure_detail: string | null;
  failure_log: string | null;
  started_at: Date;
  finished_at: Date | null;
  lease_until: Date | null;
  losses: Generated<number>;
  passing_faults: Generated<number>;
  /** The most that attempts had written down. */
  stored_segments: Generated<number>;
  /** How many they were when `losses` or `passing_faults` was last raised. */
  setback_segments: Generated<number>;
  poster_path: string | null;
  thumbnail_path: string | null;
  storyboard_path: string | null;
  /** Those within the file, as JSON. */
  chapters: string | null;
  /** JSON: written as text, read as what it holds. */
  reasons: ColumnType<string[] | null, string | null, string | null>;
  speed: number | null;
  seconds_left: number | null;
}

export interface RenditionsTable {
  video_id: string;
  name: string;
  kind: 'video' | 'audio';
  /** What viewers read in the menu; null for pictures. */
  label: string | null;
  width: number | null;
  height: number | null;
  frame_rate: number | null;
  state: 'waiting' | 'encoding' | 'done';
  progress: number;
  reason: string;
  /** Null until it is done, like all that follows. */
  codecs: string | null;
  bandwidth_bps: number | null;
  average_bandwidth_bps: number | null;
  size_bytes: number | null;
  segment_count: number | null;
}

/** The view that both web apps read. */
export interface VideoOverview {
  id: string;
  /** The row of the file that is served: objects are stored under it. */
  media_id: string;
  owner_id: string;
  video_name: string;
  description: string;
  tags: string;
  language: string | null;
  version: number;
  visibility: Visibility;
  video_path: string;
  file_name: string;
  size_bytes: number | null;
  /** Of the source, in hex; null until it is stored. */
  sha256: string | null;
  created_at: Date;
  queued_at: Date | null;
  trashed_at: Date | null;
  state: VideoState;
  playable: number;
  progress: number;
  hls_path: string | null;
  duration_seconds: number | null;
  width: number | null;
  height: number | null;
  failure_code: string | null;
  failure_detail: string | null;
  /** The picture that the owner chose: it wins over the poster of the transcoder, which follows. */
  picture_id: string | null;
  poster_path: string | null;
  thumbnail_path: string | null;
  storyboard_path: string | null;
  /** JSON. */
  chapters: string | null;
}

/** What videos are searched and sorted by; triggers write it. */
export interface VideoListTable {
  video_id: string;
  owner_id: string;
  is_trashed: number;
  title: string;
  /** Title, tags and description. */
  search_text: string;
  visibility: Visibility;
  created_at: Date;
  state: VideoState;
  /** The sources and renditions of all its files, and its captions. */
  stored_bytes: number;
  /** 0 until it is known. */
  duration_seconds: number;
}

/** What is true of each file of a video; triggers write it. */
export interface VideoFilesTable {
  file_id: string;
  video_id: string;
  state: VideoState;
  /** The source and all renditions. */
  stored_bytes: number;
}

/** The view of the videos that wait for a worker. */
export interface WaitingVideo {
  video_id: string;
  size_bytes: number | null;
  /** Null until the source was probed. */
  duration_seconds: number | null;
  /** Null while nothing can be watched. */
  hls_path: string | null;
  queued_at: Date;
  /** Since its last byte arrived. */
  waited_seconds: number;
}

export interface Schema {
  videos: VideosTable;
  uploads: UploadsTable;
  upload_parts: UploadPartsTable;
  captions: CaptionsTable;
  unwanted_objects: UnwantedObjectsTable;
  transcodes: TranscodesTable;
  renditions: RenditionsTable;
  video_list: VideoListTable;
  video_files: VideoFilesTable;
  video_overview: VideoOverview;
  waiting_videos: WaitingVideo;
}
