import type { Problem } from '../errors.ts'
import type { Procedure } from '../language/index.ts'
import { type TextTree, textAt, textKeys } from './text-keys.ts'

export const TEXT_CODES = ['missing-text', 'empty-text', 'extra-text', 'bad-text', 'same-text'] as const
export type TextCode = (typeof TEXT_CODES)[number]
export type TextProblem = Problem<TextCode>

/**
 * Whether a procedure can be read in every language. Paths begin with the language.
 * `texts`, `common`: by language, the procedure's own and those of the common acts.
 * `same`: keys whose text may be equal in two languages; else equal means not translated.
 */
export function checkTexts(
  procedure: Procedure,
  texts: Readonly<Record<string, TextTree>>,
  common: Readonly<Record<string, TextTree>>,
  same: readonly string[] = [],
): TextProblem[] {
  const keys = textKeys(procedure)
  const problems: TextProblem[] = []
  for (const [language, own] of Object.entries(texts)) {
    const wanted = new Set(keys)
    for (const [key, text] of leaves(own, ''))
      problems.push(
        ...checkText(wanted.has(key), key, text).map((code) => ({ path: `/${language}${key}`, code })),
      )
    const shared = common[language] ?? {}
    for (const key of keys)
      if (textAt(own, key) === undefined && textAt(shared, key) === undefined)
        problems.push({ path: `/${language}${key}`, code: 'missing-text' })
  }
  return [...problems, ...findSame(keys, texts, new Set(same))]
}

function checkText(wanted: boolean, key: string, text: unknown): TextCode[] {
  if (!wanted) return ['extra-text']
  if (typeof text !== 'string') return ['bad-text']
  if (text === '') return key.endsWith('/help') ? [] : ['empty-text']
  return text.trim() === text && text.normalize('NFC') === text ? [] : ['bad-text']
}

function findSame(
  keys: readonly string[],
  texts: Readonly<Record<string, TextTree>>,
  listed: ReadonlySet<string>,
): TextProblem[] {
  return keys.flatMap((key) => {
    if (listed.has(key)) return []
    const seen = new Set<string>()
    return Object.entries(texts).flatMap(([language, own]) => {
      const text = textAt(own, key)
      if (!text) return []
      if (seen.has(text)) return [{ path: `/${language}${key}`, code: 'same-text' as const }]
      seen.add(text)
      return []
    })
  })
}

function leaves(tree: TextTree, path: string): [string, unknown][] {
  return Object.entries(tree).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${path}/${name}`)
      : [[`${path}/${name}`, value]],
  )
}
