import { FOR_THE_DEAF, labelTracks } from '@kinora/captions';
import type { SubtitleStream } from '../media-probe.js';
import type { SubtitleRendition } from './transcode-plan.js';

/** Kinds that are text, which can be made WebVTT. */
const TEXT_CODECS = new Set(['mov_text', 'subrip', 'srt', 'ass', 'ssa', 'webvtt', 'text']);
const PICTURE_CODECS = new Set(['hdmv_pgs_subtitle', 'dvd_subtitle', 'dvb_subtitle', 'xsub']);

const isText = ({ codec }: SubtitleStream): boolean => TEXT_CODECS.has(codec);

function whyNot({ index, codec }: SubtitleStream): string {
  const why = PICTURE_CODECS.has(codec) ? 'they are pictures, not text' : `${codec} cannot be read`;
  return `the subtitles of track ${index} are left out: ${why}`;
}

export interface SubtitlePlan {
  subtitles: SubtitleRendition[];
  reasons: string[];
}

/**
 * Every track of text as WebVTT. Those that are shown to everybody, because they translate what is written in the picture, come
 * last: a player finds the whole ones of a language first.
 */
export function planSubtitles(streams: SubtitleStream[], maxTracks: number): SubtitlePlan {
  const texts = streams.filter(isText).toSorted((a, b) => Number(a.isForced) - Number(b.isForced));
  const kept = texts.slice(0, maxTracks);
  const labels = labelTracks(kept, {
    nameless: 'Subtitles',
    characteristicsOf: ({ isForTheDeaf }) => (isForTheDeaf ? FOR_THE_DEAF : []),
  });
  const standard = kept.find(({ isDefault, isForced }) => isDefault && !isForced);
  const subtitles = kept.map((stream, at): SubtitleRendition => {
    const label = labels[at] as (typeof labels)[number];
    return {
      name: at === 0 ? 'subtitles' : `subtitles-${at + 1}`,
      label: { ...label, isAutoSelected: label.isAutoSelected || stream.isForced },
      ...{ sourceStream: stream.index, isDefault: stream === standard, isForced: stream.isForced },
      reason: `subtitles “${label.name}”: WebVTT, from ${stream.codec}`,
    };
  });
  const leftOut = streams.filter((stream) => !isText(stream)).map(whyNot);
  if (texts.length > maxTracks)
    leftOut.push(
      `${texts.length - maxTracks} tracks of subtitles are left out: this site keeps ${maxTracks} of a video`,
    );
  return { subtitles, reasons: [...subtitles.map(({ reason }) => reason), ...leftOut] };
}
