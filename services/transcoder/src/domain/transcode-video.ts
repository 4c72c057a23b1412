import { hlsPrefix } from '@kinora/contracts';
import { type RejectedAs, SNIFF_BYTES, type Sniffed, sniffContainer } from '@kinora/sniff';
import { assertWhole } from './completeness.js';
import { PermanentFault, StalledFault } from './faults.js';
import { writeMediaPlaylist } from './hls/media-playlist.js';
import { MEDIA_PLAYLIST_FILE, writeMultivariantPlaylist } from './hls/multivariant-playlist.js';
import { durationSeconds, type Rendition } from './hls/rendition.js';
import { admit, type Limits } from './limits.js';
import type { MediaProbe } from './media-probe.js';
import { planTranscode } from './plan/plan.js';
import type { TranscodePlan } from './plan/transcode-plan.js';

/** One attempt at one video. `attempt` is the fencing number: whoever holds an older one may write nothing. */
export interface Claim {
  videoId: string;
  attempt: number;
  sourceKey: string;
  /** Null when it is not known. */
  sourceBytes: number | null;
}

/** A source that can be read as long as it is open. */
export interface SourceView {
  sizeBytes: number;
  readHead(bytes: number): Promise<Buffer>;
  close(): void;
}

type Accepted = Extract<Sniffed, { container: unknown }>;

export interface TranscodeDeps<Source extends SourceView> {
  limits: Limits;
  /** How often a plan is run when ffmpeg stalls. */
  maxEncodeTries: number;
  openSource(claim: Claim, signal: AbortSignal): Promise<Source>;
  probe(source: Source, as: Accepted, signal: AbortSignal): Promise<MediaProbe>;
  onPlan(claim: Claim, plan: TranscodePlan): Promise<void>;
  /** Encodes every rendition and stores its segments under the prefix. */
  encode(work: EncodeWork<Source>, signal: AbortSignal): Promise<Rendition[]>;
  putText(key: string, text: string, signal: AbortSignal): Promise<void>;
}

export interface EncodeWork<Source> {
  source: Source;
  as: Accepted;
  plan: TranscodePlan;
  prefix: string;
}

export interface Published {
  /** Object key of the multivariant playlist. */
  hlsPath: string;
  durationSeconds: number;
  width: number;
  height: number;
  renditions: Rendition[];
}

const MULTIVARIANT_FILE = 'main.m3u8';

const WORDS: Record<RejectedAs, string> = {
  empty: 'The file is empty. Please choose another one.',
  text: 'The file is text, not a video. Please choose another one.',
  html: 'The file is a web page, not a video. It may have been saved from a link that needs a login. Please choose another one.',
  archive: 'The file is an archive. Please unpack it and upload the video that is in it.',
  image: 'The file is a picture, not a video. Please choose another one.',
  document: 'The file is a document, not a video. Please choose another one.',
  unknown: 'The file is not a video in a format that Kinora knows. Please export it as MP4 and upload it again.',
};

async function identify(source: SourceView): Promise<Accepted> {
  if (source.sizeBytes === 0) throw new PermanentFault('file-empty');
  const sniffed = await sniffContainer(await source.readHead(SNIFF_BYTES));
  if (sniffed.rejected === undefined) return sniffed;
  throw new PermanentFault(sniffed.rejected === 'empty' ? 'file-empty' : 'not-a-video', {
    detail: WORDS[sniffed.rejected],
    log: `sniffed as ${sniffed.rejected}`,
  });
}

async function withRetry<Result>(tries: number, run: () => Promise<Result>): Promise<Result> {
  for (let left = tries; ; ) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StalledFault)) throw error;
      if (--left > 0) continue;
      throw new PermanentFault('transcode-failed', { log: `${error.message}\n${error.log ?? ''}`, cause: error });
    }
  }
}

/** A file with its own video length is held to it; otherwise the longest track must be as long as the file claims to be. */
function checkLength(probe: MediaProbe, plan: TranscodePlan, renditions: Rendition[]): void {
  const own = probe.video.find(({ index }) => index === plan.videoStream)?.durationSeconds ?? null;
  const lengths = renditions.map((rendition) =>
    own !== null && rendition.kind === 'audio' ? 0 : durationSeconds(rendition),
  );
  assertWhole({
    container: probe.container,
    declaredSeconds: own ?? probe.durationSeconds,
    producedSeconds: Math.max(0, ...lengths),
  });
}

/** Every picture must be there; sound that turned out to be empty is left out. */
function usable(renditions: Rendition[]): Rendition[] {
  const empty = renditions.filter(({ segments }) => segments.length === 0);
  if (empty.some(({ kind }) => kind === 'video'))
    throw new PermanentFault('unreadable', { log: 'no frame could be decoded' });
  return renditions.filter((rendition) => !empty.includes(rendition));
}

/** Media playlists first, the one that names them last: nothing is visible before all of it is there. */
async function publishPlaylists(
  prefix: string,
  renditions: Rendition[],
  putText: (key: string, text: string) => Promise<void>,
): Promise<string> {
  await Promise.all(
    renditions.map(({ name, segments }) =>
      putText(`${prefix}${name}/${MEDIA_PLAYLIST_FILE}`, writeMediaPlaylist(segments)),
    ),
  );
  const key = `${prefix}${MULTIVARIANT_FILE}`;
  await putText(key, writeMultivariantPlaylist(renditions));
  return key;
}

/**
 * Turns a source into renditions and publishes them. The caller writes the rows, which alone make them visible.
 * @throws PermanentFault, PassingFault, or the signal's reason
 */
export async function transcodeVideo<Source extends SourceView>(
  claim: Claim,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Published> {
  const source = await deps.openSource(claim, signal);
  try {
    const as = await identify(source);
    const probe = await withRetry(deps.maxEncodeTries, () => deps.probe(source, as, signal));
    admit(probe, deps.limits);
    const plan = planTranscode(probe);
    if (!plan) throw new PermanentFault('no-video-stream');
    await deps.onPlan(claim, plan);
    const prefix = `${hlsPrefix(claim.videoId)}${claim.attempt}/`;
    const encoded = await withRetry(deps.maxEncodeTries, () => deps.encode({ source, as, plan, prefix }, signal));
    checkLength(probe, plan, encoded);
    const renditions = usable(encoded);
    const hlsPath = await publishPlaylists(prefix, renditions, (key, text) => deps.putText(key, text, signal));
    const seconds = Math.max(...renditions.map(durationSeconds));
    return { hlsPath, durationSeconds: seconds, ...plan.display, renditions };
  } finally {
    source.close();
  }
}
