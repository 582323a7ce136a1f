/** Asks for what the counterpart keeps, under the custody key that it knows us by. */
import { type GiveBack, signGiveBack } from '@counterpart/protocol'
import { isOf } from '../uses/key-record.ts'
import type { Relation } from '../uses/relation.ts'
import { publicOf } from '../uses/signed.ts'
import { LinkFailure } from './link.ts'

/**
 * Which of our keys that is stands in what was lost: the one before it may not be destroyed yet, the next not named. So
 * each of them is tried, the one that our log names first.
 */
export async function askBackSigned<T>(
  { custody, ring }: Relation,
  asked: GiveBack,
  send: (note: string) => Promise<T>,
): Promise<T> {
  const others = (ring?.custody ?? []).filter((signer) => !isOf(signer, publicOf(custody)))
  let refused: unknown
  for (const signer of [custody, ...others.toReversed()])
    try {
      return await send(signGiveBack(asked, signer))
    } catch (error) {
      if (!(error instanceof LinkFailure) || error.code !== 'unknown-key') throw error
      refused ??= error
    }
  throw refused
}
