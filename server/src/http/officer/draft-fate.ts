/** Says what became of a draft to whoever wrote it or was shown it, even where an earlier answer was lost. */
import type { DraftRow } from '../../store/drafts.ts'
import { DRAFT_SECONDS } from '../../uses/record/draft-care.ts'
import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import type { Officer } from '../ports.ts'
import type { DraftFate } from '../schema/drafts.ts'
import { gone, type Kept, standing } from './draft-open.ts'
import { hasRead } from './draft-reads.ts'

/** @throws NodeError `draft-gone` for everybody else, as for a draft that never was */
export async function fateOf(context: Context, officer: Officer, id: string): Promise<DraftFate> {
  const row = await standing(context, id)
  const may = row !== null && (row.by === officer.id || (await hasRead(context, officer, id)))
  await note(context, officer, 'consult', { kind: 'draft', id }, may)
  if (!may) throw gone()
  const fate = await fateFrom(context, officer, row)
  if (row.state !== 'approved') return fate
  const recorded = await context.uses.approved(row.relation, id)
  if (!recorded) return fate
  if (!(await mayRead(context, officer, recorded.dossier))) throw gone()
  return { ...fate, recorded }
}

/** Drafts of an officer that the node itself ended: nobody else tells their author. */
export async function endedDrafts(context: Context, officer: Officer): Promise<DraftFate[]> {
  const fates: DraftFate[] = []
  for (const row of await context.drafts.endedOf(officer.id, context.clock() - DRAFT_SECONDS))
    fates.push(await fateFrom(context, officer, row))
  return fates
}

async function fateFrom(context: Context, officer: Officer, row: DraftRow): Promise<DraftFate> {
  const { id, relation, created, since, state } = row
  const by = state === 'withdrawn' ? row.by : (row.command as Kept | null)?.declined?.by
  const dossier = row.dossier !== null && (await mayRead(context, officer, row.dossier)) ? row.dossier : null
  return {
    id,
    relation,
    dossier,
    created,
    since,
    state,
    by: by === undefined ? null : ((await context.accounts.officer(by))?.name ?? null),
    recorded: null,
  }
}

async function mayRead(context: Context, officer: Officer, dossier: string): Promise<boolean> {
  const facts = (await context.uses.facts([dossier])).get(dossier)
  return facts !== undefined && context.allow(officer, 'read', { kind: 'dossier', facts }).allowed
}
