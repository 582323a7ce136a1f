/** What came of a log after that had ended, back to its author: it is the one who can do it again. */
import type { Step } from '@counterpart/protocol'
import type { ApartRow, Reader } from '../store/store.ts'
import { checkApart } from './apart.ts'
import { endOf } from './chain.ts'
import { raise } from './incident.ts'
import type { Node, Relation } from './relation.ts'
import { write } from './write.ts'

/** From where on an author asks: what it has of it already is before that. */
export interface LatePlace {
  epoch: number
  start: number
}

/** As its author once sent it, up to one head that it signed; without entries when there is nothing more. */
export function giveLate(node: Node, relation: Relation, asked: LatePlace, nonce: Uint8Array): Promise<Step> {
  return node.store.read(relation.id, async (reader) => {
    const [first, ...more] = (await reader.apart()).filter(
      (row) => row.side === relation.theirs && isFrom(row, asked),
    )
    const rows = first ? [first, ...more.filter(({ note }) => note === first.note)] : []
    const parts = await reader.parts(rows.map(({ leaf }) => leaf))
    return {
      relation: relation.id,
      from: relation.theirs,
      epoch: first?.epoch ?? 1,
      start: first?.index ?? 0,
      entries: rows.map(({ leaf, bytes }) => ({
        header: bytes,
        parts: (parts.get(leaf) ?? []).flatMap((part) =>
          part.state === 'held' ? [{ name: part.name, salt: part.salt, bytes: part.bytes }] : [],
        ),
      })),
      checkpoint: first?.note ?? null,
      cosignature: null,
      holds: 0,
      held: null,
      nonce,
    }
  })
}

function isFrom(row: ApartRow, { epoch, start }: LatePlace): boolean {
  return row.epoch > epoch || (row.epoch === epoch && row.index >= start)
}

/** Where what we have of it ends, in each of our logs that ended: what is older may turn up after what is newer. */
export async function latePlaces(relation: Relation, reader: Reader): Promise<LatePlace[]> {
  const own = (await reader.apart()).filter(({ side }) => side === relation.ours)
  const { ours } = relation.chain
  return ours.slice(0, -1).map(({ number }) => {
    const last = own.findLast(({ epoch }) => epoch === number)
    return { epoch: number, start: last ? last.index + 1 : (endOf(ours, number) ?? 0) }
  })
}

/** Keeps what we once signed and have lost, to be shown and done again. How many entries were new. */
export async function takeLate(node: Node, relation: Relation, step: Step): Promise<number> {
  const epoch = relation.chain.ours.find(({ number }) => number === step.epoch)
  const end = endOf(relation.chain.ours, step.epoch)
  if (!epoch || end === null || step.from !== relation.ours || step.entries.length === 0) return 0
  const taken = await write(
    node,
    relation,
    async (writer) => {
      const checked = await checkApart(node, relation, step, { epoch, end }, writer, relation.ours)
      if (checked.kind === 'refused' || checked.rows.length === 0) return 0
      await writer.putApart(checked.rows, checked.parts)
      const leaves = checked.rows.map(({ leaf }) => leaf)
      await raise(writer, node.clock(), 'epoch-late', { side: relation.ours, leaves }, true)
      return checked.rows.length
    },
    (count) => count > 0,
  )
  if (taken > 0) {
    node.events.emit({ kind: 'incident', relation: relation.id })
    node.events.emit({ kind: 'changed', relation: relation.id, dossiers: [] })
  }
  return taken
}
