/**
 * Destroys what is over: key, salt and ciphertext of parts, and of the files whose keys stood in them, in the
 * transaction that puts it on record. At most one record a day names what is over by its time, and more only while a
 * backlog lasts; what was recalled waits for no day.
 */
import { MOST_NAMED } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import type { Hex } from '@counterpart/protocol'
import { ANEW } from '../../store/retention.ts'
import type {
  DeletionRow,
  EntryRow,
  Falling,
  FileRow,
  LogHead,
  PartName,
  PartRow,
  PartState,
  Reader,
  Writer,
} from '../../store/store.ts'
import { agreedTime } from '../clock/agreed-time.ts'
import { type Damage, damageIn, reportDamage } from '../damage.ts'
import { forget } from '../file/arriving-file.ts'
import { type Written, writeDestroyed } from '../log/compose.ts'
import { entryOf, readInTurn, rowOf } from '../log/entry.ts'
import { grow, signedRow } from '../log/heads.ts'
import { dossierIn } from '../procedure-in.ts'
import type { Node, Relation } from '../relation.ts'
import { write } from '../write.ts'
import { isDestroyedAlone } from './destroyed-alone.ts'
import { type DossierEnds, dossierEnds, type PartEnd } from './part-ends.ts'
import { saidDestroyed } from './said-destroyed.ts'

/**
 * In a dossier on which both sides do not agree the parts are the proof, and wait so much longer for whoever looks into
 * it. But no mark of the other side keeps a person's data for good, and what was recalled does not wait.
 */
const DOUBTED = 366 * DAY
/** Dossiers looked at in one transaction: acts wait for it. */
const AT_ONCE = 50
const NEVER = Number.MAX_SAFE_INTEGER
/**
 * In a large dossier so many parts are named for each entry that was read to find them, in at most so many records. Otherwise
 * it would be read as a whole once for each record, and nobody bounds how many entries the other side puts into one.
 */
const NAMED_BY_ENTRY = 4
const RECORDS = 16
/** Entries whose bodies are read together. */
const READ_TOGETHER = 16

interface Destroyed {
  parts: number
  records: number
  /** Dossiers that could not be read. */
  damages: Damage[]
  dossiers: Hex[]
  time: number
}

/** Times up to which something may be destroyed now. */
interface Until {
  /** For recalled parts. */
  recalled: number
  /** For all others; 0 where today's record is written, and dossiers may only be looked at. */
  over: number
}

/** Does one step; the rest comes with the next tick. */
export async function destroyDue(node: Node, relation: Relation): Promise<void> {
  const until = await node.store.read(relation.id, (reader) => lookUntil(node, relation, reader))
  if (until !== null) await destroyUntil(node, relation)
  await removeFiles(node, relation)
}

async function destroyUntil(node: Node, relation: Relation): Promise<void> {
  const done = await write(
    node,
    relation,
    async (writer) => {
      const until = await lookUntil(node, relation, writer)
      return until === null ? null : destroyIn(node, relation, until, writer)
    },
    (result) => result !== null && result.parts > 0,
  )
  if (!done) return
  await reportDamage(node, relation, done.damages)
  if (done.parts === 0) return
  relation.line.waiting += done.records
  relation.line.oldest ??= done.time
  node.events.emit({ kind: 'changed', relation: relation.id, dossiers: done.dossiers })
  node.events.emit({ kind: 'due', relation: relation.id })
}

/** `null` where there is nothing to do. */
async function lookUntil(node: Node, relation: Relation, reader: Reader): Promise<Until | null> {
  const agreed = agreedTime(node, relation, await reader.heads())
  if (agreed === null) return null
  const now = node.clock()
  const last = await reader.lastDeletion(relation.ours)
  const today = Math.floor(now / DAY)
  // A log that was dated ahead (CLOCK-2) has one time until the clock has come to it: meanwhile days are those of the clock.
  const saidToday = last !== null && (last > now ? relation.saidOn : Math.floor(last / DAY)) === today
  const over = saidToday && !relation.destroying ? 0 : agreed
  return (await reader.falling(over, 1, agreed)).length > 0 ? { recalled: agreed, over } : null
}

