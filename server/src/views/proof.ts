/** Proofs that leave the node: of one entry, or of a dossier with everything in it. */
import {
  EVIDENCE_MANIFEST,
  EVIDENCE_PAGE,
  type EvidenceEntry,
  fileDigest,
  fileMember,
  formatManifest,
  formatProof,
  fromHex,
  hex,
  partMember,
  proofMember,
  utf8,
  verifyProofAt,
} from '@counterpart/protocol'
import { zipSync } from 'fflate'
import { NodeError } from '../errors.ts'
import type { Download } from '../http/ports.ts'
import type { EntryRow, FileRow, StampRow } from '../store/store.ts'
import { epochOf } from '../uses/chain.ts'
import { withoutCopies } from '../uses/entry.ts'
import { fileValueOf } from '../uses/file-values.ts'
import { inclusionOf } from '../uses/inclusion.ts'
import { asSigned, keysOfLog } from '../uses/signed.ts'
import { evidencePage } from './evidence-page.ts'
import type { Look } from './look.ts'
import { keysView } from './register.ts'

/**
 * @throws NodeError `not-delivered` until the other side has signed that it holds the entry; `entry-damaged`
 * when what is stored no longer proves it
 */
export async function proofOf(look: Look, row: EntryRow): Promise<string> {
  const checkpoint = await look.reader.checkpointFrom(row.side, row.index + 1, true)
  if (!checkpoint?.cosignature) throw new NodeError({ code: 'not-delivered' })
  return proofUnder(look, row, checkpoint.size, checkpoint.note + checkpoint.cosignature)
}

/**
 * Under a checkpoint that witnesses signed too: it may be a day older, and nobody who is not of the two sides
 * could have been asked to sign another past.
 *
 * @throws NodeError `not-witnessed`, `entry-damaged`
 */
async function witnessedProofOf(look: Look, row: EntryRow): Promise<string> {
  const { reader, relation } = look
  const witnessed = row.side === relation.ours ? await reader.witnessedFrom(row.index + 1) : []
  const checkpoint = witnessed[0] ? await reader.checkpointFrom(row.side, witnessed[0].size, true) : null
  if (!checkpoint?.cosignature || checkpoint.size !== witnessed[0]?.size)
    throw new NodeError({ code: 'not-witnessed' })
  const { size, note, cosignature } = checkpoint
  return proofUnder(look, row, size, [note, cosignature, ...witnessed.map(({ lines }) => lines)].join(''))
}

/** Under the checkpoint that was stamped: what the stamp's hash is of stands after the proof's first blank line. */
async function stampedProofOf(look: Look, row: EntryRow): Promise<string> {
  const { size } = await stampOf(look, row)
  const checkpoint = await look.reader.checkpointFrom(row.side, size, true)
  if (!checkpoint?.cosignature || checkpoint.size !== size) throw new NodeError({ code: 'not-stamped' })
  return proofUnder(look, row, size, checkpoint.note + checkpoint.cosignature)
}

/** @throws NodeError `not-stamped` */
async function stampOf({ reader, relation }: Look, row: EntryRow): Promise<StampRow> {
  const stamp = row.side === relation.ours ? await reader.stampFrom(row.index + 1) : null
  if (!stamp) throw new NodeError({ code: 'not-stamped' })
  return stamp
}

export async function stampFile(look: Look, row: EntryRow): Promise<Download> {
  return { name: `${row.side}-${row.index}.tsr`, bytes: (await stampOf(look, row)).token }
}

async function proofUnder(look: Look, row: EntryRow, size: number, note: string): Promise<string> {
  const { reader, relation, node } = look
  const epoch = epochOf(relation, row.side, row.index)
  const path = await inclusionOf(reader, row.side, epoch, row.index, size)
  const proof = formatProof({
    index: row.index - epoch.base,
    extra: row.bytes,
    hashes: path,
    note,
  })
  // As whoever gets it will: what a bit that flipped here would break proves nothing.
  asSigned(() => verifyProofAt(proof, keysOfLog(relation, row.side, size), node.verifier))
  return proof
}

const MADE = { proof: proofOf, witnessed: witnessedProofOf, stamped: stampedProofOf }
export type ProofOf = keyof typeof MADE

export async function proofFile(look: Look, row: EntryRow, of: ProofOf): Promise<Download> {
  const proof = await MADE[of](look, row)
  return { name: `${row.side}-${row.index}.tlog-proof`, bytes: utf8(proof) }
}

