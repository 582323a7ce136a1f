/** To which keys messages are sealed, without the work of sealing them: which key one side knows, and whether the other still has it. */
import assert from 'node:assert/strict'
import { nameOfKey } from '../../../server/src/keys/key-ring.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { KeySteps } from '../../../server/src/uses/keys/key-steps.ts'
import { learnKeys, theirSeals } from '../../../server/src/uses/keys/learned-keys.ts'
import { destroyOld } from '../../../server/src/uses/keys/rotate.ts'
import { LinkFailure } from '../../../server/src/wire/link.ts'
import { otherOf, type Party, type World } from './_world.ts'

/** A sealing key, base64; `null` of what is not sealed. */
export type Sealed = string | null

/** To which key `from` seals what it says. */
export function sealOf({ sides }: World, from: Party): string {
  const relation = sides[from].relation(RELATION)
  return theirSeals(relation).at(-1) ?? relation.exchanged.seals[1] ?? ''
}

export function opens({ sides }: World, to: Party, sealed: Sealed): boolean {
  const { ring } = sides[to].relation(RELATION)
  return sealed === null || (ring?.seal.some((key) => nameOfKey(key) === sealed) ?? false)
}

/** As a sealed channel does it: what does not open is sealed anew to the key that is learned of. */
export async function sealedAnew<T>(
  world: World,
  from: Party,
  put: (sealed: Sealed) => Promise<T>,
  keys: () => Promise<KeySteps>,
): Promise<T> {
  const { node } = world.sides[from]
  const used = sealOf(world, from)
  return put(used).catch(async (error: unknown) => {
    if (!(error instanceof LinkFailure && error.code === 'unknown-key')) throw error
    if (sealOf(world, from) === used) {
      const steps = await keys().catch(() => null)
      const relation = node.relations.get(RELATION)
      if (steps && relation) learnKeys(node, relation, steps)
    }
    if (sealOf(world, from) === used) throw error
    return put(sealOf(world, from))
  })
}

/** Both know the newest key of the other, and of those before it no secret is left. */
export async function checkSeals(world: World, party: Party): Promise<void> {
  const { node } = world.sides[party]
  const relation = world.sides[party].relation(RELATION)
  await destroyOld(node, relation)
  const named = [relation.exchanged.seals[0] ?? '', ...relation.keyed.ours.seals]
  const left = relation.ring?.seal.map(nameOfKey).filter((name) => named.includes(name))
  assert.deepEqual(left, [named.at(-1)])
  assert.equal(sealOf(world, otherOf(party)), named.at(-1))
}
