/** Lines and columns of a file, by offset and by JSON pointer. */
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'

export interface Position {
  /** From 1. */
  line: number
  /** In UTF-16 units as editors count them, from 1. */
  column: number
}

/** Reads the text again only when somebody asks where something is: nobody does while nothing is wrong. */
export class Places {
  readonly #text: string
  #starts: number[] | null = null
  #tree: Node | undefined

  constructor(text: string) {
    this.#text = text
  }

  ofOffset(offset: number): Position {
    this.#starts ??= startsOf(this.#text)
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 }
  }

  /** Of the value, or of the member's name; of the nearest thing around it where it is missing. */
  ofPointer(pointer: string, at: 'value' | 'name' = 'value'): Position {
    this.#tree ??= parseTree(this.#text)
    const steps = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    for (let length = steps.length; this.#tree && length >= 0; length--) {
      const found = nodeAt(this.#tree, steps.slice(0, length))
      if (!found) continue
      const isMember = at === 'name' && length === steps.length && found.parent?.type === 'property'
      return this.ofOffset((isMember ? found.parent?.offset : undefined) ?? found.offset)
    }
    return { line: 1, column: 1 }
  }
}

/** Steps into arrays are numbers; an object may have a member that looks like one. */
function nodeAt(root: Node, steps: readonly string[]): Node | undefined {
  let at: Node | undefined = root
  for (const step of steps) at = at && findNodeAtLocation(at, [at.type === 'array' ? Number(step) : step])
  return at
}

function startsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** A step of a JSON pointer. */
export function step(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}