async function destroyIn(node: Node, relation: Relation, until: Until, writer: Writer): Promise<Destroyed> {
  const due: PartEnd[] = []
  const files: FileRow[] = []
  const dossiers: Hex[] = []
  // Damaged dossiers come last, so that no number of them keeps others waiting.
  const { spoiled } = relation
  const most = AT_ONCE + spoiled.size
  const falling = await writer.falling(until.over, most, until.recalled)
  const last = falling.filter(({ dossier }) => spoiled.has(dossier))
  const chosen = [...falling.filter(({ dossier }) => !spoiled.has(dossier)), ...last].slice(0, AT_ONCE)
  const damages: Damage[] = []
  let isMore = falling.length === most
  let read = 0
  // Nothing of a dossier is named before all that says what ends in it was read.
  const look = async (dossier: Hex): Promise<void> => {
    const found = await dossierEnds(node, relation, writer, dossier)
    const left = doubted(relation, dossier, await undestroyed(relation, found, writer))
    const over = left.filter(({ at, why }) => at <= (why === 'recall' ? until.recalled : until.over))
    const entries = read + found.entries.length
    const room = Math.max(MOST_NAMED, Math.min(MOST_NAMED * RECORDS, NAMED_BY_ENTRY * entries))
    const mine = over.slice(0, room - due.length)
    const gone = await filesOf(found, mine, writer)
    read = entries
    // One by one: there may be 64 to an entry, more than a call takes as arguments.
    for (const part of mine) due.push(part)
    for (const file of gone) files.push(file)
    if (mine.length > 0) dossiers.push(dossier)
    isMore ||= mine.length < over.length
    const latest = found.isAhead || found.waits ? node.clock() + DAY : NEVER
    await writer.putFalling(dossier, nextOf(left, mine, node.clock(), latest) ?? againFor(node, found))
    spoiled.delete(dossier)
  }
  for (const { dossier } of chosen)
    await look(dossier).catch((error: unknown) => {
      const damage = damageIn(error, dossier)
      if (!damage) throw error
      damages.push(damage)
      spoiled.add(dossier)
    })
  // Recalled parts go on by themselves, and are no reason to name others twice a day.
  relation.destroying = until.over > 0 && due.length > 0 && isMore
  const heads = await writer.heads()
  if (due.length === 0) return { parts: 0, records: 0, damages, dossiers, time: heads.ours.time }
  const named = due.map(({ leaf, name, why }) => ({ leaf, name, why }))
  let ours = heads.ours
  for (let at = 0; at < named.length; at += MOST_NAMED)
    ours = await appendRecord(node, relation, named.slice(at, at + MOST_NAMED), { ...heads, ours }, writer)
  relation.saidOn = Math.floor(node.clock() / DAY)
  await endFiles(relation, files, writer)
  return { parts: due.length, records: ours.size - heads.ours.size, damages, dossiers, time: ours.time }
}

type Ending = PartEnd & { at: number }

/**
 * The ends that our log does not name yet. Also those of parts that are gone already: destroyed again after a backup was brought
 * back, or missing in what was given back. A part that never left its author, as the author says, needs no other record.
 */
async function undestroyed({ ours }: Relation, { ends }: DossierEnds, reader: Reader): Promise<Ending[]> {
  const ending = ends.filter((end): end is Ending => end.at !== null)
  const gone = ending.filter(({ state }) => state !== 'held').map(({ leaf }) => leaf)
  const said = gone.length > 0 ? await reader.deletions([...new Set(gone)]) : new Map<Hex, DeletionRow[]>()
  const isSaid = ({ leaf, name, state, side }: Ending) =>
    (said.get(leaf) ?? []).some((row) => {
      if (row.name !== name) return false
      return row.side === ours || (state === 'absent' && row.side === side && row.why === 'undelivered')
    })
  return ending.filter((end) => end.state === 'held' || !isSaid(end))
}

