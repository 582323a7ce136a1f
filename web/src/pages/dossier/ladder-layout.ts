/** How the rungs of two logs stand on one ladder. Pure, so that it can be tested without a browser. */
import type { Rung, Word } from '../../api/types.ts'
import { instantOf } from '../../time/instant.ts'

export type Stand = 'firm' | 'moving' | 'without-effect'
export type Span = 'whole' | 'broken'

export interface Step {
  rung: Rung
  /** Which column. */
  column: 'ours' | 'theirs'
  /** Whether it counts, is still under way, or counts for nothing. */
  stand: Stand
  /** A broken line: the other side does not hold it yet, or we do not know that it does. */
  line: Span
  /** The rung it answers, when that is on the ladder. */
  answers: Rung | null
  /** The first rung of a new day, in the reader's time zone. */
  newDay: boolean
}

/** What stands on the ladder without an act of the procedure: also a recall, where it has no effect. */
const NAMELESS: readonly Rung['kind'][] = ['malformed', 'damaged', 'recall']
const FALLEN: readonly Word[] = ['overtaken', 'void']
const MOVING: readonly Word[] = ['drafted', 'approved', 'recorded', 'on-its-way']

function standOf(rung: Pick<Rung, 'word' | 'words' | 'settled'>): Stand {
  if (FALLEN.includes(rung.word) || rung.words.some((word) => FALLEN.includes(word))) return 'without-effect'
  if (rung.words.includes('effective') || rung.word === 'effective' || rung.settled) return 'firm'
  return MOVING.includes(rung.word) || rung.word === 'delivered' ? 'moving' : 'firm'
}

function lineOf(rung: Pick<Rung, 'word' | 'words' | 'own'>): Span {
  if (!rung.own) return 'whole'
  const delivered = rung.words.includes('delivered') || rung.word === 'delivered' || rung.word === 'opened'
  return delivered || !MOVING.includes(rung.word) ? 'whole' : 'broken'
}

function dayOf(seconds: number): string {
  return instantOf(seconds).toDateString()
}

/** The steps of the ladder, top to bottom, in the order the server gives: that of effect. */
export function layLadder(rungs: readonly Rung[], ours: string): Step[] {
  const shown = rungs.filter((rung) => rung.act !== null || NAMELESS.includes(rung.kind))
  const byLeaf = new Map(shown.map((rung) => [rung.leaf, rung]))
  let day = ''
  return shown.map((rung) => {
    const its = dayOf(rung.written)
    const newDay = its !== day
    day = its
    return {
      rung,
      column: rung.side === ours ? 'ours' : 'theirs',
      stand: standOf(rung),
      line: lineOf(rung),
      answers: rung.on === null ? null : (byLeaf.get(rung.on) ?? null),
      newDay,
    }
  })
}

/**
 * The words to show beside a rung: the last two that add something, effect before custody. What the keeper
 * recorded has effect at once, but is not called so before the other side holds it.
 */
export function shownWords(rung: Pick<Rung, 'word' | 'words'>): Word[] {
  if (MOVING.includes(rung.word)) return [rung.word]
  const all = rung.words.length > 0 ? rung.words : [rung.word]
  const effect = all.filter((word) => word === 'effective' || FALLEN.includes(word))
  if (effect.length > 0)
    return all.includes('opened') ? [effect.at(-1) ?? rung.word, 'opened'] : effect.slice(-1)
  const last = all.at(-1) ?? rung.word
  return last === rung.word ? [last] : [rung.word]
}
