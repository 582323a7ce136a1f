import type { GateName } from './gates.ts'

/**
 * Conditions are data from a closed set. They may read the kept part, the header's handling code, whether a part is
 * present, what was done and who said no, nothing else: so every fold gives the same after parts were destroyed.
 */
export type Condition<F extends string = string, A extends string = string, P extends string = string> =
  | { present: F }
  | { equals: readonly [F, string | number | boolean] }
  | { before: readonly [F, F] }
  | { after: readonly [F, F] }
  /**
   * A list has no more rows than a count says; also where either has no value. Only in a rule. The list may lie in a part that can be
   * destroyed: then it has no value for a verdict, and only the node of its author counts its rows, before they leave.
   */
  | { within: readonly [list: F, count: F] }
  /** A list has as many rows as a count says; else as `within`. */
  | { exactly: readonly [list: F, count: F] }
  | { hasPart: P }
  | { paused: boolean }
  | { done: A }
  /** Somebody has said no to this gate and has not taken it back. */
  | { saidNo: GateName }
  /** The instrument that this reference names is in force, as settled within the act's cut. */
  | { inForce: F }
  /** What this reference names was opened from the dossier that asks and has come far enough, as settled within the act's cut. */
  | { carriedOut: CarriedOut<F> }
  | { all: readonly Condition<F, A, P>[] }
  | { any: readonly Condition<F, A, P>[] }
  | { not: Condition<F, A, P> }

/** What a dossier has to be so that a reference to it stands for a fact. */
export interface CarriedOut<F extends string = string> {
  /** The reference. */
  by: F
  /** The name of the procedure that it is of. */
  procedure: string
  /** Where it stands, one of them. */
  states: readonly string[]
  /** A count of it that is above 0. */
  counts?: string
  /** Which side of the dossier that asks opened it: whoever is to do something does not have it vouched for by whoever waits for it. */
  opener?: 'opener' | 'other'
}

/** The fields that a condition reads, each once. */
export function fieldsRead(condition: Condition): string[] {
  if ('all' in condition) return once(condition.all)
  if ('any' in condition) return once(condition.any)
  if ('not' in condition) return fieldsRead(condition.not)
  if ('present' in condition) return [condition.present]
  if ('inForce' in condition) return [condition.inForce]
  if ('carriedOut' in condition) return [condition.carriedOut.by]
  if ('equals' in condition) return [condition.equals[0]]
  if ('before' in condition) return [...new Set(condition.before)]
  if ('within' in condition) return [...condition.within]
  if ('exactly' in condition) return [...condition.exactly]
  return 'after' in condition ? [...new Set(condition.after)] : []
}

type Bound = Extract<Condition, { within: unknown } | { exactly: unknown }>

/** The bounds of lists that a rule is made of; `null` where it is made of anything else. */
export function boundsIn(rule: Condition): Bound[] | null {
  const parts = 'all' in rule ? rule.all : [rule]
  const bounds = parts.filter((one) => 'within' in one || 'exactly' in one)
  return bounds.length > 0 && bounds.length === parts.length ? bounds : null
}

/** Which list a bound is of, and which count. */
export function boundOf(bound: Bound): readonly [list: string, count: string] {
  return 'within' in bound ? bound.within : bound.exactly
}

/** The parts that a condition asks for, each once. */
export function partsRead(condition: Condition): string[] {
  if ('all' in condition) return [...new Set(condition.all.flatMap(partsRead))]
  if ('any' in condition) return [...new Set(condition.any.flatMap(partsRead))]
  if ('not' in condition) return partsRead(condition.not)
  return 'hasPart' in condition ? [condition.hasPart] : []
}

/** Whether a condition looks at another dossier than its own. */
export function looksOutside(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(looksOutside)
  if ('any' in condition) return condition.any.some(looksOutside)
  if ('not' in condition) return looksOutside(condition.not)
  return 'inForce' in condition || 'carriedOut' in condition
}

/** What a condition looks for in other dossiers. */
export function carriedOutIn(condition: Condition): CarriedOut[] {
  if ('all' in condition) return condition.all.flatMap(carriedOutIn)
  if ('any' in condition) return condition.any.flatMap(carriedOutIn)
  if ('not' in condition) return carriedOutIn(condition.not)
  return 'carriedOut' in condition ? [condition.carriedOut] : []
}

function once(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.flatMap(fieldsRead))]
}
