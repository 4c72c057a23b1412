/**
 * Every container that Kinora reads, and the ffmpeg demuxer that reads it. ffmpeg is always told which one to use:
 * left to itself it would also open playlists and scripts, which name other files and addresses.
 */
export const DEMUXERS = {
  mp4: 'mov',
  mov: 'mov',
  matroska: 'matroska',
  webm: 'matroska',
  avi: 'avi',
  'mpeg-ts': 'mpegts',
  'mpeg-ps': 'mpeg',
  flv: 'flv',
  asf: 'asf',
  ogg: 'ogg',
  mxf: 'mxf',
  mp3: 'mp3',
  aac: 'aac',
  flac: 'flac',
  wav: 'wav',
} as const;

export type Container = keyof typeof DEMUXERS;
export type Demuxer = (typeof DEMUXERS)[Container];

/** What file-type calls the containers that it knows. */
export const CONTAINER_BY_EXTENSION: Readonly<Record<string, Container>> = {
  mp4: 'mp4',
  m4v: 'mp4',
  m4p: 'mp4',
  m4a: 'mp4',
  m4b: 'mp4',
  f4v: 'mp4',
  f4p: 'mp4',
  f4a: 'mp4',
  f4b: 'mp4',
  '3gp': 'mp4',
  '3g2': 'mp4',
  mj2: 'mp4',
  mov: 'mov',
  mkv: 'matroska',
  mka: 'matroska',
  webm: 'webm',
  avi: 'avi',
  mts: 'mpeg-ts',
  mpg: 'mpeg-ps',
  flv: 'flv',
  asf: 'asf',
  wmv: 'asf',
  wma: 'asf',
  ogg: 'ogg',
  ogv: 'ogg',
  oga: 'ogg',
  ogm: 'ogg',
  ogx: 'ogg',
  opus: 'ogg',
  spx: 'ogg',
  mxf: 'mxf',
  mp3: 'mp3',
  aac: 'aac',
  flac: 'flac',
  wav: 'wav',
};
