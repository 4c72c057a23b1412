/** Languages to choose from, by BCP 47 tag. The API takes every other one too. */
const LANGUAGES: Record<string, string> = {
  ar: 'Arabic',
  bn: 'Bengali',
  bg: 'Bulgarian',
  ca: 'Catalan',
  zh: 'Chinese',
  hr: 'Croatian',
  cs: 'Czech',
  da: 'Danish',
  nl: 'Dutch',
  en: 'English',
  et: 'Estonian',
  fi: 'Finnish',
  fr: 'French',
  de: 'German',
  el: 'Greek',
  he: 'Hebrew',
  hi: 'Hindi',
  hu: 'Hungarian',
  is: 'Icelandic',
  id: 'Indonesian',
  ga: 'Irish',
  it: 'Italian',
  ja: 'Japanese',
  ko: 'Korean',
  lv: 'Latvian',
  lt: 'Lithuanian',
  ms: 'Malay',
  no: 'Norwegian',
  fa: 'Persian',
  pl: 'Polish',
  pt: 'Portuguese',
  'pt-BR': 'Portuguese (Brazil)',
  ro: 'Romanian',
  ru: 'Russian',
  sr: 'Serbian',
  sk: 'Slovak',
  sl: 'Slovenian',
  es: 'Spanish',
  'es-419': 'Spanish (Latin America)',
  sw: 'Swahili',
  sv: 'Swedish',
  ta: 'Tamil',
  th: 'Thai',
  tr: 'Turkish',
  uk: 'Ukrainian',
  ur: 'Urdu',
  vi: 'Vietnamese',
};

export const languageTags = Object.keys(LANGUAGES);

export const languageName = (language: string | null): string =>
  language === null ? 'Not said' : (LANGUAGES[language] ?? language);

/** The choices of a form, with the present one among them. */
export function languageOptions(present: string | null): { value: string; label: string }[] {
  const others = present === null || languageTags.includes(present) ? [] : [present];
  const choices = [...languageTags, ...others].map((value) => ({ value, label: languageName(value) }));
  return [{ value: '', label: languageName(null) }, ...choices];
}
