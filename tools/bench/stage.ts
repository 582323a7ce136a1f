/** Everything that is measured at one size of the log. */
import { type Acts, fill, laterActs, openings } from './acts.ts'
import { type Beside, measureBeside } from './beside.ts'
import { DRAFTING } from './commands.ts'
import { type Desks, measureDesks } from './desk.ts'
import type { Pair } from './pair.ts'
import { measureProofs, type Proofs } from './proofs.ts'
import { agreeCommitments, measureReviews, type Reviews } from './review.ts'
import type { Side } from './side.ts'

export interface Stage {
  /** Entries in the log when the stage began. */
  size: number
  filled: { acts: number; seconds: number }
  /** Bytes of an act: header and parts. */
  bytes: number
  beside: Beside
  one: Acts
  sixteen: Acts
  sixtyFour: Acts
  later: Acts
  proofs: Proofs
  reviews: Reviews
  desks: Desks
}

/** `share`: how much of the usual number of acts is measured. */
export async function measureStage(
  pair: Pair,
  size: number,
  share: number,
  say: (what: string) => void,
): Promise<Stage> {
  const times = (count: number) => Math.ceil(count * share)
  if (pair.commitments.length === 0) pair.commitments.push(...(await agreeCommitments(pair)))
  let told = 0
  const filled = await fill(pair, size, (now) => {
    if (now - told < size / 10 && now < size) return
    told = now
    say(`${now} of ${size} entries`)
  })
  say('a plain insert and a signature')
  const bytes = await weightOf(pair.a)
  const beside = await measureBeside(pair.a, bytes, times(400))
  say('openings, one at a time')
  const one = await openings(pair, times(300), 1)
  say('openings, 16 at a time')
  const sixteen = await openings(pair, times(1600), 16)
  say('openings, 64 at a time')
  const sixtyFour = await openings(pair, times(3200), 64)
  say('acts of the other side in dossiers that stand')
  const later = await laterActs(pair, times(300), 1)
  say('proofs')
  const proofs = await measureProofs(pair.a, times(60))
  say('reviews')
  const reviews = await measureReviews(pair, times(20))
  say('desks')
  const desks = await measureDesks(pair.a, DRAFTING, times(40))
  return { size, filled, bytes, beside, one, sixteen, sixtyFour, later, proofs, reviews, desks }
}

/** What an act weighs, header and parts, on average over the last openings. */
export async function weightOf({ store, relation }: Side): Promise<number> {
  return store.read(relation.id, async (reader) => {
    const rows = (await reader.tail(relation.ours, null, 400)).filter((row) => row.kind === 'open')
    const parts = await reader.parts(rows.map((row) => row.leaf))
    let bytes = 0
    for (const row of rows) {
      bytes += row.bytes.length
      for (const part of parts.get(row.leaf) ?? [])
        if (part.state === 'held') bytes += part.bytes.length + part.salt.length
    }
    return Math.round(bytes / Math.max(1, rows.length))
  })
}
