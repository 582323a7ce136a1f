/** Puts back what was found damaged, each thing in one transaction with the end of its incident. */
import { NodeError } from '../errors.ts'
import type { AsidePlace } from '../store/pouches.ts'
import type { Writer } from '../store/store.ts'
import { recount } from '../uses/dossier/recount.ts'
import type { IncidentCode } from '../uses/incident.ts'
import { dropHeads } from './check-heads.ts'
import type { Finding, Scrubbed } from './finding.ts'
import { mendComputed } from './mend-computed.ts'
import { type AskBack, askFor, mendGiven } from './mend-given.ts'
import { mendLeft } from './mend-left.ts'

export interface MendPorts extends Scrubbed {
  /** `null` where there is nobody to ask. */
  askBack: AskBack | null
  dropAside(place: AsidePlace): Promise<void>
}

/** From below: what stands on something is put back after it. */
const ORDER: readonly Finding['what'][] = [
  'header',
  'columns',
  'epoch',
  'node',
  'part',
  'checkpoint',
  'cosignature',
  'head',
  'beyond',
  'deletion',
  'file-row',
  'file',
  'orphan',
  'fold',
  'index',
  'verdict',
  'falling',
  'counts',
  'pouch',
]

/** Gives what is as it was again. What neither side has stays on record for people to declare. */
export async function mend(
  ports: MendPorts,
  findings: readonly Finding[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const mended: Finding[] = []
  const inOrder = findings.toSorted(
    (a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what) || levelOf(a) - levelOf(b),
  )
  for (const finding of inOrder) if (await mendOne(ports, finding, signal)) mended.push(finding)
  // What was damaged once and is not any more is told again when it is again.
  if (mended.length > 0) ports.relation.damages.clear()
  // What kept all of it from being folded by the rule of this version may have been mended, and acts are recorded again.
  if (mended.length > 0) await recount(ports.node, ports.relation)
  return mended
}

function levelOf(finding: Finding): number {
  return finding.what === 'node' ? finding.level : 0
}

async function mendOne(ports: MendPorts, finding: Finding, signal: AbortSignal): Promise<boolean> {
  const { node, relation, askBack } = ports
  if (finding.what === 'file') return fetchAgain(ports, finding)
  if (finding.what === 'pouch') await ports.dropAside(finding)
  const given = askBack && (await askFor(ports, finding, askBack, signal))
  try {
    return await node.store.locked(relation.id, async (writer) => {
      if (finding.what === 'beyond') {
        await dropHeads(ports, writer, finding.side)
        await writer.dropBeyond(finding.side)
      }
      if (finding.what === 'orphan') await writer.dropOrphan(finding)
      const from = DROPPED.includes(finding.what)
        ? 'dropped'
        : given && (await mendGiven(ports, writer, finding, given))
          ? 'counterpart'
          : ((await leftOf(ports, writer, finding)) ??
            ((await mendComputed(ports, writer, finding)) ? 'computed' : null))
      if (from === null) return false
      await writer.putIncident(node.clock(), 'damage-repaired' satisfies IncidentCode, { ...finding, from })
      return true
    })
  } catch (error) {
    // What it would be computed from is damaged itself: after that, with the next pass.
    if (error instanceof NodeError && DAMAGED.includes(error.code)) return false
    throw error
  }
}

/** What is not to be there: it goes. */
const DROPPED: readonly Finding['what'][] = ['pouch', 'beyond', 'orphan']

async function leftOf(ports: MendPorts, writer: Writer, finding: Finding) {
  if (finding.what !== 'checkpoint' && finding.what !== 'cosignature') return null
  return mendLeft(ports, writer, finding)
}

/** `internal`: the store itself refuses what another of its hashes contradicts. */
const DAMAGED: readonly string[] = ['entry-damaged', 'internal']

/** Theirs is asked for as if it had never come; it is on record as damaged until it is here and whole. */
async function fetchAgain(
  { node, relation }: MendPorts,
  { leaf, digest }: Extract<Finding, { what: 'file' }>,
): Promise<false> {
  const rows = await node.store.read(relation.id, (reader) => reader.filesByDigest(digest))
  const own = rows.some((row) => row.own)
  if (!node.files || own) return false
  await node.files.folder.remove(digest)
  await node.store.locked(relation.id, async (writer) => {
    for (const row of rows) await writer.moveFile(row.leaf, digest, ['here', 'held'], 'wanted')
    if (rows.length === 0) await writer.moveFile(leaf, digest, ['here', 'held'], 'wanted')
  })
  node.events.emit({ kind: 'changed', relation: relation.id, dossiers: [] })
  return false
}
