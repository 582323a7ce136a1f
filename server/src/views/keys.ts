/** The keys of both sides: as two operators exchanged them, and what changed them since with its proof. */
import { fingerprintOf, type NoteKeys, vkeysOf } from '@counterpart/protocol'
import type { KeysView } from '../http/schema/register.ts'
import { sidesOf, stepsOf } from '../uses/keys/key-steps.ts'
import type { Look } from './look.ts'

export async function keysView(look: Look): Promise<KeysView> {
  const keys: KeysView['keys'] = []
  for (const known of sidesOf(look.relation)) {
    const { side, epoch, log, custody, now } = known
    const steps = await stepsOf(look, known)
    keys.push({
      side,
      epoch,
      ...named({ log, custody }),
      now: named(now),
      since: steps.map((step) => ('row' in step ? { proof: step.proof } : step)),
    })
  }
  return { relation: look.relation.id, keys }
}

function named({ log, custody }: { log: NoteKeys; custody: NoteKeys }) {
  return {
    log: vkeysOf(log, 'log'),
    custody: vkeysOf(custody, 'custody'),
    fingerprints: { log: fingerprintOf(log), custody: fingerprintOf(custody) },
  }
}
