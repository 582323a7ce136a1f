/**
 * Holds the other side's files for the operator's scanner, beside their coming: it may take an hour over one. Small ones
 * that it hangs over cost it a minute each, so the newest are first, and no pass goes on over many of those.
 */
import { NodeError } from '../errors.ts'
import type { FileRow } from '../store/store.ts'
import type { FileKeep } from '../uses/file/file-keep.ts'
import { isScanDue, MOST_UNANSWERED, scan } from '../uses/file/scan.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { removeFiles } from '../uses/retention/destroy.ts'
import { fileValueOf } from '../uses/retention/file-values.ts'

/** Files of one pass: so many of the newest, and so many of those whose turn it is. */
const LOOKED_AT = 50

export type End = (row: FileRow, to: FileRow['state'], why?: 'file-refused') => Promise<unknown>

export class Scanning {
  readonly #node: Node
  readonly #keep: FileKeep
  readonly #relation: Relation
  readonly #end: End
  /** What the next pass goes on behind. */
  #from: FileRow | null = null

  constructor(node: Node, keep: FileKeep, relation: Relation, end: End) {
    this.#node = node
    this.#keep = keep
    this.#relation = relation
    this.#end = end
  }

  /**
   * Says whether the next is to begin at once. What fails is scanned again in a later pass.
   *
   * @throws what the store throws while it says what is held
   */
  async pass(stopped: AbortSignal): Promise<boolean> {
    const [newest, next] = await this.#node.store.read(this.#relation.id, async (reader) => [
      await reader.filesIn('scanning', false, LOOKED_AT, 'newest'),
      await reader.filesIn('scanning', false, LOOKED_AT, this.#from ?? 'oldest'),
    ])
    let unanswered = 0
    const seen = new Set<string>()
    for (let at = 0; at < LOOKED_AT; at++) {
      for (const row of [newest[at], next[at]]) {
        if (!row || seen.has(row.leaf + row.digest)) continue
        seen.add(row.leaf + row.digest)
        if (stopped.aborted) return false
        if (!isScanDue(this.#node, this.#keep, row.digest)) continue
        if ((await this.#scan(row, stopped)) === 'unanswered') unanswered += 1
      }
      this.#from = next[at] ?? this.#from
      // What came in the meantime is the newest now.
      if (unanswered >= MOST_UNANSWERED) return true
    }
    const isMore = next.length === LOOKED_AT
    if (!isMore) this.#from = null
    return isMore
  }

  async #scan(row: FileRow, stopped: AbortSignal): Promise<'done' | 'later' | 'unanswered'> {
    const [node, relation] = [this.#node, this.#relation]
    try {
      const found = await node.store.read(relation.id, (reader) => fileValueOf(node, relation, reader, row))
      if (found.kind === 'lost') return 'later'
      if (found.kind === 'found') {
        const said = await scan(node, this.#keep, row.digest, found.value, stopped)
        if (said === 'unknown') return 'unanswered'
        if (said === 'clean') await this.#end(row, 'here')
        else await this.#end(row, 'refused', 'file-refused')
        // Once the last that names it is refused, or destroyed: however many do, it is gone from the disk.
        if (said === 'refused') {
          relation.unremoved.add(row.digest)
          await removeFiles(node, relation)
        }
      } else await this.#end(row, 'destroyed')
      return 'done'
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      return 'later'
    }
  }
}
