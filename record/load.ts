/**
 * Turns a record into the acts by which two parties enter it. No input or output: whoever has a connection
 * takes the steps wave by wave, finds what is there already by the item's id, and puts dossiers in by `resolve`.
 */
import {
  isSide,
  KEPT,
  keeperOf,
  type Level,
  otherParty,
  own,
  type Parties,
  type Party,
  type Procedure,
} from '@counterpart/casework'
import { RecordError } from './errors.ts'
import { expand, expandFields, ID_SLOT, type Item, type PublicRecord, slotField } from './form.ts'
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

/** Whether the side that opened a dossier, or the other one, may do an act in it. */
export function mayDo(
  procedure: Procedure,
  act: string,
  opener: Party,
  by: Party,
  parties: Parties,
): boolean {
  const side = own(procedure.acts, act)?.by
  if (side === undefined || side === 'clock') return false
  return isSide(side, by, { opener, keeper: keeperOf(procedure, opener, parties) })
}

/** Which item a dossier was loaded from, by the latest values of its fields; `null` when from none. */
export function loadedAs(procedure: Procedure, fields: Readonly<Record<string, unknown>>): string | null {
  const field = slotField(procedure, ID_SLOT)
  if (field === undefined || own(procedure.fields, field)?.part !== KEPT) return null
  const id = own(fields, field)
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
