/** A side that was brought back, and what the operators of both say of it. */
import assert from 'node:assert/strict'
import { RELATION, say, talk } from './_talk.ts'
import { channelTo, type Side } from './_world.ts'
import { allowGiving } from './restore/give-back.ts'
import { confirmStart } from './restore/statement.ts'

export const WORD = 'the notebook of the watch (invented)'

/** As `store/backup/restore.ts` leaves it behind. */
export async function bringBack(side: Side): Promise<void> {
  await side.store.locked(RELATION, async (writer) => {
    const { ours, theirs } = await writer.heads()
    await writer.putIncident(side.time.now, 'restored', { ours: ours.size, theirs: theirs.size })
  })
  await side.restart()
}

/** That this node, and no other copy, goes on. */
export function two(side: Side): Promise<void> {
  return confirmStart(side.node, side.relation(RELATION), ['one', 'two'], WORD)
}

/** That the counterpart has lost what this side keeps for it. */
export function allow(side: Side): Promise<void> {
  return allowGiving(side.node, side.relation(RELATION), ['three', 'four'], WORD)
}

/** It has back what the other side kept, with the word of two operators on either side, and goes on. */
export async function givenBack(lost: Side, other: Side): Promise<void> {
  await assert.rejects(say(lost, channelTo(other, RELATION)), { code: 'rolled-back' })
  await two(lost)
  await allow(other)
  await talk(lost, other)
}
