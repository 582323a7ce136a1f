/**
 * The dialogue in which two operators let a started node go on while there is no line to ask the counterpart over, or
 * begin the next epoch of one that was brought back.
 */
import { createInterface } from 'node:readline'
import { type Language, say, type Word } from './words.ts'

interface Log {
  size: number
  time: number
}

interface Start {
  relation: string
  start: 'waiting' | 'confirmed' | 'rolled-back'
  restored: 'no' | 'unheard' | 'heard'
  ours: Log
  theirs: Log
}

interface Dialogue {
  language: Language
  input: NodeJS.ReadableStream
  print(text: string): void
  confirm(confirmation: { relation: string; operators: [string, string]; checked: string }): Promise<void>
}

/** Nothing is asked for as an option: what stands in a script was checked by nobody. @throws Error with one line */
export async function confirmStarts(starts: readonly Start[], dialogue: Dialogue): Promise<void> {
  const { language, input, print, confirm } = dialogue
  const tell = (word: Word, values: Record<string, string>) => print(`${say(language, word, values)}\n`)
  // As lines, not by `question`: that loses what was sent before it is asked.
  const lines = createInterface({ input })[Symbol.asyncIterator]()
  const ask = async (word: Word, values: Record<string, string> = {}): Promise<string> => {
    print(`${say(language, word, values)} `)
    const { value, done } = await lines.next()
    const answer = done ? '' : value.trim()
    if (answer === '') throw new Error('not-confirmed: a question was left without an answer')
    return answer
  }
  for (const { relation, start, restored, ours, theirs } of starts) {
    if (start === 'confirmed') {
      tell('start-confirmed', { relation })
      continue
    }
    const renews = restored === 'heard' || start === 'rolled-back'
    if (restored === 'unheard' && !renews)
      throw new Error(
        'restored: this node was brought back from a backup; the counterpart was not heard since',
      )
    if (renews)
      tell(start === 'rolled-back' ? 'start-rolled-back' : 'start-restored', {
        relation,
        ours: String(ours.size),
      })
    const time = (log: Log) =>
      log.size === 0 ? say(language, 'no-time') : new Date(log.time * 1000).toISOString()
    const ourSize = String(ours.size)
    tell('start-waiting', {
      relation,
      ours: ourSize,
      oursTime: time(ours),
      theirs: String(theirs.size),
      theirsTime: time(theirs),
    })
    if (!renews) tell('start-risk', { ours: ourSize })
    const checked = await ask(renews ? 'start-how-renew' : 'start-how')
    const operators: [string, string] = [await ask('start-first'), await ask('start-second')]
    if ((await ask('start-sure', { relation })) !== relation)
      throw new Error(`not-confirmed: ${relation} was not typed`)
    await confirm({ relation, operators, checked })
    tell(renews ? 'start-renews' : 'start-done', { relation })
  }
}
