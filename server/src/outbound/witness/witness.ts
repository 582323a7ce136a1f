/** An outside witness as somebody to be asked once a day. */
import { raise } from '../../uses/incident.ts'
import type { Node, Relation } from '../../uses/relation.ts'
import type { Outside } from '../daily.ts'
import { askWitness, type Post, type Witness } from './ask.ts'

export function outsideWitness(node: Node, relation: Relation, witness: Witness, post: Post): Outside {
  const { name } = witness
  let ahead: number | null = null
  return {
    async last() {
      const rows = await node.store.read(relation.id, (reader) => reader.witnessed())
      return rows.find((row) => row.witness === name)?.at ?? null
    },
    async ask(at) {
      const asked = await askWitness(node, relation, witness, post)
      if (asked.kind === 'failed') {
        // It may be we who were brought back from an old copy. But it is an unsigned number of somebody outside:
        // it is told, and does not stop two states, who may have no line to ask each other over.
        ahead = asked.size ?? null
        return { kind: 'failed', code: asked.code }
      }
      if (asked.kind === 'nothing') return asked
      const { size, lines } = asked
      await node.store.locked(relation.id, (writer) =>
        writer.putWitnessed({ witness: name, size, lines, at }),
      )
      return { kind: 'kept' }
    },
    tell: (code, at) =>
      node.store.locked(relation.id, (writer) =>
        code === 'witness-ahead'
          ? raise(writer, at, 'witness-ahead', { witness: name, size: ahead })
          : raise(writer, at, 'witness-failed', { witness: name, code }),
      ),
  }
}
