/** What tests read of a node that was started whole. */
import { RELATION } from './_pair.ts'
import type { StartedNode } from './main.ts'

export function relationOf({ running }: StartedNode) {
  const found = running.node.relations.get(RELATION)
  if (!found) throw new Error('no relation')
  return found
}

export function headsOf({ running }: StartedNode) {
  return running.node.store.read(RELATION, (reader) => reader.heads())
}
