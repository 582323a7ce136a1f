/** One item by the declaration of its procedure: whether the two sides could enter it just so. */
import {
  type Act,
  checkFields,
  fieldsRead,
  holds,
  isSide,
  KEPT,
  keeperOf,
  otherParty,
  own,
  type Parties,
  type Procedure,
} from '@counterpart/casework'
import type { WithTexts } from '@counterpart/procedures'
import { type Bodies, checkDirectory } from './check-directory.ts'
import { checkParties } from './check-parties.ts'
import { visible } from './errors.ts'
import { expand, expandFields, filledField, ID_SLOT, type Item, SOURCES_SLOT, type Source } from './form.ts'
import { linksOf } from './links.ts'
import { answersTo, openerOf } from './load.ts'
import type { Found } from './problem.ts'
import { sizeFault } from './size.ts'
import { namedField, namedRule, withDossiers, writtenPath } from './written.ts'

export interface Around {
  procedures: readonly WithTexts[]
  /** `null` while nothing says whose record it is. */
  parties: Parties | null
  sources: Readonly<Record<string, Source>>
  /** Codes of offices, also of those that something else is wrong with. */
  offices: ReadonlySet<string>
  bodies: Bodies
}

type Fields = Readonly<Record<string, unknown>>

/** Paths begin at the item. What it refers to is looked at elsewhere. */
export function checkItem(item: Item, around: Around): Found[] {
  const named = around.procedures.find(({ procedure }) => procedure.name === item.procedure)
  if (!named) {
    const known = around.procedures.filter(({ procedure }) => hasPlace(procedure))
    return [bad('/procedure', 'unknown-procedure', item.procedure, namesOf(known))]
  }
  const { procedure } = named
  const act = own(procedure.acts, item.act)
  if (!act)
    return [
      { path: '/act', code: 'unknown-act', values: { name: visible(item.act), procedure: procedure.name } },
    ]
  if (!hasPlace(procedure)) return [bad('/procedure', 'no-place-for-id', procedure.name)]
  if (!act.opens) return [bad('/act', 'not-opening', item.act, openings(procedure))]
  // What is no reference at all is told where links are looked at.
  const none = linksOf(item, procedure).flatMap(({ path, to }) => (to === null ? [path] : []))
  return [
    ...checkLevel(item, procedure),
    ...checkSide(item, procedure, around.parties),
    ...checkAnswer(item, procedure, around.parties),
    ...checkAct(item, named, act, around),
  ].filter(({ path }) => !none.some((link) => path === link || path.startsWith(`${link}/`)))
}

function hasPlace(procedure: Procedure): boolean {
  return filledField(procedure, ID_SLOT) !== undefined
}

function checkLevel(item: Item, procedure: Procedure): Found[] {
  if (procedure.levels.includes(item.level)) return []
  return [bad('/level', 'wrong-level', item.level, procedure.levels.join(', '))]
}

function checkSide(item: Item, procedure: Procedure, parties: Parties | null): Found[] {
  if (!parties) return []
  const fixed = openerOf({}, procedure, parties)
  if (item.side === undefined) return fixed === null ? [{ path: '/side', code: 'no-side' }] : []
  if (!parties.includes(item.side)) return [bad('/side', 'unknown-party', item.side, parties.join(', '))]
  return fixed === null || fixed === item.side ? [] : [bad('/side', 'wrong-side', item.side, fixed)]
}

function checkAnswer(item: Item, procedure: Procedure, parties: Parties | null): Found[] {
  const { answer } = item
  if (!answer) return []
  const opener = parties?.find((party) => party === openerOf(item, procedure, parties))
  const known = answersTo(procedure, item.act).filter((name) => {
    if (!parties || opener === undefined) return true
    const dossier = { opener, keeper: keeperOf(procedure, opener, parties) }
    return isSide(procedure.acts[name]?.by ?? 'clock', otherParty(opener, parties), dossier)
  })
  if (known.includes(answer.act)) return []
  const values = { name: visible(answer.act), act: item.act, known: known.join(', ') }
  return [{ path: '/answer/act', code: 'not-answering', values }]
}

/** The fields of both acts, what has to hold between them, and whether they fit into one entry each. */
function checkAct(item: Item, named: WithTexts, act: Act, around: Around): Found[] {
  const { procedure } = named
  const full = withDossiers(expand(item, procedure, around.sources))
  const problems = beside([
    ...filledAlready(item, procedure),
    ...checkForm(item, named, item.act, full, '/fields'),
    ...checkParties(item.fields, procedure, around.parties, '/fields'),
    ...checkOffices(item.fields, procedure, around.offices, '/fields'),
    ...checkDirectory(item, procedure, around.bodies),
  ])
  if (problems.length === 0) {
    problems.push(...checkRules(named, act, full, {}, ''))
    if (!possible(act, procedure, full, {}, item.act))
      problems.push(bad('/act', 'condition', item.act, fitting(procedure, full)))
    problems.push(...sizeFault(full))
  }
  const { answer } = item
  const answers = answer && own(procedure.acts, answer.act)
  if (!answers) return problems
  const written = answer.fields ?? {}
  const said = withDossiers(expandFields(written, procedure))
  const answering = beside([
    ...checkForm({ ...item, fields: written }, named, answer.act, said, '/answer/fields'),
    ...checkParties(written, procedure, around.parties, '/answer/fields'),
    ...checkOffices(written, procedure, around.offices, '/answer/fields'),
  ])
  if (problems.length === 0 && answering.length === 0)
    answering.push(...checkRules(named, answers, said, full, '/answer'), ...sizeFault(said))
  return [...problems, ...answering]
}

