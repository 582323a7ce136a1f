/** The keys of both sides: as the newest logs began with them, and every change since with its proof. */
import { fingerprintOf, type NoteKeys, vkeysOf } from '@counterpart/protocol'
import type { KeysView } from '../http/schema/register.ts'
import type { EntryRow } from '../store/store.ts'
import { readHeader } from '../uses/entry.ts'
import { logSpans } from '../uses/log-spans.ts'
import type { Relation } from '../uses/relation.ts'
import type { Look } from './look.ts'
import { proofOf, whenDelivered } from './proof-of.ts'

interface SideView {
  side: string
  epoch: number
  /** With which the newest log begins, and the receipts of that time. */
  log: NoteKeys
  custody: NoteKeys
  now: { log: NoteKeys; custody: NoteKeys }
  changes: EntryRow[]
}

function sideOf(relation: Relation, side: string): SideView | null {
  const of = side === relation.ours ? 'ours' : 'theirs'
  const epoch = relation.chain[of].at(-1)
  if (!epoch) return null
  const keys = relation.keyed[of]
  const own = relation.keyed.changes.filter((row) => row.side === side)
  const before = own.filter(({ index, bytes }) => {
    const header = readHeader(bytes)
    return index < epoch.base && header?.kind === 'key' && header.use === 'custody'
  })
  const custody = keys.custody[before.length]?.keys ?? relation.exchanged[of].custody
  return {
    side,
    epoch: epoch.number,
    log: epoch.log,
    custody,
    now: {
      log: logSpans(keys, epoch).at(-1)?.keys ?? epoch.log,
      custody: keys.custody.at(-1)?.keys ?? custody,
    },
    changes: own.filter(({ index }) => index >= epoch.base),
  }
}

export function sidesOf(relation: Relation): SideView[] {
  return [relation.ours, relation.theirs].flatMap((side) => sideOf(relation, side) ?? [])
}

/** Of every change that the other side has receipted, in the order of its log. */
export async function changeProofs(
  look: Look,
  { changes }: SideView,
): Promise<{ row: EntryRow; proof: string }[]> {
  const made: { row: EntryRow; proof: string }[] = []
  for (const row of changes) {
    const proof = await whenDelivered(proofOf(look, row))
    if (proof !== null) made.push({ row, proof })
  }
  return made
}

export async function keysView(look: Look): Promise<KeysView> {
  const keys: KeysView['keys'] = []
  for (const side of sidesOf(look.relation)) {
    const { log, custody, now } = side
    keys.push({
      side: side.side,
      epoch: side.epoch,
      ...named({ log, custody }),
      fingerprints: { log: fingerprintOf(log), custody: fingerprintOf(custody) },
      now: named(now),
      changes: (await changeProofs(look, side)).map(({ proof }) => proof),
    })
  }
  return { relation: look.relation.id, keys }
}

function named({ log, custody }: { log: NoteKeys; custody: NoteKeys }) {
  return { log: vkeysOf(log, 'log'), custody: vkeysOf(custody, 'custody') }
}
