/** Whether a state of a procedure is one in which a dossier has ended. */
import type { Declared } from '../api/types.ts'

export function isEnd(declared: Declared | null, state: string): boolean {
  const states = declared?.procedure.states ?? {}
  const found = Object.hasOwn(states, state) ? states[state] : undefined
  return found !== undefined && 'final' in found
}
