/**
 * Parts of entries in no dossier end as well, and fall under the leaf of their entry. Those that came before this migration
 * are looked at once.
 */
import type { Migration } from './migration.ts'

export const alone: Migration = {
  version: 28,
  name: 'alone',
  up: `
insert into counterpart.falling (relation, dossier, at)
  select distinct e.relation, e.leaf, 0 from counterpart.entry e
  where e.dossier is null and exists (
    select 1 from counterpart.part p where p.relation = e.relation and p.leaf = e.leaf and p.name <> 'kept'
  )
  on conflict (relation, dossier) do update set at = 0;
`,
}
