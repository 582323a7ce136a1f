/** The answer to the question for the sizes: the statement, and the asker's own head that shows what it says of that. */
import { refuse } from '../errors.ts'

export interface Sizes {
  /** The signed note of the stating side. */
  statement: string
  /** The asker's checkpoint over exactly as many entries, as it was stored; `null` without one. */
  head: string | null
}

/** Notes end with a newline and hold one blank line each: between the two stands another. */
export function formatSizes({ statement, head }: Sizes): string {
  return head === null ? statement : `${statement}\n${head}`
}

/** Nothing of either is verified by it. @throws ProtocolError `bad-statement` */
export function parseSizes(text: string): Sizes {
  const blocks = text.split('\n\n')
  const [body, lines, ...head] = blocks
  if (blocks.length === 2) return { statement: text, head: null }
  if (blocks.length !== 4) refuse('bad-statement', 'a statement, and at most one head')
  return { statement: `${body}\n\n${lines}\n`, head: head.join('\n\n') }
}
