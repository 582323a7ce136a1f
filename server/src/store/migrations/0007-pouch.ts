/** What came in a pouch before what goes before it, sealed as it came; and what was carried last, either way. */
import type { Migration } from './migration.ts'

export const pouch: Migration = {
  version: 7,
  name: 'pouch',
  up: `
create table counterpart.pouch_aside (
  relation text not null,
  first bigint not null,
  after bigint not null,
  bytes bigint not null,
  sealed bytea not null,
  primary key (relation, first, after)
);
create table counterpart.pouch_carried (
  relation text not null,
  way text not null check (way in ('out', 'in')),
  at bigint not null,
  first bigint not null,
  after bigint not null,
  primary key (relation, way)
);
grant select, insert, update, delete on counterpart.pouch_aside to counterpart_app;
grant select, insert, update on counterpart.pouch_carried to counterpart_app;
`,
}
