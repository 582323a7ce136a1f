/**
 * The register of a relation made anew from what the counterpart keeps, for a node that has nothing but its keys.
 * Nothing is signed in it. That the log is not continued stands on disk before the first entry does.
 */
import type { Party } from '@counterpart/casework'
import type { GiveBack, Given } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { Heads, Writer } from '../store/store.ts'
import { foldAll } from '../uses/dossier/fold-all.ts'
import { type IncidentCode, raise } from '../uses/incident.ts'
import { BATCH_BYTES } from '../uses/limits.ts'
import { readHeader } from '../uses/log/entry.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { type Compared, compareKept, keptHeadOf } from '../uses/restore/kept-head.ts'
import { type LinkCode, LinkFailure } from '../wire/link.ts'
import { askStatement } from './ask-statement.ts'
import type { Channel } from './channel.ts'
import { takeBack } from './take-back.ts'

export interface RebuildOptions {
  /** Heads that were kept outside both nodes, as notes or in proofs. */
  heads: readonly string[]
  /** Entries of both logs. */
  progress?: (done: number, of: number) => void
  signal: AbortSignal
  /** Milliseconds of the first pause after a line that was down; it doubles with each. */
  pause?: number
}

export interface RebuiltLog {
  side: Party
  entries: number
  /** What the counterpart, which signed it, says that it holds. */
  stated: number
  parts: { named: number; held: number }
}

export type Rebuilding =
  /** As far as it came is on disk: it goes on from there. */
  | { kind: 'stopped'; code: LinkCode }
  /** Which of the heads is none; nothing was begun. */
  | { kind: 'no-head'; which: number }
  | { kind: 'rebuilt'; logs: RebuiltLog[]; compared: Compared[] }

/** Entries whose parts are opened at once to count them. */
const PAGE = 32
/** Pauses before a line that stays down is given up. */
const TRIES = 6
/** Milliseconds for one question: a line on which nothing comes is one that is down. */
const TIMEOUT = 15 * 60_000
const PASSING: readonly LinkCode[] = ['line-down', 'busy', 'unavailable']

/** @throws NodeError `not-empty` where there is something that was not brought here by this, and what the store says */
export async function rebuild(
  node: Node,
  relation: Relation,
  channel: Channel,
  options: RebuildOptions,
): Promise<Rebuilding> {
  const which = options.heads.findIndex((text) => keptHeadOf(node, relation, text) === null)
  if (which >= 0) return { kind: 'no-head', which }
  await node.store.locked(relation.id, (writer) => begin(node, writer))
  relation.restored = 'unheard'
  try {
    await takeAll(node, relation, channel, options)
  } catch (error) {
    if (!(error instanceof LinkFailure)) throw error
    return { kind: 'stopped', code: error.code }
  }
  await foldAll(node, relation)
  const compared = await compareAll(node, relation, options.heads)
  return { kind: 'rebuilt', logs: await logsOf(node, relation), compared }
}

/** What operators confirmed goes on by itself, and what anybody has worked in is not made anew. */
async function begin(node: Node, writer: Writer): Promise<void> {
  const { ours, theirs } = await writer.heads()
  // However many others there are.
  const incidents = await writer.incidents(Number.MAX_SAFE_INTEGER, ['restored', 'started-by-operators'])
  const isRebuilt = incidents.some(
    ({ code, detail }) => code === 'restored' && (detail as { rebuilt?: boolean }).rebuilt === true,
  )
  const isConfirmed = incidents.some(({ code }) => code === 'started-by-operators')
  if (isConfirmed || (!isRebuilt && ours.size + theirs.size > 0))
    throw new NodeError({ code: 'not-empty', message: 'there are entries that were not taken back' })
  if (isRebuilt) return
  const detail = { rebuilt: true, ours: 0, theirs: 0 }
  await writer.putIncident(node.clock(), 'restored' satisfies IncidentCode, detail)
}

