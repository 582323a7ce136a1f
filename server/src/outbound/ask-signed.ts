/** Asks what the counterpart answers to our custody keys alone, under the one of them that it knows us by. */
import type { NoteSigner } from '@counterpart/protocol'
import { signing } from '../keys/outside-key.ts'
import { isOf } from '../uses/keys/key-record.ts'
import { publicOf } from '../uses/log/signed.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { LinkFailure } from '../wire/link.ts'

/**
 * Which of our keys that is stands in what was lost: the one before it may not be destroyed yet, the next not named. So
 * each of them is tried, the one that our log names first.
 */
export async function askSigned<T>(
  node: Node,
  { custody, ring }: Relation,
  sign: (signer: NoteSigner) => string,
  send: (note: string) => Promise<T>,
): Promise<T> {
  const others = (ring?.custody ?? []).filter((signer) => !isOf(signer, publicOf(custody)))
  let refused: unknown
  for (const signer of [custody, ...others.toReversed()])
    try {
      return await send(await signing(signer, node.verifier, sign))
    } catch (error) {
      if (!(error instanceof LinkFailure) || error.code !== 'unknown-key') throw error
      refused ??= error
    }
  throw refused
}
