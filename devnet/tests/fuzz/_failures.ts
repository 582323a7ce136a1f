/** Nodes that end and begin again, stores that fail, disks that fill. */
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { findPieces } from '../../../server/src/uses/file/brought-pieces.ts'
import { confirmStart } from '../../../server/src/uses/restore/statement.ts'
import { destroyAgain, findUnremoved } from '../../../server/src/uses/retention/destroy-again.ts'
import { coded } from './_codes.ts'
import { stillHeld } from './_ledger.ts'
import { act } from './_officers.ts'
import type { StoreFault } from './_store-faults.ts'
import { begin, inFull } from './_wire.ts'
import { chance, type Done, draw, otherOf, type Party, type World } from './_world.ts'

/** A node works: an officer of it acts, or it takes in what the other side says. */
async function works(world: World, party: Party): Promise<boolean> {
  if (chance(world, 0.5)) return act(world, party)
  await act(world, otherOf(party))
  await inFull(world, otherOf(party))
  return false
}

async function under(world: World, party: Party, fault: StoreFault): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const store = world.store[party]
  store.planned = fault
  const done = await works(world, party)
  const came = store.planned === null
  store.planned = null
  return came ? done : 'not now'
}

export function storeFails(world: World, party: Party, kind: 'fails' | 'fails-kept'): Promise<Done> {
  const when = chance(world, 0.5) ? 'before' : 'after'
  return under(world, party, kind === 'fails' ? { kind, in: 1 + draw(world, 40), when } : { kind })
}

export async function dies(world: World, party: Party, how: 'any' | 'lost' | 'kept'): Promise<Done> {
  const fault: StoreFault =
    how === 'any' ? { kind: 'dies', in: 1 + draw(world, 40) } : { kind: 'dies-syncing', how }
  const done = await under(world, party, fault)
  if (done !== 'not now') await isDown(world, party)
  return done
}

/** What it owed an answer gets none; somebody starts it again before long. */
export async function isDown(world: World, party: Party): Promise<void> {
  world.down.add(party)
  world.exchanging.delete(party)
  for (const flying of [...world.flying])
    if ((flying.isAnswer ? flying.to : flying.from) === party)
      world.flying.splice(world.flying.indexOf(flying), 1)
  world.later.push({ at: world.step + 1 + draw(world, 4), work: () => startAgain(world, party) })
}

export async function startAgain(world: World, party: Party): Promise<void> {
  if (!world.down.has(party)) return
  const later = () =>
    void world.later.push({ at: world.step + 1 + draw(world, 4), work: () => startAgain(world, party) })
  if (world.rebuilding.has(party)) return later()
  try {
    await restarted(world, party)
  } catch (error) {
    // It ends with a code where it cannot write what its start found, and somebody starts it once more.
    world.fault ??= coded(error)
    return later()
  }
  world.down.delete(party)
  await stillHeld(world.ledger, world.sides[party])
  if (chance(world, 0.8)) await begin(world, party)
}

/** @throws NodeError where it cannot write what its start found */
export async function restarted({ sides, disks }: World, party: Party): Promise<void> {
  disks[party].isDead = false
  await findPieces(disks[party].keep)
  await sides[party].restart()
  const { node } = sides[party]
  await destroyAgain(node, sides[party].relation(RELATION))
  await findUnremoved(node, sides[party].relation(RELATION))
}

export async function ends(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  world.sides[party].die()
  await isDown(world, party)
  return false
}

/** No line after a start: two operators say on record that no backup was brought back. */
export async function confirmed(world: World, party: Party): Promise<Done> {
  // They would have to know that no backup was brought back.
  if (world.down.has(party) || world.recovering.has(party)) return 'not now'
  const side = world.sides[party]
  side.die()
  await isDown(world, party)
  await startAgain(world, party)
  world.cutUntil = Math.max(world.cutUntil, world.step + 1 + draw(world, 3))
  world.fault ??= await confirmStart(side.node, side.relation(RELATION), ['one', 'two'], 'the disk').then(
    () => null,
    coded,
  )
  return act(world, party)
}

/** Whatever it would write is refused until somebody has made room. */
export async function diskFull(world: World, party: Party): Promise<Done> {
  const store = world.store[party]
  if (store.isFull || world.down.has(party)) return 'not now'
  store.isFull = true
  world.later.push({
    at: world.step + 1 + draw(world, 5),
    work: () => {
      store.isFull = false
    },
  })
  return works(world, party)
}
