import { LANGUAGES, type Language } from './catalogue.ts'

/**
 * The language in which a party reads, of those that the pages have: the one of the country whose name, said in it, is the
 * party's. `null` where none is.
 */
export function languageOfParty(name: Readonly<Partial<Record<string, string>>>): Language | null {
  return (
    LANGUAGES.find((language) => {
      const { region } = new Intl.Locale(language).maximize()
      const called = region && new Intl.DisplayNames([language], { type: 'region' }).of(region)
      return called !== undefined && called !== '' && (name[language]?.includes(called) ?? false)
    }) ?? null
  )
}

/** In which language somebody first looks at what the other side will read: in theirs, else in another than one's own. */
export function firstRead(theirs: Language | null, ours: Language): Language {
  return theirs ?? LANGUAGES.find((one) => one !== ours) ?? ours
}
