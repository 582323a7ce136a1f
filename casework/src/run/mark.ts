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
  /** Root of the other side's log at `seen`: so the mark settles these entries and no others in their places. */
  root: Hex
}

/** `judged`: what the mark settles, of all dossiers, entries in no dossier too (`judgeStray`). Who writes a mark adds the root. */
export function markBody(
  judged: readonly { placed: Pick<Judged['placed'], 'entry'>; verdict: Judged['verdict'] }[],
  states: readonly DossierState[],
): Omit<MarkBody, 'root'> {
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
  if (!kept) return null
  const { verdicts, states, root, ...more } = kept
  if (Object.keys(more).length > 0 || !isDigest(states) || !isDigest(root)) return null
  return Array.isArray(verdicts) && verdicts.every(isMarkVerdict) ? { verdicts, states, root } : null
}

/** What a mark states and what was computed here, where they differ. */
export interface MarkDifference {
  /** The leaf of an entry, or which of the digests. */
  of: Hex | 'states' | 'root'
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
    if (there !== here) differences.push({ of: leaf, stated: there, computed: here })
  }
  if (stated.states !== computed.states)
    differences.push({ of: 'states', stated: stated.states, computed: computed.states })
  if (stated.root !== computed.root)
    differences.push({ of: 'root', stated: stated.root, computed: computed.root })
  return differences
}

function isDigest(value: unknown): value is Hex {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isMarkVerdict(value: unknown): value is MarkVerdict {
  if (!isRecord(value) || Object.keys(value).length !== 3) return false
  const { leaf, verdict, code } = value
  return (
    isDigest(leaf) &&
    (verdict === 'overtaken' || verdict === 'void') &&
    VERDICT_CODES.some((known) => known === code)
  )
}
