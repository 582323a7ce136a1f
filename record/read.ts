/** Text of files to a record that can be loaded, or to everything that is wrong with it and where. */
import type { Parties, TextLanguage } from '@counterpart/casework'
import { procedures as shipped, type WithTexts } from '@counterpart/procedures'
import { bodiesOf } from './check-directory.ts'
import { checkItem } from './check-item.ts'
import { checkLinks } from './check-links.ts'
import { checkOffices, checkRelation, checkSources, nameOf } from './check-pair.ts'
import { type ProblemCode, type Sentences, sentencesOf, type Values, visible } from './errors.ts'
import type { Item, PublicRecord, Source } from './form.ts'
import { type Gathered, gather } from './gather.ts'
import { type Fault, type Parsed, parse } from './parse.ts'
import type { Places, Position } from './places.ts'
import { firstByName, type Placed, type PlacedProblem, type PlaceOf, placed } from './problem.ts'

export interface GivenFile {
  /** As it was named by whoever gave it. */
  name: string
  text: string
}

export interface RecordProblem extends Position {
  file: string
  /** JSON pointer into the file. */
  path: string
  code: ProblemCode
  says: Sentences
}

export type Read =
  | { record: PublicRecord; problems: readonly [] }
  | { record: null; problems: readonly RecordProblem[] }

/**
 * Files that are given together are one record. While one of them is no JSON nothing else is said: what it
 * refers to and what refers to it cannot be known.
 */
export function readRecord(files: readonly GivenFile[], procedures: readonly WithTexts[] = shipped): Read {
  const parsed = files.map(({ text }) => parse(text))
  const broken = parsed.flatMap((one, file) =>
    'faults' in one ? one.faults.map((fault) => inFile(fault, files, file, one)) : [],
  )
  if (broken.length > 0) return { record: null, problems: broken }
  const all = gather(parsed.map((one) => ('value' in one ? one.value : null)))
  const places = parsed.map((one) => one.places)
  const problems = problemsIn(all, procedures, files, places)
  if (problems.length > 0) return { record: null, problems: located(problems, files, places) }
  const [relation] = all.relations
  if (!relation) return { record: null, problems: [] }
  return { record: recordOf(all, relation.value), problems: [] }
}

/** What was found to be right, as one. */
function recordOf(all: Gathered, relation: PublicRecord['relation']): PublicRecord {
  return {
    relation,
    offices: all.offices.map(({ value }) => value),
    sources: sourcesOf(all),
    items: all.items.map(({ value }) => value),
  }
}

function sourcesOf(all: Gathered): Record<string, Source> {
  return Object.fromEntries(all.sources.map((source) => [nameOf(source), source.value]))
}

function problemsIn(
  all: Gathered,
  procedures: readonly WithTexts[],
  files: readonly GivenFile[],
  places: readonly Places[],
): PlacedProblem[] {
  const placeOf: PlaceOf = ({ file, path }) =>
    `${files[file]?.name ?? ''}:${places[file]?.ofPointer(path).line ?? 1}`
  const declared = procedures.map(({ procedure }) => procedure)
  const parties = partiesIn(all)
  const bodies = bodiesOf(
    all.items.map(({ value }) => value),
    declared,
  )
  const around = { procedures, parties, sources: sourcesOf(all), offices: all.officeCodes, bodies }
  return [
    ...all.problems,
    ...(all.hasRelation ? [] : [{ file: 0, path: '', code: 'no-relation' as const }]),
    ...checkRelation(
      all.relations,
      declared.find(({ plays }) => plays?.as === 'relation'),
      placeOf,
    ),
    ...checkOffices(all.offices, all.officeCodes, parties, placeOf),
    ...checkSources(all.sources, placeOf),
    ...repeatedIds(all.items, placeOf),
    ...all.items.flatMap((item) =>
      placed([...unknownSources(item.value, all.sourceNames), ...checkItem(item.value, around)], item),
    ),
    ...checkLinks(all.items, all.ids, declared),
  ]
}

function partiesIn({ relations }: Gathered): Parties | null {
  const [first, second] = relations[0]?.value.parties.map(({ code }) => code).sort() ?? []
  return first === undefined || second === undefined || first === second ? null : [first, second]
}

function unknownSources({ sources }: Item, known: ReadonlySet<string>) {
  return sources.flatMap(({ source }, index) =>
    known.has(source)
      ? []
      : [{ path: `/sources/${index}/source`, code: 'unknown-source' as const, values: { name: source } }],
  )
}

function repeatedIds(items: readonly Placed<Item>[], placeOf: PlaceOf): PlacedProblem[] {
  const first = firstByName(items, ({ value }) => value.id)
  return items.flatMap((item) => {
    const name = item.value.id
    const earlier = first.get(name)
    if (!earlier || earlier === item) return []
    return placed([{ path: '/id', code: 'repeated-id', values: { name, place: placeOf(earlier) } }], item)
  })
}

/** Codes of what is wrong with a member's name, not with its value. */
const NAMES: readonly ProblemCode[] = ['unknown-key', 'unknown-field', 'filled-already', 'repeated-key']

function located(
  problems: readonly PlacedProblem[],
  files: readonly GivenFile[],
  places: readonly Places[],
): RecordProblem[] {
  const told = new Set<string>()
  return problems
    .filter((problem) => {
      const { field: _, ...spoken } = valuesIn(problem, 'en')
      const key = JSON.stringify([problem.file, problem.path, problem.code, spoken.because])
      return !told.has(key) && told.add(key)
    })
    .map((problem) => {
      const { file, path, code } = problem
      const at = NAMES.includes(code) ? 'name' : 'value'
      const position = places[file]?.ofPointer(path, at) ?? { line: 1, column: 1 }
      const says = sentencesOf(code, (language) => valuesIn(problem, language))
      return { ...position, order: file, file: files[file]?.name ?? '', path: visible(path, 300), code, says }
    })
    .sort((a, b) => a.order - b.order || a.line - b.line || a.column - b.column)
    .map(({ order: _, ...problem }) => problem)
}

function valuesIn({ values, words }: PlacedProblem, language: TextLanguage): Values {
  return { ...values, ...words?.(language) }
}

function inFile(
  { offset, path, code, values }: Fault,
  files: readonly GivenFile[],
  file: number,
  { places }: Parsed,
): RecordProblem {
  const shown = { name: visible(values?.name ?? '') }
  return {
    ...places.ofOffset(offset),
    file: files[file]?.name ?? '',
    path: visible(path, 300),
    code,
    says: sentencesOf(code, () => shown),
  }
}
