/** Writes dossiers with the rows they are found by. */
import { pageKey } from '../cursor.ts'
import type { DossierRow } from '../store.ts'
import { contentKey } from './dossier-query.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, wordKey } from './values.ts'

const DOSSIERS: Statement = {
  name: 'dossiers-put',
  text: `insert into counterpart.dossier (relation, id, body, procedure, plays, turn, open, due, changed,
      wakes)
    select $1, * from unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[],
      $8::bigint[], $9::bigint[], $10::bigint[])
    on conflict (relation, id) do update set body = excluded.body, procedure = excluded.procedure,
      plays = excluded.plays, turn = excluded.turn, open = excluded.open, due = excluded.due,
      changed = excluded.changed, wakes = excluded.wakes`,
}

const OFFICES_GONE: Statement = {
  name: 'dossier-offices-gone',
  text: `delete from counterpart.dossier_office o where o.relation = $1 and o.dossier = any($2::bytea[])
    and not exists (select 1 from unnest($3::bytea[], $4::text[]) as n(dossier, office)
      where n.dossier = o.dossier and n.office = o.office)`,
}

const OFFICES: Statement = {
  name: 'dossier-offices-put',
  text: `insert into counterpart.dossier_office (relation, dossier, office, procedure, plays, turn, open, due,
      changed)
    select $1, * from unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[],
      $8::bigint[], $9::bigint[])
    on conflict (relation, dossier, office) do update set procedure = excluded.procedure,
      plays = excluded.plays, turn = excluded.turn, open = excluded.open, due = excluded.due,
      changed = excluded.changed`,
}

const UNDER_GONE: Statement = {
  name: 'dossier-under-gone',
  text: `delete from counterpart.dossier_under u where u.relation = $1 and u.dossier = any($2::bytea[])
    and not exists (select 1 from unnest($3::bytea[], $4::text[], $5::text[]) as n(dossier, parent, content)
      where n.dossier = u.dossier and n.parent = u.parent and n.content = u.content)`,
}

const UNDER: Statement = {
  name: 'dossier-under-put',
  text: `insert into counterpart.dossier_under (relation, dossier, parent, content, due, changed)
    select $1, * from unnest($2::bytea[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
    on conflict (relation, dossier, parent, content) do update set due = excluded.due,
      changed = excluded.changed`,
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
  const found = rows.map((row) => {
    const { due, changed } = pageKey(row)
    const procedure = wordKey(row.procedure)
    const plays = row.plays === null ? null : wordKey(row.plays)
    const open = row.settled.closed === null
    return { id: hashOf(row.id), procedure, plays, turn: row.turn, open, due, changed }
  })
  session.send(DOSSIERS, [
    relation.id,
    found.map((one) => one.id),
    given.map(({ body }) => body),
    found.map((one) => one.procedure),
    found.map((one) => one.plays),
    found.map((one) => one.turn),
    found.map((one) => one.open),
    found.map((one) => one.due),
    found.map((one) => one.changed),
    rows.map((row) => row.wakes),
  ])
  const ids = found.map((one) => one.id)
  writeOffices(
    session,
    relation,
    ids,
    pairs(rows, found, (row) => row.offices.map(wordKey)),
  )
  const under = pairs(rows, found, (row) =>
    row.under.map((one) => JSON.stringify([wordKey(one.dossier), contentKey(one.content)])),
  )
  writeUnder(session, relation, ids, under)
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

function writeOffices(session: Session, relation: Known, ids: Buffer[], pairs: readonly Pair[]): void {
  const dossiers = pairs.map(([one]) => one.id)
  const offices = pairs.map(([, office]) => office)
  session.send(OFFICES_GONE, [relation.id, ids, dossiers, offices])
  if (pairs.length === 0) return
  session.send(OFFICES, [
    relation.id,
    dossiers,
    offices,
    pairs.map(([one]) => one.procedure),
    pairs.map(([one]) => one.plays),
    pairs.map(([one]) => one.turn),
    pairs.map(([one]) => one.open),
    pairs.map(([one]) => one.due),
    pairs.map(([one]) => one.changed),
  ])
}

function writeUnder(session: Session, relation: Known, ids: Buffer[], pairs: readonly Pair[]): void {
  const dossiers = pairs.map(([one]) => one.id)
  const keys = pairs.map(([, key]) => JSON.parse(key) as [string, string])
  const parents = keys.map(([parent]) => parent)
  const contents = keys.map(([, content]) => content)
  session.send(UNDER_GONE, [relation.id, ids, dossiers, parents, contents])
  if (pairs.length === 0) return
  session.send(UNDER, [
    relation.id,
    dossiers,
    parents,
    contents,
    pairs.map(([one]) => one.due),
    pairs.map(([one]) => one.changed),
  ])
}
