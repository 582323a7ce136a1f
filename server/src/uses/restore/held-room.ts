/**
 * What is only held, because nothing may be signed yet, is judged in one write when the next log begins (EPOCH-9), and it can never
 * be given up again. So it is asked before it is taken in whether all of it can be read together then, with what it rests on: what is
 * more stays with its author, as of any message (SYNC-17), and the next log begins without. Dossiers that fit one by one alone
 * would be read again for every entry that names another of them. What a dossier rests on follows from its opening: what names
 * one whose opening may still come back with our own log stays with its author too.
 */
import { NodeError } from '../../errors.ts'
import type { EntryRow, Heads, Writer } from '../../store/store.ts'
import { newFolding } from '../dossier/folding.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { newTerms } from '../dossier/terms.ts'
import { BATCH_ENTRIES } from '../limits.ts'
import { readOn } from '../log/read-on.ts'
import type { Node, Relation } from '../relation.ts'

/**
 * The rest of our own log may be given back after it, whenever our counterpart likes, and adds to these dossiers. No more is held
 * than leaves room for that, whether or not their openings are here.
 */
const SHARE = 0.5

/** The dossiers that are named by what is held, up to these sizes of the logs, and what they rest on. */
interface Weighed {
  ours: number
  theirs: number
  dossiers: ReadonlySet<string>
}

/** Nothing is read again that was read for the message before: there may be many, of a few bytes each. */
const weighed = new WeakMap<Relation, Weighed>()

/**
 * `rows`: what comes; `heads`: with it; `isReceipted`: whether we had receipted it. What our log has seen was judged when it came
 * the first time, and is not asked for; no more is what has our receipt asked for the opening that it had then.
 *
 * @throws NodeError `dossier-too-large`, `opening-missing`
 */
export async function checkHeldRoom(
  node: Node,
  relation: Relation,
  rows: readonly EntryRow[],
  { ours, theirs }: Heads,
  writer: Writer,
  isReceipted = false,
): Promise<void> {
  const coming = isReceipted ? [] : rows.filter(({ index }) => index >= ours.running)
  const comingTo = new Set(coming.map(({ dossier }) => dossier))
  const before = weighed.get(relation)
  const start = theirs.size - rows.length
  const goesOn = before?.ours === ours.size && before.theirs === start
  const dossiers = new Set(goesOn ? before.dossiers : [])
  const read = new Set<string>()
  const from = Math.max(ours.running, goesOn ? start : 0)
  for (let at = from; at < theirs.size; at += BATCH_ENTRIES) {
    const some = await readOn(writer, relation.theirs, at, Math.min(at + BATCH_ENTRIES, theirs.size))
    const named = some.flatMap(({ dossier }) => (dossier === null || read.has(dossier) ? [] : dossier))
    for (const id of [...named, ...(await restedOn(named))]) dossiers.add(id)
    for (const id of named) read.add(id)
  }
  const { entries, headers, bodies } = await writer.roomIn([...dossiers], SHARE)
  if (Math.min(entries, headers, bodies) < 0)
    throw new NodeError({
      code: 'dossier-too-large',
      message: 'what is held leaves no room for the rest of our own log',
    })
  // Where it is not committed, the next message does not go on from this size, and all is read.
  weighed.set(relation, { ours: ours.size, theirs: theirs.size, dossiers })

  async function restedOn(named: readonly string[]): Promise<string[]> {
    const running = { [relation.ours]: ours.running, [relation.theirs]: theirs.running }
    const settlers = newSettlers(writer, running, () => [])
    const folding = newFolding({ node, relation, reader: writer, settlers, terms: newTerms().of, anew: true })
    await folding.load(named)
    for (const { id, opening } of folding.held())
      if (opening === null && comingTo.has(id))
        throw new NodeError({ code: 'opening-missing', message: `an entry names dossier ${id}` })
    return folding.instruments()
  }
}
