/** Files beside the log: how far each is, and what officers have uploaded and not yet used in an act. */
import type { Migration } from './migration.ts'

export const files: Migration = {
  version: 8,
  name: 'files',
  up: `
alter table counterpart.entry drop constraint entry_kind_check;
alter table counterpart.entry add constraint entry_kind_check
  check (kind in ('open', 'act', 'opened', 'held', 'mark', 'malformed'));

create table counterpart.file (
  id bigint generated always as identity,
  relation integer not null,
  leaf bytea not null check (octet_length(leaf) = 32),
  digest bytea not null check (octet_length(digest) = 32),
  own boolean not null,
  dossier bytea check (octet_length(dossier) = 32),
  state text not null check (state in ('wanted', 'scanning', 'here', 'held', 'refused', 'destroyed')),
  primary key (relation, leaf, digest)
);
create index file_digest on counterpart.file (relation, digest);
create index file_state on counterpart.file (relation, state, own, id);

create table counterpart.upload (
  id text primary key,
  relation text not null,
  officer text not null,
  created bigint not null,
  ciphertext bytea not null,
  digest text,
  state text not null check (state in ('open', 'scanning', 'ready', 'refused'))
);
create index upload_digest on counterpart.upload (digest) where digest is not null;
create index upload_created on counterpart.upload (created);

create table counterpart_keys.upload_key (
  id text primary key,
  wrapped bytea not null
);

grant select, insert, update on counterpart.file to counterpart_app;
grant select, insert, update, delete on counterpart.upload to counterpart_app;
grant select, insert, delete on counterpart_keys.upload_key to counterpart_app;
`,
}
