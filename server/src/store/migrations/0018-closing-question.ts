/** Which questions for the end of a log were answered with which time: the newest of the log that is asked about. */
import type { Migration } from './migration.ts'

export const closingQuestion: Migration = {
  version: 18,
  name: 'closing-question',
  // Until now they stood among the answers to officers, which are kept for good.
  up: `
create table counterpart.closing_question (
  relation integer not null,
  epoch integer not null,
  time bigint not null,
  nonce bytea not null,
  primary key (relation, epoch, nonce)
);
create index closing_question_time on counterpart.closing_question (relation, epoch, time);
insert into counterpart.closing_question (relation, epoch, time, nonce)
  select relation, split_part(request, ' ', 2)::integer, (answer::json ->> 'time')::bigint,
    decode(split_part(request, ' ', 3), 'hex')
  from counterpart.answered where request ~ '^closing [0-9]{1,9} ([0-9a-f]{2})+$';
grant select, insert, delete on counterpart.closing_question to counterpart_app;
`,
}
