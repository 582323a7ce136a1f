/** All logs of a party, from the keys that were exchanged with it and the notes that began each log after the first. */
import { custodyName } from '../keys/names.ts'
import type { NoteKeys, Verifier } from '../keys/ports.ts'
import { type Epoch, type EpochNotes, verifyOpening } from './opening.ts'

interface Party {
  side: string
  custody: NoteKeys
}

/**
 * What both sides signed of where one log ends and the next begins; `log` are the keys of the first.
 * @throws ProtocolError as `verifyOpening`
 */
export function epochsOf(
  relation: string,
  party: Party & { log: NoteKeys },
  other: Party,
  notes: readonly EpochNotes[],
  verifier: Verifier,
): Epoch[] {
  const { side, custody, log } = party
  const chain: Epoch[] = [{ number: 1, base: 0, log }]
  let last = { number: 1, base: 0 }
  const end = custodyName('', relation)
  const domain = custody.name.endsWith(end) ? custody.name.slice(0, -end.length) : custody.name
  const parties = {
    relation,
    party: side,
    domain,
    custody,
    other: { party: other.side, custody: other.custody },
  }
  for (const one of notes) {
    const { epoch } = verifyOpening(one, last, parties, verifier)
    chain.push(epoch)
    last = epoch
  }
  return chain
}
