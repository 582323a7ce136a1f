/** What others signed of our log: witnesses, and authorities for its time. Of one size there may be several. */
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
create table counterpart.time_stamp (
  relation integer not null,
  authority text not null,
  size bigint not null,
  time bigint not null,
  at bigint not null,
  token bytea not null,
  primary key (relation, authority, at)
);
create index time_stamp_size on counterpart.time_stamp (relation, size, at);
grant select, insert on counterpart.witnessed, counterpart.time_stamp to counterpart_app;
`,
}
