/** Reads what a fold needs of a dossier: the entries since its settled state, or all of them where acts crossed. */
import { keeperOf, type Party, placeDossier, restsOnInstruments } from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import type { DossierRow, EntryRow, PartState, Reader } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import { entriesOf, headerOf } from '../log/entry.ts'
import { procedureIn } from '../procedure-in.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'
import type { GiveWay } from '../turns.ts'
import type { AtOnce } from './at-once.ts'
import type { FoldingPorts, Held, Named } from './folding.ts'
import { isNothingSettled } from './nothing-settled.ts'
import { type Retentions, retentionsIn } from './position.ts'
import { withoutCopies } from './without-copies.ts'

export type FoldReader = Pick<
  Reader,
  'dossierEntries' | 'dossier' | 'entryByLeaf' | 'parts' | 'judged' | 'atOnce'
>

/** @throws NodeError `dossier-too-large` where it does not fit beside what `atOnce` counted before it */
export async function loadDossier(
  id: Hex,
  { node, relation, reader, settlers, anew = false }: FoldingPorts,
  atOnce: AtOnce,
  giveWay: GiveWay,
): Promise<Held | null> {
  const [stored, before] = await allOf<[EntryRow[], DossierRow | null]>([
    reader.dossierEntries(id),
    anew ? null : reader.dossier(id),
  ])
  atOnce.rows(id, stored)
  const rows = withoutCopies(stored)
  if (rows.length === 0) return null
  const at = before?.at ?? { keeper: 0, guest: 0 }
  const { procedure, keeper } = takenFor(rows, before, node, relation)
  const guest = otherThan(relation, keeper)
  const isFresh = (row: EntryRow) => row.index >= (row.side === keeper ? at.keeper : at.guest)
  const fresh = rows.filter(isFresh)
  // Without a known opening no entry in the dossier has effect: only headers are read, however much comes with them.
  const stands = procedure !== null || before !== null
  // The agreed terms, or an instrument, may have changed in another dossier while an author of this one had not seen it.
  const mayFailElsewhere =
    fresh.some(({ kind }) => kind === 'open') || (procedure !== null && restsOnInstruments(procedure))
  const crossing =
    stands &&
    fresh.some(
      (row) =>
        row.side === guest &&
        (mayFailElsewhere || rows.some((other) => other.side === keeper && other.index >= row.running)),
    )
  const needed = crossing ? rows : fresh
  const guests = fresh.filter((row) => row.side === guest).map((row) => row.index)
  const [parts, retentions] = await allOf<[Map<string, PartState[]>, Retentions, unknown]>([
    reader.parts(stands ? needed.map((row) => row.leaf) : []),
    retentionsIn(rows, reader),
    settlers.prepare(keeper, guests),
  ])
  atOnce.parts(id, parts)
  const entries = await entriesOf(needed, parts, giveWay)
  if (crossing) {
    const old = rows.filter((row) => row.side === guest && !isFresh(row))
    settlers.known(keeper, await settledBefore(old, reader))
  }
  const placed = placeDossier(
    entries.filter((_, position) => isFresh(needed[position] as EntryRow)),
    keeper,
    settlers.of(keeper),
  )
  const waiting = placed.filter((one) => one.settler !== null)
  const isEmpty = isNothingSettled({ at })
  return {
    id,
    before,
    keeper,
    guest,
    opening: rows.find(({ kind }) => kind === 'open') ?? null,
    procedure,
    entries,
    crossing,
    recalls: rows.some(({ kind }) => kind === 'recall'),
    retentions,
    stored: stored.length,
    known: new Map(rows.map((row) => [row.leaf, knownOf(row)])),
    settled: isEmpty ? null : (before?.settled ?? null),
    // The opening was settled without effect: its author's row stays, and there is no dossier to act in.
    ahead: isEmpty && waiting.length > 0 ? null : (before?.ahead ?? null),
    waiting,
    judged: new Map(),
    changed: false,
  }
}

/** The header is parsed only when somebody asks for it, which is rare. */
function knownOf(row: EntryRow): Named {
  return {
    side: row.side,
    index: row.index,
    get header() {
      return headerOf(row)
    },
  }
}

/** The settlers of entries that were settled before, as stored with their verdicts. */
async function settledBefore(
  rows: readonly EntryRow[],
  reader: FoldReader,
): Promise<Map<number, { index: number; time: number }>> {
  const judged = await reader.judged(rows.map((row) => row.leaf))
  const found = new Map<number, { index: number; time: number }>()
  for (const row of rows) {
    const { settler, time } = judged.get(row.leaf) ?? { settler: null, time: null }
    if (settler !== null && time !== null) found.set(row.index, { index: settler, time })
  }
  return found
}

/**
 * The declaration and the keeper of a dossier. Without an opening that can be read nothing has effect, and any fixed
 * keeper will do.
 */
function takenFor(
  rows: readonly EntryRow[],
  before: DossierRow | null,
  node: Node,
  relation: Relation,
): Pick<Held, 'procedure' | 'keeper'> {
  const find = procedureIn(node)
  if (before) return { procedure: find(before.settled.digest), keeper: before.settled.keeper }
  for (const row of rows) {
    const { kind, side } = row
    const header = kind === 'open' ? headerOf(row) : null
    const procedure = header?.kind === 'open' ? find(header.procedure) : null
    if (procedure) return { procedure, keeper: keeperOf(procedure, side as Party, relation.parties) }
  }
  return { procedure: null, keeper: relation.parties[0] }
}
