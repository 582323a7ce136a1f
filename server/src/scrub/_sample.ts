/** A small register with everything in it, and what is stored of it as bytes that can be flipped one at a time. */
import { equal } from '@counterpart/protocol'
import type { Rows } from '../store/memory/rows.ts'
import { act, agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { fakeSigner, newSide, type Side } from '../uses/_world.ts'

/** Both sides of it: acts settled either way, one on its way each. */
export async function sample(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const asked = await ask(a)
  await talk(a, b)
  const answered = await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  await act(a, asked.dossier, 'thank', { on: answered.leaf })
  await talk(a, b)
  await ask(a, 'on its way')
  for (const side of [a, b]) {
    verifyWhole(side)
    // In memory a tree and what is carried on share their hashes.
    const { ours, theirs } = rowsOf(side).logs
    for (const { nodes } of [ours, theirs]) for (const [at, hash] of nodes) nodes.set(at, hash.slice())
  }
  return [a, b]
}

/** Of the signatures that cost a hash every byte counts, as of real ones. */
export function verifyWhole({ node }: Side, others: string[] = []): void {
  const names = ['aaa', 'bbb'].flatMap((party) => [
    `${party}.test/${RELATION}/1`,
    `${party}.test/${RELATION}/custody`,
  ])
  const signers = [...names, ...others].map(fakeSigner)
  const whole = (of: 'ed25519' | 'mlDsa44') => (key: Uint8Array, message: Uint8Array, given: Uint8Array) => {
    const signer = signers.map((one) => one[of]).find(({ publicKey }) => equal(publicKey, key))
    return signer !== undefined && equal(signer.sign(message), given)
  }
  node.verifier = { ed25519: whole('ed25519'), mlDsa44: whole('mlDsa44') }
}

export function rowsOf(side: Side): Rows {
  return side.store.rows(RELATION)
}

/** Sets one bit after the other to what it was not, and back. */
export async function eachBit(bytes: Uint8Array, look: (bit: number) => Promise<void>): Promise<void> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const at = bit >> 3
    const was = bytes[at] ?? 0
    bytes[at] = was ^ (1 << (bit & 7))
    await look(bit)
    bytes[at] = was
  }
}

/** So many bits each; of what comes behind one bit of each byte, for it is compared in the same way. */
const WHOLE = 2000

/** Of a text as it lies on a disk; what is no UTF-8 any more is shown with the sign for that. */
export async function eachBitOf(
  text: string,
  look: (flipped: string, bit: number) => Promise<void>,
): Promise<void> {
  const bytes = new TextEncoder().encode(text)
  const decoder = new TextDecoder()
  await eachBit(bytes, async (bit) => {
    if (bit < WHOLE || (bit >> 3) % 8 === (bit & 7)) await look(decoder.decode(bytes), bit)
  })
}
