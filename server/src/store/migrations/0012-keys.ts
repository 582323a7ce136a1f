/** Entries that change a key: read at the beginning of every write. */
import type { Migration } from './migration.ts'

export const keyChanges: Migration = {
  version: 12,
  name: 'key-changes',
  up: `
alter table counterpart.entry drop constraint entry_kind_check;
alter table counterpart.entry add constraint entry_kind_check
  check (kind in ('open', 'act', 'opened', 'held', 'mark', 'key', 'epoch', 'malformed'));

create index entry_key on counterpart.entry (relation, own, index) where kind = 'key';
`,
}
