/** One entry: its header, what stands beside it, and its parts. */
import { type Header, leafHash } from '@counterpart/protocol'
import type { StoredPart } from '../store/as-stored.ts'
import type { DeletionRow, EntryRow, Reader } from '../store/store.ts'
import { rowOf } from '../uses/log/entry.ts'
import { dossierIn } from '../uses/procedure-in.ts'
import { countedHere } from '../uses/retention/destroy-again.ts'
import type { Found, Scrubbed } from './finding.ts'
import { isSound } from './sound-parts.ts'

interface Before {
  running: number
  time: number
}

interface Checked {
  /** As its header says; `null` where that is not what was written. */
  row: EntryRow | null
  after: Before
  bytes: number
}

/** `place.leaf`: what the log's tree says of it. */
export async function checkEntry(
  { node, relation }: Scrubbed,
  reader: Reader,
  place: { side: string; index: number; leaf: string },
  stored: EntryRow | undefined,
  before: Before,
  found: Found,
): Promise<Checked> {
  const { side, index, leaf } = place
  if (!stored || leafHash(stored.bytes) !== leaf) {
    found({ what: 'header', side, index, leaf })
    const after = stored ? { running: stored.running, time: stored.time } : before
    return { row: null, after, bytes: stored?.bytes.length ?? 0 }
  }
  const { row, header } = rowOf(side, index, stored.bytes, before, dossierIn(node, relation))
  if (!isAsWritten(stored, row)) found({ what: 'columns', side, index, leaf })
  const parts = await reader.storedParts(leaf)
  // Records may still come while a node is brought back.
  const isWhole = relation.start === 'confirmed'
  const isAsked = isWhole && parts.some(({ state }) => isGone(state))
  const said = isAsked ? ((await reader.deletions([leaf])).get(leaf) ?? []) : null
  const named = said && (await countedHere(node, relation, said, reader))
  checkParts(header, parts, named, { side, index, leaf }, found)
  const bytes = parts.reduce(
    (sum, part) => sum + (part.state === 'held' ? part.bytes.length : 0),
    stored.bytes.length,
  )
  return { row, after: { running: row.running, time: row.time }, bytes }
}

function isAsWritten(stored: EntryRow, written: EntryRow): boolean {
  return (
    stored.leaf === written.leaf &&
    stored.kind === written.kind &&
    stored.time === written.time &&
    stored.running === written.running &&
    // A row says only that it is lowered, and one that was stored before migration 26 not even that.
    (stored.lowered ?? written.lowered) === written.lowered &&
    // The dossier of an opening follows from its declaration, which this node may not have had when the entry came.
    (stored.dossier === written.dossier || (stored.kind === 'open' && stored.dossier === stored.leaf))
  )
}

function isGone(state: StoredPart['state']): boolean {
  return state === 'absent' || state === 'destroyed'
}

/** That a part never left its author he alone can say. */
function isAbout({ name, side, why }: DeletionRow, of: string, author: string): boolean {
  return name === of && (why !== 'undelivered' || side === author)
}

/** `named`: what either log says was destroyed of it. What is gone and named by none is lost, was held back, or is called so wrongly. */
function checkParts(
  header: Header | null,
  parts: readonly StoredPart[],
  named: readonly DeletionRow[] | null,
  place: { side: string; index: number; leaf: string },
  found: Found,
): void {
  const states = new Map(parts.map((part) => [part.name, part]))
  for (const { name, digest } of header?.parts ?? []) {
    const part = states.get(name)
    const isLost = part && isGone(part.state) && named?.every((row) => !isAbout(row, name, place.side))
    if (part?.state === 'damaged' || isLost || !isSound(part, digest)) found({ what: 'part', ...place, name })
    states.delete(name)
  }
  if (header) for (const name of states.keys()) found({ what: 'orphan', table: 'part', id: place.leaf, name })
}
