const TAG = /[._-]([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.[a-z0-9]+$/i;

/** The language that a file's name ends with, such as `film.pt-BR.srt`, where it is one of those to choose from; else nothing. */
export function languageOfFileName(fileName: string, languages: readonly string[]): string | undefined {
  const tag = TAG.exec(fileName)?.[1];
  try {
    const [canonical] = Intl.getCanonicalLocales(tag ?? []);
    return languages.find((language) => language === canonical);
  } catch {
    return undefined;
  }
}
