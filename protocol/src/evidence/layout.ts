/**
 * What lies where in an evidence file: a stored ZIP, made and opened by the caller. The manifest says
 * what is inside and is itself believed in nothing: every claim of it is checked against the proofs.
 */
import { fromHex } from '../bytes/bytes.ts'
import { canonicalJson } from '../bytes/canonical-json.ts'
import { parseJson } from '../bytes/parse-json.ts'
import { text, utf8 } from '../bytes/utf8.ts'
import type { Hex } from '../entry/header.ts'
import type { EpochNotes } from '../epoch/opening.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkParty, checkRelation } from '../keys/names.ts'

export interface EvidenceEntry {
  side: string
  leaf: Hex
  /** The keeper's entry from which on this one is settled, also in the file; `null` while on its way, or for the keeper's own. */
  settledBy: Hex | null
  /** Parts given here with their salts; the header may name more. */
  parts: { name: string; salt: Hex }[]
  files: { digest: Hex; salt: Hex }[]
}

/** What began a log, or the entry that names other keys, with its proof among the members. */
export type EvidenceStep = EpochNotes | { leaf: Hex }

export interface EvidenceManifest {
  v: 1
  relation: string
  /** Keys as the maker of the file knew them: to be compared with those the reader has from elsewhere. */
  keys: {
    side: string
    /** The keys of its first log. */
    log: string[]
    custody: string[]
    /** What changed them since, in the order of its log; absent where nothing did. */
    since?: EvidenceStep[]
  }[]
  entries: EvidenceEntry[]
  /** How many more its maker could have proven and found no room for; absent where there are none. */
  leftOut?: number
}

export const EVIDENCE_MANIFEST = 'manifest.json'
/** A page for people: what the file proves and what it does not, in every language of the relation. */
export const EVIDENCE_PAGE = 'page.html'
/** Who makes a file keeps to it as who reads one does. A ZIP of more members would need another form. */
export const MOST_EVIDENCE = { entries: 10_000, members: 65_534, bytes: 1024 * 1024 * 1024 } as const
const MAX_STEPS = 10_000

export function proofMember(leaf: Hex): string {
  return `proofs/${leaf}.tlog-proof`
}

export function partMember(leaf: Hex, name: string): string {
  return `parts/${leaf}/${name}.json`
}

export function fileMember(digest: Hex): string {
  return `files/${digest}`
}

/** @throws ProtocolError `bad-evidence` */
export function formatManifest(manifest: EvidenceManifest): Uint8Array {
  return utf8(canonicalJson(checkManifest(manifest)))
}

/** @throws ProtocolError `bad-evidence`, whatever is wrong */
export function parseManifest(bytes: Uint8Array): EvidenceManifest {
  try {
    const given = text(bytes)
    const manifest = checkManifest(parseJson(given))
    // One manifest has one text: a byte that changes nothing it says would change nothing anybody sees.
    if (canonicalJson(manifest) !== given) refuse('bad-evidence', 'not the canonical text')
    return manifest
  } catch (cause) {
    if (!(cause instanceof ProtocolError) || cause.code === 'bad-evidence') throw cause
    throw new ProtocolError({ code: 'bad-evidence', message: cause.code, cause })
  }
}

function checkManifest(value: unknown): EvidenceManifest {
  const isPartial = typeof value === 'object' && value !== null && 'leftOut' in value
  const { v, relation, keys, entries, leftOut } = members(value, [
    'v',
    'relation',
    'keys',
    'entries',
    ...(isPartial ? (['leftOut'] as const) : []),
  ])
  if (v !== 1) refuse('bad-evidence', 'an unknown version')
  const sides = list(keys, 16).map((item) => {
    const isChanged = typeof item === 'object' && item !== null && 'since' in item
    const { side, log, custody, since } = members(item, [
      'side',
      'log',
      'custody',
      ...(isChanged ? (['since'] as const) : []),
    ])
    return {
      side: checkParty(line(side)),
      log: list(log, 16).map(line),
      custody: list(custody, 16).map(line),
      ...(isChanged ? { since: stepsIn(since) } : {}),
    }
  })
  return {
    v: 1,
    relation: checkRelation(line(relation)),
    keys: each(sides, ({ side }) => side),
    entries: each(list(entries, MOST_EVIDENCE.entries).map(checkEntry), ({ leaf }) => leaf),
    ...(isPartial ? { leftOut: some(leftOut) } : {}),
  }
}

function stepsIn(value: unknown): EvidenceStep[] {
  const steps = list(value, MAX_STEPS).map(stepIn)
  if (steps.length === 0) refuse('bad-evidence', 'nothing changed')
  return steps
}

function stepIn(value: unknown): EvidenceStep {
  const isChange = typeof value === 'object' && value !== null && 'leaf' in value
  if (isChange) return { leaf: digest(members(value, ['leaf']).leaf) }
  const { opening, closing } = members(value, ['opening', 'closing'])
  return { opening: line(opening), closing: line(closing) }
}

function checkEntry(value: unknown): EvidenceEntry {
  const entry = members(value, ['side', 'leaf', 'settledBy', 'parts', 'files'])
  return {
    side: checkParty(line(entry.side)),
    leaf: digest(entry.leaf),
    settledBy: entry.settledBy === null ? null : digest(entry.settledBy),
    parts: each(list(entry.parts, 16).map(checkPart), ({ name }) => name),
    files: each(list(entry.files, 64).map(checkFile), (file) => file.digest),
  }
}

function checkPart(value: unknown): EvidenceEntry['parts'][number] {
  const { name, salt } = members(value, ['name', 'salt'])
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(line(name))) refuse('bad-evidence', 'not the name of a part')
  return { name: line(name), salt: digest(salt) }
}

function checkFile(value: unknown): EvidenceEntry['files'][number] {
  const file = members(value, ['digest', 'salt'])
  return { digest: digest(file.digest), salt: digest(file.salt) }
}

/** Where one thing is claimed twice, one reader would take the first claim, and another the last. */
function each<T>(items: T[], nameOf: (item: T) => string): T[] {
  const names = items.map(nameOf)
  if (new Set(names).size < names.length) refuse('bad-evidence', 'the same twice')
  return items
}

function members<K extends string>(value: unknown, names: readonly K[]): Record<K, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('bad-evidence', 'not an object')
  const given = Object.keys(value)
  if (given.length !== names.length || names.some((name) => !given.includes(name)))
    refuse('bad-evidence', 'other members')
  return value as Record<K, unknown>
}

function list(value: unknown, most: number): unknown[] {
  if (!Array.isArray(value) || value.length > most) return refuse('bad-evidence', 'not a list, or too long')
  return value
}

function some(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) > 0
    ? Number(value)
    : refuse('bad-evidence', 'no number')
}

function line(value: unknown): string {
  return typeof value === 'string' ? value : refuse('bad-evidence', 'not a text')
}

function digest(value: unknown): Hex {
  const digits = line(value)
  if (fromHex(digits).length !== 32) refuse('bad-evidence', 'not a digest')
  return digits
}
