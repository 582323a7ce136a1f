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
  /** Entries of our own log that the other side has cosigned. */
  cosigned: number
  ours: string
  keeper: string
}

/** All words that are true of an entry, in their order, and the one that says most. */
export function wordsOf(
  row: Pick<EntryRow, 'side' | 'index'>,
  judged: JudgedRow | undefined,
  opened: boolean,
  seen: Seen,
): { words: Word[]; word: Word } {
  const own = row.side === seen.ours
  const delivered = !own || row.index < seen.cosigned
  const byKeeper = row.side === seen.keeper
  // The verdict on our own act of a guest stands when its settler is held; before that it may still change.
  const settled = byKeeper || (judged?.settler ?? null) !== null
  const verdict = settled ? (judged?.verdict ?? 'effective') : null
  const words: Word[] = ['recorded']
  if (!settled) words.push('on-its-way')
  if (delivered) words.push('delivered')
  if (verdict !== null) words.push(verdict)
  if (opened) words.push('opened')
  const word = delivered ? (verdict ?? 'delivered') : settled ? 'recorded' : 'on-its-way'
  return { words, word }
}
