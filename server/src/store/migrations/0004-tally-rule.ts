/** By which rule the counts of a relation were made: those of another one are not added to, but made anew. */
import type { Migration } from './migration.ts'

export const tallyRule: Migration = {
  version: 4,
  name: 'tally-rule',
  up: `
create table counterpart.tally_rule (
  relation integer primary key,
  rule integer not null
);

grant select, insert, update on counterpart.tally_rule to counterpart_app;
grant delete on counterpart.tally to counterpart_app;
`,
}
