import { saysOnly } from '@counterpart/casework/language'
import type { Rung } from '../api/types.ts'
import type { Naming } from './naming.ts'

type Entry = Pick<Rung, 'side' | 'kind' | 'act' | 'code' | 'words'>

/**
 * Whether something of ours has effect here by which a clock may run, and the other side does not hold it yet: what a keeper
 * records is not on its way, and is known to nobody else all the same.
 */
export function isUnreceived(
  { rungs }: { rungs: readonly Entry[] },
  { declared }: Pick<Naming, 'declared'>,
  ours: string,
): boolean {
  const isWords = (act: string) => declared !== null && saysOnly(declared.procedure, act)
  return rungs.some(
    ({ side, kind, act, code, words }) =>
      side === ours &&
      (kind === 'open' || kind === 'act') &&
      code === null &&
      !words.includes('delivered') &&
      !(act !== null && isWords(act)),
  )
}
