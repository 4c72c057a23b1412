import assert from 'node:assert/strict';
import type { types } from 'hls-parser';
import type { LoadedRendition } from './load-rendition.js';
import { averageBps, peakBps, sum, totalSeconds } from './measure.js';
import type { ProbedStream } from './probe-rendition.js';

const BITRATE_TOLERANCE_FACTOR = 0.02;
const FRAME_RATE_TOLERANCE = 0.01;

/** RFC 8216 section 4.3.4.2: each format of any rendition is named, and named once; a format is profile and level too. */
function checkCodecs({ uri, codecs = '' }: types.Variant, parts: LoadedRendition[]): void {
  const named = codecs.split(',');
  assert.equal(new Set(named).size, named.length, `${uri}: CODECS names each format once`);
  const found = new Set(parts.map(({ init }) => init.codec));
  assert.deepEqual(named.toSorted(), [...found].sort(), `${uri}: CODECS`);
}

/** RFC 8216 section 4.3.4.2: the costliest of the group counts. */
function checkBitrates(
  { uri, bandwidth, averageBandwidth = 0 }: types.Variant,
  video: LoadedRendition,
  audio: LoadedRendition[],
): void {
  const isSoundAlone = audio.includes(video);
  const cost = (measure: (part: LoadedRendition) => number) =>
    (isSoundAlone ? 0 : measure(video)) + Math.max(0, ...audio.map(measure));
  const peak = cost(peakBps);
  const mean = cost(averageBps);
  assert.ok(bandwidth >= Math.floor(peak), `${uri}: BANDWIDTH ${bandwidth} is below the measured peak ${peak}`);
  assert.ok(
    bandwidth <= peak * (1 + BITRATE_TOLERANCE_FACTOR),
    `${uri}: BANDWIDTH ${bandwidth} is above the measured peak ${peak}`,
  );
  assert.ok(
    Math.abs(averageBandwidth - mean) <= mean * BITRATE_TOLERANCE_FACTOR,
    `${uri}: AVERAGE-BANDWIDTH ${averageBandwidth} is not the measured ${mean}`,
  );
  assert.ok(averageBandwidth <= bandwidth, `${uri}: AVERAGE-BANDWIDTH is not above BANDWIDTH`);
}

/** Frames over time: what ffprobe calls the rate of a stream is a guess, which differs from version to version. */
function checkFrameRate({ uri, frameRate = 0 }: types.Variant, video: LoadedRendition): void {
  const frames = sum(video.segments.map(({ packets }) => packets.length));
  const measured = frames / totalSeconds(video);
  assert.ok(
    Math.abs(frameRate - measured) < FRAME_RATE_TOLERANCE,
    `${uri}: FRAME-RATE ${frameRate} is not ${measured}`,
  );
}

function checkPicture({ uri, resolution }: types.Variant, stream: ProbedStream): void {
  assert.deepEqual(resolution, { width: stream.width, height: stream.height }, `${uri}: RESOLUTION`);
  assert.equal(stream.pix_fmt, 'yuv420p', `${uri}: 8-bit 4:2:0`);
  assert.ok(['1:1', 'N/A', undefined].includes(stream.sample_aspect_ratio), `${uri}: square pixels`);
  assert.equal(stream.side_data_list, undefined, `${uri}: upright without a display matrix`);
}

/** What the multivariant playlist says of a variant must be what is found in it. */
export function checkVariant(variant: types.Variant, video: LoadedRendition, audio: LoadedRendition[]): void {
  checkCodecs(variant, [video, ...audio]);
  if (video.stream.codec_type === 'video') {
    checkPicture(variant, video.stream);
    checkFrameRate(variant, video);
  }
  checkBitrates(variant, video, audio);
}
