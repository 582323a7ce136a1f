/**
 * What was signed and lies beside the log: announcements, entries without a place, lines of witnesses, time stamps, and
 * the rows that say where each log begins. What nobody here has the key for is passed over, and not called damaged.
 */
import {
  checkParts,
  decodeAnnouncement,
  hex,
  leafHashBytes,
  ownLinesAt,
  ProtocolError,
  utf8,
  type Vkey,
  verifyCheckpointAt,
  verifyInclusion,
  verifyWitness,
} from '@counterpart/protocol'
import { stampedAt } from '../outbound/time-stamp/token.ts'
import type { AnnouncedFound, EpochRow, Reader, StampRow, WitnessedRow } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { readHeader } from '../uses/log/entry.ts'
import { logSpans } from '../uses/log/log-spans.ts'
import { keysOfLog } from '../uses/log/signed.ts'
import { checkApartRows, orRefused } from './check-apart.ts'
import { signedSize } from './check-heads.ts'
import type { Found, Scrubbed } from './finding.ts'
import { storedRows } from './lenient.ts'
import { firstOf, signedBase, signedNumbers } from './mend-epoch.ts'

export interface Witnessing {
  name: string
  vkeys: readonly Vkey[]
}

export async function checkSignedBeside(
  scrubbed: Scrubbed,
  reader: Reader,
  witnesses: readonly Witnessing[],
  found: Found,
): Promise<void> {
  const { relation } = scrubbed
  await checkEpochs(scrubbed, reader, [relation.ours, relation.theirs], found)
  await checkApartRows(scrubbed, reader, found)
  for (const row of await reader.announcements())
    if (!isAnnounced(scrubbed, row))
      found({ what: 'announcement', side: relation.theirs, index: row.index, leaf: row.leaf })
  const side = relation.ours
  await eachSize(
    (size) => reader.witnessedFrom(size),
    async (row) => {
      if (!(await isWitnessed(scrubbed, reader, row, witnesses)))
        found({ what: 'witness', side, size: row.size })
    },
  )
  await eachSize(
    async (size) => [await reader.stampFrom(size)].filter((row) => row !== null),
    async (row) => {
      if (!(await isStamped(scrubbed, reader, row))) found({ what: 'stamp', side, size: row.size })
    },
  )
}

/** Where the logs of these sides begin: before anything is compared with a tree that begins there. */
export async function checkEpochs(
  scrubbed: Scrubbed,
  reader: Reader,
  sides: readonly string[],
  found: Found,
): Promise<void> {
  const rows = await reader.epochs()
  const heads = await orDamaged(reader.heads())
  for (const side of sides) {
    const stored = new Map(rows.flatMap((row) => (row.side === side ? [[row.number, row]] : [])))
    const head = side === scrubbed.relation.ours ? heads?.ours : heads?.theirs
    const last = Math.max(head?.epoch ?? 0, ...stored.keys())
    // A head of a log after the last stands behind the end, and is found there.
    const named = ((await orDamaged(signedNumbers(reader, side))) ?? []).filter((number) => number < last)
    if (!stored.has(1) && firstOf(scrubbed.relation, side)) found({ what: 'epoch', side, number: 1 })
    for (const number of [...new Set([...stored.keys(), ...named, last])].toSorted((a, b) => a - b)) {
      const row = stored.get(number)
      // Nothing here says how the first log began; a number that no head names was known only to a machine that is lost.
      const isNamed = async () =>
        number > 1 && (number === head?.epoch || (await orDamaged(signedBase(reader, side, number))) !== null)
      if (row ? !(await isEpoch(scrubbed, reader, row)) : await isNamed())
        found({ what: 'epoch', side, number })
    }
  }
}

async function eachSize<R extends { size: number }>(
  from: (size: number) => Promise<R[]>,
  look: (row: R) => Promise<void>,
): Promise<void> {
  for (let size = 1; ; ) {
    const rows = await from(size)
    const [first] = rows
    // A size that counts backwards would never end.
    if (!first || first.size < size) return
    for (const row of rows) await look(row)
    size = first.size + 1
  }
}

/** As the entry says that began it, which its log's tree covers; the first as it was exchanged. */
async function isEpoch(scrubbed: Scrubbed, reader: Reader, row: EpochRow): Promise<boolean> {
  const { relation } = scrubbed
  if (row.number === 1) {
    const first = firstOf(relation, row.side)
    return row.base === 0 && (first === null || first.keys.join() === row.keys.join())
  }
  const begun = (await storedRows(reader, row.side, row.base, 1)).get(row.base)
  if (!begun) return row.base < (await signedSize(scrubbed, reader, row.side))
  const header = readHeader(begun.bytes)
  // What is missing or damaged there was found there.
  if (!header) return true
  if (header.kind !== 'epoch') return false
  const lines = header.opening.split('\n')
  const said = [`epoch ${row.number}`, `base ${row.base}`, ...row.keys.map((key) => `key ${key}`)]
  return said.every((line) => lines.includes(line))
}

function isAnnounced({ relation, node }: Scrubbed, row: AnnouncedFound): boolean {
  const { bytes } = row
  if (bytes === null) return false
  return isTrue(() => {
    const one = decodeAnnouncement(bytes)
    const epoch = relation.chain.theirs.find(({ number }) => number === one.epoch)
    const { header } = one.entry
    if (!epoch || one.relation !== relation.id || one.from !== relation.theirs) return false
    const { size, root } = verifyCheckpointAt(
      one.checkpoint,
      logSpans(relation.keyed.theirs, epoch),
      node.verifier,
    )
    verifyInclusion(leafHashBytes(header), one.index, size, one.path, root)
    const read = readHeader(header)
    if (read) checkParts(read, one.entry.parts)
    const isPlace = epoch.base + one.index === row.index && epoch.base + size === row.size
    return read !== null && isPlace && hex(leafHashBytes(header)) === row.leaf
  })
}

async function isWitnessed(
  { relation, node }: Scrubbed,
  reader: Reader,
  row: WitnessedRow,
  witnesses: readonly Witnessing[],
): Promise<boolean> {
  const head = await reader.checkpointFrom(relation.ours, row.size)
  const witness = witnesses.find(({ name }) => name === row.witness)
  // A head that is damaged itself is reported elsewhere.
  if (head?.size !== row.size || !witness) return true
  try {
    return verifyWitness(head.note, row.lines, witness.vkeys, node.verifier).lines === row.lines
  } catch (error) {
    // Its key may have been changed in the configuration since.
    if (error instanceof ProtocolError) return error.code === 'missing-signature'
    throw error
  }
}

async function isStamped({ relation }: Scrubbed, reader: Reader, row: StampRow): Promise<boolean> {
  const head = await reader.checkpointFrom(relation.ours, row.size)
  if (head?.size !== row.size || head.cosignature === null) return true
  const note = orRefused(() => ownLinesAt(head.note, keysOfLog(relation, head.side, head.size).log))
  // A head that cannot be read is reported elsewhere.
  if (note === null) return true
  const data = utf8(note + head.cosignature)
  return (await stampedAt(row.token, { data, nonce: null, roots: null })) === row.time
}

function isTrue(check: () => unknown): boolean {
  try {
    return check() !== false
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}
