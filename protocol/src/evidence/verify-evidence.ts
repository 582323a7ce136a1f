/** What an evidence file proves, claim by claim, offline and against keys that do not come from it. */
import { fromHex } from '../bytes/bytes.ts'
import { text } from '../bytes/utf8.ts'
import type { FileDigest, Header, Hex } from '../entry/header.ts'
import { fileDigest, partDigest } from '../entry/part.ts'
import { type ProtocolCode, ProtocolError } from '../errors.ts'
import type { Verifier } from '../keys/ports.ts'
import { vkeysOf } from '../keys/vkey.ts'
import type { KeyChain } from '../proof/key-chain.ts'
import { chainOf } from './chain-of.ts'
import type { EvidenceFault, EvidenceKeys, Fault } from './fault.ts'
import { heldAt, heldByMarks } from './held-by-mark.ts'
import {
  EVIDENCE_MANIFEST,
  EVIDENCE_PAGE,
  type EvidenceEntry,
  type EvidenceManifest,
  fileMember,
  parseManifest,
  partMember,
  proofMember,
} from './layout.ts'
import { type Standing, standingOf, UNHELD, type Unheld } from './standing.ts'

export type Finding =
  /** Written by `side` at `index` of its log, held by the other side at `held` at the latest. */
  | {
      kind: 'proven'
      code: 'delivered'
      leaf: Hex
      side: string
      index: number
      time: number | null
      held: number
      header: Header | null
    }
  /** The keeper's entry `by` of that time covers it: it took effect, or not, at this time at the latest. */
  | { kind: 'proven'; code: 'settled'; leaf: Hex; by: Hex; time: number }
  | { kind: 'proven'; code: 'part-matches' | 'file-matches'; leaf: Hex; name: string }
  /** Nothing wrong, and nothing shown. */
  | { kind: 'open'; code: 'malformed'; leaf: Hex }
  /** By the word of whoever made the file: `count` entries of the dossier found no room in it. */
  | { kind: 'open'; code: 'entries-left-out'; leaf: null; count: number }
  /**
   * The key of the receipt was revoked since, so that it proves nothing by itself, or there is none; and no mark in the file
   * is over the same head.
   */
  | { kind: 'open'; code: Unheld; leaf: Hex }
  | { kind: 'open'; code: 'part-not-included' | 'file-not-included'; leaf: Hex; name: string }
  | {
      kind: 'refused'
      code: EvidenceFault
      leaf: Hex | null
      name: string | null
      because: ProtocolCode | null
    }

/** When the other side had it, at the latest; or why nothing that counts says that it had. */
interface Held extends Standing {
  held: number | Unheld
}

/** Whether all of it is. Where no receipt counts nothing is refused, and the entry is not proven: what is beside it says nothing of that. */
export function isProven(findings: readonly Finding[]): boolean {
  return (
    findings.some(({ code }) => code === 'delivered') &&
    findings.every(({ kind, code }) => kind !== 'refused' && !UNHELD.some((open) => open === code))
  )
}

/** Never throws: whatever is wrong is a finding of the kind `refused`. */
export function verifyEvidence(
  members: ReadonlyMap<string, Uint8Array>,
  keys: EvidenceKeys,
  verifier: Verifier,
): Finding[] {
  const findings: Finding[] = []
  const fault = (code: EvidenceFault, leaf: Hex | null, name: string | null, cause?: unknown): void => {
    const because = cause instanceof ProtocolError ? cause.code : null
    findings.push({ kind: 'refused', code, leaf, name, because })
  }
  const manifest = readManifest(members, fault)
  if (!manifest) return findings
  const { leftOut: count } = manifest
  if (count !== undefined) findings.push({ kind: 'open', code: 'entries-left-out', leaf: null, count })
  checkKeys(manifest, keys, fault)
  const chain = chainOf(manifest, members, keys, verifier, fault)
  const standing = manifest.entries.flatMap((entry) => prove(entry, members, chain, verifier, fault) ?? [])
  const marks = heldByMarks(standing, members)
  const held = new Map<Hex, Held>()
  for (const one of standing) {
    const { entry, header } = one
    const time = heldAt(one, chain.keys(), marks)
    held.set(entry.leaf, { ...one, held: time })
    findings.push(deliveryOf(one, time))
    // What an entry committed to is proven with the entry, or not.
    const counts = ({ kind }: Finding) => kind !== 'proven' || typeof time === 'number'
    if (header) findings.push(...checkBody(entry, header, members).filter(counts))
    else findings.push({ kind: 'open', code: 'malformed', leaf: entry.leaf })
    checkUnnamed(entry, header, fault)
  }
  for (const one of held.values()) settle(one, held, findings, fault)
  const accounted = expected(manifest)
  for (const name of members.keys()) if (!accounted.has(name)) fault('member-unknown', null, name)
  return findings
}

function readManifest(members: ReadonlyMap<string, Uint8Array>, fault: Fault): EvidenceManifest | null {
  const bytes = members.get(EVIDENCE_MANIFEST)
  if (!bytes) {
    fault('member-missing', null, EVIDENCE_MANIFEST)
    return null
  }
  try {
    return parseManifest(bytes)
  } catch (cause) {
    fault('bad-manifest', null, EVIDENCE_MANIFEST, cause)
    return null
  }
}

