/**
 * Parts of what came of logs that ended end as well, and fall under the leaf of their entry. What came before this migration is
 * looked at once.
 */
import type { Migration } from './migration.ts'

export const lateParts: Migration = {
  version: 29,
  name: 'late-parts',
  up: `
create index apart_leaf on counterpart.apart (relation, leaf);

insert into counterpart.falling (relation, dossier, at)
  select distinct a.relation, a.leaf, 0 from counterpart.apart a
  where exists (
    select 1 from counterpart.part p where p.relation = a.relation and p.leaf = a.leaf and p.name <> 'kept'
  )
  on conflict (relation, dossier) do update set at = 0;
`,
}
