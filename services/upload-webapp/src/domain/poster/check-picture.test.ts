import { describe, expect, it } from 'vitest';
import { checkPicture } from './check-picture.js';

const LIMITS = { minSidePixels: 64, maxSidePixels: 10_000, maxPixels: 50_000_000 };

const chunk = (type: string, data = Buffer.alloc(0)): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
};

/** What says of itself that it has so many pixels. */
function png(width: number, height: number, ...more: Buffer[]): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width);
  size.writeUInt32BE(height, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', size), ...more, chunk('IDAT', Buffer.alloc(20)), chunk('IEND')]);
}

const refusal = (bytes: Buffer) => {
  try {
    checkPicture(bytes, LIMITS);
    return undefined;
  } catch (error) {
    const { code, detail } = error as { code: string; detail: string };
    return `${code}: ${detail}`;
  }
};

describe('checkPicture', () => {
  it.each([
    [64, 64],
    [10_000, 5_000],
    [64, 10_000],
  ])('takes %i by %i pixels', (width, height) => expect(refusal(png(width, height))).toBeUndefined());

  it.each([
    [63, 64, /^picture-unusable: .*63 by 64 pixels; each side needs at least 64/],
    [10_001, 64, /10001 by 64 pixels; each side may have up to 10000/],
    [30_000, 64, /30000 by 64/],
    [10_000, 5_001, /more than 50 million/],
    [0, 64, /damaged/],
    [4_294_967_295, 4_294_967_295, /each side may have up to/],
  ])('refuses %i by %i', (width, height, words) => expect(refusal(png(width, height))).toMatch(words));

  it('refuses what moves, what is cut off, and what is no picture', () => {
    expect(refusal(png(99, 99, chunk('acTL', Buffer.alloc(8))))).toMatch(/^picture-unusable: .*moves/);
    expect(refusal(png(99, 99).subarray(0, -1))).toMatch(/^picture-unusable: .*cut off/);
    expect(refusal(Buffer.from('<svg/>'))).toMatch(/^not-a-picture: /);
    expect(refusal(Buffer.alloc(0))).toMatch(/^not-a-picture: /);
  });
});
