/** Files come beside the log, piece by piece: over a line that fails, to a process that ends, and anew after a disk was lost. */
import { Fetcher } from '../../../server/src/outbound/fetcher.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { LinkFailure } from '../../../server/src/wire/link.ts'
import { coded } from './_codes.ts'
import { isDown } from './_failures.ts'
import { encloses, losesFiles } from './_files.ts'
import { opens, sealOf } from './_seals.ts'
import { answerOf, channelOver, inFull } from './_wire.ts'
import { chance, count, type Done, drained, draw, otherOf, type Party, type World } from './_world.ts'

/** Milliseconds of the clock of the schedule. */
const OPTIONS = { fastest: 1000, slowest: 5000 }
/** Looks one after the other. */
const ROUNDS = 20
/** Pieces and calls within which something goes wrong. */
const [PIECES, CALLS] = [4, 12]

function fetcherOf(world: World, party: Party): Fetcher {
  const { node } = world.sides[party]
  const disk = world.disks[party]
  if (disk.fetching?.node === node) return disk.fetching.fetcher
  const other = otherOf(party)
  const channel = channelOver(world, party, async (bytes, sealed) => {
    if (disk.loses !== null) {
      disk.loses -= 1
      if (disk.loses <= 0) {
        disk.loses = null
        throw new LinkFailure('line-down')
      }
    }
    if (world.step < world.cutUntil || world.down.has(other) || disk.isDead)
      throw new LinkFailure('line-down')
    if (!opens(world, other, sealed)) throw new LinkFailure('unknown-key')
    const answer = await answerOf(world, other, bytes)
    if (answer instanceof LinkFailure) throw answer
    if (sealed !== null && !opens(world, party, sealOf(world, other))) throw new LinkFailure('unknown-key')
    return answer
  })
  const fetcher = new Fetcher(node, disk.keep, world.sides[party].relation(RELATION), channel.file, OPTIONS)
  disk.fetching = { node, fetcher }
  return fetcher
}

/** Everything that can come now. */
export async function fetches(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const before = world.disks[party].files.size
  const fetcher = fetcherOf(world, party)
  try {
    // It goes on at once as long as it has more to look at.
    for (let rounds = 0; rounds < ROUNDS && (await fetcher.round()) === 0; rounds++);
  } catch (error) {
    world.fault ??= coded(error)
  }
  await drained()
  if (world.disks[party].files.size > before) count(world, 'a file has come')
  return false
}

/** What it is to fetch is there, mostly: an act of the other side has just brought it. */
async function somethingComes(world: World, party: Party): Promise<Done> {
  if (world.down.has(party) || world.down.has(otherOf(party))) return 'not now'
  const done = await encloses(world, otherOf(party))
  await inFull(world, otherOf(party))
  return done
}

export async function pieceLost(world: World, party: Party): Promise<Done> {
  const done = await somethingComes(world, party)
  if (done === 'not now' || world.down.has(party)) return 'not now'
  const disk = world.disks[party]
  disk.loses = 1 + draw(world, PIECES)
  await fetches(world, party)
  const happened = disk.loses === null
  disk.loses = null
  return happened ? done : 'not now'
}

export async function diesFetching(world: World, party: Party): Promise<Done> {
  const done = await somethingComes(world, party)
  if (done === 'not now' || world.down.has(party)) return 'not now'
  const disk = world.disks[party]
  disk.dies = { in: 1 + draw(world, CALLS), when: chance(world, 0.5) ? 'before' : 'after' }
  await fetches(world, party)
  const happened = disk.dies === null
  disk.dies = null
  if (happened) await isDown(world, party)
  return happened ? done : 'not now'
}

/** That of the database is another, and whole. */
export async function filesLost(world: World, party: Party): Promise<Done> {
  if (world.down.has(party) || world.disks[party].files.size === 0) return 'not now'
  world.sides[party].die()
  await isDown(world, party)
  losesFiles(world, party)
  return false
}
