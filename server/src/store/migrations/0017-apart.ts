/** What came of a log after its end is verified and weighed by its newest rows, and found by when it came. */
import type { Migration } from './migration.ts'

export const apart: Migration = {
  version: 17,
  name: 'apart',
  // The rows that are there get what they would have been written with: each continues the tree of the one before it,
  // the first the tree up to where its log ended.
  up: `
alter table counterpart.apart
  add column frontier bytea,
  add column count bigint,
  add column total bigint;

update counterpart.apart a set count = n.count, total = n.total from (
  select r.relation, r.own, r.epoch, r.index, row_number() over w as count,
    sum(octet_length(r.bytes) + octet_length(r.note) + coalesce((
      select sum(octet_length(b.ciphertext)) from counterpart.part_body b
      where b.relation = r.relation and b.leaf = r.leaf
    ), 0)) over w as total
  from counterpart.apart r window w as (partition by r.relation, r.own order by r.epoch, r.index)
) n where n.relation = a.relation and n.own = a.own and n.epoch = a.epoch and n.index = a.index;

do $$
declare
  one record;
  size bigint;
  place bigint;
  node bytea;
  hashes bytea := '';
  log text := '';
begin
  for one in
    select a.relation, a.own, a.epoch, a.index, a.leaf, e.base
    from counterpart.apart a
    join counterpart.epoch e on e.relation = a.relation and e.own = a.own and e.number = a.epoch
    order by a.relation, a.own, a.epoch, a.index
  loop
    size := one.index - one.base;
    if log <> concat_ws(' ', one.relation, one.own, one.epoch) then
      log := concat_ws(' ', one.relation, one.own, one.epoch);
      select coalesce(string_agg(n.hash, '' order by l.level desc), '') into hashes
        from generate_series(0, 52) as l(level)
        join counterpart.tree_node n on n.relation = one.relation and n.own = one.own
          and n.epoch = one.epoch and n.level = l.level and n.index = ((size >> l.level) - 1)
        where (size >> l.level) & 1 = 1;
    end if;
    node := one.leaf;
    place := size;
    while place & 1 = 1 loop
      node := sha256('\\x01'::bytea || substring(hashes from greatest(length(hashes) - 31, 1)) || node);
      hashes := substring(hashes from 1 for greatest(length(hashes) - 32, 0));
      place := place >> 1;
    end loop;
    hashes := hashes || node;
    update counterpart.apart set frontier = hashes
      where relation = one.relation and own = one.own and epoch = one.epoch and index = one.index;
  end loop;
end $$;

-- Of a log that there is no row of nothing is known to stand on: a scrub says so.
update counterpart.apart set frontier = '' where frontier is null;
alter table counterpart.apart
  alter column frontier set not null,
  add check (octet_length(frontier) % 32 = 0),
  alter column count set not null,
  alter column total set not null;
create unique index apart_count on counterpart.apart (relation, own, count);
create index apart_at on counterpart.apart (relation, own, at);
`,
}
