/** The words of the pages themselves. What a procedure calls its things comes from the server. */
import en from '../texts/en.json' with { type: 'json' }
import vi from '../texts/vi.json' with { type: 'json' }
import zhHans from '../texts/zh-Hans.json' with { type: 'json' }

export const LANGUAGES = ['vi', 'zh-Hans', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

type Bare<K extends string> = K extends `${infer B}_${'one' | 'other'}` ? B : K
export type TextKey = Bare<keyof typeof en>
export type Params = Readonly<Record<string, string | number>>

export const CATALOGUES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en,
  vi,
  'zh-Hans': zhHans,
}

const rules = new Map<Language, Intl.PluralRules>()
function ruleOf(language: Language, count: number): string {
  let rule = rules.get(language)
  if (!rule) {
    rule = new Intl.PluralRules(language)
    rules.set(language, rule)
  }
  return rule.select(count)
}

/** The text of a key; `count` chooses among its plural forms. A missing key shows itself. */
export function textOf(language: Language, key: string, params: Params = {}): string {
  const words = CATALOGUES[language]
  const count = params.count
  const plural =
    typeof count === 'number'
      ? (words[`${key}_${ruleOf(language, count)}`] ?? words[`${key}_other`])
      : undefined
  const found = plural ?? words[key] ?? key
  return found.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value
  })
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((one) => one === value)
}

/** The language a browser asks for, as far as the pages have it. */
export function languageOf(asked: readonly string[]): Language {
  for (const one of asked) {
    const code = one.toLowerCase()
    if (code.startsWith('vi')) return 'vi'
    if (code.startsWith('zh')) return 'zh-Hans'
    if (code.startsWith('en')) return 'en'
  }
  return 'en'
}
