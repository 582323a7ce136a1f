/** Before new keys take the place of a log key: what is there of it is destroyed, and whether it is sound nobody here can tell. */
import { type Dialogue, wordOfTwo } from './word-of-two.ts'

/** @throws Error `not-confirmed: …` */
export async function confirmLost(relation: string, dialogue: Omit<Dialogue, 'confirm'>): Promise<void> {
  const { tell, sure } = wordOfTwo(dialogue)
  tell('lost-destroys', { relation })
  await sure(relation)
}
