/** What a review costs that is kept up as acts arrive, beside counting every dossier again. */
import { digestOf, periodOf, tallyOf, tallySum } from '@counterpart/casework'
import { commitment } from '@counterpart/procedures'
import { cursorOf } from '../../server/src/store/cursor.ts'
import type { DossierRow, Reader } from '../../server/src/store/store.ts'
import { look } from '../../server/src/views/look.ts'
import { reviewView } from '../../server/src/views/review.ts'
import { confirmCommitment, stateCommitment } from './commands.ts'
import { inTurns, type Timed } from './measure.ts'
import type { Pair } from './pair.ts'
import type { Side } from './side.ts'

export interface Reviews {
  /** Dossiers that were counted. */
  dossiers: number
  kept: Timed
  /** Every dossier read from the database and counted once, milliseconds. */
  again: number
}

export const COMMITMENTS = 40

/** Something for requests to be filed under, agreed by both sides. Returns the ids. */
export async function agreeCommitments({ a, b }: Pair): Promise<string[]> {
  const stated = await Promise.all(
    Array.from({ length: COMMITMENTS }, (_, at) => a.record(stateCommitment(digestOf(commitment), at))),
  )
  await a.delivered(Math.max(...stated.map(({ index }) => index)))
  const confirmed = await Promise.all(stated.map((one) => b.record(confirmCommitment(one))))
  await b.delivered(Math.max(...confirmed.map(({ index }) => index)))
  return stated.map(({ dossier }) => dossier)
}

export async function measureReviews({ a }: Pair, times: number): Promise<Reviews> {
  const period = periodOf(null, '2100')
  if (!period) throw new Error('no period')
  let dossiers = 0
  const kept = await inTurns(times, 1, async () => {
    const query = { relation: a.relation.id, period, scope: { kind: 'relation' } as const }
    const { review } = await look(a.running.node, a.relation, (at) => reviewView(at, query))
    dossiers = review.evidence.reduce((sum, { opened }) => sum + opened, 0)
    if (review.totals.binding !== COMMITMENTS) throw new Error(`${review.totals.binding} commitments bind`)
  })
  const begun = performance.now()
  const counted = await countAgain(a)
  const again = performance.now() - begun
  if (counted !== dossiers) throw new Error(`${dossiers} kept up, ${counted} counted again`)
  return { dossiers, kept, again }
}

/** How many were opened, from the dossiers themselves. */
async function countAgain({ running, relation, store }: Side): Promise<number> {
  const changes = await store.read(relation.id, async (reader) => {
    const found = []
    for await (const row of all(reader)) {
      const procedure = running.node.procedures.get(row.settled.digest)?.procedure
      if (procedure)
        found.push(...tallyOf({ procedure, state: row.settled, level: row.level, under: row.under }))
    }
    return found
  })
  return tallySum(changes)
    .filter(({ parent, measure }) => parent === '' && measure === 'opened')
    .reduce((sum, { count }) => sum + count, 0)
}

async function* all(reader: Reader): AsyncGenerator<DossierRow> {
  let after: string | undefined
  for (;;) {
    const rows = await reader.dossiers({
      plays: null,
      limit: 1000,
      ...(after === undefined ? {} : { after }),
    })
    yield* rows.filter(({ at }) => at.keeper > 0 || at.guest > 0)
    const last = rows.at(-1)
    if (rows.length < 1000 || !last) return
    after = cursorOf(last)
  }
}
