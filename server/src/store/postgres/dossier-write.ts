/** Writes dossiers with the rows they are found by. */
import { NodeError } from '../../errors.ts'
import { pageKey } from '../cursor.ts'
import { withoutSum, withSum } from '../row-sum.ts'
import type { DossierRow } from '../store.ts'
import { contentKey } from './dossier-query.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hashOrNull, hexOf, wordKey } from './values.ts'

/** One statement for all three tables: each costs an answer of the server, and every act writes dossiers. */
const DOSSIERS: Statement = {
  name: 'dossiers-put',
  text: `with given as (
      select * from unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::bigint[],
        $9::bigint[], $10::bigint[]) as g(id, body, procedure, plays, turn, open, due, changed, wakes)
    ), seen as (
      select o.office, g.* from unnest($11::bytea[], $12::text[]) as o(dossier, office) join given g on g.id = o.dossier
    ), filed as (
      select u.parent, u.content, g.id, g.due, g.changed
      from unnest($13::bytea[], $14::text[], $15::text[]) as u(dossier, parent, content) join given g on g.id = u.dossier
    ), offices_gone as (
      delete from counterpart.dossier_office o where o.relation = $1 and o.dossier = any($2::bytea[])
        and not exists (select 1 from seen s where s.id = o.dossier and s.office = o.office)
    ), offices as (
      insert into counterpart.dossier_office (relation, dossier, office, procedure, plays, turn, open, due, changed)
      select $1, id, office, procedure, plays, turn, open, due, changed from seen
      on conflict (relation, dossier, office) do update set procedure = excluded.procedure, plays = excluded.plays,
        turn = excluded.turn, open = excluded.open, due = excluded.due, changed = excluded.changed
    ), under_gone as (
      delete from counterpart.dossier_under u where u.relation = $1 and u.dossier = any($2::bytea[])
        and not exists (select 1 from filed f
          where f.id = u.dossier and f.parent = u.parent and f.content = u.content)
    ), under as (
      insert into counterpart.dossier_under (relation, dossier, parent, content, due, changed)
      select $1, id, parent, content, due, changed from filed
      on conflict (relation, dossier, parent, content) do update set due = excluded.due, changed = excluded.changed
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
  const rows = given.map(({ row }) => row)
  const found = rows.map(columnsOf)
  const offices = pairs(rows, found, (row) => row.offices.map(wordKey))
  const under = pairs(rows, found, (row) =>
    row.under.map((one) => JSON.stringify([wordKey(one.dossier), contentKey(one.content)])),
  )
  const keys = under.map(([, key]) => JSON.parse(key) as [string, string])
  session.send(DOSSIERS, [
    relation.id,
    found.map((one) => one.id),
    given.map(({ body }) => withSum(body)),
    found.map((one) => one.procedure),
    found.map((one) => one.plays),
    found.map((one) => one.turn),
    found.map((one) => one.open),
    found.map((one) => one.due),
    found.map((one) => one.changed),
    rows.map((row) => row.wakes),
    offices.map(([one]) => one.id),
    offices.map(([, office]) => office),
    under.map(([one]) => one.id),
    keys.map(([parent]) => parent),
    keys.map(([, content]) => content),
  ])
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

/** Of these dossiers, those with a row that says something else than what they are found by. */
export async function misfiled(session: Session, relation: Known, ids: readonly string[]): Promise<string[]> {
  const hashes = ids.map(hashOrNull).filter((id) => id !== null)
  const rows = await session.rows<Filed>(FILED, [relation.id, hashes])
  return rows.filter((filed) => !isFiled(filed)).map(({ id }) => hexOf(id))
}

function isFiled(filed: Filed): boolean {
  try {
    const row = JSON.parse(withoutSum(filed.body)) as DossierRow
    const { procedure, plays, turn, open, due, changed } = columnsOf(row)
    const offices = [...new Set(row.offices.map(wordKey))].sort(bytewise)
    const under = new Map(
      row.under.map((one): [string, string[]] => {
        const key = [wordKey(one.dossier), contentKey(one.content)]
        return [JSON.stringify(key), key]
      }),
    )
    const keys = [...under.values()].sort(
      ([a = '', c = ''], [b = '', d = '']) => bytewise(a, b) || bytewise(c, d),
    )
    return (
      same(filed.row, [procedure, plays, turn, open, due, changed, row.wakes]) &&
      same(
        filed.offices,
        offices.map((office) => [office, procedure, plays, turn, open, due, changed]),
      ) &&
      same(
        filed.under,
        keys.map((key) => [...key, due, changed]),
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

type Pair = readonly [Found, string]

function pairs(
  rows: readonly DossierRow[],
  found: readonly Found[],
  words: (row: DossierRow) => string[],
): Pair[] {
  return rows.flatMap((row, i) => {
    const one = found[i]
    return one === undefined ? [] : [...new Set(words(row))].map((word): Pair => [one, word])
  })
}
