/**
 * A mark that takes back what its log had seen before it is over less than its place says: it is not among those that are
 * looked for. Rows that were stored before this migration do not say so, and their marks are found all the same: whoever uses
 * one asks `isLowered`, which reads its header.
 */
import type { Migration } from './migration.ts'

export const loweredMarks: Migration = {
  version: 26,
  name: 'lowered-marks',
  up: `
alter table counterpart.entry add column lowered boolean;
drop index counterpart.entry_marked;
create index entry_marked on counterpart.entry (relation, own, running, index) where kind = 'mark' and lowered is null;

drop function counterpart.mend_entry;

create function counterpart.mend_entry(r integer, o boolean, ep integer, i bigint, l bytea, b bytea, ru bigint, t bigint,
    k text, d bytea, w bigint, lo boolean) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with named as (
      select 1 where l = sha256('\\x00'::bytea || b) and (
        exists (select 1 from counterpart.entry e where e.relation = r and e.own = o and e.index = i and e.leaf = l)
        or exists (select 1 from counterpart.tree_node n
          where n.relation = r and n.own = o and n.epoch = ep and n.level = 0
            and n.index = i - counterpart.base_of(r, o, ep) and n.hash = l))
    ), mended as (
      insert into counterpart.entry (relation, own, index, leaf, bytes, running, time, kind, dossier, weight, lowered)
      select r, o, i, l, b, ru, t, k, d, w, lo from named
      on conflict (relation, own, index) do update set leaf = excluded.leaf, bytes = excluded.bytes,
        running = excluded.running, time = excluded.time, kind = excluded.kind, dossier = excluded.dossier,
        weight = excluded.weight, lowered = excluded.lowered
      returning 1
    ) select count(*)::integer from mended
  $$;

revoke all on function counterpart.mend_entry from public;
grant execute on function counterpart.mend_entry to counterpart_app;
`,
}
