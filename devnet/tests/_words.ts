/** What the pages call things in one language: the declarations' own texts, and the pages' catalogue. */
import { readFileSync } from 'node:fs'
import { procedures } from '@counterpart/procedures'

export const LANGUAGES = ['vi', 'zh-Hans', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Words {
  language: Language
  /** A text of the pages; fails on one that is not there. */
  t(key: string, values?: Record<string, string | number>): string
  /** Of the procedure. */
  name: string
  act(act: string): string
  done(act: string): string
  field(field: string): string
  row(list: string, column: string): string
  choice(field: string, value: string): string
  state(state: string): string
}

const catalogues = new URL('../../web/src/texts/', import.meta.url)

export function wordsIn(language: Language, procedure: string): Words {
  const pages = JSON.parse(readFileSync(new URL(`${language}.json`, catalogues), 'utf8')) as Record<
    string,
    string
  >
  const texts = procedures.find((one) => one.procedure.name === procedure)?.texts[language]
  if (!texts) throw new Error(`no texts of ${procedure} in ${language}`)
  const plural = new Intl.PluralRules(language)
  return {
    language,
    t: (key, values = {}) => {
      const form = typeof values.count === 'number' ? `${key}_${plural.select(values.count)}` : key
      const text = said(pages[form] ?? pages[`${key}_other`] ?? pages[key], key)
      return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name]
        return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : String(value)
      })
    },
    name: texts.name,
    act: (act) => said(texts.acts[act]?.title, act),
    done: (act) => said(texts.acts[act]?.done, act),
    field: (field) => said(texts.fields[field]?.label, field),
    row: (list, column) => said(texts.rows[list]?.[column]?.label, column),
    choice: (field, value) => said(texts.choices[field]?.[value], value),
    state: (state) => said(texts.states[state], state),
  }
}

function said(text: string | undefined, of: string): string {
  if (text === undefined) throw new Error(`no text for ${of}`)
  return text
}
