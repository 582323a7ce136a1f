/** Proofs that leave the node: of one entry, or of a dossier with everything in it. */
import {
  EVIDENCE_MANIFEST,
  EVIDENCE_PAGE,
  type EvidenceEntry,
  type EvidenceManifest,
  type EvidenceStep,
  fileDigest,
  fileMember,
  formatManifest,
  fromHex,
  hex,
  partMember,
  proofMember,
  utf8,
  vkeysOf,
} from '@counterpart/protocol'
import { zipSync } from 'fflate'
import { NodeError } from '../errors.ts'
import type { Download } from '../http/ports.ts'
import type { EntryRow, FileRow } from '../store/store.ts'
import { withoutCopies } from '../uses/entry.ts'
import { proofOf, whenDelivered } from '../uses/entry-proof.ts'
import { fileValueOf } from '../uses/file-values.ts'
import { sidesOf, stepsOf } from '../uses/key-steps.ts'
import { evidencePage } from './evidence-page.ts'
import type { Look } from './look.ts'
import { notIncluded } from './not-included.ts'
import { isWithheld } from './withheld.ts'

/** Files of one evidence file together: it is made in memory, and larger ones are saved by themselves. */
const ENCLOSED_BYTES = 64 * 1024 * 1024

/** Everything of a dossier that is proven by now: what is still on its way is not in the file. */
export async function evidenceFile(look: Look, dossier: string): Promise<Download> {
  const { reader, relation } = look
  // Made now it would say that nothing was destroyed since the backup.
  if (isWithheld(relation)) throw new NodeError({ code: 'held-start' })
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
    const proof = await whenDelivered(proofOf(look, row))
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
  const included = rows.filter(({ leaf }) => entries.some((entry) => entry.leaf === leaf))
  const missing = await notIncluded(included, parts, reader)
  // That a record is there is proven; what else it names may be of dossiers that are not for these eyes.
  for (const { record } of missing.flatMap(({ deletions }) => deletions)) {
    const row = await reader.entryByLeaf(record)
    if (row) await take(row, null, [], [])
  }
  const keys: EvidenceManifest['keys'] = []
  for (const known of sidesOf(relation)) {
    const since: EvidenceStep[] = []
    for (const step of await stepsOf(look, known)) {
      if ('row' in step) members[proofMember(step.row.leaf)] = utf8(step.proof)
      since.push('row' in step ? { leaf: step.row.leaf } : step)
    }
    const first = { log: vkeysOf(known.log, 'log'), custody: vkeysOf(known.custody, 'custody') }
    keys.push({ side: known.side, ...first, ...(since.length === 0 ? {} : { since }) })
  }
  members[EVIDENCE_MANIFEST] = formatManifest({ v: 1, relation: relation.id, keys, entries })
  members[EVIDENCE_PAGE] = utf8(evidencePage(relation.id, dossier, entries, missing))
  // By its last ending any machine opens it, and finds the page inside.
  return { name: `${dossier.slice(0, 16)}.evidence.zip`, bytes: zipSync(members, { level: 0 }) }
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
