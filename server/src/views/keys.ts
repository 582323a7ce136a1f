/** The keys of both sides: as two operators exchanged them, and what changed them since with its proof. */
import { type EpochNotes, fingerprintOf, type NoteKeys, vkeysOf } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { KeysView } from '../http/schema/register.ts'
import type { EntryRow } from '../store/store.ts'
import { readHeader } from '../uses/entry.ts'
import { logSpans } from '../uses/log-spans.ts'
import type { Relation } from '../uses/relation.ts'
import type { Look } from './look.ts'
import { proofOf, whenDelivered } from './proof-of.ts'

interface SideKeys {
  side: string
  /** Number of the newest log. */
  epoch: number
  /** Of the first log. */
  log: NoteKeys
  custody: NoteKeys
  now: { log: NoteKeys; custody: NoteKeys }
  /** Where each log after the first begins. */
  bases: number[]
  changes: EntryRow[]
}

export function sidesOf(relation: Relation): SideKeys[] {
  const { ours, theirs, chain, keyed, exchanged } = relation
  const sides = [
    { side: ours, logs: chain.ours, keys: keyed.ours, ...exchanged.ours },
    { side: theirs, logs: chain.theirs, keys: keyed.theirs, ...exchanged.theirs },
  ]
  return sides.map(({ side, logs, keys, custody }) => {
    const [first, last] = [logs[0], logs.at(-1)]
    if (!first || !last) throw new NodeError({ code: 'internal', message: 'a side without a log' })
    const now = {
      log: logSpans(keys, last).at(-1)?.keys ?? last.log,
      custody: keys.custody.at(-1)?.keys ?? custody,
    }
    const bases = logs.slice(1).map(({ base }) => base)
    const changes = keyed.changes.filter((row) => row.side === side)
    return { side, epoch: logs.length, log: first.log, custody, now, bases, changes }
  })
}

type Step = EpochNotes | { row: EntryRow; proof: string }

/** In the order of the log, as far as the other side has receipted it. */
export async function stepsOf(look: Look, { side, bases, changes }: SideKeys): Promise<Step[]> {
  const places = [
    ...bases.map((index) => ({ index, row: null })),
    ...changes.map((row) => ({ index: row.index, row })),
  ].sort((a, b) => a.index - b.index)
  const steps: Step[] = []
  for (const { index, row } of places) {
    if (row === null) {
      steps.push(await notesAt(look, side, index))
      continue
    }
    const proof = await whenDelivered(proofOf(look, row))
    if (proof === null) break
    steps.push({ row, proof })
  }
  return steps
}

async function notesAt({ reader }: Look, side: string, base: number): Promise<EpochNotes> {
  const [row] = await reader.entries(side, base, { entries: 1, bytes: 1 })
  const header = row ? readHeader(row.bytes) : null
  if (header?.kind !== 'epoch') throw new NodeError({ code: 'entry-damaged' })
  return { opening: header.opening, closing: header.closing }
}

export async function keysView(look: Look): Promise<KeysView> {
  const keys: KeysView['keys'] = []
  for (const known of sidesOf(look.relation)) {
    const { side, epoch, log, custody, now } = known
    const steps = await stepsOf(look, known)
    keys.push({
      side,
      epoch,
      ...named({ log, custody }),
      fingerprints: { log: fingerprintOf(log), custody: fingerprintOf(custody) },
      now: named(now),
      since: steps.map((step) => ('row' in step ? { proof: step.proof } : step)),
    })
  }
  return { relation: look.relation.id, keys }
}

function named({ log, custody }: { log: NoteKeys; custody: NoteKeys }) {
  return { log: vkeysOf(log, 'log'), custody: vkeysOf(custody, 'custody') }
}