/** What has no form is not also told to be unknown. */
function beside(found: readonly Found[]): Found[] {
  const paths = new Set<string>()
  return found.filter(({ path }) => !paths.has(path) && paths.add(path))
}

function checkForm(item: Item, named: WithTexts, act: string, full: Fields, path: string): Found[] {
  const { procedure } = named
  const [id, sources] = [filledField(procedure, ID_SLOT), filledField(procedure, SOURCES_SLOT)]
  return checkFields(procedure, act, full).flatMap((problem): Found[] => {
    const [, name = '', ...rest] = problem.path.split('/')
    if (problem.code === 'contradiction' && rest.length === 0 && isRuled(procedure, name)) return []
    const said = { code: problem.code, ...namedField(named, problem) }
    if (name === id) return [{ path: '/id', ...said }]
    // What is wrong with a source is said where the source stands.
    if (name === sources) return rest.length > 1 ? [] : [{ path: ['/sources', ...rest].join('/'), ...said }]
    const isMissing = problem.code === 'missing-field'
    return [{ path: path + writtenPath(item.fields, problem.path, isMissing), ...said }]
  })
}

/** A rule that is broken is told by name, below. */
function isRuled(procedure: Procedure, field: string): boolean {
  return Object.values(procedure.rules).some((rule) => fieldsRead(rule).includes(field))
}

function filledAlready(item: Item, procedure: Procedure): Found[] {
  return [ID_SLOT, SOURCES_SLOT].flatMap((slot) => {
    const field = filledField(procedure, slot)
    return field !== undefined && Object.hasOwn(item.fields, field)
      ? [{ path: `/fields/${field}`, code: 'filled-already' as const }]
      : []
  })
}

function checkOffices(
  fields: Fields,
  procedure: Procedure,
  known: ReadonlySet<string>,
  path: string,
): Found[] {
  const isUnknown = (value: unknown) => typeof value === 'string' && !known.has(value)
  return Object.entries(fields).flatMap(([name, value]): Found[] => {
    const field = own(procedure.fields, name)
    const at = `${path}/${name}`
    if (field?.kind === 'office') return isUnknown(value) ? [bad(at, 'unknown-office', String(value))] : []
    if (field?.kind !== 'list' || !Array.isArray(value)) return []
    const columns = Object.keys(field.row).filter((column) => field.row[column]?.kind === 'office')
    return (value as Fields[]).flatMap((row, index) =>
      columns
        .filter((column) => isUnknown(row?.[column]))
        .map((column) => bad(`${at}/${index}/${column}`, 'unknown-office', String(row[column]))),
    )
  })
}

/**
 * What an act brings has to hold with what it leaves standing; asked where it brings or drops one of the fields
 * a rule reads.
 */
function checkRules(named: WithTexts, act: Act, brought: Fields, standing: Fields, path: string): Found[] {
  const { procedure } = named
  const kept = keptOf(procedure, brought)
  const drops = act.drops ?? []
  const left = Object.entries(keptOf(procedure, standing)).filter(([name]) => !drops.includes(name))
  const facts = {
    kept: { ...Object.fromEntries(left), ...kept },
    parts: [],
    paused: false,
    done: () => false,
  }
  return Object.entries(procedure.rules).flatMap(([name, rule]): Found[] => {
    const read = fieldsRead(rule)
    const first = read.find((field) => Object.hasOwn(kept, field))
    const isAsked = first !== undefined || read.some((field) => drops.includes(field))
    if (!isAsked || holds(rule, facts)) return []
    // What is only dropped was written nowhere.
    const at = first === undefined ? '/act' : `/fields/${first}`
    return [{ path: path + at, code: 'contradiction', ...namedRule(named, name) }]
  })
}

function possible(act: Act, procedure: Procedure, brought: Fields, standing: Fields, done: string): boolean {
  if (!act.when) return true
  const parts = Object.keys(brought).map((name) => own(procedure.fields, name)?.part ?? KEPT)
  const facts = {
    kept: { ...keptOf(procedure, standing), ...keptOf(procedure, brought) },
    parts: parts.filter((part) => part !== KEPT),
    paused: false,
    done: (name: string) => name === done && !act.opens,
  }
  return holds(act.when, facts) === true
}

/** Openings that these fields are possible for. */
function fitting(procedure: Procedure, full: Fields): string {
  return Object.entries(procedure.acts)
    .filter(([name, act]) => act.opens && possible(act, procedure, full, {}, name))
    .map(([name]) => name)
    .join(', ')
}

function keptOf(procedure: Procedure, fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => own(procedure.fields, name)?.part === KEPT),
  )
}

function openings(procedure: Procedure): string {
  return Object.entries(procedure.acts)
    .flatMap(([name, act]) => (act.opens ? [name] : []))
    .join(', ')
}

function namesOf(procedures: readonly WithTexts[]): string {
  return procedures.map(({ procedure }) => procedure.name).join(', ')
}

function bad(path: string, code: Found['code'], name: string, known = ''): Found {
  return { path, code, values: { name: visible(name), known } }
}
