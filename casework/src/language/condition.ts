/**
 * Conditions are data from a closed set. They may read the kept part, the header's handling code and
 * whether a part is present, nothing else: so every fold gives the same after parts were destroyed.
 */
export type Condition<F extends string = string, A extends string = string, P extends string = string> =
  | { present: F }
  | { equals: [F, string | number | boolean] }
  | { before: [F, F] }
  | { after: [F, F] }
  | { hasPart: P }
  | { paused: boolean }
  | { done: A }
  | { all: readonly Condition<F, A, P>[] }
  | { any: readonly Condition<F, A, P>[] }
  | { not: Condition<F, A, P> }
