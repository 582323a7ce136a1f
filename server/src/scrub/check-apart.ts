/** What came of logs that had ended: as it was signed, each with the tree that what comes behind it is verified on. */
import {
  appendLeaf,
  equal,
  fromHex,
  leafHash,
  ProtocolError,
  rootOf,
  verifyCheckpointAt,
} from '@counterpart/protocol'
import type { ApartRow, Reader } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { readHeader } from '../uses/log/entry.ts'
import { logSpans } from '../uses/log/log-spans.ts'
import type { Found, Scrubbed } from './finding.ts'
import { isSound } from './sound-parts.ts'

const PAGE = { entries: 256, bytes: 4 * 1024 * 1024 }

/** One head, and the tree up to where its entries were read: `hashes` is `null` once they cannot be hashes. */
interface Signed {
  note: string
  /** `null` where its author did not sign it. */
  head: { end: number; root: Uint8Array } | null
  size: number
  hashes: Uint8Array[] | null
}

export async function checkApartRows(scrubbed: Scrubbed, reader: Reader, found: Found): Promise<void> {
  const { relation } = scrubbed
  for (const side of [relation.ours, relation.theirs]) {
    let signed: Signed | null = null
    for (let from = { epoch: 0, index: 0 }; ; ) {
      const rows = await reader.apart(side, from, PAGE)
      for (const row of rows) {
        const read: Signed = readOn(scrubbed, signed, row)
        if (!(isLed(read, row) && (await isSelf(reader, row))))
          found({ what: 'apart', side, index: row.index, leaf: row.leaf })
        signed = read
      }
      const last = rows.at(-1)
      // A place that counts backwards would never end.
      if (!last || last.epoch < from.epoch) break
      if (last.epoch === from.epoch && last.index < from.index) break
      from = { epoch: last.epoch, index: last.index + 1 }
    }
  }
}

/** The first under a head says what it stands on: that it is so is seen where that head ends. */
function readOn(scrubbed: Scrubbed, before: Signed | null, row: ApartRow): Signed {
  const { relation, node } = scrubbed
  const own = row.side === relation.ours
  const epoch = (own ? relation.chain.ours : relation.chain.theirs).find(({ number }) => number === row.epoch)
  const size = row.index + 1 - (epoch?.base ?? 0)
  if (before?.note === row.note && before.size + 1 === size)
    return { ...before, size, hashes: before.hashes && grown(before.size, before.hashes, row.leaf) }
  const keys = own ? relation.keyed.ours : relation.keyed.theirs
  const head = epoch && orRefused(() => verifyCheckpointAt(row.note, logSpans(keys, epoch), node.verifier))
  return {
    note: row.note,
    head: head && epoch ? { end: head.size, root: head.root } : null,
    size,
    hashes: row.frontier,
  }
}

function isLed({ head, size, hashes }: Signed, row: ApartRow): boolean {
  if (!head || !hashes || hashes.length !== row.frontier.length) return false
  if (!hashes.every((hash, place) => equal(hash, row.frontier[place] ?? new Uint8Array()))) return false
  const root = orRefused(() => rootOf({ size, hashes }))
  return root !== null && (size !== head.end || equal(root, head.root))
}

async function isSelf(reader: Reader, row: ApartRow): Promise<boolean> {
  if (leafHash(row.bytes) !== row.leaf) return false
  const parts = await orDamaged(reader.storedParts(row.leaf))
  return (readHeader(row.bytes)?.parts ?? []).every(({ name, digest }) => {
    const part = parts?.find((one) => one.name === name)
    // One that was destroyed since, with the entry it is a copy of, is none that is held.
    return part === undefined ? parts !== null : part.state !== 'damaged' && isSound(part, digest)
  })
}

function grown(size: number, hashes: Uint8Array[], leaf: string): Uint8Array[] | null {
  return orRefused(() => appendLeaf({ size, hashes }, fromHex(leaf)).frontier.hashes)
}

export function orRefused<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
