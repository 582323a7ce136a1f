/** Bodies: each encrypted under a key of its own, both of which can be destroyed. */
import { isDamage, NodeError } from '../../errors.ts'
import type { AtRest, Sealed } from '../../keys/at-rest.ts'
import type { StoredPart } from '../as-stored.ts'
import { comparePartNames } from '../continues.ts'
import { spreadOf } from '../part-weight.ts'
import type { PartName, PartRow, PartState, PartStates } from '../store.ts'
import type { Known } from './heads.ts'
import { checkParts } from './room.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hashOrNull, hexOf } from './values.ts'

const SALT = 32

const READ: Statement = {
  name: 'parts',
  text: `select p.leaf, p.name, b.ciphertext, k.wrapped, k.kek from counterpart.part p
    left join counterpart.part_body b
      on b.relation = p.relation and b.leaf = p.leaf and b.name = p.name
    left join counterpart_keys.part_key k
      on k.relation = p.relation and k.leaf = p.leaf and k.name = p.name
    where p.relation = $1 and p.leaf = any($2::bytea[])`,
}

const ENDS: Statement = {
  name: 'part-ends',
  text: 'select leaf, name, state from counterpart.part_end where relation = $1 and leaf = any($2::bytea[])',
}

const STATES: Statement = {
  name: 'part-states',
  // One row for each: what never came may have been destroyed, too, and what was destroyed is that above all.
  text: `select leaf, name, case when bool_or(state = 'destroyed') then 'destroyed'
        when bool_or(state = 'held') then 'held' else 'absent' end as state
    from (
      select leaf, name, 'held' as state from counterpart.part where relation = $1 and leaf = any($2::bytea[])
      union all
      select leaf, name, state from counterpart.part_end where relation = $1 and leaf = any($2::bytea[])
    ) s group by leaf, name`,
}

/**
 * A part given before, or destroyed before it came, is passed over: its key would bring it back. Says whether nothing was
 * known of any of these entries' parts, so that they are now as they were given.
 */
const GIVE: Statement = {
  name: 'parts-give',
  text: `with given as (
      select * from unnest($2::bytea[], $3::text[], $4::bytea[], $5::bytea[], $7::bigint[])
        as g(leaf, name, ciphertext, wrapped, spread)
    ), fresh as (
      insert into counterpart.part (relation, leaf, name)
      select $1, g.leaf, g.name from given g where not exists (
        select 1 from counterpart.part_end e
        where e.relation = $1 and e.leaf = g.leaf and e.name = g.name and e.state = 'destroyed' offset 0
      ) on conflict do nothing returning leaf, name
    ), body as (
      insert into counterpart.part_body (relation, leaf, name, ciphertext, spread)
      select $1, g.leaf, g.name, g.ciphertext, g.spread from given g join fresh using (leaf, name)
    ), key as (
      insert into counterpart_keys.part_key (relation, leaf, name, kek, wrapped)
      select $1, g.leaf, g.name, $6, g.wrapped from given g join fresh using (leaf, name)
    )
    select not exists (select 1 from counterpart.part where relation = $1 and leaf = any($2::bytea[]))
      and not exists (select 1 from counterpart.part_end where relation = $1 and leaf = any($2::bytea[])) as untold`,
}

const END: Statement = {
  name: 'parts-end',
  text: `insert into counterpart.part_end (relation, leaf, name, state)
    select $1, leaf, name, $4 from unnest($2::bytea[], $3::text[]) as g(leaf, name) on conflict do nothing`,
}

const FORGET_BODY: Statement = {
  name: 'parts-forget-body',
  text: forget('counterpart.part_body'),
}

const FORGET_KEY: Statement = {
  name: 'parts-forget-key',
  text: forget('counterpart_keys.part_key'),
}

