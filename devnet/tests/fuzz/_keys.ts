/** A side changes a key while everything else goes on, or says of one for its receipts that it may be in other hands. */
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { rotateKey } from '../../../server/src/uses/keys/rotate.ts'
import { coded } from './_codes.ts'
import { chance, count, type Done, type Party, pick, type World } from './_world.ts'

const USES = ['log', 'log', 'custody', 'custody', 'custody', 'seal', 'seal'] as const
/** Of the changes of custody keys. */
const REVOKED = 0.7

export async function changesKey(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const side = world.sides[party]
  const use = pick(world, USES) ?? 'log'
  const revoked = use === 'custody' && chance(world, REVOKED)
  try {
    const { fresh } = await rotateKey(side.node, side.relation(RELATION), { use, revoked })
    if (fresh && use === 'seal') count(world, 'a key for sealing is changed')
    if (fresh && revoked) count(world, 'a key is revoked')
    return fresh ? false : 'not now'
  } catch (error) {
    const mistake = coded(error)
    if (mistake) throw mistake
    return 'not now'
  }
}
