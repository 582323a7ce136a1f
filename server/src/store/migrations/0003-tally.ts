/**
 * Counts of what is settled, kept up with each act: a review reads these and folds nothing. A row for each
 * day on which something happened, so that any period can be summed; and by which rule they were made: those of
 * another one are not added to, but made anew.
 */
import type { Migration } from './migration.ts'

export const tally: Migration = {
  version: 3,
  name: 'tally',
  up: `
create table counterpart.tally (
  relation integer not null,
  parent text not null,
  day bigint not null,
  procedure text not null,
  side text not null,
  level text not null,
  measure text not null,
  count bigint not null,
  seconds bigint not null,
  primary key (relation, parent, day, procedure, side, level, measure)
);

create table counterpart.tally_rule (
  relation integer primary key,
  rule integer not null
);

grant select, insert, update, delete on counterpart.tally to counterpart_app;
grant select, insert, update on counterpart.tally_rule to counterpart_app;
`,
}
