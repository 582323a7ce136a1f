/** Gives entries that came after the end of their log back to their author, the only one who can do them again. */
import type { Step } from '@counterpart/protocol'
import type { ApartPlace, ApartRow, Reader } from '../../store/store.ts'
import { reportDamage } from '../damage.ts'
import { raise } from '../incident.ts'
import { endOf } from '../log/chain.ts'
import type { Node, Relation } from '../relation.ts'
import { letAloneFall } from '../retention/alone.ts'
import { write } from '../write.ts'
import { checkApart } from './apart.ts'
import { freshOf } from './keep-apart.ts'
import { partsApart } from './parts-apart.ts'

const PAGE = { entries: 512, bytes: 4 * 1024 * 1024 }

/** Where an author's question begins: it has everything before that. */
export interface LatePlace {
  epoch: number
  start: number
}

/**
 * The entries as their author once sent them, up to one head that it signed; none where there is nothing more. Without a part that
 * is damaged here: one alone would keep all of them from their author, and his line from being up.
 */
export async function giveLate(
  node: Node,
  relation: Relation,
  asked: LatePlace,
  nonce: Uint8Array,
): Promise<Step> {
  const { rows, parts, damages } = await node.store.read(relation.id, async (reader) => {
    const rows = await underOneHead(relation, { epoch: asked.epoch, index: asked.start }, reader)
    return { rows, ...(await partsApart(rows, reader)) }
  })
  await reportDamage(node, relation, damages)
  const [first] = rows
  return {
    relation: relation.id,
    from: relation.theirs,
    epoch: first?.epoch ?? 1,
    start: first?.index ?? 0,
    entries: rows.map(({ leaf, bytes }) => ({ header: bytes, parts: parts.get(leaf) ?? [] })),
    checkpoint: first?.note ?? null,
    cosignature: null,
    holds: 0,
    held: null,
    nonce,
  }
}

/** Rows of one message at the most: its head says where that ended. */
async function underOneHead(relation: Relation, from: ApartPlace, reader: Reader): Promise<ApartRow[]> {
  const rows = await reader.apart(relation.theirs, from, { entries: 1, bytes: 1 })
  const [first] = rows
  const epoch = relation.chain.theirs.find(({ number }) => number === first?.epoch)
  if (!first || !epoch) return rows
  const end = epoch.base + Number(first.note.split('\n', 2)[1])
  for (;;) {
    const at = { epoch: first.epoch, index: first.index + rows.length }
    if (!(at.index < end)) return rows
    const most = { ...PAGE, entries: Math.min(PAGE.entries, end - at.index) }
    const next = await reader.apart(relation.theirs, at, most)
    const more = next.filter(({ note }) => note === first.note)
    rows.push(...more)
    if (more.length === 0 || more.length < next.length) return rows
  }
}

/** Where our part of one of our ended logs ends, by its number in the chain; `null` for the newest log. */
export async function latePlace(relation: Relation, log: number, reader: Reader): Promise<LatePlace | null> {
  const { ours } = relation.chain
  const epoch = ours.slice(0, -1)[log]?.number
  if (epoch === undefined) return null
  return {
    epoch,
    start: Math.max(endOf(ours, epoch) ?? 0, (await reader.apartEnd(relation.ours, epoch)) ?? 0),
  }
}

/** Keeps entries that we once signed and have lost, to be shown and done again. Returns how many were new. */
export async function takeLate(node: Node, relation: Relation, step: Step): Promise<number> {
  const epoch = relation.chain.ours.find(({ number }) => number === step.epoch)
  const end = endOf(relation.chain.ours, step.epoch)
  if (!epoch || end === null || step.from !== relation.ours || step.entries.length === 0) return 0
  const taken = await write(
    node,
    relation,
    async (writer) => {
      const checked = await checkApart(node, relation, step, { epoch, end }, writer, relation.ours)
      if (checked.kind === 'refused') return 0
      // An answer that brings nothing new is no reason to ask on.
      const { fresh, continues } = await freshOf(checked.rows, writer)
      if (fresh.length === 0 || !continues) return 0
      const leaves = fresh.map(({ leaf }) => leaf)
      const told = new Set(leaves)
      await writer.putApart(
        fresh,
        checked.parts.filter(({ leaf }) => told.has(leaf)),
      )
      await writer.putAbsent(checked.absent.filter(({ leaf }) => told.has(leaf)))
      await letAloneFall(fresh, writer)
      await raise(writer, node.clock(), 'epoch-late', { side: relation.ours, leaves }, true)
      return fresh.length
    },
    (count) => count > 0,
  )
  if (taken > 0) {
    node.events.emit({ kind: 'incident', relation: relation.id })
    node.events.emit({ kind: 'changed', relation: relation.id, dossiers: [] })
  }
  return taken
}
