/** Where a log begins, and its keys, can be put back as the entry says that began it, and in no other way. */
import type { Migration } from './migration.ts'

export const mendEpoch: Migration = {
  version: 15,
  name: 'mend-epoch',
  // In an entry a line of the note ends with a backslash and an n.
  up: `
create function counterpart.mend_epoch(r integer, o boolean, num integer, b bigint, k text[]) returns integer
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    with mended as (
      insert into counterpart.epoch (relation, own, number, base, keys)
      select r, o, num, b, k from counterpart.entry e
      where e.relation = r and e.own = o and e.index = b and e.kind = 'epoch' and e.leaf = sha256('\\x00'::bytea || e.bytes)
        and cardinality(k) = 2
        and position(convert_to('\\nepoch ' || num || '\\nbase ' || b || '\\nkey ' || k[1] || '\\nkey ' || k[2] || '\\n', 'UTF8')
          in e.bytes) > 0
      on conflict (relation, own, number) do update set base = excluded.base, keys = excluded.keys
      returning 1
    ) select count(*)::integer from mended
  $$;

revoke all on function counterpart.mend_epoch from public;
grant execute on function counterpart.mend_epoch to counterpart_app;
`,
}
