import { expect, it } from 'vitest';
import { canonicalLanguage, languageName } from './language.js';

it.each([
  ['ger', 'de'],
  ['deu', 'de'],
  ['chi', 'zh'],
  ['EN', 'en'],
  ['pt_BR', 'pt-BR'],
  ['haw', 'haw'],
])('the language %s is %s', (tag, language) => expect(canonicalLanguage(tag)).toBe(language));

it.each(['und', 'mis', 'mul', 'zxx', 'qaa', '', 'not a language', `en${'-x-abcdefgh'.repeat(4)}`, null])(
  'the language %j is none',
  (tag) => expect(canonicalLanguage(tag)).toBeNull(),
);

it('is named in its own words', () =>
  expect([languageName('de'), languageName('fr')]).toEqual(['Deutsch', 'Français']));
