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
  renewing: boolean
  held: string | null
  blocked: 'restored' | 'log-begun' | 'given-differs' | null
  older: { by: 'counterpart' | 'high-water' | 'itself'; epoch: number; size: number } | null
  leavesToken: boolean
  ours: Log
  theirs: Log
}

export interface Dialogue {
  language: Language
  input: NodeJS.ReadableStream
  print(text: string): void
  confirm(confirmation: Confirmation): Promise<void>
}

interface Confirmation {
  relation: string
  operators: [string, string]
  checked: string
}

/** Nothing is asked for as an option: what stands in a script was checked by nobody. @throws Error with one line */
export function wordOfTwo({ language, input, print }: Omit<Dialogue, 'confirm'>) {
  // As lines, not by `question`: that loses what was sent before it is asked.
  const lines = createInterface({ input })[Symbol.asyncIterator]()
  async function ask(word: Word, values: Record<string, string> = {}): Promise<string> {
    print(`${say(language, word, values)} `)
    const { value, done } = await lines.next()
    const answer = done ? '' : value.trim()
    if (answer === '') throw new Error(`not-confirmed: ${say(language, 'not-answered')}`)
    return answer
  }
  async function sure(relation: string): Promise<void> {
    if ((await ask('start-sure', { relation })) !== relation)
      throw new Error(`not-confirmed: ${say(language, 'not-typed', { relation })}`)
  }
  return {
    sure,
    tell: (word: Word, values: Record<string, string>) => print(`${say(language, word, values)}\n`),
    /** `how`: asks how it was checked. */
    async confirmation(relation: string, how: Word): Promise<Confirmation> {
      const checked = await ask(how)
      const operators: [string, string] = [await ask('start-first'), await ask('start-second')]
      await sure(relation)
      return { relation, operators, checked }
    },
  }
}

/** Where some relation is to be confirmed, the others are told of one by one. @throws Error of this code, when none is */
export function nothingToConfirm<S extends Start>(
  { language }: Dialogue,
  code: 'start-confirmed' | 'clock-agrees',
  starts: readonly S[],
  isDone: (start: S) => boolean,
): void {
  if (!starts.every(isDone)) return
  const relation = starts.map((start) => start.relation).join(', ')
  throw new Error(`${code}: ${say(language, code, { relation })}`)
}
