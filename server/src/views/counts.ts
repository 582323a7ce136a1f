/** What became of the dossiers filed under another one, counted from their acts by content. */
import { figuresOf } from '@counterpart/casework'
import type { Sight } from '../http/ports.ts'
import type { DossierRef, DossierView } from '../http/schema/dossier.ts'
import { cursorOf } from '../store/cursor.ts'
import type { DossierRow } from '../store/store.ts'
import { factsOf } from './desk.ts'
import { declarationOf, type Look } from './look.ts'
import { refTo } from './row.ts'

const PAGE = 200
const SHOWN = 50

/** Counts everything filed here; of the dossiers themselves it shows those the officer may see, newest first. */
export async function filedUnder(
  look: Look,
  dossier: string,
  sight: Sight,
): Promise<{ counts: DossierView['counts']; children: DossierRef[] }> {
  const groups = new Map<string, Map<string, DossierRow[]>>()
  const children: DossierRef[] = []
  let after: string | undefined
  for (;;) {
    const rows = await look.reader.dossiers({
      under: dossier,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    for (const row of rows) {
      const link = row.under.find((one) => one.dossier === dossier)
      const content = link?.content ?? ''
      const group = groups.get(content) ?? new Map<string, DossierRow[]>()
      group.set(row.ahead.digest, [...(group.get(row.ahead.digest) ?? []), row])
      groups.set(content, group)
      if (children.length < SHOWN && sight.sees(factsOf(look.relation.id, row)))
        children.push(refTo(look, row, 'filed-under', link?.content ?? null))
    }
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) break
    after = cursorOf(last)
  }
  const now = look.node.clock()
  const counts = [...groups].map(([content, byDigest]) => [
    content,
    [...byDigest.values()].flatMap((rows) => {
      const [first] = rows
      if (!first) return []
      const procedure = declarationOf(look.node, first)
      const { asked, answered, refused, open, medianAnswerSeconds, overdue } = figuresOf(
        procedure,
        rows.map((row) => row.ahead),
        now,
      )
      return [{ procedure: procedure.name, asked, answered, refused, open, medianAnswerSeconds, overdue }]
    }),
  ])
  return { counts: Object.fromEntries(counts), children }
}
