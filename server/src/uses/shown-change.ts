/**
 * Changes of the keys of their log that were shown beside it, each with the head that both keys signed. Who has lost
 * entries whose parts were destroyed since, and the record of that, can take the one only with the other; where such a
 * change lies between them, the batch is believed because of its head.
 */
import {
  type Epoch,
  type KeySpan,
  type KeyStep,
  ProtocolError,
  parseProof,
  type Step,
  verifyCheckpointAt,
} from '@counterpart/protocol'
import type { Node, Relation } from './relation.ts'

/** What such steps were proven under. */
export function headsShown(steps: readonly KeyStep[]): string[] {
  return steps.flatMap((step) => {
    try {
      return 'proof' in step ? [parseProof(step.proof).note] : []
    } catch (error) {
      // It was not followed either.
      if (error instanceof ProtocolError) return []
      throw error
    }
  })
}

/** Indices of changes before the last entry of a step of theirs, as far as they may be passed over. */
export function changesWithin({ learned, start }: Relation, epoch: Epoch, step: Step): number[] {
  // Whoever may sign takes such a head by itself, and gives a receipt for it (KEYS-10).
  if (learned === null || start === 'confirmed') return []
  const log = learned.theirs.logs.find(({ name }) => name === epoch.log.name)
  const changes = (log?.keys ?? []).slice(1).map(({ from }) => epoch.base + from - 1)
  return changes.filter((index) => index >= step.start && index < step.start + step.entries.length - 1)
}

/** The head that ends with the change at this index, signed by every key of these spans at its size. */
export function headShown(
  node: Node,
  { learned }: Relation,
  epoch: Epoch,
  index: number,
  spans: readonly KeySpan[],
): { size: number; note: string; root: Uint8Array } | null {
  for (const note of learned?.heads ?? [])
    try {
      const { size, root } = verifyCheckpointAt(note, spans, node.verifier)
      if (epoch.base + size === index + 1) return { size: index + 1, note, root }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
    }
  return null
}
