/** Why nothing is recorded, said in the node's own log where somebody has to do something about it. */
import { NodeError } from '../errors.ts'
import { heldCode } from '../uses/held.ts'
import type { Node, Relation } from '../uses/relation.ts'

type Stopped = 'rolled-back' | 'restored' | 'held-clock'

/** That the counterpart is not heard yet is said by nothing here: it is so after every start. */
function stoppedBy(node: Node, relation: Relation): Stopped | null {
  const code = heldCode(node, relation, relation.line.written)
  if (code === 'rolled-back' || code === 'held-clock') return code
  return relation.restored === 'no' ? null : 'restored'
}

/** Says it once for as long as it is so. Returns what ends that. */
export function sayStopped(node: Node, log: (code: Stopped, error: NodeError) => void): () => void {
  const said = new Map<string, Stopped | null>()
  const look = (relation: Relation) => {
    const code = stoppedBy(node, relation)
    if (code !== null && said.get(relation.id) !== code)
      log(code, new NodeError({ code, message: `${relation.id}: nothing is recorded` }))
    said.set(relation.id, code)
  }
  for (const relation of node.relations.values()) look(relation)
  return node.events.listen((event) => {
    const found = event.kind === 'line' ? node.relations.get(event.relation) : undefined
    if (found) look(found)
  })
}
