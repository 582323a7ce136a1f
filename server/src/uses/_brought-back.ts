/** A side that was brought back, and what the operators of both say of it. */
import { RELATION } from './_talk.ts'
import type { Side } from './_world.ts'
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
