/** One log of a chain, and where it ended: behind that its author may have signed more, and none of it has an index. */
import { equal } from '../bytes/bytes.ts'
import { type Checkpoint, parseBody } from '../checkpoint/body.ts'
import type { KeySpan } from '../checkpoint/key-spans.ts'
import { refuse } from '../errors.ts'
import { parseNote } from '../note/note.ts'
import { parseProof } from './proof.ts'

/** With its place in the chain, and the keys of its own. */
export interface ChainLog {
  number: number
  base: number
  name: string
  keys: readonly KeySpan[]
  /** Over the changes that were followed in it. */
  heads?: readonly Checkpoint[]
  /** The head that it was closed at, in its own tree; absent for the newest. */
  end?: Pick<Checkpoint, 'size' | 'root'>
}

/** What its author signed beyond the end stands nowhere: the places there are those of the next log (EPOCH-8). */
export function checkEnd({ size, root }: Checkpoint, { end }: ChainLog): void {
  if (!end) return
  if (size > end.size) refuse('bad-proof', 'a head beyond the end of its log')
  if (size === end.size && !equal(root, end.root)) refuse('bad-proof', 'another head than that of the end')
}

/** The head that a proof names. The proof may not be verified yet. */
export function headOf(proof: string): Checkpoint {
  return parseBody(parseNote(parseProof(proof).note).text)
}
