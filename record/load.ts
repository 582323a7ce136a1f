/**
 * Turns a record into the acts by which two parties enter it. No input or output: whoever has a connection
 * takes the steps wave by wave, finds what is there already by the item's id, and puts dossiers in by `resolve`.
 */
import {
  keeperOf,
  type Level,
  otherParty,
  own,
  type Parties,
  type Party,
  type Procedure,
} from '@counterpart/casework'
import { RecordError } from './errors.ts'
import { expand, expandFields, filledField, ID_SLOT, type Item, type PublicRecord } from './form.ts'
import { needed, replaceRecords } from './links.ts'

export interface Deed {
  party: Party
  act: string
  /** With `{ record }` wherever a dossier is meant. */
  fields: Record<string, unknown>
}

/** One item: the side that keeps its dossier opens it, and the other answers. */
export interface Step {
  item: string
  procedure: string
  level: Level
  opening: Deed
  /** Ids of the items it is filed under. */
  under: readonly string[]
  /** `on`: whether it names the opening as what it answers. */
  answer: (Deed & { on: boolean }) | null
  /** Ids of the items that have to be there first. */
  after: readonly string[]
}

export function partiesOf({ relation }: Pick<PublicRecord, 'relation'>): Parties {
  const [first = '', second = ''] = relation.parties.map(({ code }) => code).sort()
  return [first, second]
}

/**
 * The steps in waves: nothing refers to what is not in an earlier one, so those of one wave may be taken in
 * any order and together. Where an item stands in which file makes no difference.
 *
 * @throws RecordError `unknown-procedure`, `unknown-act`, or `circle`; reading a record says the same with places
 */
export function wavesOf(record: PublicRecord, procedures: readonly Procedure[]): Step[][] {
  const parties = partiesOf(record)
  const steps = new Map(record.items.map((item) => [item.id, stepOf(item, record, procedures, parties)]))
  const missing = new Map<string, number>()
  const waiting = new Map<string, Step[]>()
  for (const step of steps.values()) {
    const after = step.after.filter((id) => steps.has(id))
    missing.set(step.item, after.length)
    for (const id of after) {
      const others = waiting.get(id)
      if (others) others.push(step)
      else waiting.set(id, [step])
    }
  }
  const waves: Step[][] = []
  let wave = [...steps.values()].filter(({ item }) => missing.get(item) === 0)
  let placed = 0
  while (wave.length > 0) {
    waves.push(wave.sort((a, b) => (a.item < b.item ? -1 : 1)))
    placed += wave.length
    wave = wave
      .flatMap(({ item }) => waiting.get(item) ?? [])
      .filter(({ item }) => {
        const left = (missing.get(item) ?? 0) - 1
        missing.set(item, left)
        return left === 0
      })
  }
  if (placed < steps.size) throw new RecordError('circle')
  return waves
}

function stepOf(item: Item, record: PublicRecord, procedures: readonly Procedure[], parties: Parties): Step {
  const procedure = procedures.find(({ name }) => name === item.procedure)
  if (!procedure) throw new RecordError('unknown-procedure')
  if (!own(procedure.acts, item.act)) throw new RecordError('unknown-act')
  const party = openerOf(item, procedure, parties) ?? parties[0]
  const { answer } = item
  return {
    item: item.id,
    procedure: procedure.name,
    level: item.level,
    opening: { party, act: item.act, fields: expand(item, procedure, record.sources) },
    under: item.under ?? [],
    answer: answer
      ? {
          party: otherParty(party, parties),
          act: answer.act,
          fields: expandFields(answer.fields ?? {}, procedure),
          on: own(procedure.acts, answer.act)?.answers !== undefined,
        }
      : null,
    after: needed(item, procedure),
  }
}

/** Of a record each side opens only what it keeps; `null` where either may and the item does not say. */
export function openerOf(item: Pick<Item, 'side'>, procedure: Procedure, parties: Parties): Party | null {
  if (item.side !== undefined) return item.side
  const keepers = parties.filter((party) => keeperOf(procedure, party, parties) === party)
  return keepers.length === 1 ? (keepers[0] ?? null) : null
}

/** Acts that confirm what an act opened, or propose another wording of it, while it stands as it was opened. */
export function answersTo(procedure: Procedure, opening: string): string[] {
  const state = own(procedure.acts, opening)?.to ?? ''
  return Object.entries(procedure.acts).flatMap(([name, { by, opens, adopts, answers, proposes, from }]) => {
    const isAnswer = answers ? answers.some((one) => one === opening) : proposes
    return isAnswer && by !== 'clock' && !opens && !adopts && from.includes(state) ? [name] : []
  })
}

/** Which item a dossier was loaded from, by the latest values of its fields; `null` when from none. */
export function loadedAs(procedure: Procedure, fields: Readonly<Record<string, unknown>>): string | null {
  const field = filledField(procedure, ID_SLOT)
  const id = field === undefined ? null : own(fields, field)
  return typeof id === 'string' ? id : null
}

/**
 * The same value with dossiers in place of ids: `{ record }` becomes `{ dossier }`.
 *
 * @throws RecordError `not-loaded` when `dossierOf` knows none
 */
export function resolve<T>(value: T, dossierOf: (item: string) => string | null): T {
  return replaceRecords(value, (id) => {
    const dossier = dossierOf(id)
    if (dossier === null) throw new RecordError('not-loaded')
    return dossier
  }) as T
}
