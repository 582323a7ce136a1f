/** What became of the dossiers filed under another one, counted from their acts by content. */
import { figuresOf } from '@counterpart/casework'
import type { Sight } from '../http/ports.ts'
import type { DossierRef, DossierView } from '../http/schema/dossier.ts'
import { cursorOf } from '../store/cursor.ts'
import type { DossierRow } from '../store/store.ts'
import { isNothingSettled } from '../uses/dossier/nothing-settled.ts'
import { wholePage } from './dossier-page.ts'
import { type Listed, listed } from './listed.ts'
import { declarationOf, type Look } from './look.ts'
import { refTo } from './row.ts'
import { factsOf, narrowed } from './sight.ts'

const PAGE = 200
/**
 * A page costs the same however old the register is: beyond this many the figures are those of the first,
 * which are what is due first and then what changed last. To count more, keep the counts as acts settle.
 */
const COUNTED = 1000
const SHOWN = 50

interface Filed {
  counts: DossierView['counts']
  children: DossierRef[]
}

/** Both are made of what the officer may see; the figures of what is settled, so that both sides count the same. */
export async function filedUnder(look: Look, dossier: string, sight: Sight): Promise<Filed> {
  const groups = new Map<string, Map<string, Listed[]>>()
  const children: DossierRef[] = []
  for (const row of await seenUnder(look, dossier, sight)) {
    const contents = row.under.flatMap((link) => (link.dossier === dossier ? [link.content] : []))
    if (children.length < SHOWN) children.push(refTo(look, row, 'filed-under', contents[0] ?? null))
    if (isNothingSettled(row)) continue
    for (const content of new Set(contents.map((one) => one ?? ''))) {
      const group = groups.get(content) ?? new Map<string, Listed[]>()
      group.set(row.settled.digest, [...(group.get(row.settled.digest) ?? []), row])
      groups.set(content, group)
    }
  }
  const counts = [...groups].map(([content, byDigest]) => [
    content,
    [...byDigest.values()].map((rows) => countsOf(look, rows)),
  ])
  return { counts: Object.fromEntries(counts), children }
}

async function seenUnder(look: Look, dossier: string, sight: Sight): Promise<Listed[]> {
  const keep = (row: DossierRow) => (sight.sees(factsOf(look.relation.id, row)) ? listed(look, row) : null)
  const seen: Listed[] = []
  let after: string | undefined
  for (let read = 0; read < COUNTED; read += PAGE) {
    const query = {
      ...narrowed(sight),
      under: dossier,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    }
    const { keys, rows } = await wholePage(look, query, keep)
    seen.push(...[...rows.values()].filter((row) => row !== null))
    const last = keys.at(-1)
    if (keys.length < PAGE || !last) break
    after = cursorOf(last)
  }
  return seen
}

function countsOf(look: Look, rows: readonly Listed[]): DossierView['counts'][string][number] {
  const [first] = rows as [Listed]
  const procedure = declarationOf(look.node, first)
  const settled = rows.map((row) => row.settled)
  const figures = figuresOf(procedure, settled, look.node.clock())
  const { asked, answered, refused, open, medianAnswerSeconds, overdue } = figures
  return { procedure: procedure.name, asked, answered, refused, open, medianAnswerSeconds, overdue }
}
