/** Breaks of what becomes of an act that waits for a second person, and of who is told. */
import type { Break } from './break.ts'

const FATE = 'server/src/http/draft-fate.test.ts'
const ANSWERED = 'server/src/uses/record/answered.test.ts'

export const draftBreaks: readonly Break[] = [
  {
    rule: 'ORDER-11',
    does: 'nobody acts on the page of a dossier in which something is stayed or recalled',
    file: 'server/src/views/dossier.ts',
    find: 'positionOf(ahead, retentions, procedure)',
    replace: 'positionOf(ahead, { entries: 0, recalled: new Map() }, procedure)',
    tests: ['server/src/views/position.test.ts > ORDER-11'],
  },
  {
    rule: 'PROCEDURE-10',
    does: 'what one person records under the id of a draft is taken for what two have recorded',
    file: 'server/src/uses/record/answered.ts',
    find: 'return approver !== undefined',
    replace: "return approver === ''",
    tests: [`${ANSWERED} > PROCEDURE-10 what one person`],
  },
  {
    rule: 'PROCEDURE-10',
    does: 'what one person recorded with a former version under the id of a draft is taken for its approval',
    file: 'server/src/uses/record/answered.ts',
    find: "return header && 'approver' in header ? former : null",
    replace: 'return header && former',
    tests: [`${ANSWERED} > PROCEDURE-10 what a former version`],
  },
  {
    rule: 'ORDER-11',
    does: 'the other side outdates every draft by a note and its recall, or by one recall again and again',
    file: 'server/src/uses/dossier/position.ts',
    find: 'digest(moved, gone.length)',
    replace: 'digest(moved, entries)',
    tests: [
      'server/src/uses/record/overtaken.test.ts > ORDER-11 what waited',
      'server/src/uses/record/overtaken.test.ts > ORDER-11 what was recalled',
    ],
  },
  {
    rule: 'GIVE-11',
    does: 'a stay that two persons shortened is said again by one, once their answer was lost',
    file: 'server/src/uses/record/shorter-stay.ts',
    find: 'until < standing || (await approvedAnswer(reader, relation, request))',
    replace: 'until < standing',
    tests: [`${ANSWERED} > GIVE-11 of what two persons`],
  },
  {
    rule: 'ORDER-11',
    does: 'what a second person approves is recorded though what it rests on has changed',
    file: 'server/src/uses/dossier/position.ts',
    find: 'return !isApproved || isOvertaken(position, now)',
    replace: 'return !isApproved',
    tests: ['server/src/uses/record/overtaken.test.ts > ORDER-11'],
  },
  {
    rule: 'ORDER-11',
    does: 'who sends what takes a second person is let through as if somebody had approved already',
    file: 'server/src/uses/dossier/position.ts',
    find: 'approver !== undefined && approver !== NOBODY',
    replace: 'approver !== undefined',
    tests: ['server/src/uses/record/overtaken.test.ts > ORDER-11'],
  },
  {
    rule: 'PROCEDURE-10',
    does: 'a draft that ended by itself while it was recorded is told as never approved',
    file: 'server/src/store/drafts.ts',
    find: "return end === 'approved' ?",
    replace: "return end !== 'approved' ?",
    tests: [`${FATE} > what the node ends by itself while`],
  },
  {
    rule: 'PROCEDURE-10',
    does: 'the other side ends every draft by a note and its recall',
    file: 'server/src/uses/record/draft-care.ts',
    find: 'if (here === undefined) return true',
    replace: 'if (here === undefined || index >= 0) return true',
    tests: [
      'server/src/uses/record/draft-care.test.ts > a draft stays where what is destroyed in its dossier came after',
    ],
  },
  {
    rule: 'law 7',
    does: 'a draft says of persons what it says for good',
    file: 'server/src/uses/record/draft-care.ts',
    find: 'draft.since + DRAFT_SECONDS <= now',
    replace: 'draft.since === now',
    tests: ['server/src/uses/record/draft-care.test.ts > no draft is kept for good'],
  },
  {
    rule: 'PROCEDURE-10',
    does: 'a draft that was declined can still be approved',
    file: 'server/src/http/officer/draft-open.ts',
    find: "if (row.state === 'declined' && row.by !== officer.id) return null",
    replace: '',
    tests: [`${FATE} > who declines a draft`],
  },
  {
    rule: 'who saw it',
    does: 'whoever reads drafts leaves no trace',
    file: 'server/src/http/officer/draft-reads.ts',
    find: 'if (fresh.length === 0) return',
    replace: 'if (fresh.length >= 0) return',
    tests: [`${FATE} > who was shown a draft`],
  },
  {
    rule: 'who saw it',
    does: 'what became of a draft is told to whoever asks',
    file: 'server/src/http/officer/draft-fate.ts',
    find: 'row !== null && (row.by === officer.id || (await hasRead(context, officer, id)))',
    replace: 'row !== null',
    tests: [`${FATE} > whoever wrote a draft`],
  },
]
