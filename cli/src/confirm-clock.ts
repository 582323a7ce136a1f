/** The dialogue in which two operators say that this node's clock is right, while the counterpart states another time. */
import { type Dialogue, nothingToConfirm, type Start, wordOfTwo } from './word-of-two.ts'

export interface Clocked extends Start {
  /** `null` within what is tolerated. */
  clockDifference: number | null
}

/** Asked only where the counterpart states another time. @throws Error with one line */
export async function confirmClocks(starts: readonly Clocked[], dialogue: Dialogue): Promise<void> {
  const { confirm } = dialogue
  const { confirmation, tell } = wordOfTwo(dialogue)
  nothingToConfirm(dialogue, 'clock-agrees', starts, ({ clockDifference }) => clockDifference === null)
  for (const { relation, clockDifference: apart } of starts) {
    if (apart === null) {
      tell('clock-agrees', { relation })
      continue
    }
    tell(apart > 0 ? 'clock-ahead' : 'clock-behind', { relation, seconds: String(Math.abs(apart)) })
    await confirm(await confirmation(relation, 'clock-how'))
    tell('clock-done', { relation })
  }
}
