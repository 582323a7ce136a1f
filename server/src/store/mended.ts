/** What both stores demand of an entry that is put back. */
import { createHash } from 'node:crypto'
import { NodeError } from '../errors.ts'
import type { EntryRow, EpochRow } from './store.ts'

/** `leaf` and `node`: what its place says of it, beside its bytes. One of them has to name these bytes. */
export function checkMended(row: EntryRow, leaf: string | undefined, node: Uint8Array | undefined): void {
  const hash = createHash('sha256').update(LEAF_PREFIX).update(row.bytes).digest('hex')
  if (
    hash !== row.leaf ||
    (leaf !== hash && (node === undefined || Buffer.from(node).toString('hex') !== hash))
  )
    throw new NodeError({ code: 'internal', message: 'store: an entry that its place does not name' })
}

/** `begun`: the entry at its base. In it a line of the note ends with a backslash and an n. */
export function checkMendedEpoch({ number, base, keys }: EpochRow, begun: EntryRow | undefined): void {
  const said = ['', `epoch ${number}`, `base ${base}`, ...keys.map((key) => `key ${key}`), ''].join('\\n')
  if (begun?.kind === 'epoch' && Buffer.from(begun.bytes).includes(said)) return
  throw new NodeError({
    code: 'internal',
    message: 'store: a beginning of a log that its entry does not name',
  })
}

const LEAF_PREFIX = new Uint8Array([0])
