import type { Chapter } from '@kinora/contracts';
import type { Sniffed } from '@kinora/sniff';
import type { PlannedRendition, Rendition } from './hls/rendition.js';
import type { Limits } from './limits.js';
import type { MediaProbe } from './media-probe.js';
import type { StoredPictures } from './pictures/stored-pictures.js';
import type { SubtitleRendition, TranscodePlan } from './plan/transcode-plan.js';
import type { ExtractedSubtitles } from './subtitles/publish-subtitles.js';

/** One attempt at one video. `attempt` is the fencing number: whoever holds an older one may write nothing. */
export interface Claim {
  videoId: string;
  attempt: number;
  sourceKey: string;
  /** Null when it is not known. */
  sourceBytes: number | null;
  /** An earlier attempt published something that may be watched. */
  isPlayable: boolean;
  /** Object key of what the attempts before have written down; null when there is nothing. */
  journalKey: string | null;
  /** What earlier attempts have made of them. */
  pictures: StoredPictures;
  /** How far earlier attempts came. */
  progressPercent: number;
}

/** A source that can be read as long as it is open. */
export interface SourceView {
  sizeBytes: number;
  readHead(bytes: number): Promise<Buffer>;
  close(): void;
}

export type Accepted = Extract<Sniffed, { container: unknown }>;

export interface TranscodeDeps<Source extends SourceView> {
  limits: Limits;
  /** How often a step is run when ffmpeg stalls. */
  maxEncodeTries: number;
  openSource(claim: Claim, signal: AbortSignal): Promise<Source>;
  probe(source: Source, as: Accepted, signal: AbortSignal): Promise<MediaProbe>;
  /** `expected` are the renditions that are likely to be made; the work itself may show that it takes others. `chapters` stand in the file. */
  onPlan(claim: Claim, plan: TranscodePlan, expected: PlannedRendition[], chapters: Chapter[]): Promise<void>;
  /** Makes a stream visible, while the video is still at work. `hlsPath` is the object key of its multivariant playlist. */
  onPlayable(claim: Claim, hlsPath: string): Promise<void>;
  /** Tells of what was decided on the way, in words for the uploader; with the name of the rendition that it is about. */
  decide(claim: Claim, reason: string, rendition?: string): void;
  /** Between two steps: what is more urgent comes first. @throws Yielding */
  pause(claim: Claim): Promise<void>;
  /** Tells the operator of something. */
  note(claim: Claim, what: string, error?: unknown): void;
  /** Encodes every rendition and stores its segments under the prefix. */
  encode(work: EncodeWork<Source>, signal: AbortSignal): Promise<Rendition[]>;
  /** Writes tracks of text as WebVTT. */
  readSubtitles(
    claim: Claim,
    as: Accepted,
    tracks: SubtitleRendition[],
    signal: AbortSignal,
  ): Promise<ExtractedSubtitles[]>;
  putText(key: string, text: string, signal: AbortSignal): Promise<void>;
}

export interface EncodeWork<Source> {
  source: Source;
  as: Accepted;
  plan: TranscodePlan;
  /** When the picture begins in the source. */
  startSeconds: number;
  prefix: string;
  onStored?: StoredListener;
  /** Parts of the source's pictures cannot be decoded; players of a copy may stop there. */
  onDamage?: () => void;
}

/** Gets a look at what is stored by now, each rendition without gaps. */
export type StoredListener = (soFar: () => Promise<Rendition[]>) => Promise<void>;

export interface Published {
  /** Object key of the multivariant playlist. */
  hlsPath: string;
  durationSeconds: number;
  width: number;
  height: number;
  renditions: Rendition[];
}
