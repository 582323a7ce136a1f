/** Marks of a log by what they are over: looked for where an entry is proven by what its holder said of a head. */
import type { Migration } from './migration.ts'

export const markedSizes: Migration = {
  version: 25,
  name: 'marked-sizes',
  up: `
drop index counterpart.entry_mark;
create index entry_marked on counterpart.entry (relation, own, running, index) where kind = 'mark';
`,
}
