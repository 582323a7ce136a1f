/** What the headers of new entries say of files, as rows of the store. */
import type { Header } from '@counterpart/protocol'
import type { EntryRow, FileRow, Writer } from '../store/store.ts'
import { readHeader } from './entry.ts'

/** Files that an entry commits to. Ours are here when it is recorded; theirs have still to come. */
export function fileRows(row: EntryRow, header: Header | null, own: boolean): FileRow[] {
  if (header?.kind !== 'open' && header?.kind !== 'act') return []
  const { leaf, dossier } = row
  return (header.files ?? []).map(({ digest }) => ({
    leaf,
    digest,
    own,
    dossier,
    state: own ? 'here' : 'wanted',
  }))
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
      if (!on || on.index >= row.running) continue
      for (const { digest } of header.files) await writer.moveFile(header.on, digest, ['here'], 'held')
    } else wanted.push(...fileRows(row, header, false))
  }
  await writer.putFiles(wanted)
}
