/** When what was recalled in a dossier falls, which waits for no record of the day. */
import type { Migration } from './migration.ts'

export const recalled: Migration = {
  version: 19,
  name: 'recalled',
  // Dossiers with a recall are looked at once.
  up: `
alter table counterpart.falling add column recalled bigint;
create index falling_recalled on counterpart.falling (relation, recalled, dossier) where recalled is not null;
update counterpart.falling f set at = 0 where exists (
  select 1 from counterpart.entry e
  where e.relation = f.relation and e.dossier = f.dossier and e.kind = 'recall'
);
`,
}
