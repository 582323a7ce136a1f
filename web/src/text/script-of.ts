/** In which language a name is written, as far as its signs tell. */

const HAN = /\p{Script=Han}/u
const LATIN = /\p{Script=Latin}/u

/**
 * The language to propose for a name: the one that it stands under, unless its signs are those of another script; then the first
 * of `languages` that is written in it. Nothing is said of a name in both, or in neither.
 */
export function languageByScript(text: string, standing: string, languages: readonly string[]): string {
  const [isHan, isLatin] = [HAN.test(text), LATIN.test(text)]
  if (isHan === isLatin || isHan === isWrittenInHan(standing)) return standing
  return languages.find((one) => isWrittenInHan(one) === isHan) ?? standing
}

function isWrittenInHan(language: string): boolean {
  return new Intl.Locale(language).maximize().script?.startsWith('Han') ?? false
}
