/** Nodes of which nothing is left but their keys: both logs and all that is alive in them come from the counterpart. */
import { rebuild } from '../../../server/src/outbound/rebuild.ts'
import { MemoryPouches } from '../../../server/src/store/memory/pouches.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { LinkFailure } from '../../../server/src/wire/link.ts'
import { coded } from './_codes.ts'
import { restarted } from './_failures.ts'
import { loses } from './_restores.ts'
import { opens, sealOf } from './_seals.ts'
import { answerOf, channelOver } from './_wire.ts'
import { chance, count, type Done, draw, otherOf, type Party, type World } from './_world.ts'

/** Of those who rebuild, so many end once more in the middle of it; and after so many questions at the most. */
const ENDS = 0.3
const MOST = 6
/** So many start the node over an empty database, and let that take back what is missing. */
const STARTS = 0.1

/** The machine is lost and there is no backup. */
export async function losesAll(world: World, party: Party): Promise<Done> {
  const backup = { rows: world.empty[party], shelf: new MemoryPouches() }
  const done = await loses(world, party, backup)
  if (done === 'not now') return done
  world.backups[party] = []
  if (!chance(world, STARTS)) world.rebuilding.add(party)
  return done
}

/** Somebody runs it while the node is not running; when it was broken off, it is run again. */
export async function rebuilds(world: World, party: Party): Promise<void> {
  const other = otherOf(party)
  if (world.step < world.cutUntil || world.down.has(other)) return
  const side = world.sides[party]
  await restarted(world, party)
  const ends = chance(world, ENDS) ? 1 + draw(world, MOST) : 0
  let asked = 0
  const channel = channelOver(world, party, async (bytes, sealed) => {
    asked += 1
    if (asked === ends) side.die(chance(world, 0.5) ? 'lost' : 'kept')
    if (!opens(world, other, sealed)) throw new LinkFailure('unknown-key')
    const answer = await answerOf(world, other, bytes)
    if (answer instanceof LinkFailure) throw answer
    if (sealed !== null && !opens(world, party, sealOf(world, other))) throw new LinkFailure('unknown-key')
    return answer
  })
  const options = { heads: [], signal: new AbortController().signal, pause: 0 }
  try {
    const outcome = await rebuild(side.node, side.relation(RELATION), channel, options)
    if (outcome.kind !== 'rebuilt') return
    world.rebuilding.delete(party)
    count(world, 'rebuilt from the keys alone')
  } catch (error) {
    world.fault ??= coded(error)
  }
}