function deliveryOf({ entry, proven, header }: Standing, held: number | Unheld): Finding {
  const { side, leaf } = entry
  if (typeof held === 'string') return { kind: 'open', code: held, leaf }
  const { index } = proven
  return { kind: 'proven', code: 'delivered', leaf, side, index, time: header?.time ?? null, held, header }
}

/** A file that brings other keys than the reader knows is not wrong by itself, but nobody may overlook it. */
function checkKeys(manifest: EvidenceManifest, keys: EvidenceKeys, fault: Fault): void {
  if (!keys.every((known) => ofRelation(known, manifest.relation)))
    fault('another-relation', null, manifest.relation)
  for (const named of manifest.keys) {
    const known = keys.find(({ side }) => side === named.side)
    if (!known) fault('unknown-side', null, named.side)
    else if (
      `${named.log}` !== `${vkeysOf(known.log, 'log')}` ||
      `${named.custody}` !== `${vkeysOf(known.custody, 'custody')}`
    )
      fault('keys-differ', null, named.side)
  }
}

/** The names of all four keys hold the relation (LOG-7). */
function ofRelation(known: EvidenceKeys[number], relation: string): boolean {
  return known.log.name.includes(`/${relation}/`) && known.custody.name.endsWith(`/${relation}/custody`)
}

function prove(
  entry: EvidenceEntry,
  members: ReadonlyMap<string, Uint8Array>,
  chain: KeyChain['sides'],
  verifier: Verifier,
  fault: Fault,
): Standing | null {
  const author = chain.get(entry.side)
  const other = [...chain].find(([side]) => side !== entry.side)?.[1]
  const member = proofMember(entry.leaf)
  const bytes = members.get(member)
  if (!author || !other) fault('unknown-side', entry.leaf, entry.side)
  else if (!bytes) fault('member-missing', entry.leaf, member)
  else
    try {
      const standing = standingOf(entry, text(bytes), author, other, verifier)
      if (standing.proven.leaf === entry.leaf) return standing
      fault('another-entry', entry.leaf, member)
    } catch (cause) {
      fault('bad-proof', entry.leaf, member, cause)
    }
  return null
}

function checkBody(
  entry: EvidenceEntry,
  header: Header,
  members: ReadonlyMap<string, Uint8Array>,
): Finding[] {
  const { leaf } = entry
  const out: Finding[] = []
  const compare = (
    kind: 'part' | 'file',
    name: string,
    digest: Hex,
    salt: Hex | undefined,
    member: string,
  ): void => {
    const bytes = members.get(member)
    // A file may be another entry's as well, and is compared there.
    if (salt === undefined && (kind === 'file' || !bytes))
      out.push({ kind: 'open', code: `${kind}-not-included`, leaf, name })
    else if (!bytes || salt === undefined)
      out.push({ kind: 'refused', code: 'member-missing', leaf, name: member, because: null })
    else if ((kind === 'part' ? partDigest : fileDigest)(fromHex(salt), bytes) === digest)
      out.push({ kind: 'proven', code: `${kind}-matches`, leaf, name })
    else out.push({ kind: 'refused', code: `${kind}-differs`, leaf, name, because: null })
  }
  for (const { name, digest } of header.parts)
    compare(
      'part',
      name,
      digest,
      entry.parts.find((part) => part.name === name)?.salt,
      partMember(leaf, name),
    )
  for (const { digest } of enclosedIn(header))
    compare(
      'file',
      digest,
      digest,
      entry.files.find((file) => file.digest === digest)?.salt,
      fileMember(digest),
    )
  return out
}

/** Who confirms files of the other side names them and encloses none. */
function enclosedIn(header: Header): readonly FileDigest[] {
  return header.kind === 'open' || header.kind === 'act' ? (header.files ?? []) : []
}

/** What the manifest gives and the header does not name is covered by no signature. */
function checkUnnamed(entry: EvidenceEntry, header: Header | null, fault: Fault): void {
  for (const { name } of entry.parts)
    if (!header?.parts.some((part) => part.name === name)) fault('part-differs', entry.leaf, name)
  const files = header ? enclosedIn(header) : []
  for (const { digest } of entry.files)
    if (!files.some((file) => file.digest === digest)) fault('file-differs', entry.leaf, digest)
}

/**
 * The settler stands in the other log, and its `seen` covers the entry. `seen` is a number: of an entry whose own receipt
 * proves nothing, or of a settler whose receipt does, it may be of another entry there, and nothing is told.
 */
function settle(one: Held, held: ReadonlyMap<Hex, Held>, findings: Finding[], fault: Fault): void {
  const { leaf, settledBy, side } = one.entry
  if (settledBy === null) return
  const settler = held.get(settledBy)
  if (!settler?.header || settler.entry.side === side || settler.header.seen <= one.proven.index)
    fault('not-settled', leaf, settledBy)
  else if (typeof settler.held === 'number' && typeof one.held === 'number')
    findings.push({ kind: 'proven', code: 'settled', leaf, by: settledBy, time: settler.header.time })
}

function expected(manifest: EvidenceManifest): Set<string> {
  const names = new Set([EVIDENCE_MANIFEST, EVIDENCE_PAGE])
  for (const { since = [] } of manifest.keys)
    for (const step of since) if ('leaf' in step) names.add(proofMember(step.leaf))
  for (const { leaf, parts, files } of manifest.entries) {
    names.add(proofMember(leaf))
    for (const { name } of parts) names.add(partMember(leaf, name))
    for (const { digest } of files) names.add(fileMember(digest))
  }
  return names
}
