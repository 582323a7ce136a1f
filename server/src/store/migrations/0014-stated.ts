/** When it was last said of a log where it ends. */
import type { Migration } from './migration.ts'

export const stated: Migration = {
  version: 14,
  name: 'stated',
  up: `
alter table counterpart.relation_head
  add column ours_stated bigint not null default 0,
  add column theirs_stated bigint not null default 0;
`,
}
