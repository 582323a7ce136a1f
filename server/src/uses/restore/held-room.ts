/**
 * What is only held, because nothing may be signed yet, is judged in one write when the next log begins (EPOCH-9), and it can never
 * be given up again. So it is asked before it is taken in whether it can be read then, each dossier of it by itself with what that
 * rests on: what is more stays with its author, as of any message (SYNC-17), and the next log begins without.
 */
import { NodeError } from '../../errors.ts'
import type { EntryRow, Heads, Writer } from '../../store/store.ts'
import { damageIn } from '../damage.ts'
import { PAGE } from '../dossier/fold-anew.ts'
import { newFolding } from '../dossier/folding.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { loadTerms } from '../dossier/terms.ts'
import { BATCH_ENTRIES } from '../limits.ts'
import { readOn } from '../log/read-on.ts'
import type { Node, Relation } from '../relation.ts'

/**
 * What is given back later of our own log, to which each of these dossiers may belong, adds to them: no more comes before it than
 * leaves room for that, and it counts whether or not the opening is here.
 */
const SHARE = 0.5

/**
 * `rows`: what comes; `heads`: with it. What our log has seen was judged when it came the first time, and is not asked for. But of
 * the rest all is: what came before may rest on what comes now.
 *
 * @throws NodeError `dossier-too-large`
 */
export async function checkHeldRoom(
  node: Node,
  relation: Relation,
  rows: readonly EntryRow[],
  heads: Heads,
  writer: Writer,
): Promise<void> {
  const { ours, theirs } = heads
  const fresh = rows.flatMap(({ index, dossier }) => (index < ours.running ? [] : (dossier ?? [])))
  if (fresh.length === 0) return
  for (const dossier of new Set(fresh)) {
    const { entries, headers, bodies } = await writer.roomIn(dossier, SHARE)
    if (Math.min(entries, headers, bodies) < 0)
      throw new NodeError({
        code: 'dossier-too-large',
        message: 'the dossier leaves no room for the rest of it',
      })
  }
  const dossiers = new Set<string>()
  for (let at = ours.running; at < theirs.size; at += BATCH_ENTRIES) {
    const some = await readOn(writer, relation.theirs, at, Math.min(at + BATCH_ENTRIES, theirs.size))
    for (const { dossier } of some) if (dossier !== null) dossiers.add(dossier)
  }
  const ids = [...dossiers]
  for (let from = 0; from < ids.length; from += PAGE) await load(ids.slice(from, from + PAGE))

  async function load(some: readonly string[]): Promise<void> {
    const running = { [relation.ours]: ours.running, [relation.theirs]: theirs.running }
    const settlers = newSettlers(writer, running, () => [])
    const { terms } = await loadTerms(node, relation, writer, settlers, 'anew')
    const folding = newFolding({ node, relation, reader: writer, settlers, terms, anew: true })
    try {
      await folding.load(some)
    } catch (error) {
      if (damageIn(error)?.code !== 'dossier-too-large' || some.length === 1) throw error
      const half = some.length >> 1
      await load(some.slice(0, half))
      await load(some.slice(half))
    }
  }
}
