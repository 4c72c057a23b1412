/** One finished segment as ffmpeg lists it. */
export interface ListedSegment {
  fileName: string;
  durationSeconds: number;
}

export interface SegmentList {
  segments: ListedSegment[];
  /** False while ffmpeg still writes. */
  ended: boolean;
}

const ENTRY = /^#EXTINF:([\d.]+),[^\n]*\n([\w.-]+)\n/gm;

/** Reads the playlist that ffmpeg keeps beside the segments. A segment is listed once it is whole. */
export function parseSegmentList(text: string): SegmentList {
  const segments = [...text.matchAll(ENTRY)].map(([, seconds, fileName]) => ({
    fileName: String(fileName),
    durationSeconds: Number(seconds),
  }));
  return { segments, ended: text.includes('\n#EXT-X-ENDLIST') };
}
