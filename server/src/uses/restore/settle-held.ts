/** Our marks over what was only held of the other side's log, one after the other, while nothing could be signed. */
import type { Heads, LogHead, Writer } from '../../store/store.ts'
import { isTooLarge } from '../damage.ts'
import { appendMark } from '../dossier/append-mark.ts'
import { newFolding } from '../dossier/folding.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { loadTerms } from '../dossier/terms.ts'
import { writeDossiers } from '../dossier/write-dossiers.ts'
import { BATCH_ENTRIES } from '../limits.ts'
import { markedRoot } from '../log/chain.ts'
import { signedRow } from '../log/heads.ts'
import { readOn } from '../log/read-on.ts'
import type { Node, Relation } from '../relation.ts'

/**
 * Each over as many entries as one message has, of which one mark can say what became of them, or over as many as name
 * dossiers that are read together. Resolves to where our log ends then.
 *
 * @throws NodeError `dossier-too-large` where one entry alone cannot be judged: nobody signs what became of it without knowing
 */
export async function settleHeld(
  node: Node,
  relation: Relation,
  { ours, theirs }: Heads,
  time: number,
  writer: Writer,
): Promise<LogHead> {
  let head = ours
  let most = BATCH_ENTRIES
  while (head.running < theirs.size) {
    const to = Math.min(head.running + most, theirs.size)
    const next = await settleTo(node, relation, { ours: head, theirs }, to, time, writer).catch(
      (error: unknown) => {
        if (!isTooLarge(error) || most === 1) throw error
        return null
      },
    )
    if (next) head = next
    // Not at once to the most: dossiers that do not fit together may be named by turns, and each try reads them.
    most = next ? Math.min(2 * most, BATCH_ENTRIES) : most >> 1
  }
  await writer.putCheckpoint(await signedRow(node, relation, head))
  return head
}

/** Nothing is written before all that it takes was read. */
async function settleTo(
  node: Node,
  relation: Relation,
  { ours, theirs }: Heads,
  running: number,
  time: number,
  writer: Writer,
): Promise<LogHead> {
  const settlers = newSettlers(
    writer,
    { [relation.ours]: ours.running, [relation.theirs]: theirs.running },
    (side) => (side === relation.ours ? [{ index: ours.size, running, time }] : []),
  )
  const { terms } = await loadTerms(node, relation, writer, settlers, 'anew')
  const folding = newFolding({ node, relation, reader: writer, settlers, terms })
  const rows = await readOn(writer, relation.theirs, ours.running, running)
  await folding.load(rows.flatMap(({ dossier }) => dossier ?? []))
  const seen = { size: running, root: await markedRoot(writer, relation, relation.theirs, running) }
  const { head } = await appendMark(node, relation, folding, rows, ours, seen, time, writer)
  await writeDossiers(node, relation, folding, { ours: head, theirs }, () => time, writer)
  return head
}
