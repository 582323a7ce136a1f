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
  return 'after' in condition ? [...new Set(condition.after)] : []
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
