import type { AudioStream, MediaProbe, VideoStream } from '../media-probe.js';
import { toNumber } from '../media-probe.js';
import type { ColourPlan } from './colour.js';
import type { Deinterlacing } from './deinterlace.js';
import { sizeName } from './display-size.js';
import type { CopiedPicture, TranscodePlan } from './transcode-plan.js';

/** Containers whose packets carry times that can be kept. */
const CONTAINERS = new Set(['mp4', 'mov', 'matroska', 'flv']);
const PROFILES = new Set(['Constrained Baseline', 'Baseline', 'Main', 'High']);
/** Sound and picture that start further apart than this are put in step by encoding. */
const MAX_START_SECONDS = 0.1;
const MAX_AUDIO_BPS = { 2: 256_000, 6: 512_000 };
/** Folder of the copied picture. */
export const COPY_NAME = 'source';

/** What an encode would change. */
interface Changes {
  colour: ColourPlan;
  deinterlacing: Deinterlacing | null;
}

/** What keeps a picture from being copied, in words; null when nothing does. */
function obstacle({ container }: MediaProbe, video: VideoStream, { colour, deinterlacing }: Changes): string | null {
  const { codec, pixelFormat, profile, firstPacket, rotationDegrees } = video;
  if (!CONTAINERS.has(container)) return `times in ${container} cannot be relied on`;
  if (codec !== 'h264') return `not every browser plays ${codec}`;
  if (pixelFormat !== 'yuv420p') return `not every browser plays ${pixelFormat}`;
  if (colour.conversion.kind !== 'none') return 'not every screen shows its colours';
  if (!PROFILES.has(profile ?? '')) return `not every browser plays H.264 ${profile}`;
  if (deinterlacing) return 'it is interlaced';
  if (rotationDegrees !== 0) return `it is turned by ${rotationDegrees} degrees`;
  if (video.isMirrored) return 'it is mirrored';
  if (toNumber(video.sampleAspect) !== 1) return 'its pixels are not square';
  if (!firstPacket?.isKeyFrame || firstPacket.isHidden) return 'it does not begin with a key frame that is shown';
  if (Math.abs(firstPacket.startSeconds) > MAX_START_SECONDS) return 'it begins after the sound';
  return null;
}

/** Decides whether browsers can play the picture as it is. The reason is there either way. */
export function planCopy(
  probe: MediaProbe,
  video: VideoStream,
  changes: Changes,
): { copy: Omit<CopiedPicture, 'mayStay'> | null; reason: string } {
  const why = obstacle(probe, video, changes);
  if (why) return { copy: null, reason: `the source is not copied: ${why}` };
  const { width, height, profile } = video;
  const reason = `copied: H.264 ${profile}, which every browser plays`;
  return { copy: { name: COPY_NAME, width, height, reason }, reason: `${sizeName(video)} ${reason}` };
}

/** The picture that all sound of a step is cut with; null when the clock cuts it. */
export const soundFollows = ({ copy }: Pick<TranscodePlan, 'copy'>): string | null =>
  copy?.mayStay ? copy.name : null;

/** AAC-LC of two channels plays everywhere as it is, and so does 5.1 where players expect it. */
export const isCopyableAudio = ({ container }: MediaProbe, track: AudioStream, channels: 2 | 6): boolean =>
  CONTAINERS.has(container) &&
  track.codec === 'aac' &&
  track.profile === 'LC' &&
  track.channels === channels &&
  (channels === 2 || track.channelLayout === '5.1') &&
  (track.sampleRateHz === 44_100 || track.sampleRateHz === 48_000) &&
  (track.bitrateBps ?? 0) <= MAX_AUDIO_BPS[channels] &&
  track.firstPacket !== null &&
  Math.abs(track.firstPacket.startSeconds) <= MAX_START_SECONDS;
