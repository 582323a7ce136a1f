/** What time alone causes. No act is written by the clock yet: *late* is computed wherever it is shown. */
import type { Node, Relation } from './relation.ts'

/** A line that was up and has been silent for so long is down, whatever the last attempt said. Seconds. */
const SILENT = 90

export function tick(node: Node, relation: Relation): void {
  const { line } = relation
  const now = node.clock()
  if (line.state !== 'up' || line.lastHeard === null || now - line.lastHeard < SILENT) return
  line.state = 'down'
  line.since = now
  line.held ??= 'line-down'
  node.events.emit({ kind: 'line', relation: relation.id })
}
