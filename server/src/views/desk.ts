/** Lists of dossiers: what waits, for whom, ordered by the clock. */
import { offers } from '@counterpart/casework'
import type { DeskQuery, ListQuery, Officer, Sight } from '../http/ports.ts'
import {
  type DeskPage,
  type DeskRow,
  type DeskView,
  type DossierList,
  VIEWS,
} from '../http/schema/dossier.ts'
import { comparePageKeys, cursorOf, pageKey } from '../store/cursor.ts'
import type { DossierFilter, DossierKey, DossierRow, Turn } from '../store/store.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { type DeskOf, deskOf } from './desk-of.ts'
import { dossierPage } from './dossier-page.ts'
import { freshRows, works } from './fresh.ts'
import { listed } from './listed.ts'
import { heldDeclaration, type Look, look, relationNamed } from './look.ts'
import { deskRows } from './row.ts'
import { factsOf, narrowed, seenOf } from './sight.ts'

const PAGE = 50
/** A page may be made of rows the officer may not see; so many are looked through before an answer. */
const ROUNDS = 4
/** Counting goes no further: more than this is *many* to whoever looks at a desk. */
const COUNTED = 1000
/** What an officer can move is decided row by row, so it is counted among fewer. */
const MOVED = 200

/** Views of what is on the desk of the officer's own office. */
const OWN: readonly DeskView[] = ['mine', 'office', 'theirs', 'either']

/** Views in which what is new is shown too. */
const HOME: readonly DeskView[] = ['mine', 'office']

/** A list of an officer's: of which relations, which rows of them, and which of these are shown. */
interface Listing {
  node: Node
  relations: readonly Relation[]
  officer: Officer
  filter(): DossierFilter
  shows(look: Look, row: DossierRow): boolean
}

export async function desk(node: Node, query: DeskQuery, officer: Officer, sight: Sight): Promise<DeskPage> {
  const relations = chosen(node, query.relation)
  const place = placeOf(node, officer)
  const filter = (view: DeskView): DossierFilter => ({
    ...(query.procedure === undefined ? {} : { procedure: query.procedure }),
    ...viewFilter(view, node.clock(), place, sight),
  })
  const isHere = (view: DeskView, offices: readonly string[]) => !OWN.includes(view) || place.holds(offices)
  const shows = (view: DeskView) => (at: Look, row: DossierRow) =>
    isHere(view, row.offices) &&
    sight.sees(factsOf(at.relation.id, row)) &&
    (view !== 'mine' || canMove(at, row, officer) || mayNote(row, officer))
  const page = await pageOf(
    {
      node,
      relations,
      officer,
      filter: () => filter(query.view),
      shows: shows(query.view),
    },
    query.after,
  )
  const fresh: DeskRow[] = []
  const counts = Object.fromEntries(VIEWS.map((view) => [view, 0])) as Record<DeskView, number>
  const isHome = HOME.includes(query.view) && query.after === undefined
  for (const relation of relations)
    await look(node, relation, async (at) => {
      for (const view of VIEWS) {
        if (view === 'mine') {
          const shown = (row: DossierRow) => shows(view)(at, row)
          const { rows } = await dossierPage(at, { ...filter(view), limit: MOVED }, shown)
          counts[view] += [...rows.values()].filter(Boolean).length
        } else {
          const tally = await at.reader.tallyDossiers(filter(view), COUNTED)
          const here = tally.filter(({ offices }) => isHere(view, offices))
          counts[view] += seenOf(node, relation.id, here, sight)
        }
      }
      const isNew = (row: DossierRow) =>
        row.offices.some((code) => place.offices.includes(code)) && shows('theirs')(at, row)
      const unseen = await freshRows(at, filter('theirs'), officer, isNew)
      for (const view of HOME) counts[view] += unseen.length
      if (isHome) fresh.push(...(await deskRows(at, unseen.slice(0, PAGE), officer.office.code)))
    })
  fresh.sort((a, b) => (b.lastAct?.time ?? 0) - (a.lastAct?.time ?? 0))
  return { ...page, fresh, counts }
}

