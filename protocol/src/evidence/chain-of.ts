/** The keys of both sides along an evidence file: from those that the reader has to those that signed what is in it. */
import { text } from '../bytes/utf8.ts'
import type { Verifier } from '../keys/ports.ts'
import { isContinued, type KeyChain, type KeyStep, verifyKeyChain } from '../proof/key-chain.ts'
import type { EvidenceKeys, Fault } from './fault.ts'
import { type EvidenceManifest, proofMember } from './layout.ts'

/** What the reader brings of changes, and what the file does: the same steps, so one list of each side. */
export function chainOf(
  manifest: EvidenceManifest,
  members: ReadonlyMap<string, Uint8Array>,
  keys: EvidenceKeys,
  verifier: Verifier,
  fault: Fault,
): KeyChain['sides'] {
  const enclosed = (side: string): KeyStep[] => {
    const since = manifest.keys.find((row) => row.side === side)?.since ?? []
    return since.flatMap((step): KeyStep[] => {
      if (!('leaf' in step)) return [step]
      const bytes = members.get(proofMember(step.leaf))
      if (!bytes) fault('member-missing', step.leaf, proofMember(step.leaf))
      return bytes ? [{ proof: readableText(bytes) }] : []
    })
  }
  const given = keys.map((known) => {
    const [shorter = [], longer = []] = [known.since ?? [], enclosed(known.side)].sort(
      (a, b) => a.length - b.length,
    )
    if (isContinued(shorter, longer)) return { ...known, since: longer }
    // What the reader has from elsewhere is what counts.
    fault('bad-key-change', null, known.side)
    return known
  })
  const { sides, broken } = verifyKeyChain(manifest.relation, given, verifier)
  if (broken) fault('bad-key-change', null, broken.side, broken.cause)
  return sides
}

function readableText(bytes: Uint8Array): string {
  try {
    return text(bytes)
  } catch {
    return ''
  }
}
