import type { Demuxer } from '@kinora/sniff';

export interface InputOptions {
  /** Address on the loopback server. */
  url: string;
  demuxer: Demuxer;
  maxStreams: number;
  maxPixelsPerFrame: number;
}

/** A movie may say that its frames lie in other files: these are not opened. They are the defaults, which a build may change. */
const NO_OTHER_FILES = ['-enable_drefs', '0', '-use_absolute_path', '0'];
/** Demuxers that another one may hand a part of the file to: an AVI carries its subtitles as files of their own. */
const INNER_DEMUXERS = 'srt,ass';

/**
 * How ffmpeg and ffprobe open a source: the demuxer is named, so that a playlist or a script under the name of a video opens
 * nothing, and no protocol works but the one that reaches the loopback server.
 */
export const inputArguments = ({ url, demuxer, maxStreams, maxPixelsPerFrame }: InputOptions): string[] => [
  '-protocol_whitelist',
  'http,tcp',
  '-format_whitelist',
  `${demuxer},${INNER_DEMUXERS}`,
  ...(demuxer === 'mov' ? NO_OTHER_FILES : []),
  '-max_streams',
  String(maxStreams),
  '-max_pixels',
  String(maxPixelsPerFrame),
  '-f',
  demuxer,
  '-i',
  url,
];
