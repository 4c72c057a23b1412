import type { ColourTags, VideoStream } from '../media-probe.js';
import { hasAlpha, isFullRange, isRgb, PLAYED_PIXEL_FORMAT } from './pixel-format.js';

/** What numbers mean, in ffmpeg's names for the code points of ITU-T H.273. */
export interface ColourCode {
  range: 'tv' | 'pc';
  matrix: string;
  primaries: string;
  transfer: string;
}

/**
 * What is done to the numbers of the source. `repack` changes their range, depth or subsampling; `convert` shows the same colours
 * by other primaries or another matrix; `tone-map` brings the luminance of HDR into what SDR can show.
 */
export type ColourConversion =
  | { kind: 'none' }
  | { kind: 'repack' }
  | { kind: 'convert' }
  | { kind: 'tone-map'; peakNits: number };

/** From the source's colours to 8-bit 4:2:0 SDR. */
export interface ColourPlan {
  /** Guessed where the file does not say. */
  source: ColourCode;
  /** What every encoded rendition has, and says of itself. */
  shown: ColourCode;
  conversion: ColourConversion;
  /** What can be seen through is shown on black, as players do. */
  isTransparent: boolean;
  reason: string;
}

const HDR_TRANSFERS: Record<string, string> = { smpte2084: 'PQ', 'arib-std-b67': 'HLG' };
const SDR_TRANSFERS = [
  'bt709',
  'smpte170m',
  'bt470m',
  'bt470bg',

  'iec61966-2-1',
  'bt2020-10',
  'bt2020-12',
];
const MATRICES = ['bt709', 'smpte170m', 'bt470bg', 'fcc', 'smpte240m', 'ycgco', 'bt2020nc'];
const PRIMARIES = ['bt709', 'smpte170m', 'bt470bg', 'bt470m', 'smpte240m', 'film', 'bt2020', 'smpte431', 'smpte432'];
/** What H.264 names and every browser shows right; BT.601 has one matrix under two names. */
const PLAYED: Record<string, string> = { bt709: 'BT.709', smpte170m: 'BT.601', bt470bg: 'BT.601' };

const BT709: ColourCode = { range: 'tv', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' };
/** Where a file does not tell its matrix, players take larger pictures than those of discs for BT.709. */
const SD_MAX = { width: 1_279, height: 576 };
const NTSC_MAX_HEIGHT = 486;
/** HDR is mastered for displays of 1,000 cd/m², unless the file tells otherwise. */
const USUAL_PEAK_NITS = 1_000;
/** Diffuse white in HDR (ITU-R BT.2408, section 2.1): what becomes the white of SDR, nearly. */
export const HDR_WHITE_NITS = 203;
const MAX_PEAK_NITS = 10_000;

const known = (names: readonly string[], name: string | null): string | null =>
  name !== null && names.includes(name) ? name : null;
const isWide = (primaries: string): boolean => !(primaries in PLAYED);

function guessedMatrix({ width, height }: VideoStream): string {
  if (width > SD_MAX.width || height > SD_MAX.height) return 'bt709';
  return height <= NTSC_MAX_HEIGHT ? 'smpte170m' : 'bt470bg';
}

function sourceCode(video: VideoStream, format: string): ColourCode {
  const { range, matrix, primaries, transfer }: ColourTags = video.colour;
  const hdr = known(Object.keys(HDR_TRANSFERS), transfer);
  const rgb = isRgb(format);
  const code = rgb ? 'gbr' : (known(MATRICES, matrix) ?? (hdr ? 'bt2020nc' : guessedMatrix(video)));
  const usual = code === 'bt2020nc' ? 'bt2020' : (known(PRIMARIES, code) ?? 'bt709');
  return {
    range: rgb || isFullRange(format) ? 'pc' : (range ?? 'tv'),
    matrix: code,
    primaries: known(PRIMARIES, primaries) ?? (hdr ? 'bt2020' : usual),
    transfer: hdr ?? known(SDR_TRANSFERS, transfer) ?? 'bt709',
  };
}

function conversionOf(source: ColourCode, format: string, announcedNits: number | null): ColourConversion {
  if (source.transfer in HDR_TRANSFERS) {
    const peakNits = Math.min(MAX_PEAK_NITS, Math.max(HDR_WHITE_NITS, announcedNits ?? USUAL_PEAK_NITS));
    return { kind: 'tone-map', peakNits };
  }
  const isPlayedMatrix = source.matrix === 'gbr' || source.matrix in PLAYED;
  if (isWide(source.primaries) || !isPlayedMatrix) return { kind: 'convert' };
  return { kind: format === PLAYED_PIXEL_FORMAT && source.range === 'tv' ? 'none' : 'repack' };
}

/** A matrix that is played is kept: every conversion costs a little of the colours. */
function shownCode({ kind }: ColourConversion, { matrix, primaries }: ColourCode): ColourCode {
  if (kind === 'tone-map' || kind === 'convert') return BT709;
  if (matrix === 'gbr' || matrix === 'bt709') return { ...BT709, primaries };
  return { range: 'tv', matrix, primaries, transfer: 'smpte170m' };
}

function describe({ conversion, source, shown }: Omit<ColourPlan, 'reason'>, format: string, isTold: boolean): string {
  const name = PLAYED[shown.matrix];
  if (conversion.kind === 'tone-map')
    return `${name}, tone-mapped from HDR (${HDR_TRANSFERS[source.transfer]}, up to ${Math.round(conversion.peakNits)} cd/m²)`;
  if (conversion.kind === 'convert')
    return `${name}, converted from ${source.primaries} primaries and the ${source.matrix} matrix`;
  if (source.matrix === 'gbr') return `${name}, from RGB (${format})`;
  const origin = isTold ? 'as in the source' : 'which is usual for its size: the source does not say';
  return conversion.kind === 'none'
    ? `${name}, ${origin}`
    : `${name}, ${origin}, from ${format} of ${source.range === 'pc' ? 'full' : 'limited'} range`;
}

/** Decides how the picture becomes what every screen shows: 8-bit 4:2:0 of limited range, BT.709 or BT.601. */
export function planColour(video: VideoStream): ColourPlan {
  const format = video.pixelFormat ?? '';
  const source = sourceCode(video, format);
  const conversion = conversionOf(source, format, video.colour.peakNits);
  const plan = { source, shown: shownCode(conversion, source), conversion, isTransparent: hasAlpha(format) };
  return { ...plan, reason: `colours: ${describe(plan, format, known(MATRICES, video.colour.matrix) !== null)}` };
}
