/** Whose record it is: the two parties, their offices and the sources. */
import {
  COMMON_FIELDS,
  type Field,
  isOfficeOf,
  isRecord,
  own,
  type Parties,
  type Procedure,
} from '@counterpart/casework'
import { visible } from './errors.ts'
import type { Office, Relation, Source } from './form.ts'
import { type Found, firstByName, type Placed, type PlacedProblem, type PlaceOf, placed } from './problem.ts'
import { checkWritten } from './written.ts'

/** `agreeing`: the declaration of what two parties agree on, whose fields hold most of it. */
export function checkRelation(
  relations: readonly Placed<Relation>[],
  agreeing: Procedure | undefined,
  placeOf: PlaceOf,
): PlacedProblem[] {
  const [first, ...others] = relations
  if (!first) return []
  return [
    ...placed(relationFaults(first.value, agreeing), first),
    ...others.flatMap((other) =>
      placed([{ path: '', code: 'second-relation', values: { file: placeOf(first) } }], other),
    ),
  ]
}

function relationFaults(relation: Relation, agreeing: Procedure | undefined): Found[] {
  const codes = relation.parties.map(({ code }) => code).sort()
  const problems: Found[] = []
  const asked = `${codes.join('~')}/…`
  if (codes[0] === codes[1] || !relation.relation.startsWith(`${codes.join('~')}/`))
    problems.push({ path: '/relation', code: 'bad-relation', values: { asked: visible(asked) } })
  const ask = (name: string, written: unknown) => {
    const field = agreeing && own(agreeing.fields, name)
    if (field && written !== undefined) problems.push(...below(checkWritten(field, written), `/${name}`))
  }
  for (const name of ['title', 'legal-basis', 'offsets', 'holidays', 'parameters'] as const)
    ask(name, relation[name])
  for (const name of codes[0] === codes[1] ? [] : (['offsets', 'holidays'] as const))
    problems.push(...partiesIn(relation[name], codes, `/${name}`))
  const named: Field = { kind: 'text', part: 'kept', max: 200 }
  for (const [index, party] of relation.parties.entries())
    problems.push(...below(checkWritten(named, party.name), `/parties/${index}/name`))
  return problems
}

function partiesIn(rows: unknown, codes: readonly string[], path: string): Found[] {
  return (Array.isArray(rows) ? rows : []).flatMap((row: unknown, index) => {
    const party = isRecord(row) ? row.party : undefined
    return typeof party === 'string' && !codes.includes(party)
      ? [unknownParty(`${path}/${index}/party`, party, codes)]
      : []
  })
}

export function checkOffices(
  offices: readonly Placed<Office>[],
  codes: ReadonlySet<string>,
  parties: Parties | null,
  placeOf: PlaceOf,
): PlacedProblem[] {
  const first = firstByName(offices, ({ value }) => value.code)
  return offices.flatMap((office) => {
    const { code, side, under, faces } = office.value
    const problems: Found[] = []
    const earlier = first.get(code)
    if (earlier && earlier !== office)
      problems.push({
        path: '/code',
        code: 'repeated-office',
        values: { name: code, place: placeOf(earlier) },
      })
    if (parties && !parties.includes(side)) problems.push(unknownParty('/side', side, parties))
    else if (!isOfficeOf(side, code))
      problems.push({ path: '/code', code: 'foreign-office', values: { name: code, side } })
    if (under !== undefined && first.get(under)?.value.side !== side)
      problems.push({ path: '/under', code: 'unknown-office', values: { name: under } })
    for (const [index, faced] of faces.entries()) {
      const path = `/faces/${index}`
      if (!codes.has(faced)) problems.push({ path, code: 'unknown-office', values: { name: faced } })
      else if (first.get(faced)?.value.side === side) problems.push({ path, code: 'same-side' })
    }
    return placed(problems, office)
  })
}

/** The same source may be named by several files; they have to say the same of it. */
export function checkSources(sources: readonly Placed<Source>[], placeOf: PlaceOf): PlacedProblem[] {
  const first = firstByName(sources, nameOf)
  return sources.flatMap((source) => {
    const name = nameOf(source)
    const earlier = first.get(name)
    if (earlier && !isSame(earlier.value, source.value))
      return placed(
        [{ path: '', code: 'repeated-source', values: { name, place: placeOf(earlier) } }],
        source,
      )
    return placed(sourceFaults(source.value), source)
  })
}

export function nameOf({ path }: Placed<Source>): string {
  return path.slice('/sources/'.length)
}

function sourceFaults(source: Source): Found[] {
  const { row } = COMMON_FIELDS.sources
  return (['publisher', 'date', 'title'] as const).flatMap((name) =>
    source[name] === undefined ? [] : below(checkWritten(row[name], source[name]), `/${name}`),
  )
}

/** Whatever the order of their members. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isRecord(one) || !isRecord(other)) return JSON.stringify(one) === JSON.stringify(other)
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length && names.every((name) => isSame(one[name], own(other, name)))
  )
}

function below(found: readonly Found[], path: string): Found[] {
  return found.map((one) => ({ ...one, path: path + one.path }))
}

function unknownParty(path: string, code: string, known: readonly string[]): Found {
  return { path, code: 'unknown-party', values: { name: visible(code), known: known.join(', ') } }
}
