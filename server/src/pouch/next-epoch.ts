/** What a pouch brings of the other side's next log before that can begin here: something before it is still to come. */
import { firstSpan, ProtocolError, type Step, verifyHeadAt } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { LogHead } from '../store/store.ts'
import { endsInChange, readHeader } from '../uses/log/entry.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { openingIn } from '../uses/restore/opening-in.ts'

/**
 * `signed`: it begins the next log, by a statement that was ours and keys that its custody signed for. `unknown`: it is
 * of a log whose keys are not known yet, after we said where the one before it ends.
 *
 * @throws NodeError `pouch-not-signed`, `pouch-other-epoch`
 */
export function weighNext(node: Node, relation: Relation, step: Step, held: LogHead): 'signed' | 'unknown' {
  const header = readHeader(step.entries[0]?.header ?? new Uint8Array())
  if (header?.kind !== 'epoch') {
    // Before that there can be no next log, and anybody who knows the public sealing key could fill the shelf.
    if (!held.closed) throw new NodeError({ code: 'pouch-other-epoch' })
    return 'unknown'
  }
  try {
    const { epoch, closing } = openingIn(node, relation, relation.theirs, header, held)
    const mayChange = endsInChange(step.entries)
    const { size } = verifyHeadAt(step.checkpoint ?? '', firstSpan(epoch.log), node.verifier, mayChange)
    if (epoch.number === step.epoch && closing.size === step.start && size === step.entries.length)
      return 'signed'
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new NodeError({ code: 'pouch-not-signed', cause })
  }
  throw new NodeError({ code: 'pouch-not-signed' })
}
