/** What the things of a procedure are called, in the reader's language, from its own texts. */
import { conditionText } from '@counterpart/casework/condition-text'
import { type Condition, indicatorNamed } from '@counterpart/casework/language'
import type { Declared, ProcedureTexts } from '../api/types.ts'
import type { Language } from '../text/catalogue.ts'

export interface Naming {
  declared: Declared | null
  name: string
  purpose: string
  state(state: string): string
  /** What one does: an order form. */
  act(act: string): string
  /** What was done: the title of a rung. */
  done(act: string): string
  actHelp(act: string): string
  field(field: string): string
  fieldHelp(field: string): string
  row(list: string, field: string): string
  choice(field: string, value: string): string
  deadline(deadline: string): string
  /** What its text says beyond its name: where the time comes from. */
  deadlineHelp(deadline: string): string
  because(state: string): string
  part(part: string): string
  indicator(indicator: string): string
  /** What a safeguard asks. */
  gate(gate: string): string
  /** What is opened from a dossier, as a button says it; `otherwise` where nothing says it. */
  link(link: string, otherwise: string): string
  /** What some conditions ask together, so that none of them reads as a part of another. */
  conditions(all: readonly Condition[]): string
}

/** A name nobody has put into words: shown as it is, with spaces. */
function bare(name: string): string {
  return name.replaceAll('-', ' ')
}

/** A text whose first sentence is its name: `Answer. Proposed: 7 days.` */
function firstSentence(text: string): string {
  return /^[^.。]+/.exec(text)?.[0].trim() ?? text
}

function inOrder(declared: Declared | null, language: Language): Partial<ProcedureTexts>[] {
  if (!declared) return []
  return [language, 'en'].flatMap((one) => declared.texts[one] ?? [])
}

export function namingOf(declared: Declared | null, otherwise: string, language: Language): Naming {
  const texts = inOrder(declared, language)
  function first(read: (one: Partial<ProcedureTexts>) => string | undefined): string | undefined {
    for (const one of texts) {
      const found = read(one)
      if (found) return found
    }
    return undefined
  }
  const naming: Naming = {
    declared,
    name: first((one) => one.name) ?? bare(otherwise),
    purpose: first((one) => one.purpose) ?? '',
    state: (state) => first((one) => one.states?.[state]) ?? bare(state),
    act: (act) => first((one) => one.acts?.[act]?.title) ?? bare(act),
    done: (act) => first((one) => one.acts?.[act]?.done ?? one.acts?.[act]?.title) ?? bare(act),
    actHelp: (act) => first((one) => one.acts?.[act]?.help) ?? '',
    field: (field) => first((one) => one.fields?.[field]?.label) ?? bare(field),
    fieldHelp: (field) => first((one) => one.fields?.[field]?.help) ?? '',
    row: (list, field) => first((one) => one.rows?.[list]?.[field]?.label) ?? bare(field),
    choice: (field, value) => first((one) => one.choices?.[field]?.[value]) ?? bare(value),
    deadline: (deadline) => firstSentence(first((one) => one.deadlines?.[deadline]) ?? bare(deadline)),
    deadlineHelp: (deadline) => first((one) => one.deadlines?.[deadline]) ?? '',
    because: (state) => {
      const declaredState = declared?.procedure.states[state]
      if (!declaredState || !('because' in declaredState)) return ''
      return first((one) => one.because?.[declaredState.because]) ?? ''
    },
    part: (part) => first((one) => one.parts?.[part]) ?? bare(part),
    indicator: (key) => {
      const { name, choice } = indicatorNamed(key)
      const label = first((one) => one.indicators?.[name]) ?? bare(name)
      const indicator = declared?.procedure.indicators[name]
      const by = indicator && 'sum' in indicator ? indicator.by : undefined
      if (choice === null || by === undefined) return label
      return `${label} · ${first((one) => one.choices?.[by]?.[choice]) ?? bare(choice)}`
    },
    gate: (gate) => first((one) => one.gates?.[gate]) ?? bare(gate),
    link: (link, otherwise) => first((one) => one.links?.[link]) ?? otherwise,
    conditions: (all) =>
      declared
        ? conditionText(declared.procedure, { all: [...all] }, language, (key) => under(naming, key))
        : '',
  }
  return naming
}

/** What a condition speaks of, by the key of its text. */
function under(naming: Naming, key: string): string {
  const [, kind, name = '', value = ''] = key.split('/')
  if (kind === 'fields') return naming.field(name)
  if (kind === 'parts') return naming.part(name)
  return kind === 'acts' ? naming.act(name) : naming.choice(name, value)
}

/** The declaration a dossier was opened under; by name, the one agreed on and newest. */
export function findDeclared(
  all: readonly Declared[],
  of: { digest?: string; procedure: string },
): Declared | null {
  const byDigest = all.find((one) => one.digest === (of.digest ?? of.procedure))
  if (byDigest) return byDigest
  const named = all.filter((one) => one.procedure.name === of.procedure)
  return (
    named.toSorted(
      (a, b) => Number(b.agreed) - Number(a.agreed) || b.procedure.version - a.procedure.version,
    )[0] ?? null
  )
}

/** The name of an act of any procedure, where only the act is known. */
export function actNameIn(all: readonly Declared[], act: string, language: Language): string {
  const declared = all.find((one) => act in one.procedure.acts) ?? null
  return namingOf(declared, act, language).done(act)
}
