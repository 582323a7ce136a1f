/** `counterpart verify`: no network, no node, no key but those the auditor was given. */
import { readFileSync, statSync } from 'node:fs'
import {
  checkWitnessKey,
  EVIDENCE_MANIFEST,
  type EvidenceKeys,
  type Finding,
  fingerprintOf,
  isProven,
  keysOf,
  MOST_EVIDENCE,
  nobleVerifier,
  ProtocolError,
  parseHeader,
  parseManifest,
  parseProof,
  parseVkey,
  proofMember,
  readKeySteps,
  text,
  type Vkey,
  verifyEvidence,
  verifyInChain,
  verifyKeyChain,
  verifyWitness,
} from '@counterpart/protocol/verify'
import { openEvidence } from './evidence-file.ts'
import { momentOf } from './moment.ts'
import { type Unopened, unopenedLine } from './unopened.ts'
import { type Language, say, type Word } from './words.ts'

const MAX_TEXT = 1024 * 1024

export interface Outcome {
  lines: string[]
  /** Whether everything that was claimed holds. */
  holds: boolean
}

/** Reads both parties' public keys as a node gives them at `/api/keys`. */
function readKeys(bytes: Uint8Array): EvidenceKeys {
  const given: unknown = JSON.parse(text(bytes))
  const listed = typeof given === 'object' && given !== null && 'keys' in given ? given.keys : null
  if (!Array.isArray(listed)) throw new ProtocolError({ code: 'bad-key', message: 'not a list of keys' })
  const keys = listed.map((row: unknown) => {
    const { side, log, custody, since = [] } = (row ?? {}) as Record<string, unknown>
    if (typeof side !== 'string' || !isLines(log) || !isLines(custody))
      throw new ProtocolError({ code: 'bad-key', message: 'a row is not of the form side, log, custody' })
    const known = { side, log: keysOf(log, 'log'), custody: keysOf(custody, 'custody') }
    return { ...known, since: readKeySteps(since) }
  })
  if (keys.length === 0 || new Set(keys.map(({ side }) => side)).size < keys.length)
    throw new ProtocolError({ code: 'bad-key', message: 'no side, or one is there twice' })
  return keys
}

function isLines(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === 'string')
}

