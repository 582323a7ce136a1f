/** Adds the log that a waiting part of a pouch is of: an ended log has parts that come before their turn as well. */
import type { Migration } from './migration.ts'

export const pouchEpochs: Migration = {
  version: 16,
  name: 'pouch-epochs',
  // Until now there were parts of the log that is held, and of the next, which wait for the same.
  up: `
alter table counterpart.pouch_aside add column epoch integer not null default 1;
update counterpart.pouch_aside a set epoch = h.theirs_epoch
  from counterpart.relation r join counterpart.relation_head h on h.relation = r.id
  where r.name = a.relation;
alter table counterpart.pouch_aside alter column epoch drop default;
alter table counterpart.pouch_aside drop constraint pouch_aside_pkey;
alter table counterpart.pouch_aside add primary key (relation, epoch, first, after);
`,
}
