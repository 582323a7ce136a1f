/** The dialogue in which two operators let the counterpart have back what this node keeps for it. */
import { type Dialogue, type Start, wordOfTwo } from './word-of-two.ts'
import { say } from './words.ts'

/** Each relation is asked about; one whose name is not typed is left as it is. @throws Error with one line */
export async function allowGiving(starts: readonly Start[], dialogue: Dialogue): Promise<void> {
  const { language, print, confirm } = dialogue
  const { ask } = wordOfTwo(dialogue)
  for (const { relation, theirs } of starts) {
    print(`${say(language, 'give-back-what', { relation, theirs: String(theirs.size) })}\n`)
    const checked = await ask('give-back-how')
    const operators: [string, string] = [await ask('start-first'), await ask('start-second')]
    if ((await ask('start-sure', { relation })) !== relation)
      throw new Error(`not-confirmed: ${relation} was not typed`)
    await confirm({ relation, operators, checked })
    print(`${say(language, 'give-back-done', { relation })}\n`)
  }
}
