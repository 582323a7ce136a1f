/** A figure as it was stated. What was said in a word stays a word: nothing here makes a number of one. */
import { countOf, dateOf, lineOf, type PartialDate, type Slots, wordsOf } from './read.ts'

export interface Figure {
  precision: string | null
  number: number | null
  magnitude: string | null
  /** A text in languages. */
  words: unknown
  unit: unknown
  unitReadAs: string | null
  from: PartialDate | null
  until: PartialDate | null
  /** A text in languages. */
  periodWording: unknown
  periodBasis: string | null
  /** Codes of parties: whose doing, and for whom. */
  doneBy: string[]
  doneFor: string[]
}

export function figureOf(slots: Slots): Figure {
  return {
    precision: lineOf(slots.precision),
    number: countOf(slots.number),
    magnitude: lineOf(slots.magnitude),
    words: slots.words ?? null,
    unit: slots.unit ?? null,
    unitReadAs: lineOf(slots['unit-read-as']),
    from: dateOf(slots['period-from']),
    until: dateOf(slots['period-until']),
    periodWording: slots['period-wording'] ?? null,
    periodBasis: lineOf(slots['period-basis']),
    doneBy: wordsOf(slots.from),
    doneFor: wordsOf(slots.to),
  }
}
