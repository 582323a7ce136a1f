/**
 * Whether a condition holds. Three answers: an offer is made before anybody has filled in the act's own
 * fields, so a condition on them is neither true nor false yet. A verdict knows all of them.
 */
import { boundOf, type CarriedOut, type Condition, fieldsRead } from '../language/index.ts'
import { own } from '../language/own.ts'
import { spanOfDate } from './civil.ts'
import type { DossierState } from './entry.ts'
import { isRecord } from './is-record.ts'

export interface Facts {
  /** The kept fields of the dossier, with the act's own over them; for who writes the act, with those of its other parts. */
  kept: Readonly<Record<string, unknown>>
  /** Names of parts given in the dossier or with the act. */
  parts: readonly string[]
  /** `null`: unknown, as to a form; so is what was done. */
  paused: boolean | null
  /** Whether an act of the kind has effect in the dossier. */
  done: (act: string) => boolean | null
  /** Whether a no to the gate stands that nobody has taken back; unknown to a form. */
  saidNo?: (gate: string) => boolean
  /** Whether the instrument with this id is in force, within the act's cut; unknown to a form. */
  inForce?: (dossier: string) => boolean
  /** Whether the dossier with this id was opened from this one and has come as far as is asked; unknown to a form. */
  carriedOut?: (dossier: string, asked: CarriedOut) => boolean
  /** Fields and parts that the act may still bring. */
  open?: { fields: readonly string[]; parts: readonly string[] }
}

/**
 * Facts of a dossier as it stands; none before it is opened (`null`). Whoever asks a condition lays over them what else is known.
 */
export function factsOf(state: DossierState | null) {
  return {
    kept: state?.kept ?? {},
    parts: state?.parts ?? [],
    paused: state !== null && state.asked !== null,
    done: (act: string) => state !== null && own(state.current, act) !== undefined,
    saidNo: (gate: string) => state !== null && (own(state.noes, gate) ?? []).length > 0,
  } satisfies Facts
}

export function holds(condition: Condition, facts: Facts): boolean | null {
  if ('all' in condition) return every(condition.all.map((one) => holds(one, facts)))
  if ('any' in condition) return not(every(condition.any.map((one) => not(holds(one, facts)))))
  if ('not' in condition) return not(holds(condition.not, facts))
  if ('paused' in condition) return facts.paused === null ? null : facts.paused === condition.paused
  if ('done' in condition) return facts.done(condition.done)
  if ('saidNo' in condition) return facts.saidNo ? facts.saidNo(condition.saidNo) : null
  if ('hasPart' in condition)
    return facts.parts.includes(condition.hasPart) || unless(facts.open?.parts, condition.hasPart)
  if (facts.open && fieldsRead(condition).some((name) => facts.open?.fields.includes(name))) return null
  if ('present' in condition) return own(facts.kept, condition.present) !== undefined
  if ('equals' in condition) return own(facts.kept, condition.equals[0]) === condition.equals[1]
  if ('inForce' in condition) return isSo(facts, condition.inForce, facts.inForce)
  if ('carriedOut' in condition) {
    const { carriedOut: asked } = condition
    const { carriedOut } = facts
    return isSo(facts, asked.by, carriedOut && ((dossier) => carriedOut(dossier, asked)))
  }
  if ('within' in condition || 'exactly' in condition) {
    const [list, count] = boundOf(condition)
    const [rows, said] = [own(facts.kept, list), own(facts.kept, count)]
    if (!Array.isArray(rows) || typeof said !== 'number') return true
    return 'within' in condition ? rows.length <= said : rows.length === said
  }
  if ('before' in condition)
    return isBefore(own(facts.kept, condition.before[0]), own(facts.kept, condition.before[1]))
  return isBefore(own(facts.kept, condition.after[1]), own(facts.kept, condition.after[0]))
}

/** What is known of the dossier that a field names. */
function isSo({ kept }: Facts, field: string, known?: (dossier: string) => boolean): boolean | null {
  const reference = own(kept, field)
  const dossier = isRecord(reference) ? own(reference, 'dossier') : undefined
  if (typeof dossier !== 'string') return false
  return known ? known(dossier) : null
}

function unless(open: readonly string[] | undefined, name: string): false | null {
  return open?.includes(name) ? null : false
}

function every(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false
  return answers.includes(null) ? null : true
}

function not(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer
}

/** Certainly before: a year is before another date when its last day is. Numbers (times, counts) by size. */
function isBefore(first: unknown, second: unknown): boolean {
  if (typeof first === 'number' && typeof second === 'number') return first < second
  if (!isRecord(first) || !isRecord(second)) return false
  const [early, late] = [spanOfDate(own(first, 'date')), spanOfDate(own(second, 'date'))]
  return early !== null && late !== null && early.last < late.first
}
