/** What outside witnesses signed of our log. Of one size there may be several: each day is another time. */
import type { Migration } from './migration.ts'

export const witness: Migration = {
  version: 5,
  name: 'witness',
  up: `
create table counterpart.witnessed (
  relation integer not null,
  witness text not null,
  size bigint not null,
  at bigint not null,
  lines text not null,
  primary key (relation, witness, at)
);
create index witnessed_size on counterpart.witnessed (relation, size, at);
grant select, insert on counterpart.witnessed to counterpart_app;
`,
}
