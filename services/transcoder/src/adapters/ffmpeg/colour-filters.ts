import { type ColourCode, type ColourPlan, HDR_WHITE_NITS } from '../../domain/plan/colour.js';
import type { Size } from '../../domain/plan/display-size.js';
import { PLAYED_PIXEL_FORMAT } from '../../domain/plan/pixel-format.js';

const RANGES = { tv: 'limited', pc: 'full' } as const;
/** Below this share of the brightest SDR pixel, tone mapping changes nothing. */
const UNTOUCHED = 0.5;

/** By its number in ITU-T H.273: ffmpeg 5.1 misspells the name. */
const zscaleMatrix = (matrix: string): string => (matrix === 'smpte240m' ? '7' : matrix);
const zscaleInput = ({ range, matrix, primaries, transfer }: ColourCode): string =>
  `min=${zscaleMatrix(matrix)}:pin=${primaries}:tin=${transfer}:rin=${RANGES[range]}`;
const zscaleOutput = ({ range, matrix, primaries, transfer }: ColourCode): string =>
  `m=${zscaleMatrix(matrix)}:p=${primaries}:t=${transfer}:r=${RANGES[range]}`;

/** The scaler knows BT.601 by one name. */
const swscaleMatrix = (matrix: string): string => (matrix === 'smpte170m' || matrix === 'bt470bg' ? 'bt601' : matrix);

function repack({ source, shown }: ColourPlan, scale: string): string {
  const out = `out_color_matrix=${swscaleMatrix(shown.matrix)}:out_range=${shown.range}`;
  if (source.matrix === 'gbr') return `${scale}:${out}`;
  return `${scale}:in_color_matrix=${swscaleMatrix(source.matrix)}:in_range=${source.range}:${out}`;
}

/** Works on linear light, in floating point. */
function toneMap({ source, shown }: ColourPlan, peakNits: number): string[] {
  const linear: ColourCode = { ...shown, range: 'pc', matrix: 'gbr', transfer: 'linear' };
  return [
    `zscale=${zscaleInput(source)}:${zscaleOutput(linear)}:npl=${HDR_WHITE_NITS},format=gbrpf32le`,
    `tonemap=mobius:param=${UNTOUCHED}:desat=0:peak=${(peakNits / HDR_WHITE_NITS).toFixed(3)}`,
    `zscale=${zscaleInput(linear)}:${zscaleOutput(shown)}`,
  ];
}

/** Conversions are costly: the picture is made no larger than it is needed before. */
function conversionFilters(plan: ColourPlan, { width, height }: Size): string[] {
  const scale = `scale=${width}:${height}:flags=bicubic`;
  switch (plan.conversion.kind) {
    case 'none':
      return [];
    case 'repack':
      return [repack(plan, scale)];
    case 'convert':
      return [scale, `zscale=${zscaleInput(plan.source)}:${zscaleOutput(plan.shown)}`];
    case 'tone-map':
      return [scale, ...toneMap(plan, plan.conversion.peakNits)];
  }
}

/**
 * Carries out what is decided about colours, once for all outputs. The frames say of themselves what they are then, which
 * encoders write into the stream.
 * @param size of the largest output
 */
export function colourFilters(plan: ColourPlan, size: Size): string[] {
  const { range, matrix, primaries, transfer } = plan.shown;
  return [
    ...(plan.isTransparent ? [`scale=${size.width}:${size.height}:flags=bicubic`, 'premultiply=inplace=1'] : []),
    ...conversionFilters(plan, size),
    `format=${PLAYED_PIXEL_FORMAT}`,
    `setparams=field_mode=prog:range=${range}:colorspace=${matrix}:color_primaries=${primaries}:color_trc=${transfer}`,
  ];
}