/** Never throws for what a file holds: whatever is wrong with it is in the outcome. */
export function verifyFile(
  bytes: Uint8Array,
  keys: EvidenceKeys | null,
  language: Language,
  witnesses: readonly Vkey[] = [],
): Outcome {
  try {
    if (isZip(bytes)) {
      // Its proofs are as the parties signed them: what a witness signed is in a proof of its own.
      if (witnesses.length > 0)
        return { lines: [mark('refused', say(language, 'witness-of-proof'), language)], holds: false }
      return evidence(bytes, keys, language)
    }
    if (bytes.length > MAX_TEXT)
      throw new ProtocolError({ code: 'too-large', message: 'no proof is so large' })
    return singleProof(text(bytes), keys, language, witnesses)
  } catch (error) {
    const because = error instanceof ProtocolError ? ` (${error.code})` : ''
    // The form is fixed to the byte (EVIDENCE-9), so most of what is brought and is not genuine ends here.
    const word = because === ' (bad-evidence)' ? 'bad-evidence' : 'unreadable'
    return { lines: [mark('refused', say(language, word) + because, language)], holds: false }
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

function singleProof(
  file: string,
  keys: EvidenceKeys | null,
  language: Language,
  witnesses: readonly Vkey[],
): Outcome {
  const proof = parseProof(file)
  if (!keys)
    return {
      lines: [mark('refused', `${say(language, 'needs-keys')} (needs-keys)`, language)],
      holds: false,
    }
  const origin = proof.note.split('\n', 1)[0] ?? ''
  // `vnm.example/chn~vnm/border/2` is written by who has `vnm.example/chn~vnm/border/1`.
  const stem = (name: string) => name.slice(0, name.lastIndexOf('/') + 1)
  const author = keys.find(({ log }) => stem(log.name) === stem(origin))
  const holder = keys.find((party) => party !== author && party.custody.name.endsWith(relationOf(origin)))
  if (!author || !holder)
    return { lines: [mark('refused', say(language, 'no-key-for', { name: origin }), language)], holds: false }
  try {
    const relation = relationOf(origin).slice(1, -'/custody'.length)
    const { sides, broken } = verifyKeyChain(relation, keys, nobleVerifier)
    const [own, other] = [sides.get(author.side), sides.get(holder.side)]
    if (broken || !own || !other)
      throw broken?.cause ?? new ProtocolError({ code: 'bad-key', message: 'no keys of both sides' })
    const proven = verifyInChain(file, own, other, nobleVerifier)
    if (proven.revoked) {
      const line = say(language, 'receipt-revoked', { leaf: short(proven.leaf) })
      return { lines: [mark('open', line, language), ...end(false, language)], holds: false }
    }
    const values = {
      side: author.side,
      index: String(proven.index),
      leaf: short(proven.leaf),
      held: momentOf(proven.time),
      time: writtenAt(proven.header),
    }
    const witnessed = witnessLines(proof.note, witnesses, language)
    const lines = [mark('proven', say(language, 'delivered', values), language), ...witnessed.lines]
    return { lines: [...lines, ...end(witnessed.holds, language)], holds: witnessed.holds }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const line = say(language, 'bad-proof', { leaf: origin, because: error.code })
    return { lines: [mark('refused', line, language), ...end(false, language)], holds: false }
  }
}

/** Each witness that was named has to have signed: whoever asks for one wants to know that it did. */
function witnessLines(note: string, vkeys: readonly Vkey[], language: Language): Outcome {
  const names = [...new Set(vkeys.map(({ name }) => name))]
  const outcomes = names.map((name) => {
    try {
      const own = vkeys.filter((vkey) => vkey.name === name)
      const block = note.slice(note.lastIndexOf('\n\n') + 2)
      const { times } = verifyWitness(note, block, own, nobleVerifier)
      const said = say(language, 'witnessed', { name, time: momentOf(Math.max(...times)) })
      return { line: mark('proven', said, language), holds: true }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      const said = say(language, 'not-witnessed', { name, because: error.code })
      return { line: mark('refused', said, language), holds: false }
    }
  })
  return { lines: outcomes.map(({ line }) => line), holds: outcomes.every(({ holds }) => holds) }
}

/** `vnm.example/chn~vnm/border/1` is a log of the relation whose custody names end in `/chn~vnm/border/custody`. */
function relationOf(origin: string): string {
  const [, pair, word] = origin.split('/')
  return `/${pair}/${word}/custody`
}

function writtenAt(header: Uint8Array): string {
  try {
    return momentOf(parseHeader(header).time)
  } catch {
    return '–'
  }
}

function evidence(bytes: Uint8Array, given: EvidenceKeys | null, language: Language): Outcome {
  const members = openEvidence(bytes)
  const lines: string[] = []
  const keys = given ?? ownKeys(members)
  if (!given) {
    lines.push(say(language, 'own-keys'))
    for (const { side, log, custody } of keys)
      lines.push(`  ${side}  ${fingerprintOf(log)}  ${fingerprintOf(custody)}`)
  }
  const findings = verifyEvidence(members, keys, nobleVerifier)
  const agrees = isProven(findings)
  // A file may have hundreds of thousands of them: more than a call takes as arguments.
  for (const finding of findings) lines.push(inWords(finding, members, language, given !== null))
  // Whoever made the file could have written anything there.
  if (members.size > 0) lines.push(mark('open', say(language, 'page'), language))
  // A file that brings its own keys agrees with itself, whoever made it: nobody may take that for proven.
  const holds = agrees && given !== null
  return {
    lines: [...lines, ...end(agrees && !given ? 'only-itself' : holds, language)],
    holds,
  }
}

function ownKeys(members: ReadonlyMap<string, Uint8Array>): EvidenceKeys {
  const manifest = parseManifest(members.get(EVIDENCE_MANIFEST) ?? new Uint8Array())
  return manifest.keys.map(({ side, log, custody }) => ({
    side,
    log: keysOf(log, 'log'),
    custody: keysOf(custody, 'custody'),
  }))
}

/** `isKnown`: by keys that were not in the file. By its own whatever it holds agrees, and nothing is proven. */
function inWords(
  finding: Finding,
  members: ReadonlyMap<string, Uint8Array>,
  language: Language,
  isKnown: boolean,
): string {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(finding)) {
    if (typeof value === 'string') values[name] = /^[0-9a-f]{64}$/.test(value) ? short(value) : value
    if (typeof value === 'number')
      values[name] = name === 'index' || name === 'count' ? String(value) : momentOf(value)
  }
  const kind = finding.kind === 'proven' && !isKnown ? 'agrees' : finding.kind
  const isOfMark = finding.code === 'part-not-included' && isMark(members.get(proofMember(finding.leaf)))
  return mark(kind, say(language, isOfMark ? 'mark-part-not-included' : finding.code, values), language)
}

/** An entry by which a side settles what it received: what it says of that is given where a receipt was revoked, and not otherwise. */
function isMark(proof: Uint8Array | undefined): boolean {
  try {
    const extra = proof && parseProof(text(proof)).extra
    return extra !== undefined && parseHeader(extra).kind === 'mark'
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

function mark(kind: 'proven' | 'agrees' | 'open' | 'refused', line: string, language: Language): string {
  return `${say(language, kind satisfies Word)}  ${line}`
}

function end(outcome: boolean | 'only-itself', language: Language): string[] {
  const word = outcome === 'only-itself' ? outcome : outcome ? 'good' : 'bad'
  return ['', say(language, word), say(language, 'limits')]
}

function short(leaf: string): string {
  return leaf.slice(0, 16)
}

/** `null` when one of them names no witness. */
function witnessKeys(vkeys: readonly string[]): Vkey[] | null {
  try {
    return vkeys.map((vkey) => checkWitnessKey(parseVkey(vkey)))
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/**
 * @param complain of what cannot be opened
 * @returns the exit code: 0 when everything holds, 1 when something does not, 2 when a file cannot be opened
 */
export function verifyFiles(
  paths: readonly string[],
  keysPath: string | undefined,
  language: Language,
  print: (line: string) => void,
  witnesses: readonly string[] = [],
  complain = print,
): 0 | 1 | 2 {
  const named = witnessKeys(witnesses)
  if (named === null) {
    complain(unopenedLine(language, 'bad-witness', '--witness'))
    return 2
  }
  let keys: EvidenceKeys | null = null
  if (keysPath !== undefined) {
    const bytes = open(keysPath)
    if (typeof bytes === 'string') {
      complain(unopenedLine(language, bytes, keysPath))
      return 2
    }
    try {
      keys = readKeys(bytes)
    } catch {
      complain(unopenedLine(language, 'bad-keys', keysPath))
      return 2
    }
  }
  let code: 0 | 1 | 2 = 0
  for (const path of paths) {
    const bytes = open(path)
    if (typeof bytes === 'string') {
      complain(unopenedLine(language, bytes, path))
      code = 2
      continue
    }
    const outcome = verifyFile(bytes, keys, language, named)
    print(`${path}:`)
    for (const line of outcome.lines) print(line)
    if (!outcome.holds && code === 0) code = 1
  }
  return code
}

/** What the file holds, or what is to be said instead. */
function open(path: string): Uint8Array | Unopened {
  try {
    const found = statSync(path)
    if (!found.isFile()) return 'no-file'
    return found.size > MOST_EVIDENCE.bytes ? 'too-big' : new Uint8Array(readFileSync(path))
  } catch {
    return 'no-file'
  }
}
