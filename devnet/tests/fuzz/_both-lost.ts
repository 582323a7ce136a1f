/** Machines of both sides lost at once: what can come of it without people meeting again, and what nobody has any more. */
import { PARTIES } from '../../../procedures/_drive.ts'
import type { Rows } from '../../../server/src/store/memory/rows.ts'
import type { Heads } from '../../../server/src/store/store.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Backup } from './_restores.ts'
import { takesBack } from './_said.ts'
import { otherOf, type Party, type World } from './_world.ts'

export const BOTH_LOST = 'both machines are lost at once'

/** Whether the node itself says that it was brought back. */
export function isKnown({ sides }: World, party: Party): boolean {
  const { restored, start } = sides[party].relation(RELATION)
  return restored !== 'no' || start === 'rolled-back'
}

/**
 * What people mend by comparing keys again, or by bringing both backups back once more, is in no schedule, nor the copy of
 * a disk that nothing shows any more.
 */
export function canBeMended(world: World, party: Party, { rows }: Backup): boolean {
  const other = otherOf(party)
  const there = world.sides[other].store.rows(RELATION)
  if (!isKnown(world, other) || world.rebuilding.has(other)) return false
  const left = new Set([...changesOfKeys(rows), ...changesOfKeys(there)])
  const lost = changesOfKeys(world.sides[party].store.rows(RELATION)).filter((leaf) => !left.has(leaf))
  const [one, two] = [headsIn(rows), headsIn(there)]
  const isAnswered =
    one.ours.running <= Math.max(one.theirs.size, two.ours.size) &&
    two.ours.running <= Math.max(two.theirs.size, one.ours.size)
  return lost.length === 0 && isAnswered
}

function changesOfKeys({ logs }: Rows): string[] {
  return [...logs.ours.entries, ...logs.theirs.entries].flatMap(({ kind, leaf }) =>
    kind === 'key' ? [leaf] : [],
  )
}

/** What it gave back and is still on its way goes with it: alone it would refer to what nobody has. */
export function answersGo({ flying }: World, party: Party): void {
  for (const one of flying.filter(({ isAnswer, from }) => isAnswer && from === party)) {
    flying.splice(flying.indexOf(one), 1)
    one.failed('line-down')
  }
}

/** Nobody has more than what is on one of both disks now. */
export function outlives({ ledger, sides, recovering, said }: World): void {
  for (const party of PARTIES) {
    const held = headsIn(sides[party].store.rows(RELATION)).theirs.size
    const left = Math.max(held, headsIn(sides[otherOf(party)].store.rows(RELATION)).ours.size)
    for (const [name, size] of ledger.promised)
      if (name.startsWith(`${party} `)) ledger.promised.set(name, Math.min(size, left))
    const recovery = recovering.get(party)
    if (recovery) recovery.receipted = Math.min(recovery.receipted, left)
    takesBack(said, otherOf(party), left)
  }
}

export function headsIn(rows: Rows): Heads {
  const heads = rows.heads.get('', rows.version)
  if (!heads) throw new Error('a store without heads')
  return heads
}
