/** Marks of a log: looked for where an entry is proven by what its holder said of it. */
import type { Migration } from './migration.ts'

export const marks: Migration = {
  version: 24,
  name: 'marks',
  up: `
create index entry_mark on counterpart.entry (relation, own, index) where kind = 'mark';
`,
}
