import { describe, expect, it } from 'vitest';
import { placeOfWish, type Track } from './track.js';

const track = (label: string, language: string, more: Partial<Track> = {}): Track => ({
  ...{ label, language, kind: 'main', isAutoSelected: true, ...more },
});
const FILM = [
  track('Commentary', 'en', { isAutoSelected: false }),
  track('English', 'en'),
  track('Deutsch', 'de'),
  track('Hörfilm', 'de', { kind: 'description' }),
  track('Audio', ''),
];

describe('the track that a viewer wishes for', () => {
  it.each([
    ['the very same one', { label: 'Commentary', language: 'en', kind: 'main' }, 'Commentary'],
    ['one without a language, by its name', { label: 'Audio', language: '', kind: 'main' }, 'Audio'],
    ['that of the language, not its commentary', { language: 'en', kind: 'main' }, 'English'],
    ['that of the language and kind', { language: 'de', kind: 'description' }, 'Hörfilm'],
    ['that of the language, when none is of the kind', { language: 'en', kind: 'description' }, 'English'],
    ['that of the language, spoken elsewhere', { language: 'de-AT', kind: 'main' }, 'Deutsch'],
  ])('is %s', (_what, wish, label) => expect(FILM[placeOfWish(FILM, wish)]?.label).toBe(label));

  it('prefers the very variant of a language', () =>
    expect(placeOfWish([track('a', 'pt'), track('b', 'pt-BR')], { language: 'pt-BR', kind: 'main' })).toBe(1));
  it.each([
    { language: 'fr', kind: 'main' },
    { language: '', kind: 'main' },
    { label: 'Deutsch', language: 'fr', kind: 'main' },
  ])('is not there: %j', (wish) => expect(placeOfWish(FILM, wish)).toBe(-1));
});
