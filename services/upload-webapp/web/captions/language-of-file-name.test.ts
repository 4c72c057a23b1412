import { expect, it } from 'vitest';
import { languageOfFileName } from './language-of-file-name.js';

const LANGUAGES = ['de', 'en', 'pt-BR'];

it.each([
  ['film.de.srt', 'de'],
  ['film_ger.vtt', 'de'],
  ['My film.pt-br.vtt', 'pt-BR'],
  ['film-en.SRT', 'en'],
  ['film.srt', undefined],
  ['film.nl.srt', undefined],
  ['made.srt', undefined],
  ['de', undefined],
  ['film.en-.srt', undefined],
  ['film.xx-1.srt', undefined],
])('%s is in the language %s', (fileName, language) => expect(languageOfFileName(fileName, LANGUAGES)).toBe(language));
