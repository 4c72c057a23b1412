/** Start code of the first stream of pictures (ISO/IEC 13818-1, 2.4.3.6, as MPEG-2 has it). */
const PICTURE_START = Buffer.from([0, 0, 1, 0xe0]);
/** Of a packet's header, where its flags and its PTS begin. */
const FLAGS_AT = 7;
const PTS_AT = 9;
const HAS_PTS = 0x80;
/** Bits 32 to 30 of a PTS of 90 kHz stand in bits 3 to 1 of its first byte, and count 11,930 s each; bits 29 to 22 in the second. */
const SECOND_BYTE_SECONDS = 2 ** 22 / 90_000;

/** An MPEG program stream in which the time of one picture is later by about so many seconds than it should be. */
export function withLatePicture(stream: Buffer, nth: number, lateSeconds: number): Buffer {
  const late = Buffer.from(stream);
  let at = -1;
  for (let found = 0; found <= nth; ) {
    at = late.indexOf(PICTURE_START, at + 1);
    if (at < 0) throw new Error(`no picture ${nth}`);
    if ((late[at + FLAGS_AT] ?? 0) & HAS_PTS) found++;
  }
  const byte = at + PTS_AT + 1;
  late[byte] = (late[byte] ?? 0) + Math.round(lateSeconds / SECOND_BYTE_SECONDS);
  return late;
}
