/** Which keys sign a log from which size on; each epoch has its own. */
import { type Epoch, firstSpan, type KeySpan } from '@counterpart/protocol'
import type { Relation } from '../relation.ts'

export interface LogSpans {
  /** Keys by the number of the epoch; an epoch whose keys did not change is missing. */
  logs: ReadonlyMap<number, readonly KeySpan[]>
}

export function logSpans({ logs }: LogSpans, { number, log }: Epoch): readonly KeySpan[] {
  return logs.get(number) ?? firstSpan(log)
}

/** Where the first change of a log's keys behind this size ends. `side` is ours where it is absent. */
export function changeAfter(relation: Relation, start: number, side = relation.ours): number | undefined {
  return changesOf(relation, side).find((end) => end > start)
}

/** Sizes of the chain at which a log changed its keys: those of the heads that both keys have signed. */
function changesOf(relation: Relation, side: string): number[] {
  const of = side === relation.ours ? 'ours' : 'theirs'
  return relation.chain[of].flatMap((epoch) =>
    logSpans(relation.keyed[of], epoch)
      .slice(1)
      .map(({ from }) => epoch.base + from),
  )
}

/** Where a log of the chain ended, or changed its keys: sizes whose heads need a receipt of their own. */
export function endsOf(relation: Relation, side: string): number[] {
  const chain = side === relation.ours ? relation.chain.ours : relation.chain.theirs
  return [...chain.slice(1).map(({ base }) => base), ...changesOf(relation, side)]
}
