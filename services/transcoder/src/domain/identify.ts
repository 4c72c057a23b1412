import { type RejectedAs, SNIFF_BYTES, sniffContainer } from '@kinora/sniff';
import { PermanentFault } from './faults.js';
import type { Accepted, SourceView } from './transcode-deps.js';

const WORDS: Record<RejectedAs, string> = {
  empty: 'The file is empty. Please choose another one.',
  text: 'The file is text, not a video. Please choose another one.',
  html: 'The file is a web page, not a video. It may have been saved from a link that needs a login. Please choose another one.',
  archive: 'The file is an archive. Please unpack it and upload the video that is in it.',
  image: 'The file is a picture, not a video. Please choose another one.',
  document: 'The file is a document, not a video. Please choose another one.',
  unknown: 'The file is not a video in a format that Kinora knows. Please export it as MP4 and upload it again.',
};

/** Tells by the first bytes of a source what it is. @throws PermanentFault when it is no video */
export async function identify(source: SourceView): Promise<Accepted> {
  if (source.sizeBytes === 0) throw new PermanentFault('file-empty');
  const sniffed = await sniffContainer(await source.readHead(SNIFF_BYTES));
  if (sniffed.rejected === undefined) return sniffed;
  throw new PermanentFault(sniffed.rejected === 'empty' ? 'file-empty' : 'not-a-video', {
    detail: WORDS[sniffed.rejected],
    log: `sniffed as ${sniffed.rejected}`,
  });
}
