/** What the headers of new entries say of files, as rows of the store. */
import { isDeepStrictEqual } from 'node:util'
import type { FileDigest, Header } from '@counterpart/protocol'
import type { EntryRow, FileRow, Writer } from '../../store/store.ts'
import { headerOf } from '../log/entry.ts'

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

/**
 * Takes in what new entries of the other side say of files: theirs are wanted from now on, and a confirmation says
 * which of ours they hold.
 */
export async function takeFiles(rows: readonly EntryRow[], ours: string, writer: Writer): Promise<void> {
  const wanted: FileRow[] = []
  for (const row of rows) {
    // Headers are parsed only for the kinds that can say something of files.
    const header = row.kind === 'open' || row.kind === 'act' || row.kind === 'held' ? headerOf(row) : null
    if (header?.kind === 'held') {
      const on = await writer.entryByLeaf(header.on, ours)
      if (!on || on.index >= row.running || on.dossier !== row.dossier) continue
      // A confirmation counts here as it is judged on record (FILES-6): a file is shown as held only where an entry
      // with effect says so.
      const given = filesOf(headerOf(on))
      if (!header.files.every((one) => given.some((file) => isDeepStrictEqual(file, one)))) continue
      for (const { digest } of header.files) await writer.moveFile(header.on, digest, ['here'], 'held')
    } else wanted.push(...fileRows(row, header, false))
  }
  await writer.putFiles(wanted)
}
