/** The chain of logs of each side: one row for each epoch, a tree of its own for each, and what came too late. */
import type { Migration } from './migration.ts'

export const epochs: Migration = {
  version: 10,
  name: 'epochs',
  up: `
alter table counterpart.entry drop constraint entry_kind_check;
alter table counterpart.entry add constraint entry_kind_check
  check (kind in ('open', 'act', 'opened', 'held', 'mark', 'epoch', 'malformed'));

alter table counterpart.relation_head
  add column ours_epoch integer not null default 1,
  add column ours_base bigint not null default 0,
  add column ours_closed boolean not null default false,
  add column theirs_epoch integer not null default 1,
  add column theirs_base bigint not null default 0,
  add column theirs_closed boolean not null default false;

alter table counterpart.tree_node add column epoch integer not null default 1;
alter table counterpart.tree_node drop constraint tree_node_pkey;
alter table counterpart.tree_node add primary key (relation, own, epoch, level, index);

create table counterpart.epoch (
  relation integer not null,
  own boolean not null,
  number integer not null check (number >= 1),
  base bigint not null,
  keys text[] not null check (cardinality(keys) = 2),
  primary key (relation, own, number)
);

create table counterpart.apart (
  relation integer not null,
  own boolean not null,
  epoch integer not null,
  index bigint not null,
  leaf bytea not null check (octet_length(leaf) = 32),
  bytes bytea not null,
  note text not null,
  at bigint not null,
  primary key (relation, own, epoch, index)
);

grant select, insert on counterpart.epoch, counterpart.apart to counterpart_app;
`,
}
