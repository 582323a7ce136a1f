/**
 * What a kept part takes in memory beside its bytes once it is read, kept with it: only with its key could it be counted again.
 * Parts that were stored before this migration do not say so, and are weighed where they are read.
 */
import type { Migration } from './migration.ts'

export const partSpread: Migration = {
  version: 27,
  name: 'part-spread',
  up: 'alter table counterpart.part_body add column spread bigint;',
}
