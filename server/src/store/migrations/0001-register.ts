/**
 * Logs, what was signed over them, bodies, and what is folded from them.
 *
 * `own` says whose log it is: ours or the other party's. No foreign keys on the tables that only grow: the
 * one lock of a relation orders their writers, and a check for each row would be paid for ever.
 */
import type { Migration } from './migration.ts'

export const register: Migration = {
  version: 1,
  name: 'register',
  up: `
create table counterpart.relation (
  id integer generated always as identity primary key,
  name text not null unique,
  ours text not null,
  theirs text not null check (theirs <> ours)
);

create table counterpart.relation_head (
  relation integer primary key references counterpart.relation,
  ours_size bigint not null default 0,
  ours_running bigint not null default 0,
  ours_time bigint not null default 0,
  ours_frontier bytea not null default '',
  theirs_size bigint not null default 0,
  theirs_running bigint not null default 0,
  theirs_time bigint not null default 0,
  theirs_frontier bytea not null default ''
);

create table counterpart.entry (
  relation integer not null,
  own boolean not null,
  index bigint not null,
  leaf bytea not null check (octet_length(leaf) = 32),
  bytes bytea not null,
  running bigint not null,
  time bigint not null,
  kind text not null check (kind in ('open', 'act', 'opened', 'mark', 'malformed')),
  dossier bytea check (octet_length(dossier) = 32),
  weight bigint not null,
  primary key (relation, own, index)
);
create index entry_leaf on counterpart.entry (relation, leaf);
create index entry_dossier on counterpart.entry (relation, dossier, own, index) where dossier is not null;
create index entry_settler on counterpart.entry (relation, own, running, index) include (time);

create table counterpart.tree_node (
  relation integer not null,
  own boolean not null,
  level smallint not null,
  index bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (relation, own, level, index)
);

create table counterpart.checkpoint (
  relation integer not null,
  own boolean not null,
  size bigint not null,
  note text not null,
  primary key (relation, own, size)
);

create table counterpart.cosignature (
  relation integer not null,
  own boolean not null,
  size bigint not null,
  lines text not null,
  primary key (relation, own, size),
  foreign key (relation, own, size) references counterpart.checkpoint
);

create table counterpart.part (
  relation integer not null,
  leaf bytea not null,
  name text not null,
  primary key (relation, leaf, name)
);

create table counterpart.part_body (
  relation integer not null,
  leaf bytea not null,
  name text not null,
  ciphertext bytea not null,
  primary key (relation, leaf, name)
);

create table counterpart.part_end (
  relation integer not null,
  leaf bytea not null,
  name text not null,
  state text not null check (state in ('destroyed', 'absent')),
  primary key (relation, leaf, name, state)
);

create table counterpart_keys.wrapping_key (
  id text primary key
);

create table counterpart_keys.part_key (
  relation integer not null,
  leaf bytea not null,
  name text not null,
  kek text not null,
  wrapped bytea not null,
  primary key (relation, leaf, name)
);

create table counterpart.judged (
  relation integer not null,
  leaf bytea not null,
  verdict text not null check (verdict in ('effective', 'overtaken', 'void')),
  code text,
  settler bigint,
  time bigint,
  primary key (relation, leaf)
);

create table counterpart.dossier (
  relation integer not null,
  id bytea not null check (octet_length(id) = 32),
  body text not null,
  procedure text not null,
  plays text,
  waits text,
  open boolean not null,
  due bigint not null,
  changed bigint not null,
  primary key (relation, id)
);
create index dossier_order on counterpart.dossier (relation, open, due, changed, id);
create index dossier_all on counterpart.dossier (relation, due, changed, id);
create index dossier_plays on counterpart.dossier (relation, plays, due, changed, id);
create index dossier_procedure on counterpart.dossier (relation, procedure, open, due, changed, id);

create table counterpart.dossier_office (
  relation integer not null,
  dossier bytea not null,
  office text not null,
  open boolean not null,
  due bigint not null,
  changed bigint not null,
  primary key (relation, dossier, office)
);
create index dossier_office_open on counterpart.dossier_office (relation, office, open, due, changed, dossier);
create index dossier_office_all on counterpart.dossier_office (relation, office, due, changed, dossier);

create table counterpart.dossier_under (
  relation integer not null,
  dossier bytea not null,
  parent text not null,
  content text not null,
  due bigint not null,
  changed bigint not null,
  primary key (relation, dossier, parent, content)
);
create index dossier_under_order on counterpart.dossier_under (relation, parent, due, changed, dossier);

create table counterpart.answered (
  relation integer not null,
  request text not null,
  answer text not null,
  primary key (relation, request)
);

create table counterpart.incident (
  id bigint generated always as identity primary key,
  relation integer not null,
  at bigint not null,
  code text not null,
  detail text not null
);
create index incident_relation on counterpart.incident (relation, id);

grant usage on schema counterpart, counterpart_keys to counterpart_app;
grant select on counterpart.migration to counterpart_app;
grant select, insert on
  counterpart.relation, counterpart.entry, counterpart.tree_node, counterpart.checkpoint,
  counterpart.cosignature, counterpart.part, counterpart.part_end, counterpart.answered,
  counterpart.incident, counterpart_keys.wrapping_key
  to counterpart_app;
grant select, insert, update on
  counterpart.relation_head, counterpart.judged, counterpart.dossier
  to counterpart_app;
grant select, insert, update, delete on
  counterpart.dossier_office, counterpart.dossier_under
  to counterpart_app;
grant select, insert, delete on
  counterpart.part_body, counterpart_keys.part_key
  to counterpart_app;
`,
}
