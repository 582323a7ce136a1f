/**
 * A draft ends by itself too, or is declined and stays its author's: since when, and what of an officer's has ended. Of one that
 * waits its time begins with this: nobody has told its author of any, and an old one would be gone within a minute.
 */
import type { Migration } from './migration.ts'

export const draftEnds: Migration = {
  version: 23,
  name: 'draft-ends',
  up: `
alter table counterpart.draft add column since bigint;
update counterpart.draft set since = case
  when state = 'open' then greatest(created, extract(epoch from now())::bigint) else created end;
alter table counterpart.draft
  alter column since set not null,
  drop constraint draft_state_check,
  add constraint draft_state_check
    check (state in ('open', 'declined', 'approved', 'withdrawn', 'lapsed', 'destroyed'));
drop index counterpart.draft_open;
create index draft_standing on counterpart.draft (relation, created, id) where state in ('open', 'declined');
create index draft_by on counterpart.draft (by, state, since);
grant update on counterpart_keys.draft_key to counterpart_app;
`,
}
