/** A side changes a key while everything else goes on, or says of one for its receipts that it may be in other hands. */
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { rotateKey } from '../../../server/src/uses/rotate.ts'
import { coded } from './_codes.ts'
import { chance, count, type Done, type Party, type World } from './_world.ts'

/** Of the changes of custody keys. */
const REVOKED = 0.5

export async function changesKey(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const side = world.sides[party]
  const use = chance(world, 0.5) ? 'log' : 'custody'
  const revoked = use === 'custody' && chance(world, REVOKED)
  try {
    const { fresh } = await rotateKey(side.node, side.relation(RELATION), { use, revoked })
    if (fresh && revoked) count(world, 'a key is revoked')
    return fresh ? false : 'not now'
  } catch (error) {
    const mistake = coded(error)
    if (mistake) throw mistake
    return 'not now'
  }
}
