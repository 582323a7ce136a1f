/** What frames the relation, many dossiers together, with what each says: no ladder, no parts that can be destroyed. */
import { clockState, differing, type Slots, slotsOf } from '@counterpart/casework'
import type { FrameQuery, Sight } from '../http/ports.ts'
import type { FramePage, FrameRow } from '../http/schema/review.ts'
import type { DossierRow } from '../store/store.ts'
import { shortPage } from './dossier-page.ts'
import { declarationOf, type Look } from './look.ts'
import { factsOf } from './sight.ts'

const PAGE = 200

export async function framePage(look: Look, query: FrameQuery, sight: Sight): Promise<FramePage> {
  const { plays, under, after } = query
  const of = {
    plays,
    limit: PAGE,
    ...(under === undefined ? {} : { under }),
    ...(after === undefined ? {} : { after }),
  }
  const { rows, next } = await shortPage(look, of, (row) =>
    sight.sees(factsOf(look.relation.id, row)) ? frameRow(look, row) : null,
  )
  return { rows: [...rows.values()].filter((row) => row !== null), next }
}

function frameRow(look: Look, row: DossierRow): FrameRow {
  const procedure = declarationOf(look.node, row)
  const { ahead } = row
  const slots = slotsOf(procedure, ahead.kept)
  const fields = Object.entries(ahead.kept).filter(([name]) => procedure.fields[name]?.part === 'kept')
  return {
    id: row.id,
    relation: look.relation.id,
    procedure: row.procedure,
    plays: row.plays ?? '',
    title: (ahead.kept[procedure.title] ?? null) as FrameRow['title'],
    record: recordIn(slots),
    state: ahead.state,
    closed: ahead.closed !== null,
    waits: row.waits,
    late: clockState(ahead.clock, look.node.clock()) === 'late',
    level: row.level as FrameRow['level'],
    opener: ahead.opener,
    keeper: ahead.keeper,
    under: [...new Set(row.under.map(({ dossier }) => dossier))],
    slots: { ...slots },
    fields: Object.fromEntries(fields),
    differing: differing(procedure, ahead).map((one) => ({ ...one, slots: { ...one.slots } })),
  }
}

function recordIn(slots: Slots): string | null {
  const record = slots['record-id']
  return typeof record === 'string' ? record : null
}
