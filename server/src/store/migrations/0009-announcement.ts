/** Entries of the other side that were shown before their turn; each goes when its turn has come. */
import type { Migration } from './migration.ts'

export const announcement: Migration = {
  version: 9,
  name: 'announcement',
  up: `
create table counterpart.announcement (
  relation integer not null,
  leaf bytea not null,
  index bigint not null,
  size bigint not null,
  at bigint not null,
  ciphertext bytea not null,
  primary key (relation, leaf)
);
create index announcement_size on counterpart.announcement (relation, size);
create table counterpart_keys.announcement_key (
  relation integer not null,
  leaf bytea not null,
  wrapped bytea not null,
  primary key (relation, leaf)
);
grant select, insert, delete on counterpart.announcement, counterpart_keys.announcement_key to counterpart_app;
`,
}
