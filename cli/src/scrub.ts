/** `counterpart scrub`: everything a node stores is looked at now, from the bodies up. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Language, say, type Word } from './words.ts'

interface Counted {
  entries: number
  bytes: number
  found: number
  repaired: number
}

interface State {
  relation: string
  pass: 'none' | 'slow' | 'whole'
  done: number
  of: number
  bytes: number
  found: number
  last: Counted | null
  /** Put back by all passes that were asked for last. */
  mended: number
  /** Why the last attempt did not come to its end, as a code. */
  failed: string | null
}

/** The node that runs. */
export interface ScrubNode {
  begin(relation: string): Promise<State[]>
  state(): Promise<State[]>
}

export interface ScrubTold {
  language: Language
  print(line: string): void
  progress(line: string): void
  /** Milliseconds between two looks. */
  every: number
}

/** Waits for the end. The exit code is 0 only when nothing is damaged, or all that was is mended. */
export async function scrubNow(
  node: ScrubNode,
  relations: readonly string[] | null,
  told: ScrubTold,
): Promise<number> {
  const held = (await node.state()).map(({ relation }) => relation)
  let code = 0
  for (const relation of relations ?? held) {
    let states = await node.begin(relation)
    for (;;) {
      const state = states.find((one) => one.relation === relation)
      if (state?.pass !== 'whole') {
        const failed = state?.failed ?? null
        if (failed !== null) told.print(inWords(told, 'scrub-failed', { relation, code: failed }))
        // Each pass begins its own count: what was mended before the last would be told by nobody.
        const before = (state?.mended ?? 0) - (state?.last?.repaired ?? 0)
        if (before > 0) told.print(inWords(told, 'scrub-mended', { relation, mended: before }))
        if (failed !== null || !tell(told, relation, state?.last ?? null)) code = 1
        break
      }
      const { done, of, bytes, found } = state
      told.progress(inWords(told, 'scrub-progress', { relation, done, of, bytes: megabytes(bytes), found }))
      await pause(told.every)
      states = await node.state()
    }
  }
  return code
}

/** Of the last passes that came to their end. */
export function lastOf(states: readonly State[], told: ScrubTold): number {
  return states.map(({ relation, last }) => tell(told, relation, last)).every(Boolean) ? 0 : 1
}

function tell(told: ScrubTold, relation: string, last: Counted | null): boolean {
  const word: Word = last === null ? 'scrub-none' : last.found === 0 ? 'scrub-good' : 'scrub-damaged'
  const { entries = 0, bytes = 0, found = 0, repaired = 0 } = last ?? {}
  told.print(inWords(told, word, { relation, entries, bytes: megabytes(bytes), found, repaired }))
  return last !== null && found === repaired
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

function inWords(
  { language }: ScrubTold,
  word: Word,
  values: Readonly<Record<string, string | number>>,
): string {
  return say(
    language,
    word,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
  )
}
