import { gateFieldOf } from './gates.ts'
import { own } from './own.ts'
import type { Procedure } from './procedure.ts'
import en from './texts/en.json' with { type: 'json' }
import vi from './texts/vi.json' with { type: 'json' }
import zhHans from './texts/zh-Hans.json' with { type: 'json' }

/** The languages of the pages; every text there is, is there in each of them. */
export const TEXT_LANGUAGES = ['en', 'vi', 'zh-Hans'] as const
export type TextLanguage = (typeof TEXT_LANGUAGES)[number]

type Named<T> = Readonly<Record<string, T>>

/** What the things of one procedure are called in one language. */
export type Texts = {
  name: string
  purpose: string
  states: Named<string>
  /** `title`: an order form; `done`: what stands on the rung afterwards. */
  acts: Named<{ title: string; done: string; help: string }>
  fields: Named<{ label: string; help: string }>
  /** By field, or by column of a list: within a procedure a name means one thing. */
  choices: Named<Named<string>>
  /** With the basis, and said plainly where there is none. */
  deadlines: Named<string>
  because: Named<string>
  parts: Named<string>
  indicators: Named<string>
  rules?: Named<string>
  /** What each gate asks; those of the language unless the procedure says it more narrowly. */
  gates?: Named<string>
  /** What is opened from here, as the button says it. */
  links?: Named<string>
  rows: Named<Named<{ label: string; help: string }>>
}

export type CommonTexts = typeof en

/**
 * What procedures share: common acts and fields, acts that several declare alike, delivery words, verdicts,
 * roles, levels, handling.
 */
export const COMMON_TEXTS: Readonly<Record<TextLanguage, CommonTexts>> = { en, vi, 'zh-Hans': zhHans }

/** A procedure's own texts completed with those of the common acts and fields it uses; its own come first. */
export function withCommonTexts(procedure: Procedure, texts: Texts, language: TextLanguage): Texts {
  const common = COMMON_TEXTS[language]
  const fields = Object.keys(procedure.fields)
  const asked = asks(procedure, texts)
  const acts = pick(common.acts, Object.keys(procedure.acts))
  const labels = pick(common.fields, fields)
  return {
    ...texts,
    acts: { ...helped(acts, asked.acts), ...texts.acts },
    fields: { ...helped(labels, asked.fields), ...texts.fields },
    choices: { ...pick(common.choices, fields), ...texts.choices },
    parts: { ...common.parts, ...texts.parts },
    gates: { ...pick(common.gates, Object.keys(procedure.gates ?? {})), ...texts.gates },
    rows: { ...pick(common.rows, fields), ...texts.rows },
  }
}

/** What a procedure asks in its own words is what its form asks: nobody answers another question than stands there. */
function asks(
  procedure: Procedure,
  { gates = {} }: Texts,
): { acts: Record<string, string>; fields: Record<string, string> } {
  const acts: Record<string, string> = {}
  const fields: Record<string, string> = {}
  for (const [name, { gate }] of Object.entries(procedure.acts)) {
    const question = gate?.does === 'answers' ? own(gates, gate.of) : undefined
    if (!gate || question === undefined) continue
    acts[name] = question
    fields[gateFieldOf(gate.of)] = question
  }
  return { acts, fields }
}

function helped<T extends { help: string }>(
  texts: Record<string, T>,
  help: Readonly<Record<string, string>>,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { ...text, help: own(help, name) ?? text.help }]),
  )
}

function pick<T>(from: Named<T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))
}
