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
  | { hasPart: P }
  | { paused: boolean }
  | { done: A }
  /** Somebody has said no to this gate and has not taken it back. */
  | { saidNo: GateName }
  /** The instrument that this reference names is in force, as settled within the act's cut. */
  | { inForce: F }
  | { all: readonly Condition<F, A, P>[] }
  | { any: readonly Condition<F, A, P>[] }
  | { not: Condition<F, A, P> }

/** The fields that a condition reads, each once. */
export function fieldsRead(condition: Condition): string[] {
  if ('all' in condition) return once(condition.all)
  if ('any' in condition) return once(condition.any)
  if ('not' in condition) return fieldsRead(condition.not)
  if ('present' in condition) return [condition.present]
  if ('inForce' in condition) return [condition.inForce]
  if ('equals' in condition) return [condition.equals[0]]
  if ('before' in condition) return [...new Set(condition.before)]
  if ('within' in condition) return [...condition.within]
  return 'after' in condition ? [...new Set(condition.after)] : []
}

type Bound = Extract<Condition, { within: unknown }>

/** The bounds of lists that a rule is made of; `null` where it is made of anything else. */
export function boundsIn(rule: Condition): Bound[] | null {
  const parts = 'all' in rule ? rule.all : [rule]
  const bounds = parts.filter((one) => 'within' in one)
  return bounds.length > 0 && bounds.length === parts.length ? bounds : null
}

/** The parts that a condition asks for, each once. */
export function partsRead(condition: Condition): string[] {
  if ('all' in condition) return [...new Set(condition.all.flatMap(partsRead))]
  if ('any' in condition) return [...new Set(condition.any.flatMap(partsRead))]
  if ('not' in condition) return partsRead(condition.not)
  return 'hasPart' in condition ? [condition.hasPart] : []
}

/** Whether a condition looks at another dossier than its own. */
export function asksInForce(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksInForce)
  if ('any' in condition) return condition.any.some(asksInForce)
  return 'not' in condition ? asksInForce(condition.not) : 'inForce' in condition
}

function once(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.flatMap(fieldsRead))]
}
