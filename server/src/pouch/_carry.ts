/** Two nodes in one process that carry pouches, with keys of their own for sealing. */
import { encodeStep, newPouchWriter, type PouchHead, type Step } from '@counterpart/protocol'
import { openingKey } from '../keys/sealing.ts'
import { MemoryPouches } from '../store/memory/pouches.ts'
import { agree, RELATION, sameRequests } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { type Seals, sealMessage } from '../wire/seal.ts'
import { headOf, type PlannedFile } from './plan.ts'
import { Pouches } from './pouches.ts'

export interface Carrier {
  side: Side
  seals: Seals
  shelf: MemoryPouches
  pouches: Pouches
}

export async function carriers(id = RELATION): Promise<[Carrier, Carrier]> {
  const a = await newSide('aaa', [id], 1)
  const b = await newSide('bbb', [id], 2)
  await sameRequests(() => agree(a, b, id))
  return carrying(a, b, id)
}

export function carrying(a: Side, b: Side, id = RELATION): [Carrier, Carrier] {
  const [keyA, keyB] = [1, 2].map((seed) => openingKey(new Uint8Array(32).fill(seed))) as [
    Seals['ours'],
    Seals['ours'],
  ]
  const made = (side: Side, ours: Seals['ours'], theirs: Seals['ours']): Carrier => {
    const seals = { ours, theirs }
    const shelf = new MemoryPouches()
    return { side, seals, shelf, pouches: new Pouches(side.node, side.relation(id), seals, shelf) }
  }
  return [made(a, keyA, keyB), made(b, keyB, keyA)]
}

/** The whole series, each message and each file as small as it can be. */
export async function series(
  { pouches }: Carrier,
  since?: number,
  most = 1,
): Promise<{ file: PlannedFile; bytes: Uint8Array }[]> {
  const files = await pouches.plan({ most, batch: 1, ...(since === undefined ? {} : { since }) })
  const made = []
  for (const file of files) made.push({ file, bytes: await bytesOf(pouches.write(file, 1)) })
  return made
}

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return new Uint8Array(Buffer.concat(all))
}

/** In chunks that end anywhere. */
export async function* chunked(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export function bring({ pouches }: Carrier, bytes: Uint8Array) {
  return pouches.read(chunked(bytes))
}

/** The code that reading it comes to; `null` for none. */
export const codeFrom = (from: Carrier, bytes: Uint8Array) =>
  bring(from, bytes).then(
    (taken) => taken.refused,
    (error: { code: string }) => error.code,
  )

/** A pouch with these messages inside, sealed by somebody who knows no more than the public key. */
export async function forged(
  to: Carrier,
  from: Carrier,
  steps: readonly Step[],
  change: Partial<PouchHead> = {},
) {
  const relation = from.side.relation(RELATION)
  const head = headOf(relation, from.seals, { start: 0, end: 0, part: 1, of: 1 })
  const writer = newPouchWriter({ ...head, ...change })
  const items = []
  for (const step of steps)
    items.push(
      writer.item(await sealMessage(relation, { ...from.seals, theirs: to.seals.ours }, encodeStep(step))),
    )
  return new Uint8Array(Buffer.concat([writer.head, ...items, writer.end()]))
}