function doubted({ diverged }: Relation, dossier: Hex, ending: readonly Ending[]): Ending[] {
  const longer = diverged.has(dossier) ? DOUBTED : 0
  return ending.map((end) => (end.why === 'time' ? { ...end, at: end.at + longer } : end))
}

/**
 * When the dossier has to be looked at next. `latest`: an end that a log dated ahead puts off may come sooner through
 * our own next entries (RETENTION-15), so it is looked at again.
 */
function nextOf(
  ending: readonly Ending[],
  done: readonly Ending[],
  now: number,
  latest: number,
): Falling | null {
  const gone = new Set(done)
  const left = ending.filter((end) => !gone.has(end))
  if (left.length === 0) return null
  const recalled = left.filter(({ why }) => why === 'recall')
  const at = Math.min(first(left), latest)
  return { at, recalled: recalled.length > 0 ? Math.min(first(recalled), now + DAY) : null }
}

function againFor(node: Node, { waits }: DossierEnds): Falling | null {
  return waits ? { at: node.clock() + DAY, recalled: null } : null
}

/** The first end, but never the value that marks a dossier to be looked at anew. */
function first(ending: readonly Ending[]): number {
  // Not `Math.min(...)`: no call takes as many arguments as a dossier may have parts.
  return ending.reduce((least, { at }) => Math.max(ANEW.at + 1, Math.min(least, at)), NEVER)
}

/** Appends a record and destroys what it names. */
async function appendRecord(
  node: Node,
  relation: Relation,
  named: readonly Pick<DeletionRow, 'leaf' | 'name' | 'why'>[],
  heads: { ours: LogHead; theirs: LogHead },
  writer: Writer,
): Promise<LogHead> {
  const time = Math.max(node.clock(), heads.ours.time)
  const place = { relation: relation.id, seen: heads.theirs.size, time, random: node.random }
  const written = writeDestroyed({ backups: node.keyBackupDays, parts: named }, place)
  const { row } = rowOf(relation.ours, heads.ours.size, written.bytes, heads.ours, dossierIn(node, relation))
  const grown = grow(heads.ours, [row])
  await writer.append(relation.ours, [row], partsOf(row, written), grown.nodes, grown.head)
  // Each record has a head of its own: a message ends at a head, and several records may be more than one message takes.
  await writer.putCheckpoint(await signedRow(node, relation, grown.head))
  await putOnRecord(row, written, writer)
  return grown.head
}

function partsOf(row: EntryRow, written: Written): PartRow[] {
  return written.parts.map((part) => ({ leaf: row.leaf, ...part }))
}

export async function endFiles(relation: Relation, files: readonly FileRow[], writer: Writer): Promise<void> {
  for (const { leaf, digest, state } of files) {
    await writer.moveFile(leaf, digest, [state], 'destroyed')
    relation.unremoved.add(digest)
  }
}

/** Stores a record as the other side will read it, and destroys what it names. */
export async function putOnRecord(row: EntryRow, written: Written, writer: Writer): Promise<void> {
  const kept = written.parts.find(({ name }) => name === 'kept')
  const said = saidDestroyed(row, kept && { ...kept, state: 'held' })
  await writer.putDeletions(said)
  await writer.destroyParts(said.map(({ leaf, name }) => ({ leaf, name })))
}

