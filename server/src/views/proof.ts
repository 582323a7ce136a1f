/** Proofs that leave the node together: of one act, or of a dossier with everything in it that finds room. */
import {
  EVIDENCE_MANIFEST,
  EVIDENCE_PAGE,
  type EvidenceEntry,
  type EvidenceManifest,
  type EvidenceStep,
  formatManifest,
  proofMember,
  utf8,
  vkeysOf,
} from '@counterpart/protocol'
import { zipSync } from 'fflate'
import { NodeError } from '../errors.ts'
import type { Download } from '../http/ports.ts'
import type { EntryRow, JudgedRow } from '../store/store.ts'
import { withoutCopies } from '../uses/dossier/without-copies.ts'
import { sidesOf, stepsOf } from '../uses/keys/key-steps.ts'
import { inEvidenceOrder } from './evidence-order.ts'
import { type EvidenceOf, evidencePage } from './evidence-page.ts'
import { pieceOf } from './evidence-piece.ts'
import { EVIDENCE_BOUNDS, type EvidenceBounds, EvidenceRoom } from './evidence-room.ts'
import { asItWent } from './evidence-told.ts'
import type { Look } from './look.ts'
import { isWithheld } from './withheld.ts'

/** Entries whose parts are read at once: they may be large, and most may find no room. */
const AT_ONCE = 16

/** All of a dossier that is proven by now: what is still on its way is not in the file, what finds no room is counted. */
export async function evidenceFile(look: Look, dossier: string, bounds = EVIDENCE_BOUNDS): Promise<Download> {
  const rows = await rowsOf(look, dossier)
  const bytes = await packed(look, { dossier, act: null }, rows, bounds)
  // By its last ending any machine opens it, and finds the page inside.
  return { name: `${dossier.slice(0, 16)}.evidence.zip`, bytes }
}

/** The evidence of one entry of a dossier, with what settled it; `null` where there is none. */
export async function actEvidence(look: Look, leaf: string): Promise<Download | null> {
  const dossier = (await look.reader.entryByLeaf(leaf))?.dossier ?? null
  if (dossier === null) return null
  const row = (await rowsOf(look, dossier)).find((one) => one.leaf === leaf)
  if (!row) return null
  const bytes = await packed(look, { dossier, act: leaf }, [row], EVIDENCE_BOUNDS)
  return { name: `${row.side}-${row.index}.evidence.zip`, bytes }
}

async function rowsOf({ reader, relation }: Look, dossier: string): Promise<EntryRow[]> {
  // Made now it would say that nothing was destroyed since the backup.
  if (isWithheld(relation)) throw new NodeError({ code: 'held-start' })
  return withoutCopies(await reader.dossierEntries(dossier))
}

async function packed(
  look: Look,
  of: EvidenceOf,
  rows: readonly EntryRow[],
  bounds: EvidenceBounds,
): Promise<Uint8Array<ArrayBuffer>> {
  const { reader, relation } = look
  const found = await reader.dossier(of.dossier)
  if (!found) throw new NodeError({ code: 'not-found' })
  const always = new Map<string, Uint8Array>()
  for (const name of [EVIDENCE_MANIFEST, EVIDENCE_PAGE]) always.set(name, new Uint8Array())
  const keys: EvidenceManifest['keys'] = []
  for (const known of sidesOf(relation)) {
    const since: EvidenceStep[] = []
    for (const step of await stepsOf(look, known)) {
      if ('row' in step) always.set(proofMember(step.row.leaf), utf8(step.proof))
      since.push('row' in step ? { leaf: step.row.leaf } : step)
    }
    const first = { log: vkeysOf(known.log, 'log'), custody: vkeysOf(known.custody, 'custody') }
    keys.push({ side: known.side, ...first, ...(since.length === 0 ? {} : { since }) })
  }
  const room = new EvidenceRoom(bounds, always)
  const judged = await reader.judged(rows.map(({ leaf }) => leaf))
  const ordered = inEvidenceOrder(rows, of.dossier, relation.ours, judged)
  const leftOut = await fill(room, look, of.dossier, found.ahead.keeper, ordered, judged)
  if (room.entries.size === 0) throw new NodeError({ code: 'not-delivered' })
  const places = new Map(rows.map(({ leaf }, at) => [leaf, at]))
  const placeOf = ({ leaf }: EvidenceEntry): number => places.get(leaf) ?? rows.length
  const entries = [...room.entries.values()].sort((a, b) => placeOf(a) - placeOf(b))
  const manifest = { v: 1 as const, relation: relation.id, keys, entries }
  room.members.set(EVIDENCE_MANIFEST, formatManifest(leftOut === 0 ? manifest : { ...manifest, leftOut }))
  const told = room.told.toSorted((a, b) => (places.get(a.leaf) ?? 0) - (places.get(b.leaf) ?? 0))
  const page = evidencePage(relation.id, of, entries, room.missing, leftOut, asItWent(told, of.dossier))
  room.members.set(EVIDENCE_PAGE, utf8(page))
  return zipSync(Object.fromEntries(room.members), { level: 0 })
}

/** @returns how many entries that are proven by now found no room: from the first that does not fit on, all. */
async function fill(
  room: EvidenceRoom,
  look: Look,
  dossier: string,
  keeper: string,
  rows: readonly EntryRow[],
  judged: ReadonlyMap<string, JudgedRow>,
): Promise<number> {
  const { reader } = look
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    // A file of ten thousand takes seconds of proving: everybody else has a turn meanwhile.
    await new Promise((resolve) => setImmediate(resolve))
    const some = rows.slice(at, at + AT_ONCE)
    const leaves = some.map(({ leaf }) => leaf)
    const [parts, files] = [await reader.parts(leaves), await reader.files(leaves)]
    for (const [past, row] of some.entries()) {
      const settler = row.side === keeper ? null : (judged.get(row.leaf)?.settler ?? null)
      const settled = settler === null ? null : await settlerAt(look, dossier, keeper, settler)
      const piece = await pieceOf(look, room, row, settled, parts, files.get(row.leaf) ?? [])
      if (piece && !room.take(piece)) return provenIn(look, rows.slice(at + past))
    }
  }
  return 0
}

async function provenIn({ reader }: Look, rows: readonly EntryRow[]): Promise<number> {
  const held = new Map<string, number>()
  for (const side of new Set(rows.map((row) => row.side)))
    held.set(side, (await reader.lastCheckpoint(side, true))?.size ?? 0)
  return rows.filter(({ side, index }) => index < (held.get(side) ?? 0)).length
}

/** A node settles by a mark; what a counterpart settles by may be an act of a dossier that is not for these eyes. */
async function settlerAt(
  { reader }: Look,
  dossier: string,
  keeper: string,
  index: number,
): Promise<EntryRow | null> {
  const [row] = await reader.entries(keeper, index, { entries: 1, bytes: 1 })
  return row?.kind === 'mark' || row?.dossier === dossier ? row : null
}
