/** What the vectors of marks, procedures and digests ask, answered by this shelf. */
import { canonicalJson, hex, leafHash, parseHeader, parseJson, sha256, utf8 } from '@counterpart/protocol'
import { digestOf } from '../derive/digest.ts'
import type { Procedure } from '../language/index.ts'
import type { DossierState, Entry, Party, Terms, Verdict } from './entry.ts'
import { fold } from './fold.ts'
import { dossierOf } from './identity.ts'
import { inForceReader } from './in-force.ts'
import { judgeStray } from './judge.ts'
import { type MarkBody, markBody, markDifferences, readMark } from './mark.ts'
import { placeDossier, settlerIn } from './place.ts'
import { checkSeen } from './seen.ts'
import { keeperOf, type Parties } from './sides.ts'
import { statesDigest } from './states-digest.ts'
import { dossierContext } from './view.ts'

/** What an invalid case is refused with: the code of a verdict, a refusal or an incident. */
class Refused extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

export type DigestInput = { text: string } | { declaration: Procedure } | { states: DossierState[] }

export function digestIn(input: DigestInput): string {
  if ('declaration' in input) return digestOf(input.declaration)
  if ('states' in input) return statesDigest(input.states)
  return hex(sha256(utf8(canonicalJson(parseJson(input.text)))))
}

export type MarkInput =
  /** A received `seen`, the largest before it in its log, and how much of the other log was ever signed. */
  | { seen: number; running: number; signed: number }
  /** The kept part of a mark as its author wrote it, and what was computed here; `root` of the log that it settles. */
  | { kept: string; judged: { leaf: string; verdict: Verdict }[]; states: DossierState[]; root: string }

export function markIn(input: MarkInput): string | MarkBody {
  if ('seen' in input) {
    const found = checkSeen(input.seen, input.running, input.signed)
    if (found !== 'good') throw new Refused(`seen-${found}`)
    return found
  }
  const judged = input.judged.map(({ leaf, verdict }) => ({ placed: { entry: { leaf } as Entry }, verdict }))
  const computed = { ...markBody(judged, input.states), root: input.root }
  const stated = readMark(keptOf(input.kept))
  if (!stated || markDifferences(stated, computed).length > 0) throw new Refused('verdict-differs')
  return computed
}

function keptOf(text: string | null): Entry['kept'] {
  try {
    const value = text === null ? null : parseJson(text)
    return typeof value === 'object' && !Array.isArray(value) ? (value as Entry['kept']) : null
  } catch {
    return null
  }
}

interface Written {
  header: string
  kept: string | null
  /** Names of the parts that were ever given. */
  parts: string[]
}

export interface ProcedureInput {
  /** By their digests. */
  declarations: Record<string, Procedure>
  parties: Parties
  relation: string
  /** What the relation's own dossier says, at every cut. */
  terms: Terms
  logs: Record<Party, Written[]>
  /** The entry in question. */
  of: { log: Party; index: number }
}

export interface Told {
  /** Of the dossier's entries in their order; a `?` behind what is on its way. */
  verdicts: string[]
  settled: DossierState | null
  /** What a mark would say of it. */
  states: string
}

/** @throws Refused where the entry in question has no effect */
export function procedureIn(input: ProcedureInput): Told {
  const { verdict, ...told } = foldIn(input)
  if (verdict !== 'effective') throw new Refused(verdict)
  return told
}

/** `verdict`: on the entry in question. */
export function foldIn(input: ProcedureInput): Told & { verdict: string } {
  const { parties, relation } = input
  const procedure = (digest: string) => input.declarations[digest] ?? null
  const logs = Object.fromEntries(
    Object.entries(input.logs).map(([side, rows]) => [side, entriesOf(side, rows)]),
  )
  const asked = logs[input.of.log]?.[input.of.index]
  if (!asked) throw new Error('no such entry')
  const held = (id: string) => {
    const inside = Object.values(logs)
      .flat()
      .filter((entry) => dossierOf(entry, relation, procedure) === id)
    const opening = inside.find(({ header }) => header?.kind === 'open')
    const header = opening?.header
    const declared = header && 'procedure' in header ? procedure(header.procedure) : null
    if (!opening) return null
    const keeper = declared ? keeperOf(declared, opening.side, parties) : parties[0]
    const log = logs[keeper] ?? []
    const placed = placeDossier(inside, keeper, settlerIn(log), log.length)
    return { inside, declared, keeper, log, placed }
  }
  const base = { parties, relation, procedure, terms: () => input.terms }
  const instruments = inForceReader(held, base)
  const id = dossierOf(asked, relation, procedure)
  const found = id === null ? null : held(id)
  if (!found)
    return { verdict: codeOf(judgeStray(asked)), verdicts: [], settled: null, states: statesDigest([]) }
  const { inside, declared, keeper, log, placed } = found
  const context = dossierContext({ ...base, ...instruments }, declared, inside, keeper, settlerIn(log))
  const folded = fold(declared, placed, context)
  const mine = folded.judged.find(({ placed }) => placed.entry === asked)?.verdict ?? null
  return {
    verdict: codeOf(mine),
    verdicts: folded.judged.map((one) => `${codeOf(one.verdict)}${one.placed.settler === null ? '?' : ''}`),
    settled: folded.settled,
    states: statesDigest(folded.settled ? [folded.settled] : []),
  }
}

function codeOf(verdict: Verdict | null): string {
  if (!verdict) return 'none'
  return verdict.kind === 'effective' ? 'effective' : `${verdict.kind} ${verdict.code}`
}

function entriesOf(side: Party, rows: readonly Written[]): Entry[] {
  let running = 0
  return rows.map(({ header: text, kept, parts }, index) => {
    const header = headerOf(text)
    running = Math.max(running, header?.seen ?? 0)
    return { side, index, leaf: leafHash(utf8(text)), running, header, kept: keptOf(kept), parts }
  })
}

function headerOf(text: string): Entry['header'] {
  try {
    return parseHeader(utf8(text))
  } catch {
    return null
  }
}
