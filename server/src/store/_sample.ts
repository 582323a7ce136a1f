/** Rows for tests of stores: headers are any bytes, leaves are their real hashes. */
import { createHash, randomBytes } from 'node:crypto'
import type { DossierState } from '@counterpart/casework'
import type { DeletionRow, DossierRow, EntryRow, LogHead, NodeRow, PartRow, Writer } from './store.ts'

export const OURS = 'aaa'
export const THEIRS = 'bbb'

interface Batch {
  entries: EntryRow[]
  parts: PartRow[]
  nodes: NodeRow[]
  head: LogHead
}

interface Wish {
  running?: number
  dossier?: string | null
  size?: number
  /** Instead of a new random header. */
  bytes?: Uint8Array
  kind?: EntryRow['kind']
  lowered?: true
  parts?: Record<string, Uint8Array>
}

function leafOf(bytes: Uint8Array): string {
  return createHash('sha256')
    .update(new Uint8Array([0]))
    .update(bytes)
    .digest('hex')
}

export function hash(word: string): string {
  return createHash('sha256').update(word).digest('hex')
}

export function deletion(side: string, leaf: string, time: number): DeletionRow {
  return { side, leaf, name: 'names', record: hash('record'), time, final: time + 86_400, why: 'time' }
}

/** Entries that go on where `head` ends. */
export function batch(side: string, head: LogHead, wishes: Wish[]): Batch {
  let { running, time } = head
  const entries: EntryRow[] = []
  const parts: PartRow[] = []
  const nodes: NodeRow[] = []
  for (const [i, wish] of wishes.entries()) {
    const index = head.size + i
    running = Math.max(running, wish.running ?? 0)
    time += 1
    const bytes = wish.bytes ?? plain(randomBytes(wish.size ?? 40))
    const leaf = leafOf(bytes)
    const { dossier = null, kind = 'act', lowered } = wish
    entries.push({ side, index, leaf, bytes, running, time, kind, dossier, ...(lowered && { lowered }) })
    for (const [name, body] of Object.entries(wish.parts ?? { kept: plain(randomBytes(9)) })) {
      parts.push({ leaf, name, salt: plain(randomBytes(32)), bytes: body })
    }
    const at = index - head.base
    nodes.push({ level: 0, index: at, hash: plain(Buffer.from(leaf, 'hex')) })
    if (at % 2 === 1) nodes.push({ level: 1, index: (at - 1) / 2, hash: plain(randomBytes(32)) })
  }
  const size = head.size + entries.length
  return { entries, parts, nodes, head: { ...head, size, running, time, frontier: [plain(randomBytes(32))] } }
}

/** Appends under a lock that is held. */
export async function append(writer: Writer, side: string, wishes: Wish[]): Promise<Batch> {
  const heads = await writer.heads()
  const made = batch(side, side === OURS ? heads.ours : heads.theirs, wishes)
  await writer.append(side, made.entries, made.parts, made.nodes, made.head)
  return made
}

export function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

export function dossierRow(word: string, with_: Partial<DossierRow> & { closed?: number } = {}): DossierRow {
  const { closed = null, ...row } = with_
  const settled: DossierState = {
    id: hash(word),
    procedure: 'sample',
    digest: hash('sample'),
    opener: OURS,
    keeper: THEIRS,
    state: 'asked',
    since: 1,
    path: [{ state: 'asked', time: 1 }],
    clock: null,
    clocks: [],
    kept: { text: 'đường biên 边境 \u0000' },
    parts: ['kept'],
    current: {},
    asked: null,
    level: null,
    offices: {},
    owner: { party: THEIRS, office: null },
    offered: null,
    wrote: {},
    gates: {},
    noes: {},
    reopened: {},
    opened: {},
    raised: null,
    whose: {},
    proposals: {},
    numbers: {},
    stacked: [],
    closed,
  }
  return {
    id: hash(word),
    procedure: 'sample',
    plays: null,
    settled,
    ahead: settled,
    at: { keeper: 1, guest: 2 },
    waits: THEIRS,
    turn: 'theirs',
    due: null,
    wakes: null,
    offices: ['aaa-one', 'bbb-one'],
    level: 'gate',
    readers: [],
    under: [],
    opened: 1,
    changed: 1,
    ...row,
  }
}
