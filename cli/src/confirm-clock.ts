/** The dialogue in which two operators say that this node's clock is right, while the counterpart states another time. */
import { type Dialogue, nothingToConfirm, type Start, wordOfTwo } from './word-of-two.ts'

export interface Clocked extends Start {
  /** `null` within what is tolerated. */
  clockDifference: number | null
  /** Seconds that this node's log is dated ahead of its clock; `null` where it is not. */
  logAhead: number | null
}

/** Asked only where the counterpart states another time, or our log is dated ahead. @throws Error with one line */
export async function confirmClocks(starts: readonly Clocked[], dialogue: Dialogue): Promise<void> {
  const { confirm } = dialogue
  const { confirmation, tell } = wordOfTwo(dialogue)
  nothingToConfirm(dialogue, 'clock-agrees', starts, isRight)
  for (const start of starts) {
    const { relation, clockDifference: apart, logAhead } = start
    if (isRight(start)) {
      tell('clock-agrees', { relation })
      continue
    }
    if (apart !== null)
      tell(apart > 0 ? 'clock-ahead' : 'clock-behind', { relation, seconds: String(Math.abs(apart)) })
    if (logAhead !== null) tell('clock-log', { relation, seconds: String(logAhead) })
    await confirm(await confirmation(relation, 'clock-how'))
    tell('clock-done', { relation })
  }
}

function isRight({ clockDifference, logAhead }: Clocked): boolean {
  return clockDifference === null && logAhead === null
}
