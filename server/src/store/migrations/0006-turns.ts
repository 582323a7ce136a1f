/**
 * Adds whose turn it is, and what else a desk is narrowed by, so that a desk joins nothing. Turns are empty until
 * everything is folded anew, which a node does at its start under another rule.
 */
import type { Migration } from './migration.ts'

export const turns: Migration = {
  version: 6,
  name: 'turns',
  up: `
alter table counterpart.dossier drop column waits, add column turn text;
alter table counterpart.dossier_office add column procedure text, add column plays text, add column turn text;
update counterpart.dossier_office o set procedure = d.procedure, plays = d.plays
  from counterpart.dossier d where d.relation = o.relation and d.id = o.dossier;
alter table counterpart.dossier_office alter column procedure set not null;
create index dossier_office_turn on counterpart.dossier_office
  (relation, office, turn, due, changed, dossier) where turn is not null;
create index dossier_office_procedure on counterpart.dossier_office
  (relation, office, procedure, due, changed, dossier);
`,
}
