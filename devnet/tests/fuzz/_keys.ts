/** A side changes a key while everything else goes on. */
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { rotateKey } from '../../../server/src/uses/rotate.ts'
import { coded } from './_codes.ts'
import { chance, type Done, type Party, type World } from './_world.ts'

export async function changesKey(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const side = world.sides[party]
  const use = chance(world, 0.5) ? 'log' : 'custody'
  try {
    const { fresh } = await rotateKey(side.node, side.relation(RELATION), { use })
    return fresh ? false : 'not now'
  } catch (error) {
    const mistake = coded(error)
    if (mistake) throw mistake
    return 'not now'
  }
}
