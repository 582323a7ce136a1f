/** Finds what in a dossier decides over the acts that can still come: everything else may be left out of account. */
import { type Act, type Condition, fieldsRead, KEPT, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'

/** What one condition, act or state reads. */
export interface Reads {
  fields: ReadonlySet<string>
  acts: ReadonlySet<string>
  parts: ReadonlySet<string>
  /** Gates of which it counts whether somebody said no. */
  noes: ReadonlySet<string>
}

const NOTHING: Reads = { fields: new Set(), acts: new Set(), parts: new Set(), noes: new Set() }

function join(...all: Reads[]): Reads {
  return {
    fields: new Set(all.flatMap(({ fields }) => [...fields])),
    acts: new Set(all.flatMap(({ acts }) => [...acts])),
    parts: new Set(all.flatMap(({ parts }) => [...parts])),
    noes: new Set(all.flatMap(({ noes }) => [...noes])),
  }
}

/** The single questions that a condition is made of, each without `all`, `any` and `not`. */
export function atomsOf(condition: Condition): Condition[] {
  if ('all' in condition) return condition.all.flatMap(atomsOf)
  if ('any' in condition) return condition.any.flatMap(atomsOf)
  return 'not' in condition ? atomsOf(condition.not) : [condition]
}

export function readsOf(condition: Condition): Reads {
  const atoms = atomsOf(condition)
  return {
    fields: new Set(fieldsRead(condition)),
    acts: new Set(atoms.flatMap((one) => ('done' in one ? [one.done] : []))),
    parts: new Set(atoms.flatMap((one) => ('hasPart' in one ? [one.hasPart] : []))),
    noes: new Set(atoms.flatMap((one) => ('saidNo' in one ? [one.saidNo] : []))),
  }
}

/** Every condition by which something can or cannot be done. Rules are none: they say only with which values. */
export function conditionsOf(procedure: Procedure): Condition[] {
  return [
    ...Object.values(procedure.acts).flatMap(({ when }) => when ?? []),
    ...Object.values(procedure.gates ?? {}).flatMap(({ when }) => when ?? []),
  ]
}

/** The kept fields that an act brings or drops, itself or with what it adopts. */
export function touchedBy(procedure: Procedure, act: Act): Set<string> {
  const adopted = act.adopts ? (act.answers ?? []).flatMap((name) => own(procedure.acts, name) ?? []) : []
  const names = [act, ...adopted].flatMap(({ needs, may, drops }) => [
    ...needs,
    ...(may ?? []),
    ...(drops ?? []),
  ])
  return new Set(names.filter((name) => own(procedure.fields, name)?.part === KEPT))
}

/** What decides whether an act has effect, and which clock then runs. */
export function readsOfAct(procedure: Procedure, name: string, act: Act): Reads {
  const guards = Object.values(procedure.gates ?? {}).filter(({ before }) =>
    before.some((one) => one === name),
  )
  return join(
    NOTHING,
    ...[...guards.flatMap(({ when }) => when ?? []), ...(act.when ? [act.when] : [])].map(readsOf),
    { ...NOTHING, acts: new Set([...(act.answers ?? []), ...(act.most === undefined ? [] : [name])]) },
    act.to === undefined ? NOTHING : { ...NOTHING, fields: clockFields(procedure, act.to) },
  )
}

function clockFields(procedure: Procedure, to: string): Set<string> {
  const state = own(procedure.states, to)
  const name = state && 'deadline' in state ? state.deadline : null
  const lasts = name === null ? undefined : own(procedure.deadlines, name)?.lasts
  if (typeof lasts !== 'object') return new Set()
  return new Set(['until' in lasts ? lasts.until : lasts.by])
}

/**
 * What an act settles whatever was before: it was done, its needed fields are its own, what it drops is gone,
 * and the gates that it asks anew are open.
 */
function settledBy(procedure: Procedure, name: string, act: Act): ReadonlySet<string> {
  const gates = Object.entries(procedure.gates ?? {}).filter(([, { on }]) => on.some((one) => one === name))
  const own = act.proposes ? [] : [...act.needs, ...(act.drops ?? [])].map((field) => `field ${field}`)
  const counted = act.most === undefined && !act.adopts && !act.proposes
  const any = anyOf(procedure).filter((set) => set.split(',').includes(name))
  return new Set([
    ...(counted ? [`act ${name}`] : []),
    ...own,
    ...any.map((set) => `any ${set}`),
    ...gates.map(([gate]) => `gate ${gate}`),
  ])
}

/** Sets of kinds of which an act answers any: it counts only whether one of them stands. */
function anyOf(procedure: Procedure): string[] {
  const sets = Object.values(procedure.acts).flatMap((act) =>
    act.answers && !act.adopts ? [act.answers.join()] : [],
  )
  return [...new Set(sets)]
}

function usedBy(procedure: Procedure, name: string, act: Act): string[] {
  const { fields, acts, parts, noes } = readsOfAct(procedure, name, {
    ...act,
    ...(act.adopts ? {} : { answers: [] }),
  })
  const gates = Object.entries(procedure.gates ?? {}).filter(([, { before }]) =>
    before.some((one) => one === name),
  )
  return [
    ...[...fields].filter((field) => !act.needs.includes(field)).map((field) => `field ${field}`),
    ...[...acts].map((one) => `act ${one}`),
    ...(act.answers?.length && !act.adopts ? [`any ${act.answers.join()}`] : []),
    ...[...parts].map((part) => `part ${part}`),
    ...[...noes].map((gate) => `no ${gate}`),
    ...gates.map(([gate]) => `gate ${gate}`),
  ]
}

/** What counts in a state: whatever is read there, or is read later and not set anew before. */
export interface Live extends Reads {
  gates: ReadonlySet<string>
  /** Kinds with a comma between, of which any is answered. */
  any: ReadonlySet<string>
}

/** By the states' names. `beside`: acts that are not in the declaration and read what it leaves. */
export function liveIn(procedure: Procedure, beside: Procedure['acts'] = {}): Map<string, Live> {
  const acts = [...Object.entries(procedure.acts), ...Object.entries(beside)].map(([name, act]) => ({
    act,
    uses: usedBy(procedure, name, Object.hasOwn(beside, name) ? askingAnew(procedure, name, act) : act),
    settles: Object.hasOwn(beside, name) ? new Set<string>() : settledBy(procedure, name, act),
  }))
  const live = new Map(Object.keys(procedure.states).map((state) => [state, new Set<string>()]))
  for (let size = -1; size !== sizeOf(live); ) {
    size = sizeOf(live)
    for (const [state, here] of live)
      for (const { act, uses, settles } of acts) {
        if (!act.from.includes(state)) continue
        for (const one of uses) here.add(one)
        for (const one of live.get(act.to ?? state) ?? []) if (!settles.has(one)) here.add(one)
      }
  }
  const named = (all: ReadonlySet<string>, kind: string) =>
    new Set([...all].flatMap((one) => (one.startsWith(`${kind} `) ? [one.slice(kind.length + 1)] : [])))
  return new Map(
    [...live].map(([state, all]) => [
      state,
      {
        fields: named(all, 'field'),
        acts: named(all, 'act'),
        parts: named(all, 'part'),
        noes: named(all, 'no'),
        gates: named(all, 'gate'),
        any: named(all, 'any'),
      },
    ]),
  )
}

/** An act with those alone of the kinds it answers that ask a gate before it anew: that has to be answered in between. */
function askingAnew(procedure: Procedure, name: string, act: Act): Act {
  const guards = Object.values(procedure.gates ?? {}).filter(({ before }) =>
    before.some((one) => one === name),
  )
  const asked = new Set<string>(guards.flatMap(({ on }) => on))
  // And a proposal is of the course, also where what adopts it is not.
  const isOfCourse = (kind: string) => act.adopts === true && Object.hasOwn(procedure.acts, kind)
  return { ...act, answers: (act.answers ?? []).filter((kind) => asked.has(kind) || isOfCourse(kind)) }
}

function sizeOf(live: ReadonlyMap<string, ReadonlySet<string>>): number {
  return [...live.values()].reduce((sum, { size }) => sum + size, 0)
}
