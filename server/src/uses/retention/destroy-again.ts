/**
 * Destroys again what a log names as destroyed and came back with a backup, and removes a file that outlived its key
 * because the process ended between the two. Both happen before anybody signs in.
 */
import { NodeError } from '../../errors.ts'
import { ANEW } from '../../store/retention.ts'
import type { DeletionRow, EntryRow, FileRow, FileWith, PartName, Reader, Writer } from '../../store/store.ts'
import { orDamaged } from '../damage.ts'
import { forget } from '../file/arriving-file.ts'
import { partName } from '../file/part-name.ts'
import type { Node, Relation } from '../relation.ts'
import { write } from '../write.ts'
import { endFiles, filesOf } from './destroy.ts'
import { dossierEnds } from './part-ends.ts'
import { sayingOf } from './said-destroyed.ts'

const AT_ONCE = 500
/** Name of a whole file, or of what had come of it. */
const DIGEST = /^([0-9a-f]{64})(?:\.[0-9a-f]{16}\.(?:part|whole|[0-9]+\.piece))?$/

/** `either`: parts that only the other side's log names are destroyed too, for our log may have lost the record. */
export async function destroyAgain(
  node: Node,
  relation: Relation,
  either = relation.restored !== 'no',
): Promise<void> {
  for (const side of either ? relation.parties : [relation.ours])
    for (let after: PartName | null = null; ; ) {
      const named = await node.store.read(relation.id, (reader) => reader.undestroyed(side, after, AT_ONCE))
      after = named.at(-1) ?? null
      if (after === null) break
      const parts = await node.store.read(relation.id, (reader) =>
        side === relation.ours ? onRecord(relation, named, reader) : endedHere(node, relation, named, reader),
      )
      if (parts.length === 0) continue
      await write(
        node,
        relation,
        (writer) => destroyNamed(relation, parts, writer),
        () => true,
      )
    }
}

/** Only rows whose record says the same: a row without its record was put there by other hands, and destroys nothing. */
async function onRecord(relation: Relation, named: readonly PartName[], reader: Reader): Promise<PartName[]> {
  const rows = await reader.deletions([...new Set(named.map(({ leaf }) => leaf))])
  const isNamed = (part: PartName, row: DeletionRow) => row.side === relation.ours && row.name === part.name
  const isSaid = sayingOf(reader)
  const found: PartName[] = []
  for (const part of named) {
    const row = rows.get(part.leaf)?.find((one) => isNamed(part, one))
    if (row && (await orDamaged(isSaid(row)))) found.push(part)
  }
  return found
}

/**
 * The records that count for our copy of parts that are gone here (RETENTION-14). The other side may say at any time
 * that what it holds for us was destroyed: its word alone does not count for a part that has not ended here.
 */
export async function countedHere(
  node: Node,
  relation: Relation,
  said: readonly DeletionRow[],
  reader: Reader,
): Promise<DeletionRow[]> {
  const isTheirs = (row: DeletionRow) => row.side !== relation.ours && row.why !== 'undelivered'
  const theirs = said.filter(isTheirs)
  if (theirs.length === 0) return [...said]
  return [...said.filter((row) => !isTheirs(row)), ...(await endedHere(node, relation, theirs, reader))]
}

function nameOf({ leaf, name }: PartName): string {
  return `${leaf} ${name}`
}

/** Those of these parts that have ended here as well: the word of the other side destroys no copy but its own. */
async function endedHere<P extends PartName>(
  node: Node,
  relation: Relation,
  named: readonly P[],
  reader: Reader,
): Promise<P[]> {
  const entries = await soundOf([...new Set(named.map(({ leaf }) => leaf))], (leaves) =>
    reader.entriesByLeaf(leaves),
  )
  const over = new Set<string>()
  for (const dossier of new Set(entries.map((row) => row.dossier ?? row.leaf))) {
    const found = await orDamaged(dossierEnds(node, relation, reader, dossier))
    for (const { leaf, name, at } of found?.ends ?? [])
      if (at !== null && at <= node.clock()) over.add(nameOf({ leaf, name }))
  }
  return named.filter((part) => over.has(nameOf(part)))
}

/**
 * Destroys parts with the files whose keys stood in them. Where our log does not say so yet, it will. What cannot be read is
 * destroyed all the same, and names no files any more.
 */
export async function destroyNamed(
  relation: Relation,
  parts: readonly PartName[],
  writer: Writer,
): Promise<void> {
  if (parts.length === 0) return
  const leaves = [...new Set(parts.map(({ leaf }) => leaf))]
  const entries = await soundOf(leaves, (some) => writer.entriesByLeaf(some))
  await endFiles(relation, await soundOf(entries, (some) => filesIn(some, parts, writer)), writer)
  await writer.destroyParts([...parts])
  for (const dossier of new Set(entries.map((row) => row.dossier ?? row.leaf)))
    await writer.putFalling(dossier, ANEW)
}

async function filesIn(
  entries: readonly EntryRow[],
  due: readonly PartName[],
  reader: Reader,
): Promise<FileRow[]> {
  const leaves = entries.map(({ leaf }) => leaf)
  if ([...(await reader.files(leaves)).values()].flat().length === 0) return []
  // The bodies of so many may not be read at once, and need not be.
  const ends = [...(await reader.partStates(leaves))].flatMap(([leaf, states]) =>
    states.map(({ name, state }) => ({ leaf, name, state })),
  )
  return filesOf({ entries, ends }, due, reader)
}

/** Read together, or in smaller pieces where one of them cannot be read: only that one is left out. */
export async function soundOf<T, R>(all: T[], read: (some: T[]) => Promise<R[]>): Promise<R[]> {
  const found = await orDamaged(read(all))
  if (found || all.length <= 1) return found ?? []
  const half = all.length >> 1
  return [...(await soundOf(all.slice(0, half), read)), ...(await soundOf(all.slice(half), read))]
}

/**
 * Looks at every file on the disk once at each start. Destroyed files go with the next tick. What is left beside a file
 * that has come and is not waited for any more goes at once, or is tried again at the next start.
 */
export async function findUnremoved(node: Node, relation: Relation): Promise<void> {
  for (const { name } of (await node.files?.folder.names()) ?? []) {
    const digest = DIGEST.exec(name)?.[1]
    if (digest === undefined) continue
    const isOver = await node.store.read(relation.id, async (reader) => {
      if (await reader.fileWith(digest, { states: ['destroyed', 'refused'] })) relation.unremoved.add(digest)
      const stands = [{ own: true }, { states: ['wanted'] }] satisfies FileWith[]
      for (const one of stands) if (await reader.fileWith(digest, one)) return false
      return (await reader.fileWith(digest)) !== null
    })
    if (node.files && isOver && name.startsWith(`${partName(relation.id, digest)}.`))
      await forget(node.files, relation.id, digest).catch(unlessUnremovable)
  }
}

/** A start does not end with a leftover that nothing waits for. */
function unlessUnremovable(error: unknown): void {
  if (!(error instanceof NodeError) || error.code !== 'files-unavailable') throw error
}
