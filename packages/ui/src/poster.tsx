import { formatDuration } from './format.js';

/** Deep and quiet, so that white text reads on each of them (at least 5.5 to 1). */
const TONES = ['#3d4668', '#5a3d5c', '#3d5747', '#74483a', '#2f5a61', '#62553c', '#6a3d4a', '#474b52'];
const LEAVES = 9;

/** A whole number that depends on all of the text and is spread evenly (FNV-1a, 32 bits). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

interface PosterProps {
  videoId: string;
  durationSeconds?: number | null;
  /** Address of the picture; a video without one shows its leaves. */
  pictureUrl?: string | undefined;
}

/** The picture of a video, over what stands for it until it is there: the leaves of a flip-book, always the same ones for the same video. */
export function Poster({ videoId, durationSeconds, pictureUrl }: PosterProps) {
  const seed = hash(videoId);
  const originX = 20 + ((seed >>> 3) % 120);
  const startDegrees = -70 + ((seed >>> 10) % 40);
  const stepDegrees = 9 + ((seed >>> 16) % 8);
  return (
    <div className="relative aspect-video overflow-hidden rounded-xl bg-sunken">
      <svg viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice" className="size-full" aria-hidden="true">
        <rect width="160" height="90" fill={TONES[seed % TONES.length]} />
        {Array.from({ length: LEAVES }, (_, leaf) => startDegrees + leaf * stepDegrees).map((degrees, leaf) => (
          <rect
            key={degrees}
            x={originX - 11}
            y="-34"
            width="22"
            height="132"
            rx="3"
            fill="#fff"
            fillOpacity={0.015 + leaf * 0.009}
            transform={`rotate(${degrees} ${originX} 104)`}
          />
        ))}
      </svg>
      {pictureUrl && (
        <img
          src={pictureUrl}
          alt=""
          width={480}
          height={270}
          loading="lazy"
          decoding="async"
          className="absolute inset-0 size-full object-cover"
        />
      )}
      {typeof durationSeconds === 'number' && (
        <span className="absolute right-2 bottom-2 rounded-md bg-black/75 px-1.5 py-0.5 text-2xs font-semibold text-white tabular-nums">
          <span className="sr-only">Length </span>
          {formatDuration(durationSeconds)}
        </span>
      )}
    </div>
  );
}
