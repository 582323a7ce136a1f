/** The words of the command line, in every language of the officers. */
import en from './texts/en.json' with { type: 'json' }
import vi from './texts/vi.json' with { type: 'json' }
import zh from './texts/zh-Hans.json' with { type: 'json' }

const texts = { en, vi, 'zh-Hans': zh }

export type Language = keyof typeof texts
export type Word = keyof typeof en
export const LANGUAGES = Object.keys(texts) as Language[]

/** From `LANG` and its like: `vi_VN.UTF-8` is Vietnamese, `zh_CN` is Simplified Chinese, all else English. */
export function languageOf(locale: string | undefined): Language {
  if (locale?.startsWith('vi')) return 'vi'
  return locale?.startsWith('zh') ? 'zh-Hans' : 'en'
}

/** What a file calls things may hold commands to the terminal, or write the rest of a line the other way round. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu
/** `{entries:entry|entries}` is the first of both for one, and the second for any other number. */
const COUNTED = /\{(\w+):([^|{}]+)\|([^|{}]+)\}/g
/** Longer than any name of ours. */
const MOST_VALUE = 300

export function say(language: Language, word: Word, values: Readonly<Record<string, string>> = {}): string {
  const counted = texts[language][word].replace(COUNTED, (_, name: string, one: string, other: string) =>
    values[name] === '1' ? one : other,
  )
  return counted.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name]))
}

function shown(value = '–'): string {
  const plain = value.replace(HIDDEN, '\ufffd')
  return plain.length > MOST_VALUE ? `${plain.slice(0, MOST_VALUE)}…` : plain
}
