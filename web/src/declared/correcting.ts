import { COMMON_ACTS } from '@counterpart/casework/language'
import type { Declared, Rung } from '../api/types.ts'

type Shown = Pick<Rung, 'leaf' | 'side' | 'act' | 'code' | 'fields'>

/** Common acts that say something of the matter. */
const SAYING = ['clarify', 'refuse']

/**
 * By correction, the act it is likely to be about: the last one before it by which its side said something of the matter. No
 * procedure has a correction name its act, so this is shown as a hint, and at both of them.
 */
export function correctedBy<R extends Shown>(declared: Declared | null, rungs: readonly R[]): Map<R, R> {
  const last = new Map<string, R>()
  const found = new Map<R, R>()
  for (const rung of rungs) {
    if (rung.code !== null || rung.act === null) continue
    const before = last.get(rung.side)
    if (rung.act === 'correct') {
      if (before) found.set(rung, before)
    } else if (isSaying(declared, rung)) last.set(rung.side, rung)
  }
  return found
}

function isSaying(declared: Declared | null, { act, fields }: Shown): boolean {
  const its = act === null ? undefined : declared?.procedure.acts[act]
  if (!its || its.gate || its.by === 'clock' || Object.keys(fields).length === 0) return false
  return SAYING.some((one) => one === act) || !COMMON_ACTS.some((one) => one === act)
}
