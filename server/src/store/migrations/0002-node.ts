/** What belongs to this node alone: officers, sign-in, drafts, the log of accesses. */
import type { Migration } from './migration.ts'

export const node: Migration = {
  version: 2,
  name: 'node',
  up: `
create table counterpart.officer (
  id text primary key,
  name text not null,
  office text not null,
  roles text[] not null,
  valid_from bigint not null,
  valid_to bigint
);

create table counterpart.passkey (
  credential text primary key,
  officer text not null references counterpart.officer,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created bigint not null
);
create index passkey_officer on counterpart.passkey (officer);

create table counterpart.enrolment (
  token bytea primary key,
  officer text not null references counterpart.officer,
  expires bigint not null,
  used bigint
);

create table counterpart.session (
  token bytea primary key,
  officer text not null,
  created bigint not null,
  expires bigint not null,
  revoked bigint
);
create index session_officer on counterpart.session (officer) where revoked is null;

create table counterpart.opaque_id (
  relation text not null,
  officer text not null,
  opaque text not null,
  primary key (relation, officer),
  unique (relation, opaque)
);
create index opaque_id_officer on counterpart.opaque_id (officer);

create table counterpart.draft (
  id text primary key,
  relation text not null,
  dossier text,
  ciphertext bytea,
  by text not null,
  created bigint not null,
  state text not null check (state in ('open', 'approved', 'withdrawn'))
);
create index draft_open on counterpart.draft (relation, created, id) where state = 'open';

create table counterpart_keys.draft_key (
  id text primary key,
  wrapped bytea not null
);

create table counterpart.access (
  id bigint generated always as identity primary key,
  at bigint not null,
  officer text not null,
  action text not null,
  kind text not null,
  resource text not null
);
create index access_officer on counterpart.access (officer, id);
create index access_resource on counterpart.access (kind, resource, id);

grant select, insert, update on
  counterpart.officer, counterpart.passkey, counterpart.enrolment, counterpart.session, counterpart.draft
  to counterpart_app;
grant select, insert, delete on
  counterpart.opaque_id, counterpart_keys.draft_key
  to counterpart_app;
grant select, insert on counterpart.access to counterpart_app;
`,
}
