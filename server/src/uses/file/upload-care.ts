/** Scans uploads, and removes those that no act took within a day. */
import type { filesIn } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import { NodeError } from '../../errors.ts'
import type { UploadFound, UploadPlace, UploadSecret } from '../../store/uploads.ts'
import { reportDamage } from '../damage.ts'
import { raise } from '../incident.ts'
import type { Node } from '../relation.ts'
import { enclosedIn } from './enclosed-in.ts'
import type { FileKeep } from './file-keep.ts'
import { isScanDue, MOST_UNANSWERED, scan } from './scan.ts'
import { growing, inTurn, settleUpload } from './upload.ts'

const LOOKED_AT = 100

/**
 * Scans every upload that waits, one after the other whoever calls, for a scanner may need a gigabyte. The newest comes
 * first, for its officer is waiting; one without an answer is tried again later.
 */
export function scanUploads(node: Node, keep: FileKeep): Promise<void> {
  keep.scan ??= inTurn(keep, 'scanner', async () => {
    // A later caller may have an upload that this round does not see, so it gets a round of its own.
    keep.scan = null
    const passed = new Set<string>()
    let unanswered = 0
    while (unanswered < MOST_UNANSWERED) {
      const rows = await keep.uploads.uploadsIn('scanning', passed.size + 1)
      const row = rows.find(({ id }) => !passed.has(id))
      if (!row) return
      const { digest, secret } = row
      if (secret === null) await tellDamaged(node, row)
      const isDue = digest !== null && secret !== null && isScanDue(node, keep, digest)
      const isAnswered = isDue ? await scanUpload(node, keep, row, digest, secret).catch(() => null) : null
      if (!isAnswered) passed.add(row.id)
      if (isAnswered === false) unanswered += 1
    }
  })
  return keep.scan
}

async function tellDamaged(node: Node, { relation: id, id: upload }: UploadFound): Promise<void> {
  const relation = node.relations.get(id)
  if (relation) await reportDamage(node, relation, [{ what: 'an upload', upload }])
}

/** Says whether there was an answer. */
async function scanUpload(
  node: Node,
  keep: FileKeep,
  row: UploadPlace,
  digest: string,
  secret: UploadSecret,
): Promise<boolean> {
  await settleUpload(keep, row)
  const said = await scan(node, keep, digest, secret)
  if (said === 'unknown') return false
  await keep.uploads.moveUpload(row.id, 'scanning', said === 'clean' ? 'ready' : 'refused')
  if (said === 'clean') return true
  await keep.folder.remove(digest)
  await node.store.locked(row.relation, (writer) =>
    raise(writer, node.clock(), 'file-refused', { upload: row.id }),
  )
  node.events.emit({ kind: 'incident', relation: row.relation })
  return true
}

export async function careForUploads(node: Node): Promise<void> {
  if (!node.files) return
  await scanUploads(node, node.files)
  await sweepUploads(node, node.files)
}

/**
 * Removes old uploads. A file that an act holds keeps its bytes and loses only its row as an upload. Uploads that a
 * draft encloses stay, and so does one that cannot be removed now: they are skipped, so that no number of them keeps others
 * from being reached. @throws the first error, afterwards
 */
async function sweepUploads(node: Node, keep: FileKeep): Promise<void> {
  const stays = new Set<string>()
  const failed: unknown[] = []
  const waiting = new Map<string, Set<string>>()
  for (;;) {
    const old = await keep.uploads.uploadsBefore(node.clock() - DAY, LOOKED_AT + stays.size)
    const rows = old.filter(({ id }) => !stays.has(id))
    if (rows.length === 0) break
    for (const row of rows) {
      const drafted = waiting.get(row.relation) ?? enclosedIn(await keep.drafted(row.relation))
      waiting.set(row.relation, drafted)
      if (row.digest !== null && drafted.has(row.digest)) {
        stays.add(row.id)
        continue
      }
      // In its turn, and never while an act that holds it is being recorded: that act would be left without its file.
      await inTurn(keep, row.id, async () => {
        if (!(await isUsed(node, row))) await removeFiles(keep, row)
        await keep.uploads.dropUpload(row.id)
      }).catch((error: unknown) => {
        stays.add(row.id)
        failed.push(error)
      })
    }
  }
  if (failed.length > 0) throw failed[0]
}

async function removeFiles(keep: FileKeep, row: UploadPlace): Promise<void> {
  await keep.folder.remove(growing(row))
  if (row.digest !== null) await keep.folder.remove(row.digest)
}

/** Assumed where its relation is not open here. */
export async function isUsed(
  node: Node,
  { relation, digest }: Pick<UploadPlace, 'relation' | 'digest'>,
): Promise<boolean> {
  if (digest === null) return false
  if (!node.relations.has(relation)) return true
  // All relations share one file on the disk.
  for (const id of node.relations.keys())
    if (await node.store.read(id, (reader) => reader.fileWith(digest))) return true
  return false
}

export interface Brought {
  relation: string
  officer: string
  files: readonly Pick<ReturnType<typeof filesIn>[number], 'value'>[]
}

/**
 * Does `work` while it holds the files of an act. Each file was brought here by the act's author, for this relation,
 * and was let in; none of them is taken back or removed before `work` has ended. @throws NodeError
 */
export async function holding<T>(
  keep: FileKeep | null,
  brought: Brought,
  work: () => Promise<T>,
): Promise<T> {
  if (!keep) throw new NodeError({ code: 'file-not-here' })
  const { relation, files } = brought
  const ids = new Set<string>()
  for (const { value } of files) {
    const row = await keep.uploads.uploadByDigest(relation, value.digest)
    if (row) ids.add(row.id)
  }
  // Always in the same order, so that no two callers wait for each other.
  const all = [...ids].sort().reduceRight<() => Promise<T>>(
    (within, id) => () => inTurn(keep, id, within),
    async () => {
      await checkBrought(keep, brought)
      return work()
    },
  )
  return all()
}

/** @throws NodeError `file-not-here`, `file-scanning`, `file-refused` */
export async function checkBrought(keep: FileKeep, { relation, officer, files }: Brought): Promise<void> {
  for (const { value } of files) {
    const row = await keep.uploads.uploadByDigest(relation, value.digest)
    // The digest of a file is visible to many, so whoever names it has to give its key and salt too.
    const own =
      row?.officer === officer &&
      row.secret?.key === value.key &&
      row.secret.salt === value.salt &&
      row.secret.bytes === value.bytes &&
      row.secret.type === value.type
    if (!row || !own) throw new NodeError({ code: 'file-not-here' })
    if (row.state === 'scanning') throw new NodeError({ code: 'file-scanning' })
    if (row.state !== 'ready') throw new NodeError({ code: 'file-refused' })
    await settleUpload(keep, row)
    if ((await keep.folder.size(value.digest)) === null) throw new NodeError({ code: 'file-not-here' })
  }
}
