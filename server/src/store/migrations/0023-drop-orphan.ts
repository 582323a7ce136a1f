/** Rows of a dossier or a verdict that no entry leads to are taken away; no other is. */
import type { Migration } from './migration.ts'

export const dropOrphan: Migration = {
  version: 23,
  name: 'drop-orphan',
  up: `
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

revoke all on function counterpart.drop_orphan_dossier, counterpart.drop_orphan_verdict from public;
grant execute on function counterpart.drop_orphan_dossier, counterpart.drop_orphan_verdict to counterpart_app;
`,
}
