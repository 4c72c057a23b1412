import { readFile, writeFile } from 'node:fs/promises';

/** Where the boxes inside a box begin (ISO/IEC 14496-12). */
const CHILDREN_AT_BYTES: Record<string, number> = { stsd: 16 };
const BOX_HEADER_BYTES = 8;
const TO_SAMPLE_ENTRY = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'hvc1'];

function startOf(type: string, bytes: Buffer, from: number, to: number): number {
  for (let at = from; at < to; at += bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + BOX_HEADER_BYTES) === type) return at;
  throw new Error(`There is no ${type} box`);
}

/** Puts a box at the end of the first HEVC sample entry. The index has to stand behind the pictures, whose places then stay. */
function addToSampleEntry(bytes: Buffer, box: Buffer): Buffer {
  const grown = Buffer.from(bytes);
  let [from, to] = [0, bytes.length];
  for (const type of TO_SAMPLE_ENTRY) {
    const at = startOf(type, bytes, from, to);
    to = at + bytes.readUInt32BE(at);
    from = at + (CHILDREN_AT_BYTES[type] ?? BOX_HEADER_BYTES);
    grown.writeUInt32BE(to - at + box.length, at);
  }
  return Buffer.concat([grown.subarray(0, to), box, grown.subarray(to)]);
}

/** Dolby Vision Streams within the ISO Base Media File Format, section 3.2: the pictures are all there is. */
function configurationBox(profile: number, compatibilityId: number): Buffer {
  const box = Buffer.alloc(BOX_HEADER_BYTES + 24);
  box.writeUInt32BE(box.length);
  box.write('dvcC', 4, 'latin1');
  const [level, hasRpu, hasBaseLayer] = [1, 1, 1];
  box.writeUInt8(1, 8);
  box.writeUInt16BE((profile << 9) | (level << 3) | (hasRpu << 2) | hasBaseLayer, 10);
  box.writeUInt8(compatibilityId << 4, 12);
  return box;
}

/** Makes an MP4 of HEVC, tagged `hvc1`, say of itself that it is Dolby Vision. Its file is changed. */
export async function callDolbyVision(file: string, profile: number, compatibilityId: number): Promise<void> {
  await writeFile(file, addToSampleEntry(await readFile(file), configurationBox(profile, compatibilityId)));
}
