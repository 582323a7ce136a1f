/** Counts of reviews are those of counting every dossier again. */
import { type TallyChange, tallySum } from '@counterpart/casework'
import { cursorOf } from '../store/cursor.ts'
import { STATES_AT_ONCE } from '../store/large.ts'
import type { DossierRow, Reader } from '../store/store.ts'
import { tallied } from '../uses/dossier/tallied.ts'
import type { Scrubbed } from './finding.ts'

const PAGE = 100

/** Every stored dossier, in one snapshot. */
async function* allDossiers(reader: Reader): AsyncGenerator<DossierRow> {
  for (let after: { after?: string } = {}; ; ) {
    const { keys, rows } = await reader.dossiersWithin({ limit: PAGE, ...after }, STATES_AT_ONCE)
    yield* rows
    const last = rows.at(-1)
    if (!last || (rows.length === keys.length && keys.length < PAGE)) return
    after = { after: cursorOf(last) }
  }
}

/** `rest` is awaited between dossiers. @throws NodeError `entry-damaged` for a fold that cannot be read */
export async function countAll(
  { node }: Scrubbed,
  reader: Reader,
  rest: () => Promise<void>,
): Promise<TallyChange[]> {
  let sums: TallyChange[] = []
  let since: TallyChange[] = []
  for await (const row of allDossiers(reader)) {
    since.push(...tallied(node, row))
    if (since.length < 1000) continue
    sums = tallySum([...sums, ...since])
    since = []
    await rest()
  }
  return tallySum([...sums, ...since])
}

/** Whether the counts that are kept are those. */
export async function areCounted(reader: Reader, counted: readonly TallyChange[]): Promise<boolean> {
  const kept = new Map((await reader.tallyRows()).filter(counts).map((row) => [keyOf(row), row]))
  const wanted = counted.filter(counts)
  return (
    kept.size === wanted.length &&
    wanted.every((row) => {
      const one = kept.get(keyOf(row))
      return one?.count === row.count && one.seconds === row.seconds
    })
  )
}

/** What was added and taken back leaves a row of nothing. */
function counts({ count, seconds }: TallyChange): boolean {
  return count !== 0 || seconds !== 0
}

function keyOf({ parent, day, procedure, side, level, measure }: TallyChange): string {
  return JSON.stringify([parent, day, procedure, side, level, measure])
}
