/** Writes dossiers with the rows they are found by. */
import { NodeError } from '../../errors.ts'
import { pageKey } from '../cursor.ts'
import { dossierIn } from '../dossier-text.ts'
import { withoutSum, withSum } from '../row-sum.ts'
import type { DossierRow } from '../store.ts'
import { contentKey } from './dossier-query.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hashOrNull, hexOf, wordKey } from './values.ts'

/**
 * One statement for all three tables: each costs an answer of the server, and every act writes dossiers. Every array is
 * as long as what is written: a join of arrays is planned once for a few rows, and run for hundreds. What is deleted is
 * looked for row by row (`offset 0` keeps it so): a join that was planned while the tables were small reads all of them.
 */
const DOSSIERS: Statement = {
  name: 'dossiers-put',
  text: `with given as (
      select * from unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::bigint[],
        $9::bigint[], $10::bigint[]) as g(id, body, procedure, plays, turn, open, due, changed, wakes)
    ), offices_gone as (
      delete from counterpart.dossier_office where ctid = any(array(
        select gone.ctid from unnest($2::bytea[], $11::text[]) as g(id, offices) cross join lateral (
          select o.ctid from counterpart.dossier_office o
          where o.relation = $1 and o.dossier = g.id and not jsonb_exists(g.offices::jsonb, o.office) offset 0
        ) gone))
    ), offices as (
      insert into counterpart.dossier_office as o (relation, dossier, office, procedure, plays, turn, open, due, changed)
      select $1, * from unnest($13::bytea[], $14::text[], $15::text[], $16::text[], $17::text[], $18::boolean[],
        $19::bigint[], $20::bigint[])
      on conflict (relation, dossier, office) do update set procedure = excluded.procedure, plays = excluded.plays,
        turn = excluded.turn, open = excluded.open, due = excluded.due, changed = excluded.changed
      where (o.procedure, o.plays, o.turn, o.open, o.due, o.changed) is distinct from
        (excluded.procedure, excluded.plays, excluded.turn, excluded.open, excluded.due, excluded.changed)
    ), under_gone as (
      delete from counterpart.dossier_under where ctid = any(array(
        select gone.ctid from unnest($2::bytea[], $12::text[]) as g(id, filed) cross join lateral (
          select u.ctid from counterpart.dossier_under u
          where u.relation = $1 and u.dossier = g.id and not g.filed::jsonb
            @> jsonb_build_array(jsonb_build_object('parent', u.parent, 'content', u.content)) offset 0
        ) gone))
    ), under as (
      insert into counterpart.dossier_under as u (relation, dossier, parent, content, due, changed)
      select $1, * from unnest($21::bytea[], $22::text[], $23::text[], $24::bigint[], $25::bigint[])
      on conflict (relation, dossier, parent, content) do update set due = excluded.due, changed = excluded.changed
      where (u.due, u.changed) is distinct from (excluded.due, excluded.changed)
    )
    insert into counterpart.dossier (relation, id, body, procedure, plays, turn, open, due, changed, wakes)
    select $1, * from given
    on conflict (relation, id) do update set body = excluded.body, procedure = excluded.procedure,
      plays = excluded.plays, turn = excluded.turn, open = excluded.open, due = excluded.due,
      changed = excluded.changed, wakes = excluded.wakes`,
}

interface Found {
  id: Buffer
  procedure: string
  plays: string | null
  turn: string | null
  open: boolean
  due: number
  changed: number
}

/** A row, and its text as it was when it was given. */
export interface GivenDossier {
  row: DossierRow
  body: string
}

