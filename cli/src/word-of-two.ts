/** What two operators say at the terminal. */
import { createInterface } from 'node:readline'
import { type Language, say, type Word } from './words.ts'

interface Log {
  size: number
  time: number
}

export interface Start {
  relation: string
  start: 'waiting' | 'confirmed' | 'rolled-back'
  restored: 'no' | 'unheard' | 'heard'
  blocked: 'restored' | 'log-begun' | 'given-differs' | null
  ours: Log
  theirs: Log
}

export interface Dialogue {
  language: Language
  input: NodeJS.ReadableStream
  print(text: string): void
  confirm(confirmation: { relation: string; operators: [string, string]; checked: string }): Promise<void>
}

/** Nothing is asked for as an option: what stands in a script was checked by nobody. @throws Error with one line */
export function wordOfTwo({ language, input, print }: Dialogue) {
  // As lines, not by `question`: that loses what was sent before it is asked.
  const lines = createInterface({ input })[Symbol.asyncIterator]()
  return {
    tell: (word: Word, values: Record<string, string>) => print(`${say(language, word, values)}\n`),
    async ask(word: Word, values: Record<string, string> = {}): Promise<string> {
      print(`${say(language, word, values)} `)
      const { value, done } = await lines.next()
      const answer = done ? '' : value.trim()
      if (answer === '') throw new Error('not-confirmed: a question was left without an answer')
      return answer
    },
  }
}
