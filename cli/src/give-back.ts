/** The dialogue in which two operators let the counterpart have back what this node keeps for it. */
import { type Dialogue, type Start, wordOfTwo } from './word-of-two.ts'

/** Each relation is asked about; one whose name is not typed is left as it is. @throws Error with one line */
export async function allowGiving(starts: readonly Start[], dialogue: Dialogue): Promise<void> {
  const { confirmation, tell } = wordOfTwo(dialogue)
  for (const { relation, theirs } of starts) {
    tell('give-back-what', { relation, theirs: String(theirs.size) })
    await dialogue.confirm(await confirmation(relation, 'give-back-how'))
    tell('give-back-done', { relation })
  }
}