export function list(node: Node, query: ListQuery, officer: Officer, sight: Sight): Promise<DossierList> {
  const filter: DossierFilter = {
    ...narrowed(sight),
    ...(query.plays === undefined ? {} : { plays: query.plays }),
    ...(query.under === undefined ? {} : { under: query.under }),
  }
  const listing: Listing = {
    node,
    relations: chosen(node, query.relation),
    officer,
    filter: () => filter,
    shows: (at, row) => sight.sees(factsOf(at.relation.id, row)),
  }
  return pageOf(listing, query.after)
}

function chosen(node: Node, relation: string | undefined): Relation[] {
  return relation === undefined ? [...node.relations.values()] : [relationNamed(node, relation)]
}

function placeOf({ directory }: Node, { office: { code } }: Officer): DeskOf {
  const office = directory.office(code)
  return office ? deskOf(directory, office) : { offices: [code], holds: (offices) => offices.includes(code) }
}

function viewFilter(view: DeskView, now: number, place: DeskOf, sight: Sight): DossierFilter {
  const turns = (...those: Turn[]) => ({ offices: place.offices, turns: those })
  switch (view) {
    case 'mine':
    case 'office':
      return turns('ours', 'both')
    case 'theirs':
      return turns('theirs', 'both')
    case 'either':
      return turns('either')
    case 'late':
      return { ...narrowed(sight), open: true, dueBefore: now }
    case 'all':
      return narrowed(sight)
  }
}

/** Rows that are not shown leave a page short; an empty one is passed over while there are more. */
async function pageOf(listing: Listing, from: string | undefined): Promise<DossierList> {
  let page: DossierList = { rows: [], next: from ?? null, unread: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    page = await roundOf(listing, page.next ?? undefined)
    if (page.rows.length > 0 || page.unread > 0 || page.next === null) break
  }
  return page
}

/** The first rows of all relations together, each relation read from one snapshot. */
async function roundOf(listing: Listing, after: string | undefined): Promise<DossierList> {
  const found: { key: DossierKey; shown: DeskRow | 'unread' | undefined }[] = []
  for (const relation of listing.relations)
    await look(listing.node, relation, async (at) => {
      const query = {
        ...listing.filter(),
        limit: PAGE + 1,
        ...(after === undefined ? {} : { after }),
      }
      const { keys, rows } = await dossierPage(at, query, (row) =>
        listing.shows(at, row) ? listed(at, row) : null,
      )
      const visible = [...rows.values()].slice(0, PAGE).filter((row) => row !== null)
      const shown = await deskRows(at, visible, listing.officer.office.code)
      const byId = new Map(shown.map((row) => [row.id, row]))
      for (const key of keys) found.push({ key, shown: rows.has(key.id) ? byId.get(key.id) : 'unread' })
    })
  found.sort((a, b) => comparePageKeys(pageKey(a.key), pageKey(b.key)))
  const page = found.slice(0, PAGE)
  const last = page.at(-1)
  return {
    rows: page.flatMap(({ shown }) => (shown === 'unread' ? [] : (shown ?? []))),
    next: found.length > PAGE && last ? cursorOf(last.key) : null,
    unread: page.filter(({ shown }) => shown === 'unread').length,
  }
}

/** What was recalled waits for whoever works at the office, whatever the procedure has them do. */
function mayNote({ unnoted }: DossierRow, officer: Officer): boolean {
  return unnoted !== undefined && works(officer)
}

/**
 * Whether this officer can take the dossier further: an act that moves it, answers, starts the clock again, or
 * accepts the responsibility that was offered to this office. While the other side is to move, taking back what was asked of
 * it is nothing that waits here.
 */
function canMove({ node, relation, heads }: Look, row: DossierRow, officer: Officer): boolean {
  const procedure = heldDeclaration(node, row)
  if (procedure === null) return false
  const { office, roles } = officer
  const { ahead } = row
  const seen = heads.theirs.size
  const isOffered = ahead.offered !== null && (ahead.offered.office ?? office.code) === office.code
  return offers(procedure, ahead, relation.ours, office.level, roles, relation.parties, seen).some(
    ({ act, allowed }) => {
      const declared = procedure.acts[act]
      return (
        allowed &&
        !(act === 'withdraw' && row.waits === relation.theirs) &&
        (declared?.owner === 'takes'
          ? isOffered
          : declared?.to !== undefined || declared?.clock === 'resume' || declared?.answers !== undefined)
      )
    },
  )
}
