/** One entry as it stands in evidence, with all that has to be there to prove it: whole, or not at all. */
import { type EvidenceEntry, hex, partMember, proofMember, utf8 } from '@counterpart/protocol'
import type { EntryRow, FileRow, PartState } from '../store/store.ts'
import { provenOf, whenDelivered } from '../uses/log/entry-proof.ts'
import { enclosedFiles } from './enclosed-files.ts'
import type { EvidenceRoom, Piece } from './evidence-room.ts'
import { toldOf } from './evidence-told.ts'
import type { Look } from './look.ts'
import { notIncluded } from './not-included.ts'

type HeldPart = Extract<PartState, { state: 'held' }>

/** `null` until the other side has signed that it holds the entry. */
export async function pieceOf(
  look: Look,
  room: EvidenceRoom,
  row: EntryRow,
  settler: EntryRow | null,
  parts: ReadonlyMap<string, readonly PartState[]>,
  files: readonly FileRow[],
): Promise<Piece | null> {
  const entries: EvidenceEntry[] = []
  const members = new Map<string, Uint8Array>()
  const add = ({ side, leaf }: EntryRow, proof: string, held: readonly HeldPart[], more = {}): void => {
    members.set(proofMember(leaf), utf8(proof))
    for (const { name, bytes } of held) members.set(partMember(leaf, name), bytes)
    const given = held.map(({ name, salt }) => ({ name, salt: hex(salt) }))
    entries.push({ side, leaf, settledBy: null, parts: given, files: [], ...more })
  }
  // One settles many, and may be there already as an act with its parts.
  const isThere = async (of: EntryRow): Promise<boolean> => {
    if (room.entries.has(of.leaf) || entries.some(({ leaf }) => leaf === of.leaf)) return true
    const proven = await whenDelivered(provenOf(look, of))
    // What proves nothing says of nothing else when it was settled.
    if (proven === null || (proven.revoked && proven.mark === null)) return false
    add(of, proven.proof, await keptOfMark(look, of))
    if (proven.mark) await isThere(proven.mark)
    return true
  }
  const proven = await whenDelivered(provenOf(look, row))
  if (proven === null) return null
  const held = heldOf(parts, row.leaf)
  const settledBy = settler !== null && (await isThere(settler)) ? settler.leaf : null
  const enclosed = await enclosedFiles(look, files, room.enclosed)
  const named = enclosed.map(({ digest, salt }) => ({ digest, salt }))
  add(row, proven.proof, held, { settledBy, files: named })
  if (proven.mark) await isThere(proven.mark)
  const missing = await notIncluded([row], parts, look.reader)
  // That a record is there is proven; what else it names may be of dossiers that are not for these eyes.
  for (const record of new Set(missing.flatMap(({ deletions }) => deletions.map((one) => one.record)))) {
    const found = await look.reader.entryByLeaf(record)
    if (found) await isThere(found)
  }
  return {
    entries,
    members,
    enclosed: new Map(enclosed.map(({ member, bytes }) => [member, bytes])),
    missing,
    told: [toldOf(look.node, row) ?? []].flat(),
  }
}

/** Where the receipts of a mark's author may be taken back, its root shows that it held what it settles (EVIDENCE-5). */
async function keptOfMark({ reader, relation }: Look, { kind, side, leaf }: EntryRow): Promise<HeldPart[]> {
  const { custody } = side === relation.ours ? relation.keyed.ours : relation.keyed.theirs
  if (kind !== 'mark' || !custody.some(({ revoked }) => revoked)) return []
  return heldOf(await reader.parts([leaf]), leaf)
}

function heldOf(parts: ReadonlyMap<string, readonly PartState[]>, leaf: string): HeldPart[] {
  return (parts.get(leaf) ?? []).flatMap((part) => (part.state === 'held' ? [part] : []))
}
