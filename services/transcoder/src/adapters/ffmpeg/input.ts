import type { Demuxer } from '@kinora/sniff';

export interface InputOptions {
  /** Address on the loopback server. */
  url: string;
  demuxer: Demuxer;
  maxStreams: number;
  maxPixelsPerFrame: number;
}

/**
 * How ffmpeg and ffprobe open a source: the demuxer is named, so that a playlist or a script under the name of a video opens
 * nothing, and no protocol works but the one that reaches the loopback server.
 */
export const inputArguments = ({ url, demuxer, maxStreams, maxPixelsPerFrame }: InputOptions): string[] => [
  '-protocol_whitelist',
  'http,tcp',
  '-max_streams',
  String(maxStreams),
  '-max_pixels',
  String(maxPixelsPerFrame),
  '-f',
  demuxer,
  '-i',
  url,
];
