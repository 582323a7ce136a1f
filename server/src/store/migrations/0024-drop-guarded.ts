/**
 * A head behind the end of its log is taken away only where no entry stands before it: whoever writes where a log ends can
 * move that, and would take away with it what the other side receipted. A part that its entry does not
 * name is taken away, and a row that says of a part which is there that it was destroyed, without a record.
 */
import type { Migration } from './migration.ts'

export const dropGuarded: Migration = {
  version: 24,
  name: 'drop-guarded',
  up: `
create or replace function counterpart.drop_head(r integer, o boolean, s bigint) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with may as (
      select 1 from counterpart.relation_head
      where relation = r and s > case when o then ours_size else theirs_size end
        and not exists (select 1 from counterpart.entry e where e.relation = r and e.own = o and e.index = s - 1)
    ), lines as (
      delete from counterpart.cosignature using may where relation = r and own = o and size = s returning 1
    ), heads as (
      delete from counterpart.checkpoint using may where relation = r and own = o and size = s returning 1
    ) select count(*)::integer from heads
  $$;

create function counterpart.drop_orphan_part(r integer, l bytea, n text) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with may as (
      select 1 where not exists (
        select 1 from counterpart.entry e where e.relation = r and e.leaf = l
          and position(convert_to('"name":"' || n || '"', 'UTF8') in e.bytes) > 0)
    ), keys as (
      delete from counterpart_keys.part_key using may where relation = r and leaf = l and name = n returning 1
    ), bodies as (
      delete from counterpart.part_body using may where relation = r and leaf = l and name = n returning 1
    ), ends as (
      delete from counterpart.part_end using may where relation = r and leaf = l and name = n returning 1
    ), parts as (
      delete from counterpart.part using may where relation = r and leaf = l and name = n returning 1
    ) select count(*)::integer from may
  $$;

create function counterpart.revive_part(r integer, l bytea, n text) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with gone as (
      delete from counterpart.part_end e where e.relation = r and e.leaf = l and e.name = n and e.state = 'destroyed'
        and not exists (select 1 from counterpart.deletion d where d.relation = r and d.leaf = l and d.name = n)
        and exists (select 1 from counterpart.part_body b where b.relation = r and b.leaf = l and b.name = n)
        and exists (select 1 from counterpart_keys.part_key k where k.relation = r and k.leaf = l and k.name = n)
      returning 1
    ) select count(*)::integer from gone
  $$;

revoke all on function counterpart.drop_orphan_part, counterpart.revive_part from public;
grant execute on function counterpart.drop_orphan_part, counterpart.revive_part to counterpart_app;
`,
}