/** Each row by itself: a join planned while the table was small reads all of it. */
function forget(table: string): string {
  return `delete from ${table} where ctid = any(array(
    select gone.ctid from unnest($2::bytea[], $3::text[]) as g(leaf, name) cross join lateral (
      select p.ctid from ${table} p where p.relation = $1 and p.leaf = g.leaf and p.name = g.name offset 0
    ) gone))`
}

interface PartColumns {
  leaf: Uint8Array
  name: string
  ciphertext: Uint8Array | null
  wrapped: Uint8Array | null
  kek: string | null
}

interface EndColumns {
  leaf: Uint8Array
  name: string
  state: 'destroyed' | 'absent'
}

export async function readParts(
  session: Session,
  relation: Known,
  keys: AtRest,
  leaves: readonly string[],
): Promise<Map<string, PartState[]>> {
  const hashes = leaves.map(hashOrNull).filter((hash) => hash !== null)
  await checkParts(session, relation, hashes)
  return partsOf(session, relation, leaves, (leaf, row) => open(relation, keys, leaf, row))
}

/** Neither bodies nor keys are read for it. */
export async function readPartStates(
  session: Session,
  relation: Known,
  leaves: readonly string[],
): Promise<PartStates> {
  const hashes = leaves.map(hashOrNull).filter((hash) => hash !== null)
  const rows = await session.rows<{ leaf: Uint8Array; name: string; state: PartState['state'] }>(STATES, [
    relation.id,
    hashes,
  ])
  const found: PartStates = new Map(leaves.map((leaf) => [leaf, []]))
  for (const { leaf, name, state } of rows) found.get(hexOf(leaf))?.push({ name, state })
  for (const states of found.values()) states.sort(comparePartNames)
  return found
}

/** What cannot be opened is said of each part by itself. */
export async function readStoredParts(
  session: Session,
  relation: Known,
  keys: AtRest,
  leaf: string,
): Promise<StoredPart[]> {
  const found = await partsOf<StoredPart>(session, relation, [leaf], (_, row) => {
    try {
      return open(relation, keys, leaf, row)
    } catch (error) {
      if (!isDamage(error)) throw error
      return { name: row.name, state: 'damaged' }
    }
  })
  return found.get(leaf) ?? []
}

async function partsOf<S extends StoredPart>(
  session: Session,
  relation: Known,
  leaves: readonly string[],
  opened: (leaf: string, row: PartColumns) => S,
): Promise<Map<string, (S | PartState)[]>> {
  const found = new Map<string, (S | PartState)[]>(leaves.map((leaf) => [leaf, []]))
  const hashes = leaves.map(hashOrNull).filter((hash) => hash !== null)
  if (hashes.length === 0) return found
  const [rows, ends] = await Promise.all([
    session.rows<PartColumns>(READ, [relation.id, hashes]),
    session.rows<EndColumns>(ENDS, [relation.id, hashes]),
  ])
  const states = new Map<string, Map<string, S | PartState>>()
  const put = (leaf: string, state: S | PartState) => {
    const of = states.get(leaf) ?? new Map<string, S | PartState>()
    states.set(leaf, of.set(state.name, state))
  }
  const destroyed = new Set<string>()
  for (const { leaf, name, state } of ends) {
    if (state === 'destroyed') destroyed.add(`${hexOf(leaf)} ${name}`)
    if (state === 'absent') put(hexOf(leaf), { name, state })
  }
  for (const row of rows) {
    const leaf = hexOf(row.leaf)
    if (!destroyed.has(`${leaf} ${row.name}`)) put(leaf, opened(leaf, row))
  }
  for (const key of destroyed) {
    const [leaf = '', name = ''] = key.split(' ')
    put(leaf, { name, state: 'destroyed' })
  }
  for (const [leaf, of] of states) found.set(leaf, [...of.values()].sort(comparePartNames))
  return found
}

