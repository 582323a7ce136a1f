/** Entries as they were written, and taken in, before headers named their relation. */
import { encodeHeader, parseHeader, type StepEntry } from '@counterpart/protocol'
import { headsOf, RELATION } from './_talk.ts'
import type { Side } from './_world.ts'
import { takeIn } from './receive/take-in.ts'
import { makeStep } from './send/batch.ts'

export function unnamed({ header, parts }: StepEntry): StepEntry {
  const { relation: _, ...whole } = parseHeader(header)
  return { header: encodeHeader(whole), parts }
}

/** What the other side has written since. Mark and receipt come with what it says next, and effect when it is folded anew. */
export async function holdsAlready(side: Side, from: Side, id = RELATION): Promise<void> {
  const { theirs } = await headsOf(side, id)
  const place = { nonce: new Uint8Array(16), start: theirs.size }
  const step = await from.store.read(id, (reader) => makeStep(from.node, from.relation(id), reader, place))
  const relation = side.relation(id)
  relation.start = 'rolled-back'
  await takeIn(side.node, relation, step, 'renewal')
  relation.start = 'confirmed'
}
