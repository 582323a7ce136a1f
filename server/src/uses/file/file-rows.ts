/** What the headers of new entries say of files, as rows of the store. */
import { isDeepStrictEqual } from 'node:util'
import type { FileDigest, Header } from '@counterpart/protocol'
import type { EntryRow, FileRow, Writer } from '../../store/store.ts'
import { readHeader } from '../log/entry.ts'

/** Files that an entry commits to. Ours are here when it is recorded; theirs have still to come. */
export function fileRows(row: EntryRow, header: Header | null, own: boolean): FileRow[] {
  const { leaf, dossier } = row
  return filesOf(header).map(({ digest }) => ({
    leaf,
    digest,
    own,
    dossier,
    state: own ? 'here' : 'wanted',
  }))
}

function filesOf(header: Header | null): readonly FileDigest[] {
  return header?.kind === 'open' || header?.kind === 'act' ? (header.files ?? []) : []
}

/** Of entries of the other side that are appended: their files are wanted, and of ours some are held there. */
export async function takeFiles(rows: readonly EntryRow[], ours: string, writer: Writer): Promise<void> {
  const wanted: FileRow[] = []
  for (const row of rows) {
    // Bytes are read again only where they can say something of files.
    const header =
      row.kind === 'open' || row.kind === 'act' || row.kind === 'held' ? readHeader(row.bytes) : null
    if (header?.kind === 'held') {
      const on = await writer.entryByLeaf(header.on, ours)
      if (!on || on.index >= row.running || on.dossier !== row.dossier) continue
      // As it is judged on record (FILES-6): what is shown as held is held by an entry that has effect.
      const given = filesOf(readHeader(on.bytes))
      if (!header.files.every((one) => given.some((file) => isDeepStrictEqual(file, one)))) continue
      for (const { digest } of header.files) await writer.moveFile(header.on, digest, ['here'], 'held')
    } else wanted.push(...fileRows(row, header, false))
  }
  await writer.putFiles(wanted)
}
