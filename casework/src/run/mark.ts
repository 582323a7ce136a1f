/** What a mark says of the batch it settles, in its kept part: so that a difference is seen at once. */
import type { Hex } from '@counterpart/protocol'
import { type DossierState, type Entry, type Judged, VERDICT_CODES, type VerdictCode } from './entry.ts'
import { isRecord } from './is-record.ts'
import { statesDigest } from './states-digest.ts'

export interface MarkVerdict {
  leaf: Hex
  verdict: 'overtaken' | 'void'
  code: VerdictCode
}

export interface MarkBody {
  /** Every opening, act and malformed entry it settles that did not become effective, by leaf. */
  verdicts: MarkVerdict[]
  /** Over the settled states of the dossiers that its author keeps and the batch touched. */
  states: Hex
}

/** `judged`: what the mark settles, of all dossiers, entries in no dossier too (`judgeStray`). */
export function markBody(
  judged: readonly { placed: Pick<Judged['placed'], 'entry'>; verdict: Judged['verdict'] }[],
  states: readonly DossierState[],
): MarkBody {
  const verdicts = judged.flatMap(({ placed, verdict }) =>
    verdict.kind === 'effective'
      ? []
      : [{ leaf: placed.entry.leaf, verdict: verdict.kind, code: verdict.code }],
  )
  return {
    verdicts: verdicts.sort((a, b) => (a.leaf < b.leaf ? -1 : 1)),
    states: statesDigest(states),
  }
}

/** Total: the kept part of any entry. `null` when it is not the body of a mark. */
export function readMark(kept: Entry['kept']): MarkBody | null {
  if (!kept || Object.keys(kept).length !== 2) return null
  const { verdicts, states } = kept
  if (typeof states !== 'string' || !/^[0-9a-f]{64}$/.test(states) || !Array.isArray(verdicts)) return null
  return verdicts.every(isMarkVerdict) ? { verdicts, states } : null
}

/** What a mark states and what was computed here, where they differ. */
export interface MarkDifference {
  /** `null`: the digest of the states. */
  leaf: Hex | null
  stated: string
  computed: string
}

/** Empty when both sides computed the same. A verdict that is not listed is `effective`. */
export function markDifferences(stated: MarkBody, computed: MarkBody): MarkDifference[] {
  const theirs = new Map(stated.verdicts.map((one) => [one.leaf, `${one.verdict} ${one.code}`]))
  const ours = new Map(computed.verdicts.map((one) => [one.leaf, `${one.verdict} ${one.code}`]))
  const differences: MarkDifference[] = []
  for (const leaf of new Set([...theirs.keys(), ...ours.keys()])) {
    const [there, here] = [theirs.get(leaf) ?? 'effective', ours.get(leaf) ?? 'effective']
    if (there !== here) differences.push({ leaf, stated: there, computed: here })
  }
  if (stated.states !== computed.states)
    differences.push({ leaf: null, stated: stated.states, computed: computed.states })
  return differences
}

function isMarkVerdict(value: unknown): value is MarkVerdict {
  if (!isRecord(value) || Object.keys(value).length !== 3) return false
  const { leaf, verdict, code } = value
  return (
    typeof leaf === 'string' &&
    /^[0-9a-f]{64}$/.test(leaf) &&
    (verdict === 'overtaken' || verdict === 'void') &&
    VERDICT_CODES.some((known) => known === code)
  )
}