/** Each row once. */
export function writeDossiers(session: Session, relation: Known, given: readonly GivenDossier[]): void {
  if (given.length === 0) return
  const found = given.map(({ row }) => columnsOf(row))
  const seen = given.map(({ row }) => [...new Set(row.offices.map(wordKey))])
  const filed = given.map(({ row }) => filedUnder(row))
  const offices = seen.flatMap((words, i) => words.map((office) => ({ ...(found[i] as Found), office })))
  const under = filed.flatMap((places, i) => places.map((place) => ({ ...(found[i] as Found), ...place })))
  session.send(DOSSIERS, [
    relation.id,
    found.map(({ id }) => id),
    given.map(({ body }) => withSum(body)),
    found.map(({ procedure }) => procedure),
    found.map(({ plays }) => plays),
    found.map(({ turn }) => turn),
    found.map(({ open }) => open),
    found.map(({ due }) => due),
    found.map(({ changed }) => changed),
    given.map(({ row }) => row.wakes),
    seen.map((words) => JSON.stringify(words)),
    filed.map((places) => JSON.stringify(places)),
    offices.map(({ id }) => id),
    offices.map(({ office }) => office),
    offices.map(({ procedure }) => procedure),
    offices.map(({ plays }) => plays),
    offices.map(({ turn }) => turn),
    offices.map(({ open }) => open),
    offices.map(({ due }) => due),
    offices.map(({ changed }) => changed),
    under.map(({ id }) => id),
    under.map(({ parent }) => parent),
    under.map(({ content }) => content),
    under.map(({ due }) => due),
    under.map(({ changed }) => changed),
  ])
}

interface Place {
  parent: string
  content: string
}

/** Each place once. */
function filedUnder(row: DossierRow): Place[] {
  const places = row.under.map((one) => ({ parent: wordKey(one.dossier), content: contentKey(one.content) }))
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()]
}

function columnsOf(row: DossierRow): Found {
  const { due, changed } = pageKey(row)
  const procedure = wordKey(row.procedure)
  const plays = row.plays === null ? null : wordKey(row.plays)
  const open = row.settled.closed === null
  return { id: hashOf(row.id), procedure, plays, turn: row.turn, open, due, changed }
}

const FILED: Statement = {
  name: 'dossiers-filed',
  text: `select d.id, d.body, jsonb_build_array(d.procedure, d.plays, d.turn, d.open, d.due, d.changed, d.wakes)::text as row,
      coalesce((select jsonb_agg(jsonb_build_array(o.office, o.procedure, o.plays, o.turn, o.open, o.due, o.changed)
        order by o.office collate "C") from counterpart.dossier_office o
        where o.relation = d.relation and o.dossier = d.id), '[]')::text as offices,
      coalesce((select jsonb_agg(jsonb_build_array(u.parent, u.content, u.due, u.changed)
        order by u.parent collate "C", u.content collate "C") from counterpart.dossier_under u
        where u.relation = d.relation and u.dossier = d.id), '[]')::text as under
    from counterpart.dossier d where d.relation = $1 and d.id = any($2::bytea[])`,
}

interface Filed {
  id: Uint8Array
  body: string
  row: string
  offices: string
  under: string
}

/** Those of these dossiers whose row says something else than the columns that it is found by. */
export async function misfiled(session: Session, relation: Known, ids: readonly string[]): Promise<string[]> {
  const hashes = ids.map(hashOrNull).filter((id) => id !== null)
  const rows = await session.rows<Filed>(FILED, [relation.id, hashes])
  return rows.filter((filed) => !isFiled(filed)).map(({ id }) => hexOf(id))
}

function isFiled(filed: Filed): boolean {
  try {
    const row = dossierIn(withoutSum(filed.body))
    const { procedure, plays, turn, open, due, changed } = columnsOf(row)
    const offices = [...new Set(row.offices.map(wordKey))].sort(bytewise)
    const under = filedUnder(row).sort(
      (a, b) => bytewise(a.parent, b.parent) || bytewise(a.content, b.content),
    )
    return (
      same(filed.row, [procedure, plays, turn, open, due, changed, row.wakes]) &&
      same(
        filed.offices,
        offices.map((office) => [office, procedure, plays, turn, open, due, changed]),
      ) &&
      same(
        filed.under,
        under.map(({ parent, content }) => [parent, content, due, changed]),
      ) &&
      row.id === hexOf(filed.id)
    )
  } catch (error) {
    // Its fold is found to be damaged where that is read.
    if (error instanceof NodeError || error instanceof SyntaxError || error instanceof TypeError) return true
    throw error
  }
}

function same(stored: string, wanted: unknown): boolean {
  return JSON.stringify(JSON.parse(stored)) === JSON.stringify(wanted)
}

/** As the collation "C" has it. */
function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
