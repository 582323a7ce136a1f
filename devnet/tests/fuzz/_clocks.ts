/** Clocks that jump, and time that passes until something is due. */
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { pass } from '../../../server/src/uses/_world.ts'
import { tick } from '../../../server/src/uses/tick.ts'
import { coded } from './_codes.ts'
import { chance, type Done, draw, type Party, type World } from './_world.ts'

/** Beyond the relation's tolerance: nothing is recorded until it is set right. Seconds. */
const FAR = 40_000
const NEAR = 500

/** Forwards or back, and some steps later it is set right. */
export async function jump(world: World, party: Party): Promise<Done> {
  const { time } = world.sides[party]
  const by = draw(world, 2 * NEAR) - NEAR + (chance(world, 0.2) ? draw(world, 2 * FAR) - FAR : 0)
  time.now += by
  world.later.push({
    at: world.step + 1 + draw(world, 8),
    work: () => {
      time.now -= by
    },
  })
  return false
}

/** Hours or days pass alike for both, and each node looks at what time has caused. */
export async function waits(world: World): Promise<Done> {
  pass(draw(world, chance(world, 0.2) ? 20 * 86_400 : 7200), ...Object.values(world.sides))
  for (const [party, side] of Object.entries(world.sides))
    if (!world.down.has(party as Party))
      world.fault ??= await tick(side.node, side.relation(RELATION)).then(() => null, coded)
  return false
}
