import type { Field } from '../field.ts'
import { own } from '../own.ts'
import { SLOTS, type Slot } from '../plays.ts'
import type { Played, Procedure } from '../procedure.ts'
import { KEPT } from '../reserved.ts'
import type { CheckCode, DeclarationProblem } from './codes.ts'

export function checkPlayed(procedure: Procedure): DeclarationProblem[] {
  const { plays } = procedure
  if (!plays) return []
  const slots = own(SLOTS, plays.as)
  if (!slots) return bad('/plays/as', 'unknown-word')
  const problems = Object.entries(plays.slots).flatMap(([name, filled]) => {
    const slot = own(slots, name)
    const path = `/plays/slots/${name}`
    return slot ? checkSlot(procedure, plays, slot, filled, path) : bad(path, 'unknown-slot')
  })
  for (const [name, slot] of Object.entries(slots))
    if (slot.needed && !Object.hasOwn(plays.slots, name))
      problems.push({ path: `/plays/slots/${name}`, code: 'missing-slot' })
  // Two dossiers with keys and agreed digests would be two truths about one relation.
  if (plays.as === 'relation' && !procedure.once) problems.push({ path: '/once', code: 'not-once' })
  if (plays.as === 'instrument' && procedure.once) problems.push({ path: '/once', code: 'once-in-force' })
  return problems
}

function checkSlot(
  procedure: Procedure,
  plays: Played,
  slot: Slot,
  filled: string,
  path: string,
): DeclarationProblem[] {
  switch (slot.is) {
    case 'field':
      return checkField(procedure, filled, slot, path)
    case 'fields':
      return filled
        .split(' ')
        .flatMap((name) => checkField(procedure, name, { ...slot, kinds: ['list'] }, path))
    case 'choices': {
      const choices = choicesIn(own(procedure.fields, own(plays.slots, slot.of) ?? ''))
      if (choices.length === 0) return bad(path, 'wrong-kind')
      return filled.split(' ').every((value) => choices.some((one) => one.of.includes(value)))
        ? []
        : bad(path, 'unknown-choice')
    }
    case 'states':
      return filled.split(' ').every((name) => Object.hasOwn(procedure.states, name))
        ? []
        : bad(path, 'unknown-state')
  }
}

/** The choice that a field is, or those in its rows. */
function choicesIn(field: Field | undefined): { of: readonly string[] }[] {
  if (field?.kind === 'choice') return [field]
  return field?.kind === 'list'
    ? Object.values(field.row).flatMap((one) => (one.kind === 'choice' ? one : []))
    : []
}

function checkField(
  procedure: Procedure,
  name: string,
  slot:
    | Extract<Slot, { is: 'field' }>
    | (Extract<Slot, { is: 'fields' }> & { kinds: readonly Field['kind'][] }),
  path: string,
): DeclarationProblem[] {
  const field = own(procedure.fields, name)
  if (!field) return bad(path, 'unknown-field')
  if (!slot.kinds.includes(field.kind)) return bad(path, 'wrong-kind')
  if (slot.needed && field.part !== KEPT) return bad(path, 'not-kept')
  if (field.kind !== 'list') return []
  const columns = Object.entries(slot.columns ?? {}).flatMap(([column, kinds]) => {
    const declared = own(field.row, column)
    if (!declared || !field.needs.includes(column)) return bad(`${path}/${column}`, 'unknown-column')
    return kinds.includes(declared.kind) ? [] : bad(`${path}/${column}`, 'wrong-kind')
  })
  const others = Object.entries(slot.may ?? {}).flatMap(([column, kinds]) => {
    const declared = own(field.row, column)
    return !declared || kinds.includes(declared.kind) ? [] : bad(`${path}/${column}`, 'wrong-kind')
  })
  return [...columns, ...others]
}

function bad(path: string, code: CheckCode): DeclarationProblem[] {
  return [{ path, code }]
}
