/** Lists of dossiers: what waits, for whom, ordered by the clock. */
import { offers } from '@counterpart/casework'
import type { DeskQuery, ListQuery, Officer, RowFacts, Sight } from '../http/ports.ts'
import {
  type DeskPage,
  type DeskRow,
  type DeskView,
  type DossierList,
  VIEWS,
} from '../http/schema/dossier.ts'
import { comparePageKeys, cursorOf, pageKey } from '../store/cursor.ts'
import type { DossierFilter, DossierRow } from '../store/store.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { declarationOf, type Look, look, relationNamed } from './look.ts'
import { deskRow } from './row.ts'

const PAGE = 50
/** Counting goes no further: more than this is *many* to whoever looks at a desk. */
const COUNTED = 1000

export async function desk(node: Node, query: DeskQuery, officer: Officer, sight: Sight): Promise<DeskPage> {
  const relations = chosen(node, query.relation)
  const filterOf = (view: DeskView, relation: Relation) =>
    viewFilter(view, relation, node, officer, sight, query.procedure)
  const page = await pageOver(
    node,
    relations,
    query.after,
    officer,
    sight,
    query.view === 'mine',
    (relation) => filterOf(query.view, relation),
  )
  const counts = Object.fromEntries(VIEWS.map((view) => [view, 0])) as Record<DeskView, number>
  for (const relation of relations)
    await look(node, relation, async (at) => {
      for (const view of VIEWS)
        counts[view] +=
          view === 'mine'
            ? (await at.reader.dossiers({ ...filterOf(view, relation), limit: PAGE })).filter((row) =>
                canMove(at, row, officer),
              ).length
            : await at.reader.countDossiers(filterOf(view, relation), COUNTED)
    })
  return { ...page, counts }
}

export function list(node: Node, query: ListQuery, officer: Officer, sight: Sight): Promise<DossierList> {
  return pageOver(node, chosen(node, query.relation), query.after, officer, sight, false, () => ({
    ...narrowed(sight),
    ...(query.plays === undefined ? {} : { plays: query.plays }),
    ...(query.under === undefined ? {} : { under: query.under }),
  }))
}

export function factsOf(relation: string, row: DossierRow): RowFacts {
  return {
    id: row.id,
    relation,
    digest: row.ahead.digest,
    plays: row.plays,
    level: row.level as RowFacts['level'],
    offices: row.offices,
  }
}

function chosen(node: Node, relation: string | undefined): Relation[] {
  return relation === undefined ? [...node.relations.values()] : [relationNamed(node, relation)]
}

function narrowed(sight: Sight): DossierFilter {
  return sight.offices === null ? {} : { offices: [...sight.offices] }
}

function viewFilter(
  view: DeskView,
  relation: Relation,
  node: Node,
  officer: Officer,
  sight: Sight,
  procedure: string | undefined,
): DossierFilter {
  const of = procedure === undefined ? {} : { procedure }
  const own = { offices: [officer.office.code] }
  switch (view) {
    case 'mine':
    case 'office':
      return { ...of, ...own, open: true, waits: relation.ours }
    case 'theirs':
      return { ...of, ...own, open: true, waits: relation.theirs }
    case 'late':
      return { ...of, ...narrowed(sight), open: true, dueBefore: node.clock() }
    case 'all':
      return { ...of, ...narrowed(sight) }
  }
}

async function pageOver(
  node: Node,
  relations: readonly Relation[],
  after: string | undefined,
  officer: Officer,
  sight: Sight,
  onlyMovable: boolean,
  filterOf: (relation: Relation) => DossierFilter,
): Promise<{ rows: DeskRow[]; next: string | null }> {
  const found: { relation: Relation; row: DossierRow }[] = []
  for (const relation of relations)
    await look(node, relation, async ({ reader }) => {
      const rows = await reader.dossiers({
        ...filterOf(relation),
        limit: PAGE + 1,
        ...(after === undefined ? {} : { after }),
      })
      for (const row of rows) found.push({ relation, row })
    })
  found.sort((a, b) => comparePageKeys(pageKey(a.row), pageKey(b.row)))
  const page = found.slice(0, PAGE)
  const last = page.at(-1)
  const rows: DeskRow[] = []
  for (const { relation, row } of page) {
    if (!sight.sees(factsOf(relation.id, row))) continue
    await look(node, relation, async (at) => {
      if (!onlyMovable || canMove(at, row, officer)) rows.push(await deskRow(at, row, officer.office.code))
    })
  }
  return { rows, next: found.length > PAGE && last ? cursorOf(last.row) : null }
}

/** Whether this officer can take the dossier further: an act that moves it, answers or starts the clock again. */
function canMove(at: Look, row: DossierRow, officer: Officer): boolean {
  const procedure = declarationOf(at.node, row)
  const { level } = officer.office
  const offered = offers(procedure, row.ahead, at.relation.ours, level, officer.roles, at.relation.parties)
  return offered.some(({ act, allowed }) => {
    const declared = procedure.acts[act]
    return (
      allowed &&
      (declared?.to !== undefined || declared?.clock === 'resume' || declared?.answers !== undefined)
    )
  })
}
