/** When the clock has to write in a dossier that we keep: found without looking at any other. */
import type { Migration } from './migration.ts'

export const wakes: Migration = {
  version: 4,
  name: 'wakes',
  up: `
alter table counterpart.dossier add column wakes bigint;
create index dossier_wakes on counterpart.dossier (relation, wakes) where wakes is not null;
`,
}
