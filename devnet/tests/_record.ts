/** What the public record holds, so that the pages can be held against it: read from its files, never written here. */
import type { FRAME_PARTS } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { type Item, ownRecord } from '@counterpart/record'
import type { Language } from './_words.ts'

type Part = (typeof FRAME_PARTS)[number]

function declared(item: Item) {
  return procedures.find(({ procedure }) => procedure.name === item.procedure)?.procedure
}

/** Everything of the record whose procedure plays a part. */
export function playing(part: Part): Item[] {
  return ownRecord.items.filter((item) => declared(item)?.plays?.as === part)
}

/** The procedure that plays a part. */
export function procedurePlaying(part: Part): string {
  const found = procedures.find(({ procedure }) => procedure.plays?.as === part)
  if (!found) throw new Error(`nothing plays ${part}`)
  return found.procedure.name
}

/** The name of the field that fills a slot of a part. */
export function fieldOf(part: Part, slot: string): string {
  const found = procedures.find(({ procedure }) => procedure.plays?.as === part)
  return found?.procedure.plays?.slots[slot] ?? slot
}

export function inSlot(item: Item, slot: string): unknown {
  const field = declared(item)?.plays?.slots[slot]
  return field === undefined ? undefined : item.fields[field]
}

/** Whether a content binds both sides, by what its declaration says of natures. */
export function binds(item: Item): boolean {
  const natures = declared(item)?.plays?.slots['binding-natures']?.split(' ') ?? []
  return natures.includes(String(inSlot(item, 'nature')))
}

export function titleOf(item: Item, language: Language): string {
  const title = inSlot(item, 'title') as Record<string, string | { text: string }> | undefined
  const written = title?.[language]
  return typeof written === 'object' ? written.text : (written ?? '')
}

/** Contents that stand directly under an item. */
export function contentsUnder(item: Item): Item[] {
  return playing('commitment').filter(({ under }) => under?.includes(item.id))
}

/** An instrument with contents that bind, and the first of these. */
export function bindingInstrument(): { instrument: Item; content: Item } {
  for (const instrument of playing('instrument')) {
    const content = contentsUnder(instrument).find(binds)
    if (content) return { instrument, content }
  }
  throw new Error('no instrument of the record holds a content that binds')
}

/** A meeting that was held after another of the same series. */
export function laterEdition(): { series: Item; meeting: Item } {
  for (const series of playing('series')) {
    const held = playing('meeting').filter(
      (one) =>
        (inSlot(one, 'series') as { record?: string } | undefined)?.record === series.id &&
        inSlot(one, 'begins') !== undefined,
    )
    const meeting = held
      .toSorted((a, b) => Number(inSlot(a, 'ordinal')) - Number(inSlot(b, 'ordinal')))
      .at(-1)
    if (held.length > 1 && meeting) return { series, meeting }
  }
  throw new Error('no series of the record has two editions that were held')
}
