/** Entries that change a key: read at the beginning of every write. */
import type { Migration } from './migration.ts'

export const keyChanges: Migration = {
  version: 13,
  name: 'key-changes',
  up: `
create index entry_key on counterpart.entry (relation, own, index) where kind = 'key';
`,
}
