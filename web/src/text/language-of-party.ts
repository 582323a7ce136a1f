import { LANGUAGES, type Language } from './catalogue.ts'

type Name = Readonly<Partial<Record<string, string>>>

/**
 * The language in which a party reads, of those that the pages have: the one of the country whose name, in any of them, the
 * party is called by. A name in full need not have the short one in each of its languages. `null` where none is.
 */
export function languageOfParty(name: Name): Language | null {
  const called = (said: Language, country: Language) =>
    name[said] !== undefined && isCalled(name[said], countryOf(country, said))
  return (
    LANGUAGES.find((country) => LANGUAGES.some((said) => called(said, country))) ??
    LANGUAGES.find((country) => isShortFor(country, name)) ??
    null
  )
}

function countryOf(country: Language, said: Language): string {
  const { region } = new Intl.Locale(country).maximize()
  return (region && new Intl.DisplayNames([said], { type: 'region' }).of(region)) || ''
}

function isCalled(name: string, country: string): boolean {
  return country !== '' && name.includes(country)
}

/**
 * Where words are not spaced, a short name is made of signs of the full one, in their order. Others than the country may
 * have them, too, so it counts only where nothing is said in another language.
 */
function isShortFor(country: Language, name: Name): boolean {
  const full = name[country]
  const isAlone = LANGUAGES.every((one) => one === country || name[one] === undefined)
  if (!full || !isAlone || /\p{Script=Latin}/u.test(full)) return false
  let from = 0
  for (const sign of countryOf(country, country)) {
    const at = full.indexOf(sign, from)
    if (at < 0) return false
    from = at + sign.length
  }
  return from === full.length
}

/** In which language somebody first looks at what the other side will read: in theirs, else in another than one's own. */
export function firstRead(theirs: Language | null, ours: Language): Language {
  return theirs ?? LANGUAGES.find((one) => one !== ours) ?? ours
}
