import { DESCRIPTION_MAX_CHARS, TITLE_MAX_CHARS } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import { describe, expect, it } from 'vitest';
import { refuseLateFields } from './upload-form.js';
import { cleanFileName, FILE_NAME_MAX_CHARS, parseNewVideo, parseVideoEdit } from './video-fields.js';

function fieldsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid-fields')
      return (error.errors ?? []).map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('a new video', () => {
  it('needs no more than a title, and is private unless it says otherwise', () => {
    expect(parseNewVideo({ title: '  A\r\nfilm\0 ' })).toEqual({
      title: 'A film',
      description: '',
      visibility: 'private',
    });
  });

  it('keeps lines in its description', () => {
    expect(parseNewVideo({ title: 'x', description: 'a\r\nb\n' }).description).toBe('a\nb');
  });

  it.each([
    [{}, ['title']],
    [{ title: ' \t ' }, ['title']],
    [{ title: ['a', 'b'] }, ['title']],
    [{ title: 'x'.repeat(TITLE_MAX_CHARS + 1), visibility: 'secret' }, ['title', 'visibility']],
    [{ title: 'x', description: 'x'.repeat(DESCRIPTION_MAX_CHARS + 1) }, ['description']],
  ])('is refused with every field that is wrong: %j', (form, fields) => {
    expect(fieldsOf(() => parseNewVideo(form))).toEqual(fields);
  });

  it('may use its limits to the last character', () => {
    const form = { title: 'x'.repeat(TITLE_MAX_CHARS), description: 'x'.repeat(DESCRIPTION_MAX_CHARS) };
    expect(parseNewVideo({ ...form, visibility: 'public' })).toMatchObject(form);
  });
});

describe('an edit', () => {
  it('changes what it names', () => {
    expect(parseVideoEdit({ title: ' New ' })).toEqual({ title: 'New' });
  });

  it.each([[{ title: '' }], [{ visibility: 'all' }], [{ state: 'ready' }], [[]], ['x']])('refuses %j', (body) => {
    expect(() => parseVideoEdit(body)).toThrow(Problem);
  });
});

it('refuses fields that come after the file', () => {
  expect(fieldsOf(() => refuseLateFields(['title'], { title: 'x', visibility: 'public' }))).toEqual(['visibility']);
  expect(fieldsOf(() => refuseLateFields(['title'], { title: 'x' }))).toEqual([]);
});

describe('a file name', () => {
  it('keeps any language, on one line', () => {
    expect(cleanFileName('фильм 🎬\n.mp4')).toBe('фильм 🎬 .mp4');
  });

  it('is cut between characters', () => {
    expect([...cleanFileName('🎬'.repeat(FILE_NAME_MAX_CHARS + 1))]).toHaveLength(FILE_NAME_MAX_CHARS);
  });

  it('is never empty', () => {
    expect(cleanFileName('\u0001')).toBe('video');
  });
});
