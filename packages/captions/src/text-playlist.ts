interface TextPlaylist {
  /** Of the version that the other playlists of the stream have. */
  version: number;
  targetSeconds: number;
  mediaSequence: number;
  type: 'VOD' | 'EVENT';
  hasEnded: boolean;
  segments: { durationSeconds: number; uri: string }[];
}

/** The media playlist of a rendition of text (RFC 8216 section 4.3.3). */
export function writeTextPlaylist({ version, targetSeconds, mediaSequence, type, hasEnded, segments }: TextPlaylist) {
  const entries = segments.map(({ durationSeconds, uri }) => `#EXTINF:${durationSeconds.toFixed(6)},\n${uri}\n`);
  return `#EXTM3U
#EXT-X-VERSION:${version}
#EXT-X-TARGETDURATION:${targetSeconds}
#EXT-X-MEDIA-SEQUENCE:${mediaSequence}
#EXT-X-PLAYLIST-TYPE:${type}
${entries.join('')}${hasEnded ? '#EXT-X-ENDLIST\n' : ''}`;
}
