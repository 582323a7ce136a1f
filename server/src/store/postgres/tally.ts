/** The counts that reviews are made of. */
import { type TallyChange, type TallySum, tallySum } from '@counterpart/casework'
import type { SumQuery } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { wordKey } from './values.ts'

const ADD: Statement = {
  name: 'tally-add',
  text: `insert into counterpart.tally as t
      (relation, parent, day, procedure, side, level, measure, count, seconds)
    select $1, * from unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::bigint[], $9::bigint[])
    on conflict (relation, parent, day, procedure, side, level, measure)
      do update set count = t.count + excluded.count, seconds = t.seconds + excluded.seconds`,
}

const SUMS: Statement = {
  name: 'tally-sums',
  text: `select parent, procedure, side, measure, sum(count)::bigint as "upTo",
      coalesce(sum(count) filter (where day >= $3::bigint), 0)::bigint as within,
      coalesce(sum(seconds) filter (where day >= $3::bigint), 0)::bigint as "secondsWithin"
    from counterpart.tally
    where relation = $1 and parent = any($2::text[]) and day <= $4::bigint and ($5::text is null or level = $5)
    group by parent, procedure, side, measure`,
}

const CLEAR: Statement = {
  name: 'tally-clear',
  text: 'delete from counterpart.tally where relation = $1',
}

const PUT_RULE: Statement = {
  name: 'tally-rule-put',
  text: `insert into counterpart.tally_rule (relation, rule) values ($1, $2)
    on conflict (relation) do update set rule = excluded.rule`,
}

const RULE: Statement = {
  name: 'tally-rule',
  text: 'select rule from counterpart.tally_rule where relation = $1',
}

const ROWS: Statement = {
  name: 'tally-rows',
  text: `select parent, day, procedure, side, level, measure, count, seconds from counterpart.tally
    where relation = $1`,
}

export function tallyRows(session: Session, relation: Known): Promise<TallyChange[]> {
  return session.rows<TallyChange & Record<string, unknown>>(ROWS, [relation.id])
}

/** No day is before this one. */
const BEGINNING = Number.MIN_SAFE_INTEGER

export function addTally(session: Session, relation: Known, changes: readonly TallyChange[]): void {
  const sums = tallySum(changes)
  if (sums.length === 0) return
  const column = (of: (one: TallyChange) => unknown) => sums.map(of)
  session.send(ADD, [
    relation.id,
    column(({ parent }) => wordKey(parent)),
    column(({ day }) => day),
    column(({ procedure }) => procedure),
    column(({ side }) => side),
    column(({ level }) => level),
    column(({ measure }) => measure),
    column(({ count }) => count),
    column(({ seconds }) => seconds),
  ])
}

export function resetTally(session: Session, relation: Known, rule: number): void {
  session.send(CLEAR, [relation.id])
  session.send(PUT_RULE, [relation.id, rule])
}

export async function tallyRule(session: Session, relation: Known): Promise<number | null> {
  const rows = await session.rows<{ rule: number }>(RULE, [relation.id])
  return rows[0]?.rule ?? null
}

/** Parents are named as they were asked for: their keys in the database may be shorter. */
export async function tallySums(session: Session, relation: Known, query: SumQuery): Promise<TallySum[]> {
  const { parents, first, last, level } = query
  const named = new Map(parents.map((parent) => [wordKey(parent), parent]))
  const rows = await session.rows<TallySum>(SUMS, [
    relation.id,
    [...named.keys()],
    first ?? BEGINNING,
    last,
    level,
  ])
  return rows.map((row) => ({ ...row, parent: named.get(row.parent) ?? row.parent }))
}
