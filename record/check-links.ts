/** What items refer to: that it is there, plays what belongs in the place, and leads nobody back to itself. */
import type { Procedure } from '@counterpart/casework'
import { visible } from './errors.ts'
import type { Item } from './form.ts'
import { circular, type Link, linksOf } from './links.ts'
import { type Found, type Placed, type PlacedProblem, placed } from './problem.ts'

/** `ids`: of all items, also of those that something else is wrong with. */
export function checkLinks(
  items: readonly Placed<Item>[],
  ids: ReadonlySet<string>,
  procedures: readonly Procedure[],
): PlacedProblem[] {
  const named = new Map(procedures.map((procedure) => [procedure.name, procedure]))
  const playing = new Map(items.map(({ value }) => [value.id, named.get(value.procedure)?.plays?.as]))
  const known = items.flatMap((item) => {
    const procedure = named.get(item.value.procedure)
    return procedure ? [{ item, links: linksOf(item.value, procedure) }] : []
  })
  const inCircle = circular(
    new Map(known.map(({ item, links }) => [item.value.id, links.flatMap(({ to }) => to ?? [])])),
  )
  return known.flatMap(({ item, links }) =>
    placed(
      links.flatMap((link) => fault(link, item.value.id, ids, playing, inCircle)),
      item,
    ),
  )
}

function fault(
  { path, to, plays }: Link,
  from: string,
  ids: ReadonlySet<string>,
  playing: ReadonlyMap<string, string | undefined>,
  inCircle: ReadonlySet<string>,
): Found[] {
  if (to === null) return [{ path, code: 'bad-reference', values: { asked: '{ "record": "…" }' } }]
  const name = visible(to)
  if (!ids.has(to)) return [{ path, code: 'unknown-item', values: { name } }]
  const role = playing.get(to)
  if (plays !== undefined && role !== undefined && role !== plays)
    return [{ path, code: 'wrong-role', values: { name, asked: plays } }]
  return inCircle.has(from) && inCircle.has(to) ? [{ path, code: 'circle', values: { name } }] : []
}
