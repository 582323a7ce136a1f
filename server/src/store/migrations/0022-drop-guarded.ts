/**
 * Rows that no log leads to are taken away: a head behind the end that nobody signed, a dossier, a verdict or a part that no
 * entry names, and one that says of a part which is there that it was destroyed, without a record. A head over an entry
 * that the tree of any log names stays: whoever writes where a log ends can move that, and would take away with it
 * what the other side receipted.
 */
import type { Migration } from './migration.ts'

export const dropGuarded: Migration = {
  version: 22,
  name: 'drop-guarded',
  up: `
create function counterpart.drop_head(r integer, o boolean, s bigint) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with logs as (
      select number as epoch, base from counterpart.epoch where relation = r and own = o
      union select case when o then ours_epoch else theirs_epoch end, case when o then ours_base else theirs_base end
      from counterpart.relation_head where relation = r
    ), led as (
      select 1 from counterpart.entry e cross join logs l
        join counterpart.tree_node n on n.relation = r and n.own = o and n.epoch = l.epoch and n.level = 0
          and n.index = e.index - l.base and n.hash = sha256('\\x00'::bytea || e.bytes)
        where e.relation = r and e.own = o and e.index = s - 1
    ), may as (
      select 1 from counterpart.relation_head
      where relation = r and s > case when o then ours_size else theirs_size end and not exists (select 1 from led)
    ), lines as (
      delete from counterpart.cosignature using may where relation = r and own = o and size = s returning 1
    ), heads as (
      delete from counterpart.checkpoint using may where relation = r and own = o and size = s returning 1
    ) select count(*)::integer from heads
  $$;

create function counterpart.drop_orphan_dossier(r integer, d bytea) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with may as (
      select 1 where not exists (select 1 from counterpart.entry e where e.relation = r and e.dossier = d)
    ), offices as (
      delete from counterpart.dossier_office using may where relation = r and dossier = d returning 1
    ), under as (
      delete from counterpart.dossier_under using may where relation = r and dossier = d returning 1
    ), dossiers as (
      delete from counterpart.dossier using may where relation = r and id = d returning 1
    ) select count(*)::integer from may
  $$;

create function counterpart.drop_orphan_verdict(r integer, l bytea) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with may as (
      select 1 where not exists (select 1 from counterpart.entry e where e.relation = r and e.leaf = l)
    ), verdicts as (
      delete from counterpart.judged using may where relation = r and leaf = l returning 1
    ) select count(*)::integer from may
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

revoke all on function counterpart.drop_head, counterpart.drop_orphan_dossier, counterpart.drop_orphan_verdict,
  counterpart.drop_orphan_part, counterpart.revive_part from public;
grant execute on function counterpart.drop_head, counterpart.drop_orphan_dossier, counterpart.drop_orphan_verdict,
  counterpart.drop_orphan_part, counterpart.revive_part to counterpart_app;
`,
}
