/** What a scrub finds: which stored thing is not what it should be, and where. */
import { canonicalJson } from '@counterpart/protocol'
import type { Orphan } from '../store/as-stored.ts'
import type { Node, Relation } from '../uses/relation.ts'

/** What is stored, by what can be done about it. */
export type Finding =
  /** The header, or its leaf: only the bytes themselves can be put back. */
  | { what: 'header'; side: string; index: number; leaf: string }
  /** What is stored beside a header that is as it was. */
  | { what: 'columns'; side: string; index: number; leaf: string }
  /** `hash`: what it should be. */
  | { what: 'node'; side: string; epoch: number; level: number; index: number; hash: string }
  /** Entries between two heads, of which nothing stored leads to what was signed. */
  | { what: 'tree'; side: string; first: number; after: number }
  | { what: 'checkpoint' | 'cosignature'; side: string; size: number }
  | { what: 'head'; side: string }
  | { what: 'part'; side: string; index: number; leaf: string; name: string }
  | { what: 'fold' | 'index'; dossier: string }
  | { what: 'verdict'; leaf: string; dossier: string }
  | { what: 'counts' }
  | { what: 'file'; leaf: string; digest: string }
  | { what: 'file-row'; leaf: string; digest: string }
  /** What the record of one side says of a part, or is said to. */
  | { what: 'deletion'; side: string; record: string; leaf: string; name: string }
  /** When a dossier has to be looked at for what ends. */
  | { what: 'falling'; dossier: string }
  /** What is kept of a dossier or says what became of an entry, where no entry leads to it. */
  | ({ what: 'orphan' } & Orphan)
  /** Rows behind the last entry of a log. */
  | { what: 'beyond'; side: string }
  | { what: 'pouch'; epoch: number; start: number; end: number }
  /** Where a log of the chain begins, and its keys. */
  | { what: 'epoch'; side: string; number: number }
  /** An entry that came after its log had ended, and one that was shown before its turn. */
  | { what: 'apart' | 'announcement'; side: string; index: number; leaf: string }
  /** What others signed over a head of ours. */
  | { what: 'witness' | 'stamp'; side: string; size: number }

/** What it may be, for whoever reads incidents back. */
export const DAMAGE_KINDS = [
  'header',
  'columns',
  'node',
  'tree',
  'checkpoint',
  'cosignature',
  'head',
  'part',
  'fold',
  'index',
  'verdict',
  'counts',
  'file',
  'file-row',
  'deletion',
  'falling',
  'orphan',
  'beyond',
  'pouch',
  'epoch',
  'apart',
  'announcement',
  'witness',
  'stamp',
] as const satisfies readonly Finding['what'][]

export type Found = (finding: Finding) => void

/** The same thing, found again. */
export function nameOf(finding: Finding): string {
  return canonicalJson({ ...finding })
}

/** Where in which log, for whoever is to see how damage lies. */
export function placeOf(finding: Finding): { side: string | null; index: number | null } {
  const side = 'side' in finding ? finding.side : null
  // Nodes count in steps of their own.
  if (finding.what === 'node') return { side, index: null }
  if ('index' in finding) return { side, index: finding.index }
  if ('size' in finding) return { side, index: Math.max(0, finding.size - 1) }
  return { side, index: finding.what === 'tree' ? finding.first : null }
}

export interface Scrubbed {
  node: Node
  relation: Relation
}