/** Files of one evidence file together: it is made in memory, and larger ones are saved by themselves. */
const ENCLOSED_BYTES = 64 * 1024 * 1024

/** Everything of a dossier that is proven by now: what is still on its way is not in the file. */
export async function evidenceFile(look: Look, dossier: string): Promise<Download> {
  const { reader, relation } = look
  const found = await reader.dossier(dossier)
  if (!found) throw new NodeError({ code: 'not-found' })
  const keeper = found.ahead.keeper
  const rows = withoutCopies(await reader.dossierEntries(dossier))
  const leaves = rows.map((row) => row.leaf)
  const [parts, judged] = [await reader.parts(leaves), await reader.judged(leaves)]
  const files = await reader.files(leaves)
  const members: Record<string, Uint8Array> = {}
  const room = { left: ENCLOSED_BYTES }
  const entries: EvidenceEntry[] = []
  const take = async (
    row: EntryRow,
    settledBy: string | null,
    given: EvidenceEntry['parts'],
    files: EvidenceEntry['files'],
  ): Promise<boolean> => {
    if (Object.hasOwn(members, proofMember(row.leaf))) return true
    const proof = await proofOf(look, row).catch(notYet)
    if (proof === null) return false
    members[proofMember(row.leaf)] = utf8(proof)
    entries.push({ side: row.side, leaf: row.leaf, settledBy, parts: given, files })
    return true
  }
  for (const row of rows) {
    const settler = row.side === keeper ? null : (judged.get(row.leaf)?.settler ?? null)
    const [mark] = settler === null ? [] : await reader.entries(keeper, settler, { entries: 1, bytes: 1 })
    // A node settles by a mark; what a counterpart settles by may be an act of a dossier that is not for these eyes.
    const mayShow = mark?.kind === 'mark' || mark?.dossier === dossier
    const settled = mark !== undefined && mayShow && (await take(mark, null, [], []))
    const held = (parts.get(row.leaf) ?? []).flatMap((part) => (part.state === 'held' ? [part] : []))
    const given = held.map(({ name, salt }) => ({ name, salt: hex(salt) }))
    const enclosed = await enclosedFiles(look, files.get(row.leaf) ?? [], room)
    const named = enclosed.map(({ digest, salt }) => ({ digest, salt }))
    if (!(await take(row, settled ? mark.leaf : null, given, named))) continue
    for (const { name, bytes } of held) members[partMember(row.leaf, name)] = bytes
    for (const { digest, bytes } of enclosed) {
      members[fileMember(digest)] = bytes
      room.left -= bytes.length
    }
  }
  if (entries.length === 0) throw new NodeError({ code: 'not-delivered' })
  const keys = keysView(relation).keys.map(({ side, log, custody }) => ({ side, log, custody }))
  members[EVIDENCE_MANIFEST] = formatManifest({ v: 1, relation: relation.id, keys, entries })
  members[EVIDENCE_PAGE] = utf8(evidencePage(relation.id, dossier, entries))
  return { name: `${dossier.slice(0, 16)}.evidence`, bytes: zipSync(members, { level: 0 }) }
}

/** The ciphertext, which the key in the act's part opens. What is not here, or finds no room, is not included. */
async function enclosedFiles(
  { node, reader }: Look,
  rows: readonly FileRow[],
  room: { left: number },
): Promise<{ digest: string; salt: string; bytes: Uint8Array }[]> {
  const enclosed: { digest: string; salt: string; bytes: Uint8Array }[] = []
  let { left } = room
  for (const row of rows) {
    if (!node.files || (row.state !== 'here' && row.state !== 'held')) continue
    const found = await fileValueOf(node, reader, row)
    const size = await node.files.folder.size(row.digest)
    if (found.kind !== 'found' || size === null || size > left) continue
    const bytes = await node.files.folder.read(row.digest, 0, size)
    const { salt } = found.value
    // As whoever gets it will: what a bit that flipped here would break proves nothing.
    if (fileDigest(fromHex(salt), bytes) !== row.digest) continue
    left -= size
    enclosed.push({ digest: row.digest, salt, bytes })
  }
  return enclosed
}

function notYet(error: unknown): null {
  if (error instanceof NodeError && error.code === 'not-delivered') return null
  throw error
}
