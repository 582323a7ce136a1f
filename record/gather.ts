/** Several files made one record: what is in them by kind, each thing with its place. */
import { isRecord } from '@counterpart/casework'
import { visible } from './errors.ts'
import type { Item, Office, Relation, Source } from './form.ts'
import { step } from './places.ts'
import { type Placed, type PlacedProblem, placed } from './problem.ts'
import { SOURCE_PATTERN, shapeProblems } from './shape.ts'

/** Things whose shape is right; names also of the others, so that what refers to them is not told as well. */
export interface Gathered {
  relations: Placed<Relation>[]
  offices: Placed<Office>[]
  sources: Placed<Source>[]
  items: Placed<Item>[]
  /** Whether something says whose record it is, well or not. */
  hasRelation: boolean
  officeCodes: Set<string>
  sourceNames: Set<string>
  ids: Set<string>
  problems: PlacedProblem[]
}

export function gather(values: readonly unknown[]): Gathered {
  const all: Gathered = {
    relations: [],
    offices: [],
    sources: [],
    items: [],
    hasRelation: false,
    officeCodes: new Set(),
    sourceNames: new Set(),
    ids: new Set(),
    problems: [],
  }
  for (const [file, value] of values.entries()) add(all, file, value)
  return all
}

function add(all: Gathered, file: number, value: unknown): void {
  all.problems.push(...placed(shapeProblems('file', value), { value, file, path: '' }))
  if (!isRecord(value)) return
  if (value.relation !== undefined) {
    all.hasRelation = true
    take(all, 'relation', all.relations, file, '/relation', value.relation)
  }
  for (const [index, office] of listed(value.offices).entries()) {
    note(all.officeCodes, office, 'code')
    take(all, 'office', all.offices, file, `/offices/${index}`, office)
  }
  for (const [name, source] of Object.entries(isRecord(value.sources) ? value.sources : {})) {
    const path = `/sources${step(name)}`
    all.sourceNames.add(name)
    if (new RegExp(SOURCE_PATTERN).test(name)) take(all, 'source', all.sources, file, path, source)
    else all.problems.push({ file, path, code: 'unknown-key', values: { name: visible(name) } })
  }
  for (const [index, item] of listed(value.items).entries()) {
    note(all.ids, item, 'id')
    take(all, 'item', all.items, file, `/items/${index}`, item)
  }
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function note(names: Set<string>, value: unknown, key: string): void {
  const name = isRecord(value) ? value[key] : undefined
  if (typeof name === 'string') names.add(name)
}

function take<T>(
  all: Gathered,
  kind: 'relation' | 'office' | 'source' | 'item',
  into: Placed<T>[],
  file: number,
  path: string,
  value: unknown,
): void {
  const problems = shapeProblems(kind, value)
  // The shape was just asked for.
  if (problems.length === 0) into.push({ value: value as T, file, path })
  all.problems.push(...placed(problems, { value, file, path }))
}
