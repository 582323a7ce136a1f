/** What can be had from the counterpart alone: headers, parts, heads and the receipts over them. */
import {
  equal,
  type GiveBack,
  type Given,
  leafHash,
  ProtocolError,
  partDigest,
  verifyCosignatureAt,
  verifyHeadAt,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { Writer } from '../store/store.ts'
import { epochEnding, epochOf, rootIn } from '../uses/log/chain.ts'
import { endsInChange, readHeader, rowOf } from '../uses/log/entry.ts'
import { keysOfLog } from '../uses/log/signed.ts'
import { dossierIn } from '../uses/procedure-in.ts'
import { LinkFailure } from '../wire/link.ts'
import type { Finding, Scrubbed } from './finding.ts'
import { storedRows } from './lenient.ts'

export type AskBack = (asked: GiveBack, signal: AbortSignal) => Promise<Given>

const NONCE_BYTES = 16

/** One entry of either log and the head behind it; `null` when the other side cannot give it now. */
export async function askFor(
  { node, relation }: Scrubbed,
  finding: Finding,
  askBack: AskBack,
  signal: AbortSignal,
): Promise<Given | null> {
  const end = endOf(finding)
  if (end === null || !('side' in finding)) return null
  const asked: GiveBack = {
    relation: relation.id,
    from: relation.ours,
    nonce: node.random(NONCE_BYTES),
    log: finding.side,
    start: end - 1,
    end,
    time: node.clock(),
  }
  try {
    return await askBack(asked, signal)
  } catch (error) {
    // There is no line now, or they have lost it as well: asked for again with the next pass.
    if (error instanceof LinkFailure || error instanceof ProtocolError || error instanceof NodeError)
      return null
    throw error
  }
}

/** How many entries there are up to what is missing. */
function endOf(finding: Finding): number | null {
  switch (finding.what) {
    case 'header':
    case 'part':
      return finding.index + 1
    case 'checkpoint':
    case 'cosignature':
      return finding.size
    default:
      return null
  }
}

/** Nothing is believed: what was given has to be what this side's own hashes and keys say. */
export async function mendGiven(
  scrubbed: Scrubbed,
  writer: Writer,
  finding: Finding,
  given: Given,
): Promise<boolean> {
  const [entry] = given.entries
  if (!entry) return false
  const { node, relation } = scrubbed
  if (finding.what === 'header') {
    const { side, index, leaf } = finding
    if (leafHash(entry.header) !== leaf) return false
    const before = (await storedRows(writer, side, index - 1, 1)).get(index - 1)
    if (index > 0 && !before) return false
    const idOf = dossierIn(node, relation)
    const { row } = rowOf(side, index, entry.header, before ?? { running: 0, time: 0 }, idOf)
    await writer.mendEntry(row, epochOf(relation, side, index).number)
    return true
  }
  if (finding.what === 'part') {
    const { leaf, name } = finding
    const part = entry.parts.find((one) => one.name === name)
    const header = leafHash(entry.header) === leaf ? readHeader(entry.header) : null
    const named = header?.parts.find((one) => one.name === name)
    if (!part || named?.digest !== partDigest(part.salt, part.bytes)) return false
    const stateOf = async () => (await writer.storedParts(leaf)).find((one) => one.name === name)?.state
    // Nothing is put back into its place while a row says that it is destroyed, and what lies there may be sound.
    if ((await stateOf()) === 'destroyed') return false
    await writer.mendPart({ leaf, ...part })
    return (await stateOf()) === 'held'
  }
  if (finding.what === 'checkpoint' || finding.what === 'cosignature')
    return mendSigned(scrubbed, writer, finding, given)
  return false
}

/** A head is taken without a receipt as well: its author alone may have it. The receipt that lies here beside it stays. */
async function mendSigned(
  { node, relation }: Scrubbed,
  writer: Writer,
  { what, side, size }: Extract<Finding, { what: 'checkpoint' | 'cosignature' }>,
  { head, entries }: Given,
): Promise<boolean> {
  if (!head || (what === 'cosignature' && head.cosignature === null)) return false
  const { note, cosignature } = head
  const { log, custody } = keysOfLog(relation, side, size)
  const epoch = epochEnding(relation, side, size)
  try {
    const checkpoint = verifyHeadAt(note, log, node.verifier, endsInChange(entries))
    if (cosignature !== null) verifyCosignatureAt(note, cosignature, custody, node.verifier)
    if (epoch.base + checkpoint.size !== size) return false
    if (!equal(checkpoint.root, await rootIn(writer, side, epoch, size))) return false
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
  await writer.mendCheckpoint({ side, size, note, cosignature }, epoch.number)
  return true
}
