import type { CommonAct } from '@counterpart/casework/language'
import type { Rung } from '../api/types.ts'

const HANDS_ON: readonly CommonAct[] = ['forward', 'assign']
const TAKES: readonly CommonAct[] = ['take-responsibility', 'raise', 'raise-late', 'raise-unopened']

/**
 * The office to which a dossier was handed on last, inside one side; `null` where none was, or another has had it named since.
 * Who sees it through is another question, and stays as it was.
 */
export function forwardedTo(rungs: readonly Pick<Rung, 'act' | 'code' | 'fields' | 'side'>[]): {
  party: string
  office: string
} | null {
  const last = rungs.findLast(
    ({ act, code }) => code === null && [...HANDS_ON, ...TAKES].some((one) => one === act),
  )
  const office = last?.fields['forwarded-to']
  return last && HANDS_ON.some((one) => one === last.act) && typeof office === 'string'
    ? { party: last.side, office }
    : null
}
