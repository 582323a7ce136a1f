/** What either log says was destroyed, and when a dossier has to be looked at for it. */
import type { Migration } from './migration.ts'

export const retention: Migration = {
  version: 12,
  name: 'retention',
  up: `
alter table counterpart.entry drop constraint entry_kind_check;
alter table counterpart.entry add constraint entry_kind_check check (kind ~ '^[a-z]+$');

create table counterpart.deletion (
  relation integer not null,
  own boolean not null,
  leaf bytea not null check (octet_length(leaf) = 32),
  name text not null,
  record bytea not null check (octet_length(record) = 32),
  time bigint not null,
  final bigint not null,
  why text not null,
  primary key (relation, leaf, name, own)
);
create index deletion_time on counterpart.deletion (relation, own, time);

create table counterpart.falling (
  relation integer not null,
  dossier bytea not null check (octet_length(dossier) = 32),
  at bigint not null,
  primary key (relation, dossier)
);
create index falling_at on counterpart.falling (relation, at, dossier);

-- Each is looked at once.
insert into counterpart.falling (relation, dossier, at)
  select distinct relation, dossier, 0 from counterpart.entry where dossier is not null;

grant select, insert on counterpart.deletion to counterpart_app;
grant select, insert, update, delete on counterpart.falling to counterpart_app;
`,
}
