/**
 * Rows of a log that are gone are put back where its tree names them. Rows that no log leads to are taken away: those
 * beyond a head, over which nothing could be appended, and those that say a part was destroyed without a record. What
 * entry and tree both say beyond a head stays: the head may be what was turned back.
 */
import type { Migration } from './migration.ts'

export const mendMissing: Migration = {
  version: 20,
  name: 'mend-missing',
  up: `
drop function counterpart.mend_entry;

create function counterpart.mend_entry(r integer, o boolean, ep integer, i bigint, l bytea, b bytea, ru bigint, t bigint,
    k text, d bytea, w bigint) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with named as (
      select 1 where l = sha256('\\x00'::bytea || b) and (
        exists (select 1 from counterpart.entry e where e.relation = r and e.own = o and e.index = i and e.leaf = l)
        or exists (select 1 from counterpart.tree_node n
          where n.relation = r and n.own = o and n.epoch = ep and n.level = 0
            and n.index = i - counterpart.base_of(r, o, ep) and n.hash = l))
    ), mended as (
      insert into counterpart.entry (relation, own, index, leaf, bytes, running, time, kind, dossier, weight)
      select r, o, i, l, b, ru, t, k, d, w from named
      on conflict (relation, own, index) do update set leaf = excluded.leaf, bytes = excluded.bytes,
        running = excluded.running, time = excluded.time, kind = excluded.kind, dossier = excluded.dossier,
        weight = excluded.weight
      returning 1
    ) select count(*)::integer from mended
  $$;

create function counterpart.drop_beyond(r integer, o boolean) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with head as (
      select case when o then ours_size else theirs_size end as size,
        case when o then ours_base else theirs_base end as base,
        case when o then ours_epoch else theirs_epoch end as epoch
      from counterpart.relation_head where relation = r
    ), led as (
      select 1 from head h join counterpart.entry e on e.relation = r and e.own = o and e.index >= h.size
        join counterpart.tree_node n on n.relation = r and n.own = o and n.epoch = h.epoch and n.level = 0
          and n.index = e.index - h.base and n.hash = sha256('\\x00'::bytea || e.bytes)
    ), may as (
      select h.* from head h where not exists (select 1 from led)
        and not exists (select 1 from counterpart.checkpoint c where c.relation = r and c.own = o and c.size > h.size)
    ), entries as (
      delete from counterpart.entry e using may m where e.relation = r and e.own = o and e.index >= m.size returning 1
    ), nodes as (
      delete from counterpart.tree_node n using may m where n.relation = r and n.own = o and n.epoch = m.epoch
        and (n.index + 1) << n.level > m.size - m.base returning 1
    ) select ((select count(*) from entries) + (select count(*) from nodes))::integer
  $$;

create function counterpart.drop_deletion(r integer, o boolean, l bytea, n text) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with dropped as (
      delete from counterpart.deletion d where d.relation = r and d.own = o and d.leaf = l and d.name = n
        and not exists (select 1 from counterpart.entry e
          where e.relation = r and e.own = o and e.leaf = d.record and e.kind = 'destroyed')
      returning 1
    ) select count(*)::integer from dropped
  $$;

revoke all on function counterpart.mend_entry, counterpart.drop_beyond, counterpart.drop_deletion from public;
grant execute on function counterpart.mend_entry, counterpart.drop_beyond, counterpart.drop_deletion to counterpart_app;
`,
}
