import type { Gate } from '../gates.ts'
import { own } from '../own.ts'
import type { Act, Procedure } from '../procedure.ts'

/**
 * Whether a guarded act tells of persons and can be done again while the answer to its gate stands: what was passed for
 * one person would let others through. Which states follow is asked, and no condition.
 */
export function letsOthersThrough(procedure: Procedure, gate: Gate, name: string, act: Act): boolean {
  if (act.most === 1 || asksAnew(gate, name, act) || isOnWhatWasAsked(procedure, gate, act)) return false
  if (!tellsOfPersons(procedure, act)) return false
  const reached = new Set(act.from.map((state) => act.to ?? state))
  for (const state of reached)
    for (const [other, { from, to, ...rest }] of Object.entries(procedure.acts))
      if (to !== undefined && from.includes(state) && !asksAnew(gate, other, rest)) reached.add(to)
  return act.from.some((state) => reached.has(state))
}

/** Whatever it says: an entry the answer is given on, or one that has to bring or drop a field it rests on. */
function asksAnew(gate: Gate, name: string, { needs, drops, proposes }: Omit<Act, 'from'>): boolean {
  const touches = proposes ? [] : [...needs, ...(drops ?? [])]
  return gate.on.some((one) => one === name) || touches.some((field) => gate.reads.includes(field))
}

/**
 * Whether it rests on entries the answer was given on that it cannot write itself: a proposal that it uses up, or a
 * question of the other side, to which belongs whoever is told of in an answer.
 */
function isOnWhatWasAsked(procedure: Procedure, gate: Gate, act: Act): boolean {
  const answered = act.answers ?? []
  return (
    answered.length > 0 &&
    answered.every((name) => {
      const by = own(procedure.acts, name)?.by
      return gate.on.some((one) => one === name) && (act.adopts || OPPOSITE[act.by] === by)
    })
  )
}

const OPPOSITE: Readonly<Partial<Record<Act['by'], Act['by']>>> = {
  opener: 'other',
  other: 'opener',
  keeper: 'guest',
  guest: 'keeper',
}

/** Whether an act tells of persons, in what it brings or in what it adopts. */
function tellsOfPersons(procedure: Procedure, act: Act): boolean {
  const adopted = act.adopts ? (act.answers ?? []) : []
  const acts = [act, ...adopted.flatMap((name) => own(procedure.acts, name) ?? [])]
  return acts.some(({ needs, may }) =>
    [...needs, ...(may ?? [])].some((name) => {
      const part = own(procedure.fields, name)?.part
      return part !== undefined && own(procedure.parts, part)?.personal === true
    }),
  )
}
