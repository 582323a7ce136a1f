/** How far an act has come, in the words of the design and in no others. A word once shown is never taken back. */
import type { EntryRow, JudgedRow } from '../store/store.ts'

export type Word =
  | 'drafted'
  | 'approved'
  | 'recorded'
  | 'delivered'
  | 'on-its-way'
  | 'effective'
  | 'overtaken'
  | 'void'
  | 'opened'

export interface Seen {
  /** Entries of our own log with a counted receipt. */
  cosigned: number
  ours: string
  keeper: string
}

/**
 * All words that are true of an entry, in their order, and the one that says most. Custody and effect are
 * two questions: a receipt alone never makes an act of the guest effective, and what the keeper recorded
 * has effect at once but is not called so before the other side holds it.
 */
export function wordsOf(
  row: Pick<EntryRow, 'side' | 'index'>,
  judged: Pick<JudgedRow, 'verdict' | 'settler'> | undefined,
  opened: boolean,
  seen: Seen,
): { words: Word[]; word: Word } {
  const delivered = row.side !== seen.ours || row.index < seen.cosigned
  const byKeeper = row.side === seen.keeper
  const settled = byKeeper || (judged?.settler ?? null) !== null
  // What the verdict would be now on an act that is on its way may still change: it is no word.
  const verdict = settled ? (judged?.verdict ?? null) : null
  const words: Word[] = ['recorded']
  if (!settled) words.push('on-its-way')
  if (delivered) words.push('delivered')
  if (verdict !== null) words.push(verdict)
  if (opened) words.push('opened')
  return { words, word: wordOf(settled, delivered, verdict, byKeeper) }
}

function wordOf(
  settled: boolean,
  delivered: boolean,
  verdict: JudgedRow['verdict'] | null,
  byKeeper: boolean,
): Word {
  if (!settled) return 'on-its-way'
  if (verdict === null) return delivered ? 'delivered' : 'recorded'
  return byKeeper && !delivered && verdict === 'effective' ? 'recorded' : verdict
}
