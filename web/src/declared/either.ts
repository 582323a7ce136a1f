import type { Declared } from '../api/types.ts'

/** Whether a state waits for either side: then it waits for no one of them, and all the same something is left to do. */
export function isForEither(declared: Declared | null, state: string): boolean {
  const its = declared?.procedure.states[state]
  return !!its && 'waits' in its && its.waits === 'either'
}
