/** The changes of each side's keys since they were exchanged, each with its proof. */
import { type EpochNotes, type KeyStep, type NoteKeys, ProtocolError } from '@counterpart/protocol'
import { isDamage, NodeError } from '../../errors.ts'
import type { EntryRow } from '../../store/store.ts'
import { readHeader } from '../log/entry.ts'
import { authorshipOf, type Snapshot, stepProofOf, whenDelivered } from '../log/entry-proof.ts'
import { logSpans } from '../log/log-spans.ts'
import type { Node, Relation } from '../relation.ts'
import { readKeys, useOf } from './key-record.ts'

interface SideKeys {
  side: string
  /** Number of the newest log. */
  epoch: number
  /** Keys of the first log. */
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
    return { side, epoch: last.number, log: first.log, custody, now, bases, changes }
  })
}

export type ProvenStep = EpochNotes | { row: EntryRow; proof: string }

/**
 * The changes in the order of the log, as far as the other side has receipted them. `signing`: without changes of keys
 * for sealing, which come every month and on which no proof depends. `all`: for the other side, which also takes
 * changes of ours that it has not receipted, as it takes our entries.
 */
export async function stepsOf(
  at: Snapshot,
  { side, bases, changes }: SideKeys,
  uses: 'signing' | 'all' = 'signing',
): Promise<ProvenStep[]> {
  const wanted = changes.filter((row) => uses === 'all' || useOf(row) !== 'seal')
  const places = [
    ...bases.map((index) => ({ index, row: null })),
    ...wanted.map((row) => ({ index: row.index, row })),
  ].sort((a, b) => a.index - b.index)
  const steps: ProvenStep[] = []
  for (const { index, row } of places) {
    if (row === null) {
      steps.push(await notesAt(at, side, index))
      continue
    }
    const held = await whenDelivered(stepProofOf(at, row)).catch(unreadable)
    const isForHolder = uses === 'all' && side === at.relation.ours
    const proof = held ?? (isForHolder ? await whenDelivered(authorshipOf(at, row)) : null)
    if (proof === null) break
    steps.push({ row, proof })
  }
  return steps
}

/** A receipt under a key that is not known, because its change was lost or is not back yet, proves nothing that could be given. */
function unreadable(error: unknown): null {
  const cause = isDamage(error) ? error.cause : null
  if (cause instanceof ProtocolError && cause.code === 'missing-signature') return null
  throw error
}

async function notesAt({ reader }: Snapshot, side: string, base: number): Promise<EpochNotes> {
  const [row] = await reader.entries(side, base, { entries: 1, bytes: 1 })
  const header = row ? readHeader(row.bytes) : null
  if (header?.kind !== 'epoch') throw new NodeError({ code: 'entry-damaged' })
  return { opening: header.opening, closing: header.closing }
}

/** Changes of keys by side: nothing that a counterpart does not hold already, or has lost. */
export type KeySteps = ReadonlyMap<string, readonly KeyStep[]>

/** What a counterpart asks for that has lost its own record of keys. */
export function giveKeySteps(node: Node, relation: Relation): Promise<KeySteps> {
  return node.store.read(relation.id, async (reader) => {
    await readKeys(relation, reader)
    const all = new Map<string, KeyStep[]>()
    for (const known of sidesOf(relation)) {
      const steps = await stepsOf({ node, relation, reader }, known, 'all')
      all.set(
        known.side,
        steps.map((step) => ('row' in step ? { proof: step.proof } : step)),
      )
    }
    return all
  })
}