function open(relation: Known, keys: AtRest, leaf: string, row: PartColumns): PartState {
  const { name, ciphertext, wrapped, kek } = row
  if (ciphertext === null || wrapped === null) {
    throw new NodeError({ code: 'entry-damaged', message: 'a stored body or its key is missing' })
  }
  // That the database is of this key file was seen at the start.
  if (kek !== keys.id) {
    throw new NodeError({ code: 'entry-damaged', message: 'a stored body names another key file' })
  }
  const plain = keys.open(contextOf(relation, leaf, name), { wrapped, ciphertext })
  return { name, state: 'held', salt: plain.slice(0, SALT), bytes: plain.slice(SALT) }
}

/** The salt lives and dies with what it salts: both are in the one ciphertext. */
function seal(relation: Known, keys: AtRest, part: PartRow): Sealed {
  return keys.seal(contextOf(relation, part.leaf, part.name), Buffer.concat([part.salt, part.bytes]))
}

function contextOf(relation: Known, leaf: string, name: string): string[] {
  return [relation.name, leaf, name]
}

/** Resolves to whether nothing of these entries' parts was known before. */
export function giveParts(
  session: Session,
  relation: Known,
  keys: AtRest,
  parts: readonly PartRow[],
): Promise<boolean> {
  const once = [...new Map(parts.toReversed().map((part) => [`${part.leaf} ${part.name}`, part])).values()]
  if (once.length === 0) return Promise.resolve(true)
  const sealed = once.map((part) => seal(relation, keys, part))
  const given = session.send<{ untold: boolean }>(GIVE, [
    relation.id,
    once.map((part) => hashOf(part.leaf)),
    once.map((part) => part.name),
    sealed.map((one) => one.ciphertext),
    sealed.map((one) => one.wrapped),
    keys.id,
    once.map(spreadOf),
  ])
  const isUntold = given.then(([row]) => row?.untold === true)
  isUntold.catch(() => undefined)
  return isUntold
}

const MEND_PART: Statement = {
  name: 'part-mend',
  text: `insert into counterpart.part (relation, leaf, name) select $1, $2, $3
    where not exists (select 1 from counterpart.part_end e
      where e.relation = $1 and e.leaf = $2 and e.name = $3 and e.state = 'destroyed')
    on conflict do nothing`,
}

const MEND_BODY: Statement = {
  name: 'part-mend-body',
  text: `insert into counterpart.part_body (relation, leaf, name, ciphertext, spread) select $1, $2, $3, $4, $5
    where not exists (select 1 from counterpart.part_end e
      where e.relation = $1 and e.leaf = $2 and e.name = $3 and e.state = 'destroyed')`,
}

const MEND_KEY: Statement = {
  name: 'part-mend-key',
  text: `insert into counterpart_keys.part_key (relation, leaf, name, kek, wrapped) select $1, $2, $3, $4, $5
    where not exists (select 1 from counterpart.part_end e
      where e.relation = $1 and e.leaf = $2 and e.name = $3 and e.state = 'destroyed')`,
}

/** Under a new key: the old one may be what was damaged. */
export function mendPart(session: Session, relation: Known, keys: AtRest, part: PartRow): void {
  const at = [relation.id, [hashOf(part.leaf)], [part.name]]
  session.send(FORGET_KEY, at)
  session.send(FORGET_BODY, at)
  const { ciphertext, wrapped } = seal(relation, keys, part)
  session.send(MEND_PART, [relation.id, hashOf(part.leaf), part.name])
  session.send(MEND_BODY, [relation.id, hashOf(part.leaf), part.name, ciphertext, spreadOf(part)])
  session.send(MEND_KEY, [relation.id, hashOf(part.leaf), part.name, keys.id, wrapped])
}

export function endParts(
  session: Session,
  relation: Known,
  parts: readonly PartName[],
  state: 'destroyed' | 'absent',
): void {
  if (parts.length === 0) return
  const values = [relation.id, parts.map((part) => hashOf(part.leaf)), parts.map((part) => part.name)]
  session.send(END, [...values, state])
  if (state === 'absent') return
  session.send(FORGET_KEY, values)
  session.send(FORGET_BODY, values)
}
