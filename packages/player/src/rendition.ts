/** Leaves the choice of the quality to the engine. */
export const AUTO = -1;

/** One quality that the viewer can choose. */
export interface Rendition {
  /** Its place in the multivariant playlist, as hls.js counts. */
  level: number;
  /** Such as `720p`: by the short side, so that upright videos are called the same. */
  label: string;
}

interface Level {
  width: number;
  height: number;
  bitrate: number;
}

const shortSide = ({ width, height }: Level): number => Math.min(width, height) || height;
const MEGA = 1_000_000;

/** All qualities, best first. Two of one size are told apart by their bitrate; sound alone has none. */
export function renditionsOf(levels: readonly Level[]): Rendition[] {
  const isAmbiguous = (level: Level) =>
    levels.some((other) => other !== level && shortSide(other) === shortSide(level));
  return levels
    .map((level, index) => ({ level, index }))
    .filter(({ level }) => shortSide(level) > 0)
    .sort((a, b) => shortSide(b.level) - shortSide(a.level) || b.level.bitrate - a.level.bitrate)
    .map(({ level, index }) => ({
      level: index,
      label: `${shortSide(level)}p${isAmbiguous(level) ? ` ${(level.bitrate / MEGA).toFixed(1)} Mbit/s` : ''}`,
    }));
}

/** The level of a quality that was chosen by its label, here or in another video: where it is missing, the best of those below, else the lowest. */
export function levelOfWish(renditions: readonly Rendition[], wish: string | null): number {
  const lines = Number.parseInt(wish ?? '', 10);
  if (!(lines > 0)) return AUTO;
  const nearest =
    renditions.find(({ label }) => label === wish) ??
    renditions.find(({ label }) => Number.parseInt(label, 10) <= lines) ??
    renditions.at(-1);
  return nearest?.level ?? AUTO;
}
