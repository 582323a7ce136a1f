/** Files that entries commit to: what is known of them, and their ciphertext on this disk. */
import { chunksOf, sealedFileSize } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { FileFolder } from '../store/files/folder.ts'
import type { EntryRow, FileRow, Reader, Store } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { verifyChunks } from '../uses/file/file-read.ts'
import { fileRows } from '../uses/file/file-rows.ts'
import { readHeader } from '../uses/log/entry.ts'
import { isDestroyedAlone } from '../uses/retention/destroyed-alone.ts'
import { fileValueOf } from '../uses/retention/file-values.ts'
import type { Found, Scrubbed } from './finding.ts'

/** Rows of the database, by what headers say. Gives those whose bytes have to be on this disk. */
export async function checkFileRows(
  { relation }: Scrubbed,
  reader: Reader,
  rows: readonly EntryRow[],
  found: Found,
): Promise<FileRow[]> {
  const wanted = rows.flatMap((row) => fileRows(row, readHeader(row.bytes), row.side === relation.ours))
  const kept = await reader.files([...new Set(wanted.map(({ leaf }) => leaf))])
  const here: FileRow[] = []
  for (const { leaf, digest, own, dossier } of wanted) {
    const row = kept.get(leaf)?.find((one) => one.digest === digest)
    const isWrong = row?.own !== own || row.dossier !== dossier || (await isDestroyedAlone(reader, row))
    if (isWrong) found({ what: 'file-row', leaf, digest })
    else if (row.state === 'here' || row.state === 'held') here.push(row)
  }
  return here
}

/** `rest` is awaited between pieces. Gives the bytes that were read. */
export async function checkFile(
  { node, relation }: Scrubbed,
  store: Store,
  row: FileRow,
  rest: () => Promise<void>,
  found: Found,
): Promise<number> {
  if (!node.files) return 0
  const value = await store.read(relation.id, (reader) => orDamaged(fileValueOf(node, relation, reader, row)))
  // Its key stands in a part that is gone, or damaged and found where it lies.
  if (value?.kind !== 'found') return 0
  const { folder } = node.files
  // Files of a node that was brought back come after the start (RETENTION-14): what is not there yet is not damaged.
  if (relation.start !== 'confirmed' && (await folder.size(row.digest)) === null) return 0
  const slowly: Pick<FileFolder, 'read'> = {
    async read(...asked) {
      await rest()
      return folder.read(...asked)
    },
  }
  const { bytes } = value.value
  const sound = await verifyChunks({ ...folder, ...slowly }, row.digest, value.value).then(
    ({ chunks, hash }) => chunks === chunksOf(bytes) && hash.digest('hex') === row.digest,
    (error: unknown) => {
      if (error instanceof NodeError && error.code === 'file-damaged') return false
      throw error
    },
  )
  const exact = sound && (await folder.size(row.digest)) === sealedFileSize(bytes)
  if (!exact && (await isStillHere(relation.id, store, row)))
    found({ what: 'file', leaf: row.leaf, digest: row.digest })
  return bytes
}

/** What was destroyed or thrown away while it was read is not damaged. */
async function isStillHere(relation: string, store: Store, { leaf, digest }: FileRow): Promise<boolean> {
  const rows = (await store.read(relation, (reader) => reader.files([leaf]))).get(leaf) ?? []
  return rows.some((row) => row.digest === digest && (row.state === 'here' || row.state === 'held'))
}
