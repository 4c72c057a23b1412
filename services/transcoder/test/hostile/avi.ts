import { littleEndian, zeros } from './bytes.js';

/** A chunk of a RIFF file. */
const chunk = (name: string, ...content: Buffer[]): Buffer => {
  const payload = Buffer.concat(content);
  return Buffer.concat([Buffer.from(name, 'latin1'), littleEndian(payload.length, 4), payload]);
};

const SIDE_PIXELS = 16;
const FRAMES = 24;
const FRAME_BYTES = SIDE_PIXELS * SIDE_PIXELS * 3;
const u16 = (value: number) => littleEndian(value, 2);
const u32 = (value: number) => littleEndian(value, 4);

const stream = (type: string, format: Buffer): Buffer =>
  chunk(
    'LIST',
    Buffer.from('strl'),
    chunk('strh', Buffer.from(type), zeros(16), u32(1), u32(FRAMES), u32(0), u32(FRAMES), zeros(20)),
    chunk('strf', format),
  );

const BITMAP = Buffer.concat([u32(40), u32(SIDE_PIXELS), u32(SIDE_PIXELS), u16(1), u16(24), zeros(24)]);
const MAIN_HEADER = Buffer.concat([
  ...[u32(1_000_000 / FRAMES), zeros(12), u32(FRAMES), u32(0), u32(2), u32(0), u32(SIDE_PIXELS), u32(SIDE_PIXELS)],
  zeros(16),
]);

/** An AVI of one second whose subtitles are a whole file of their own, which some readers open as whatever it looks like. */
export function aviWithSubtitles(subtitles: string): Buffer {
  const header = [chunk('avih', MAIN_HEADER), stream('vids', BITMAP), stream('txts', zeros(0))];
  const text = [Buffer.from('GAB2\0'), u16(2), u32(0), u16(4), u32(subtitles.length), Buffer.from(subtitles)];
  const frames = Array.from({ length: FRAMES }, () => chunk('00db', Buffer.alloc(FRAME_BYTES, 0x5a)));
  return chunk(
    'RIFF',
    Buffer.from('AVI '),
    chunk('LIST', Buffer.from('hdrl'), ...header),
    chunk('LIST', Buffer.from('movi'), chunk('01tx', ...text), ...frames),
  );
}
