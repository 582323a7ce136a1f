/** Breaks of whose desk a dossier is on and what a desk costs, and of what a declaration may not ask of the clock. */
import type { Break } from './break.ts'

const DESK = 'server/src/views/desk.test.ts'
const COST = 'server/src/store/postgres/desk-cost.test.ts'
const CHECK = 'casework/src/language/check.test.ts'
const CHECK_GATES = 'casework/src/language/check-gates.test.ts'
const TALLY = 'casework/src/review/tally.test.ts'

export const deskBreaks: readonly Break[] = [
  {
    rule: 'PROCEDURE-24',
    does: 'whoever reads all else is told how much waits of what is closed to him',
    file: 'server/src/views/way.ts',
    find: 'others: acts.length - rows.length - closed,',
    replace: 'others: acts.length - rows.length,',
    tests: ['server/src/views/closed.test.ts > not even a number'],
  },
  {
    rule: 'PROCEDURE-24',
    does: 'a count of what two versions close to all but different roles is for everybody',
    file: 'server/src/views/sight.ts',
    find: 'return common.length === 0 ? null : common',
    replace: 'return common',
    tests: ['server/src/views/closed.test.ts > a count is for who may read'],
  },
  {
    rule: 'desk',
    does: 'a desk reads every dossier of its office to find whose turn it is',
    file: 'server/src/store/postgres/dossier-query.ts',
    find: '    ...(turns === undefined ? [] : [sql`o.turn = t.turn`]),',
    replace: "    ...(turns === undefined ? [] : [sql`o.turn || '' = t.turn`]),",
    tests: [`${COST} > of whom it waits for`],
  },
  {
    rule: 'desk',
    does: 'what was offered waits for nobody',
    file: 'server/src/uses/dossier/dossier-row.ts',
    find: '...(ahead.offered ? [ahead.offered.party] : [])',
    replace: '...(ahead.offered ? [] : [])',
    tests: [`${DESK} > responsibility that was offered`],
  },
  {
    rule: 'desk',
    does: 'what the other side proposed waits for nobody',
    file: 'server/src/uses/dossier/dossier-row.ts',
    find: 'return isOpen && !isAnswered(',
    replace: 'return isOpen && isAnswered(',
    tests: ['server/src/uses/dossier/dossier-row.test.ts > a proposal that waits'],
  },
  {
    rule: 'desk',
    does: 'an answer to one proposal is taken for one to the next of the same second',
    file: 'server/src/uses/dossier/dossier-row.ts',
    find: "header?.kind !== 'act' || header.on !== proposal",
    replace: "header?.kind !== 'act'",
    tests: ['server/src/uses/dossier/dossier-row.test.ts > a proposal that waits'],
  },
  {
    rule: 'desk',
    does: 'whoever asked is waited for while the clock stands still',
    file: 'server/src/uses/dossier/dossier-row.ts',
    find: 'ahead.asked !== null && resuming ? resuming.by : waits',
    replace: 'ahead.asked === null && resuming ? resuming.by : waits',
    tests: ['server/src/uses/dossier/dossier-row.test.ts > while a question'],
  },
  {
    rule: 'desk',
    does: 'what was offered to one office waits for every officer of the side',
    file: 'server/src/views/desk.ts',
    find: '(ahead.offered.office ?? office.code) === office.code',
    replace: 'true',
    tests: [`${DESK} > responsibility that was offered`],
  },
  {
    rule: 'PROCEDURE-20',
    does: 'the clock may do again at every tick what changes nothing',
    file: 'casework/src/language/check/acts.ts',
    find: 'return to !== undefined && !from.includes(to)',
    replace: 'return to !== undefined',
    tests: [`${CHECK} > PROCEDURE-20`],
  },
  {
    rule: 'PROCEDURE-16',
    does: 'what time causes waits for an answer',
    file: 'casework/src/language/check/gates.ts',
    find: "if (act.by === 'clock') return bad(path, 'guards-clock')",
    replace: '',
    tests: [`${CHECK_GATES} > PROCEDURE-16`],
  },
  {
    rule: 'PROCEDURE-2',
    does: 'a number is summed from a part that can be destroyed',
    file: 'casework/src/language/check/indicators.ts',
    find: "one && one.part !== KEPT ? bad(path, 'not-kept') : []",
    replace: '[]',
    tests: [`${CHECK} > PROCEDURE-2 a number`],
  },
  {
    rule: 'review',
    does: 'each dossier counts as one, whatever number it says',
    file: 'casework/src/review/indicator-days.ts',
    find: '    seconds: 0,\n    count,',
    replace: '    seconds: 0,\n    count: 1,',
    tests: [`${TALLY} > numbers are summed`],
  },
  {
    rule: 'ORDER-2',
    does: 'a state that only the own side knows of is shown as the state of the dossier',
    file: 'server/src/views/row.ts',
    find: 'return isNothingSettled(row) || shown(ahead) !== shown(settled)',
    replace: 'return false',
    tests: [`${DESK} > ORDER-2`],
  },
  {
    rule: 'files',
    does: 'who gets a file is warned of its name by the word of its sender alone',
    file: 'server/src/views/files.ts',
    find: 'const type = can ? await typeOf(look, row.leaf, value) : null',
    replace: 'const type = can ? value.type : null',
    tests: ['server/src/views/files.test.ts > whoever gets a file'],
  },
]
