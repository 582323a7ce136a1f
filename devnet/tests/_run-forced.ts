/** A node that was changed, or is old, writes what ours would not: the entry is signed, stored and sent all the same. */
import { digestOf, type Entry, type Procedure, partsOf } from '@counterpart/casework'
import { canonicalJson, encodeHeader, type Header, partDigest, utf8 } from '@counterpart/protocol'
import { RELATION } from '../../server/src/uses/_talk.ts'
import type { Side } from '../../server/src/uses/_world.ts'
import { newFolding } from '../../server/src/uses/dossier/folding.ts'
import { recount } from '../../server/src/uses/dossier/recount.ts'
import { newSettlers } from '../../server/src/uses/dossier/settlers.ts'
import { loadTerms } from '../../server/src/uses/dossier/terms.ts'
import { writeDossiers } from '../../server/src/uses/dossier/write-dossiers.ts'
import { entryOf, rowOf } from '../../server/src/uses/log/entry.ts'
import { grow, signHead } from '../../server/src/uses/log/heads.ts'
import { dossierIn } from '../../server/src/uses/procedure-in.ts'

export interface Forced {
  act: string
  fields: Record<string, unknown>
  reserved: Record<string, unknown>
  office: string
  officer: string
  approver: string | null
  on: string | null
  /** `null` where it opens. */
  dossier: string | null
}

const SALT = new Uint8Array(32).fill(9)

/** Appends it to the side's own log, whatever the rules say. */
export async function force(side: Side, procedure: Procedure, forced: Forced): Promise<Entry> {
  const { node } = side
  const relation = side.relation(RELATION)
  const isKnown = Object.hasOwn(procedure.acts, forced.act)
  const values = isKnown ? partsOf(procedure, forced.act, forced.fields, forced.reserved) : { kept: {} }
  const parts = Object.entries(values).map(([name, value]) => ({
    name,
    salt: SALT,
    bytes: utf8(canonicalJson(value)),
  }))
  const named = { office: forced.office, officer: forced.officer, act: forced.act }
  return side.store.locked(RELATION, async (writer) => {
    const { ours, theirs } = await writer.heads()
    const header = {
      v: 1,
      relation: RELATION,
      seen: theirs.size,
      time: Math.max(node.clock(), ours.time),
      parts: parts
        .map(({ name, bytes }) => ({
          name,
          digest: partDigest(SALT, bytes),
          keep: name === 'kept' ? 'always' : (procedure.parts[name]?.keep ?? 'always'),
        }))
        .sort((one, other) => rank(one.name) - rank(other.name) || (one.name < other.name ? -1 : 1)),
      ...named,
      handling: 'H1',
      procedure: digestOf(procedure),
      ...(forced.on === null ? {} : { on: forced.on }),
      ...(forced.approver === null ? {} : { approver: forced.approver }),
      ...(forced.dossier === null ? { kind: 'open' } : { kind: 'act', dossier: forced.dossier }),
    } as Header
    const { row } = rowOf(relation.ours, ours.size, encodeHeader(header), ours, dossierIn(node, relation))
    const grown = grow(ours, [row])
    const stored = parts.map((part) => ({ leaf: row.leaf, ...part }))
    await writer.append(relation.ours, [row], stored, grown.nodes, grown.head)
    await writer.putCheckpoint({
      side: relation.ours,
      size: grown.head.size,
      note: await signHead(node, relation, grown.head),
      cosignature: null,
    })
    return entryOf(
      row,
      parts.map((part) => ({ ...part, state: 'held' as const })),
    )
  })
}

/** The part that is always there comes first. */
function rank(name: string): number {
  return name === 'kept' ? 0 : 1
}

/** The node is ours again: it makes anew what it had folded, from its own log as from the other. */
export async function mend(side: Side, dossier: string): Promise<void> {
  const { node } = side
  const relation = side.relation(RELATION)
  await node.store.locked(RELATION, (writer) => writer.resetTally(0))
  await recount(node, relation)
  // Of a dossier in which nothing has effect there is no row to make anew.
  await node.store.locked(RELATION, async (writer) => {
    if (await writer.dossier(dossier)) return
    const heads = await writer.heads()
    const running = { [relation.ours]: heads.ours.running, [relation.theirs]: heads.theirs.running }
    const settlers = newSettlers(writer, running, () => [])
    const { terms } = await loadTerms(node, relation, writer, settlers, 'anew')
    const folding = newFolding({ node, relation, reader: writer, settlers, terms })
    await folding.dossier(dossier)
    await writeDossiers(node, relation, folding, heads, () => node.clock(), writer)
  })
}
