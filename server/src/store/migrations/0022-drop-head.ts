/** A head behind the end of its log that nobody signed is taken away with what is beside it; no other is. */
import type { Migration } from './migration.ts'

export const dropHead: Migration = {
  version: 22,
  name: 'drop-head',
  up: `
create function counterpart.drop_head(r integer, o boolean, s bigint) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with may as (
      select 1 from counterpart.relation_head
      where relation = r and s > case when o then ours_size else theirs_size end
    ), lines as (
      delete from counterpart.cosignature using may where relation = r and own = o and size = s returning 1
    ), heads as (
      delete from counterpart.checkpoint using may where relation = r and own = o and size = s returning 1
    ) select count(*)::integer from heads
  $$;

revoke all on function counterpart.drop_head from public;
grant execute on function counterpart.drop_head to counterpart_app;
`,
}
