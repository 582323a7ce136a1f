/** Breaks of what a review counts, and of how its counts are kept up. */
import type { Break } from './break.ts'

const REVIEW = 'casework/src/review/review.test.ts'
const KEPT = 'server/src/uses/dossier/tally.test.ts'
const RECOUNT = 'server/src/uses/dossier/recount.test.ts'
const TALLY = 'casework/src/review/tally.test.ts'

const CLOSED = 'casework/src/review/closed.test.ts'

export const reviewBreaks: readonly Break[] = [
  {
    rule: 'PROCEDURE-27',
    does: 'a review of one day counts what is closed to those who see it',
    file: 'casework/src/review/closed.ts',
    find: '(first === null || beginsYear(first))',
    replace: 'true',
    tests: [
      `${CLOSED} > whole years of the whole relation`,
      'server/src/views/review.test.ts > tells nobody',
    ],
  },
  {
    rule: 'PROCEDURE-27',
    does: 'a year that runs counts what is closed, and tells the day on which it grows',
    file: 'casework/src/review/closed.ts',
    find: 'last < today && ',
    replace: '',
    tests: [`${CLOSED} > whole years of the whole relation`],
  },
  {
    rule: 'PROCEDURE-27',
    does: 'what is closed is evidence of the commitment it is filed under',
    file: 'casework/src/review/tally.ts',
    find: 'if (isClosed(procedure))',
    replace: 'if (isClosed(procedure) && dossier.under.length === 0)',
    tests: [`${TALLY} > kept under no dossier`],
  },
  {
    rule: 'PROCEDURE-27',
    does: 'the answer time of the one dossier of a year is its mean',
    file: 'casework/src/review/tally.ts',
    find: 'measuresOf(withoutTimes(procedure), state)',
    replace: 'measuresOf(procedure, state)',
    tests: [`${TALLY} > without times`],
  },
  {
    rule: 'review',
    does: 'what was only hoped is among the commitments',
    file: 'casework/src/review/review.ts',
    find: 'const commitments = said.filter(binds).map(',
    replace: 'const commitments = said.map(',
    tests: [`${REVIEW} > never among the commitments`],
  },
  {
    rule: 'review',
    does: 'what one side proposed is late',
    file: 'casework/src/review/review.ts',
    find: 'const isUnconfirmed = item.waits !== null && !isOwed(frame)',
    replace: 'const isUnconfirmed = false',
    tests: [`${REVIEW} > agreed by nobody`],
  },
  {
    rule: 'review',
    does: 'a meeting agreed for a year is late within that year',
    file: 'casework/src/review/review.ts',
    find: 'planned.last < period.last',
    replace: 'planned.first < period.last',
    tests: [`${REVIEW} > late is what was to be done`],
  },
  {
    rule: 'review',
    does: 'the order in which a node reads its dossiers is the order of its review',
    file: 'casework/src/review/review.ts',
    find: 'commitments: commitments.sort(byTime),',
    replace: 'commitments,',
    tests: [`${REVIEW} > never shows`],
  },
  {
    rule: 'review',
    does: 'a figure stated for no period is in every period',
    file: 'casework/src/review/review.ts',
    find: "return isDated(slots, ['stated'], period)",
    replace: 'return true',
    tests: [`${REVIEW} > in which it was stated`],
  },
  {
    rule: 'review',
    does: 'a dossier filed under two commitments is two in the whole relation',
    file: 'casework/src/review/tally.ts',
    find: "new Set(['', ...dossier.under.map((link) => link.dossier)])",
    replace: "dossier.under.flatMap((link) => ['', link.dossier])",
    tests: [`${TALLY} > once under each`],
  },
  {
    rule: 'review',
    does: 'a clock that stands still runs out',
    file: 'casework/src/review/tally.ts',
    find: '(clock.paused === null || clock.paused > clock.due)',
    replace: 'true',
    tests: [`${TALLY} > overdue on its own day`],
  },
  {
    rule: 'review',
    does: 'a dossier that changed is counted once more',
    file: 'casework/src/review/tally.ts',
    find: 'return tallySum([...after, ...before.map((one) => ({ ...one, count: -one.count, seconds: -one.seconds }))])',
    replace: 'return tallySum([...after])',
    tests: [`${TALLY} > into those of the next`],
  },
  {
    rule: 'review',
    does: 'a node adds what a dossier counts now and leaves what it counted before',
    file: 'server/src/uses/dossier/write-dossiers.ts',
    find: 'tallied(node, held.before)',
    replace: '[]',
    tests: [`${KEPT} > kept up by difference`],
  },
  {
    rule: 'law 6',
    does: 'a node counts what is only ahead on its own side',
    file: 'server/src/uses/dossier/tallied.ts',
    find: 'const state: DossierState = row.settled',
    replace: 'const state: DossierState = row.ahead',
    tests: [`${KEPT} > kept up by difference`],
  },
  {
    rule: 'review',
    does: 'counts made by another rule are added to what was there',
    file: 'server/src/store/memory/writer.ts',
    find: 'for (const [key] of this.rows.tally.values(this.version)) this.rows.tally.drop(key, this.version)',
    replace: '',
    tests: [`${RECOUNT} > made anew at the start`],
  },
  {
    rule: 'review',
    does: 'a node counts the first page of its dossiers anew and no other',
    file: 'server/src/uses/dossier/recount.ts',
    find: 'if (!last || page.length < limit) return changed',
    replace: 'if (last || page.length < limit) return changed',
    tests: [`${RECOUNT} > every page of it`],
  },
]
