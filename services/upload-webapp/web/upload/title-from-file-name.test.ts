import { TITLE_MAX_CHARS } from '@kinora/contracts';
import { describe, expect, it } from 'vitest';
import { titleFromFileName } from './title-from-file-name.js';

describe('titleFromFileName', () => {
  it.each([
    ['My_holiday.final.mp4', 'My holiday final'],
    ['  Sommer – Öland 2026 .MOV', 'Sommer – Öland 2026'],
    ['no extension', 'no extension'],
    ['talk v1.2 (part 3).webm', 'talk v1.2 (part 3)'],
    ['2026.11.20 harbour.mkv', '2026.11.20 harbour'],
    ['A\u030aland.mp4', 'Åland'],
    ['日本の庭_第１話.mp4', '日本の庭 第１話'],
    ['👩‍👩‍👧 beach 🏖️.mp4', '👩‍👩‍👧 beach 🏖️'],
    ['שלום עולם.mp4', 'שלום עולם'],
    ['evil\u202e4pm.exe.mp4', 'evil 4pm exe'],
    ['line\nbreak\u0000.mp4', 'line break'],
    ['.mp4', 'Untitled'],
    ['___.mp4', 'Untitled'],
  ])('%j gives %j', (name, title) => expect(titleFromFileName(name)).toBe(title));

  it('fits the limit of a title', () =>
    expect(titleFromFileName(`${'x'.repeat(TITLE_MAX_CHARS + 1)}.mp4`)).toHaveLength(TITLE_MAX_CHARS));

  it('cuts no character in half', () =>
    expect(titleFromFileName(`x${'🐝'.repeat(TITLE_MAX_CHARS)}.mp4`)).toMatch(/^x(🐝)+$/u));
});
