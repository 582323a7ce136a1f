import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react'
import { now } from '../time/now.ts'
import { isLanguage, type Language, languageOf, type Params, type TextKey, textOf } from './catalogue.ts'
import {
  exactMomentOf,
  fullMomentOf,
  fullUntilOf,
  listOf,
  momentOf,
  numberOf,
  shortDayOf,
  spanOf,
  untilOf,
} from './format.ts'
import { pick } from './pick.ts'

export interface Texts {
  language: Language
  choose(language: Language): void
  t(key: TextKey, params?: Params): string
  /** A text whose key is made from a value of the server; `otherwise` when there is none. */
  named(kind: string, value: string, otherwise?: string): string
  pick(value: unknown): string
  moment(seconds: number): string
  fullMoment(seconds: number): string
  /** To the second. */
  exactMoment(seconds: number): string
  /** Until when: the end of a day is 24:00 of it. */
  until(seconds: number): string
  fullUntil(seconds: number): string
  shortDay(seconds: number): string
  number(value: number): string
  allOf(words: readonly string[]): string
  anyOf(words: readonly string[]): string
  span(seconds: number): string
}

const KEY = 'counterpart.language'

function remembered(): Language {
  try {
    const kept = localStorage.getItem(KEY)
    if (isLanguage(kept)) return kept
  } catch {
    // A browser that keeps nothing is asked anew each time.
  }
  return languageOf(navigator.languages)
}

function textsIn(language: Language, choose: (language: Language) => void): Texts {
  return {
    language,
    choose,
    t: (key, params) => textOf(language, key, params),
    named: (kind, value, otherwise) => {
      const found = textOf(language, `${kind}.${value}`)
      return found === `${kind}.${value}` ? (otherwise ?? value) : found
    },
    pick: (value) => pick(value, language),
    moment: (seconds) => momentOf(language, seconds, now()),
    fullMoment: (seconds) => fullMomentOf(language, seconds),
    exactMoment: (seconds) => exactMomentOf(language, seconds),
    until: (seconds) => untilOf(language, seconds, now()),
    fullUntil: (seconds) => fullUntilOf(language, seconds),
    shortDay: (seconds) => shortDayOf(language, seconds),
    number: (value) => numberOf(language, value),
    allOf: (words) => listOf(language, words, 'all'),
    anyOf: (words) => listOf(language, words, 'any'),
    span: (seconds) => spanOf(language, seconds),
  }
}

const Context = createContext<Texts | null>(null)

export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(remembered)
  useLayoutEffect(() => {
    document.documentElement.lang = language
    try {
      localStorage.setItem(KEY, language)
    } catch {
      // The choice then lasts as long as the page.
    }
  }, [language])
  const texts = useMemo(() => textsIn(language, setLanguage), [language])
  return <Context.Provider value={texts}>{children}</Context.Provider>
}

export function useTexts(): Texts {
  const texts = useContext(Context)
  if (!texts) throw new Error('no texts')
  return texts
}

/** Shows what is inside as a reader of another language sees it. */
export function LanguageOf({ language, children }: { language: Language; children: ReactNode }) {
  const { choose } = useTexts()
  const texts = useMemo(() => textsIn(language, choose), [language, choose])
  return <Context.Provider value={texts}>{children}</Context.Provider>
}
