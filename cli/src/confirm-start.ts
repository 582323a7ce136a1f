/**
 * The dialogue in which two operators let a started node go on while there is no line to ask the counterpart over, or
 * begin the next epoch of one that was brought back.
 */
import { momentOf } from './moment.ts'
import { type Dialogue, nothingToConfirm, type Start, wordOfTwo } from './word-of-two.ts'
import { say, type Word } from './words.ts'

const OLDER = {
  counterpart: 'start-rolled-back',
  'high-water': 'start-behind-mark',
  itself: 'start-shrunk',
} as const satisfies Record<NonNullable<Start['older']>['by'], Word>

/** @throws Error with one line */
export async function confirmStarts(starts: readonly Start[], dialogue: Dialogue): Promise<void> {
  const { language, confirm } = dialogue
  const { confirmation, tell } = wordOfTwo(dialogue)
  const isSaid = ({ renewing, blocked }: Start) => renewing && blocked === null
  for (const one of starts.filter(isSaid))
    tell('start-renewing', { relation: one.relation, code: one.held ?? 'held-start' })
  nothingToConfirm(dialogue, 'start-confirmed', starts, (one) => one.start === 'confirmed' || isSaid(one))
  for (const one of starts) {
    if (isSaid(one)) continue
    const { relation, start, restored, blocked, older, leavesToken, ours, theirs } = one
    if (start === 'confirmed') {
      tell('start-confirmed', { relation })
      continue
    }
    // Where no word of theirs is enough.
    if (blocked !== null) throw new Error(`${blocked}: ${say(language, `blocked-${blocked}`)}`)
    const renews = restored === 'heard' || start === 'rolled-back'
    if (renews)
      tell(start === 'rolled-back' ? OLDER[older?.by ?? 'itself'] : 'start-restored', {
        relation,
        ours: String(ours.size),
        once: String(older?.size),
        epoch: String(older?.epoch),
      })
    if (start === 'rolled-back') tell('start-older', { relation })
    const time = (log: Start['ours']) => (log.size === 0 ? say(language, 'no-time') : momentOf(log.time))
    const ourSize = String(ours.size)
    // What is renewed was heard of: only so is it known that the counterpart holds more, or no more.
    tell(renews ? 'start-holds' : 'start-waiting', {
      relation,
      ours: ourSize,
      oursTime: time(ours),
      theirs: String(theirs.size),
      theirsTime: time(theirs),
    })
    if (!renews) tell('start-risk', { ours: ourSize })
    if (renews && leavesToken) tell('start-leaves-token', { relation })
    await confirm(await confirmation(relation, renews ? 'start-how-renew' : 'start-how'))
    tell(renews ? 'start-renews' : 'start-done', { relation })
    if (start === 'rolled-back') tell('start-gives', { relation })
  }
}
