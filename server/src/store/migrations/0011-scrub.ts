/**
 * How far a scrub has come, and the only ways to put back what was damaged in tables that only grow. Each asks
 * another hash that is stored whether this is what was there: whoever holds the application's role can mend with
 * them and change nothing.
 */
import type { Migration } from './migration.ts'

export const scrub: Migration = {
  version: 11,
  name: 'scrub',
  up: `
create table counterpart.scrub (
  relation text primary key,
  progress text not null
);
grant select, insert, update on counterpart.scrub to counterpart_app;

create function counterpart.base_of(r integer, o boolean, ep integer) returns bigint
  language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select base from counterpart.epoch where relation = r and own = o and number = ep), 0)
  $$;

create function counterpart.mend_entry(r integer, o boolean, ep integer, i bigint, l bytea, b bytea, ru bigint, t bigint,
    k text, d bytea) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with mended as (
      update counterpart.entry set leaf = l, bytes = b, running = ru, time = t, kind = k, dossier = d
      where relation = r and own = o and index = i and l = sha256('\\x00'::bytea || b)
        and (leaf = l or exists (select 1 from counterpart.tree_node n
          where n.relation = r and n.own = o and n.epoch = ep and n.level = 0
            and n.index = i - counterpart.base_of(r, o, ep) and n.hash = l))
      returning 1
    ) select count(*)::integer from mended
  $$;

create function counterpart.mend_node(r integer, o boolean, ep integer, lv smallint, i bigint, h bytea) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with right_one as (
      select 1 where case when lv = 0 then exists (select 1 from counterpart.entry e
          where e.relation = r and e.own = o and e.index = i + counterpart.base_of(r, o, ep)
            and h = sha256('\\x00'::bytea || e.bytes))
        else h = (select sha256('\\x01'::bytea || a.hash || b.hash)
          from counterpart.tree_node a, counterpart.tree_node b
          where a.relation = r and a.own = o and a.epoch = ep and a.level = lv - 1 and a.index = 2 * i
            and b.relation = r and b.own = o and b.epoch = ep and b.level = lv - 1 and b.index = 2 * i + 1) end
    ), mended as (
      insert into counterpart.tree_node (relation, own, epoch, level, index, hash)
      select r, o, ep, lv, i, h from right_one
      on conflict (relation, own, epoch, level, index) do update set hash = excluded.hash
      returning 1
    ) select count(*)::integer from mended
  $$;

create function counterpart.mend_checkpoint(r integer, o boolean, ep integer, s bigint, n text, c text) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with noted as (
      insert into counterpart.checkpoint (relation, own, size, note)
      select r, o, s, n where split_part(n, E'\\n', 2) = (s - counterpart.base_of(r, o, ep))::text
      on conflict (relation, own, size) do update set note = excluded.note
      returning 1
    ), signed as (
      insert into counterpart.cosignature (relation, own, size, lines)
      select r, o, s, c from noted where c is not null
      on conflict (relation, own, size) do update set lines = excluded.lines
    ) select count(*)::integer from noted
  $$;

revoke all on function counterpart.base_of, counterpart.mend_entry, counterpart.mend_node,
  counterpart.mend_checkpoint from public;
grant execute on function counterpart.mend_entry, counterpart.mend_node, counterpart.mend_checkpoint
  to counterpart_app;
`,
}