async function takeAll(
  node: Node,
  relation: Relation,
  channel: Channel,
  options: RebuildOptions,
): Promise<void> {
  const { progress = () => undefined } = options
  await again(options, (signal) => askStatement(node, relation, channel, signal))
  const of = (relation.stated?.ours ?? 0) + (relation.stated?.theirs ?? 0)
  let before = 0
  const askBack = async (asked: GiveBack): Promise<Given> => {
    progress(Math.min(before + asked.start, of), of)
    return again(options, (signal) => channel.giveBack(asked, signal))
  }
  const keys = () => again(options, (signal) => channel.keys(signal))
  for (const side of [relation.ours, relation.theirs]) {
    await takeBack(node, relation, side, { giveBack: askBack, keys })
    before = (await headsOf(node, relation)).ours.size
  }
  if (!(await isReceipted(node, relation))) throw new LinkFailure('not-delivered')
}

/** Nothing comes here by the line: theirs ends at our receipt, unless the one that was on its way was kept back. */
function isReceipted(node: Node, { id, theirs }: Relation): Promise<boolean> {
  return node.store.read(id, async (reader) => {
    const last = await reader.lastCheckpoint(theirs)
    return last === null || last.cosignature !== null
  })
}

/** A line that is down for a while is no reason to begin anew. */
async function again<T>(
  { signal, pause = 500 }: RebuildOptions,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]))
    } catch (error) {
      const passes = error instanceof LinkFailure && PASSING.includes(error.code)
      if (!passes || signal.aborted || tries > TRIES) throw error
      await waited(pause * 2 ** (tries - 1), signal)
    }
  }
}

function waited(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        done()
      },
      { once: true },
    )
  })
}

/** One that was signed and does not fit is an incident: somebody holds back, or two histories were signed. */
async function compareAll(node: Node, relation: Relation, heads: readonly string[]): Promise<Compared[]> {
  return node.store.locked(relation.id, async (writer) => {
    const all: Compared[] = []
    for (const text of heads) {
      const compared = await compareKept(node, relation, text, writer)
      if (compared === null) continue
      all.push(compared)
      if (compared.outcome === 'same') continue
      const { side, outcome, size } = compared
      const differs = { log: side, kept: text, outcome, size }
      // A start reads it again: no number of other lies hides it.
      await raise(writer, node.clock(), 'given-differs', differs, true)
    }
    return all
  })
}

async function logsOf(node: Node, relation: Relation): Promise<RebuiltLog[]> {
  const { ours, theirs } = await headsOf(node, relation)
  const { stated } = relation
  return [
    {
      side: relation.ours,
      entries: ours.size,
      stated: stated?.theirs ?? 0,
      parts: await partsOf(node, relation, relation.ours, ours.size),
    },
    {
      side: relation.theirs,
      entries: theirs.size,
      stated: stated?.ours ?? 0,
      parts: await partsOf(node, relation, relation.theirs, theirs.size),
    },
  ]
}

/** Opened again from the disk: what is counted as held can be read. */
async function partsOf(
  node: Node,
  relation: Relation,
  side: Party,
  size: number,
): Promise<{ named: number; held: number }> {
  let [named, held] = [0, 0]
  for (let from = 0; from < size; ) {
    const start = from
    const page = await node.store.read(relation.id, async (reader) => {
      const rows = await reader.entries(side, start, { entries: PAGE, bytes: BATCH_BYTES })
      return { rows, parts: await reader.parts(rows.map(({ leaf }) => leaf)) }
    })
    if (page.rows.length === 0) break
    for (const { bytes, leaf } of page.rows) {
      named += readHeader(bytes)?.parts.length ?? 0
      held += (page.parts.get(leaf) ?? []).filter(({ state }) => state === 'held').length
    }
    from += page.rows.length
  }
  return { named, held }
}

function headsOf(node: Node, relation: Relation): Promise<Heads> {
  return node.store.read(relation.id, (reader) => reader.heads())
}