/** Files whose keys stand in parts that are destroyed now; all of an entry when no part of it but the kept is left. */
export async function filesOf(
  {
    entries,
    ends,
  }: { entries: readonly EntryRow[]; ends: readonly Pick<PartEnd, 'leaf' | 'name' | 'state'>[] },
  due: readonly PartName[],
  reader: Reader,
): Promise<FileRow[]> {
  const byLeaf = new Map(entries.map((row) => [row.leaf, row]))
  const leaves = [...new Set(due.map(({ leaf }) => leaf))].filter((leaf) => {
    const entry = byLeaf.get(leaf)
    const header = entry ? entryOf(entry, []).header : null
    return header !== null && 'files' in header
  })
  if (leaves.length === 0) return []
  const rows = await reader.files(leaves)
  const dueOf = Map.groupBy(due, ({ leaf }) => leaf)
  const endsOf = Map.groupBy(ends, ({ leaf }) => leaf)
  const filesIn = async (leaf: string, parts: readonly PartState[]): Promise<FileRow[]> => {
    const gone = new Set((dueOf.get(leaf) ?? []).map(({ name }) => name))
    const left = (endsOf.get(leaf) ?? []).filter(({ state, name }) => state === 'held' && !gone.has(name))
    const named = new Set<string>()
    const elsewhere = new Set<string>()
    let isAbsent = false
    for (const part of parts)
      if (part.state === 'held')
        digestsIn(await readInTurn(part.bytes), gone.has(part.name) ? named : elsewhere)
      else isAbsent ||= part.state === 'absent' && !gone.has(part.name)
    // A destroyed part cannot be read. Its files are those that no other part names, once none of the others is missing.
    const isOver = (digest: string) => !isAbsent && (left.length === 0 || !elsewhere.has(digest))
    return (rows.get(leaf) ?? []).filter(({ digest }) => named.has(digest) || isOver(digest))
  }
  const found: FileRow[] = []
  // The bodies of a few at a time: all that end on one day need not fit into memory.
  for (let at = 0; at < leaves.length; at += READ_TOGETHER) {
    const some = leaves.slice(at, at + READ_TOGETHER)
    const parts = await reader.parts(some)
    for (const leaf of some) for (const file of await filesIn(leaf, parts.get(leaf) ?? [])) found.push(file)
  }
  return found
}

/** Finds digests wherever they stand: a field may hold a list of files. */
function digestsIn(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  if ('digest' in value && typeof value.digest === 'string') found.add(value.digest)
  for (const below of Object.values(value)) digestsIn(below, found)
}

/**
 * Removes from the disk the files that no living entry of any relation commits to, with what had come of them. One that
 * cannot be removed keeps no other there. @throws the first error, afterwards
 */
export async function removeFiles(node: Node, relation: Relation): Promise<void> {
  const failed: unknown[] = []
  for (const digest of relation.unremoved)
    await removeFile(node, relation, digest).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}

async function removeFile(node: Node, relation: Relation, digest: string): Promise<void> {
  if (node.files && (await isDestroyed(node, digest))) {
    await node.files.folder.remove(digest)
    for (const id of node.relations.keys()) await forget(node.files, id, digest)
    // The upload has the key too, as long as nobody has removed it.
    const upload = await node.files.uploads.uploadByDigest(relation.id, digest)
    if (upload) await node.files.uploads.dropUpload(upload.id)
  }
  relation.unremoved.delete(digest)
}

async function isDestroyed(node: Node, digest: string): Promise<boolean> {
  let known = false
  for (const id of node.relations.keys()) {
    const said = await node.store.read(id, (reader) => saidOf(reader, digest))
    if (said === 'stands') return false
    known ||= said === 'destroyed'
  }
  return known
}

async function saidOf(reader: Reader, digest: string): Promise<'none' | 'stands' | 'destroyed'> {
  // A file that one living entry holds is kept, whatever ended in others. This is asked before all entries are read,
  // for they may be many.
  if (await reader.fileWith(digest, { states: STANDING })) return 'stands'
  const rows = await reader.filesByDigest(digest)
  // A row that is `destroyed` by itself was changed by other hands, and takes no file with it.
  for (const row of rows) if (await isDestroyedAlone(reader, row)) return 'stands'
  return rows.length > 0 ? 'destroyed' : 'none'
}

const STANDING: readonly FileRow['state'][] = ['wanted', 'scanning', 'here', 'held']

/** When a dossier has to be looked at, from its entries as they are now; `null` where nothing is to end. */
export async function fallingOf(
  node: Node,
  relation: Relation,
  reader: Reader,
  dossier: Hex,
): Promise<Falling | null> {
  const found = await dossierEnds(node, relation, reader, dossier)
  const left = await undestroyed(relation, found, reader)
  return nextOf(doubted(relation, dossier, left), [], NEVER, NEVER) ?? againFor(node, found)
}
