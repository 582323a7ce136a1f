/** What a dossier says in the slots of the part it plays: read by the slot's name, whatever the field is called. */
import type { Procedure, TextValue } from '../language/index.ts'
import { own } from '../language/own.ts'
import { SLOTS } from '../language/plays.ts'
import { spanOfDate } from '../run/civil.ts'
import type { DossierState, Party } from '../run/entry.ts'
import { isRecord } from '../run/is-record.ts'
import type { Span } from './period.ts'

export type Slots = Readonly<Record<string, unknown>>

/** Values as they stand; of several fields in one slot, their rows joined. What is not said is not there. */
export function slotsOf(procedure: Procedure, kept: Readonly<Record<string, unknown>>): Slots {
  const slots: Record<string, unknown> = {}
  const { plays } = procedure
  for (const [slot, filled] of Object.entries(plays?.slots ?? {})) {
    // Names values of a choice and no fields.
    if (plays && own(SLOTS[plays.as], slot)?.is === 'choices') continue
    const fields = filled.split(' ')
    const values = fields.map((name) => own(kept, name)).filter((value) => value !== undefined)
    if (values.length === 0) continue
    slots[slot] = fields.length > 1 ? values.flat() : values[0]
  }
  return slots
}

/** Values of a proposal that is not adopted, by slot: another wording or figure beside the one that stands. */
export interface Differing {
  by: Party
  leaf: string
  slots: Slots
}

export function differing(procedure: Procedure, state: DossierState): Differing[] {
  return Object.entries(state.proposals)
    .map(([leaf, { by, kept }]) => ({ by, leaf, slots: slotsOf(procedure, kept) }))
    .filter(({ slots }) => Object.keys(slots).length > 0)
    .sort((a, b) => (a.leaf < b.leaf ? -1 : 1))
}

export function spanIn(slots: Slots, name: string): Span | null {
  const value = own(slots, name)
  return isRecord(value) ? spanOfDate(value.date) : null
}

export function lineIn(slots: Slots, name: string): string | null {
  const value = own(slots, name)
  return typeof value === 'string' ? value : null
}

export function textIn(slots: Slots, name: string): TextValue | null {
  const value = own(slots, name)
  return isRecord(value) ? (value as TextValue) : null
}

export function dossierIn(slots: Slots, name: string): string | null {
  const value = own(slots, name)
  return isRecord(value) && typeof value.dossier === 'string' ? value.dossier : null
}

/** Whether the value of `slot` is one of those that the slot `values` lists. */
export function isAmong(procedure: Procedure, slots: Slots, slot: string, values: string): boolean {
  const value = lineIn(slots, slot)
  return value !== null && (procedure.plays?.slots[values] ?? '').split(' ').includes(value)
}
