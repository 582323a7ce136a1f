/** Breaks of what is carried on a medium. */
import type { Break } from './break.ts'

const POUCH = 'server/src/pouch/pouch.test.ts'
const FRAME = 'protocol/src/pouch/pouch.test.ts'
const LATE = 'server/src/pouch/late-parts.test.ts'
const READ = 'server/src/pouch/read-pouch.ts'
const PIECES = 'server/src/pouch/pieces.test.ts'
const CHANGED = 'server/src/pouch/changed-keys.test.ts'

export const pouchBreaks: readonly Break[] = [
  {
    rule: 'POUCH-6',
    does: 'a part of a log that has ended is refused when it comes before its turn',
    file: READ,
    find: 'if (step.start > reach) {',
    replace: 'if (step.start < 0) {',
    tests: [`${LATE} > POUCH-6 EPOCH-8 parts`],
  },
  {
    rule: 'POUCH-6',
    does: 'keeps no more of a file than its first step when that is of a log that has ended',
    file: READ,
    find: "if (codeOf(error) !== 'pouch-epoch-closed') throw error",
    replace: 'throw error',
    tests: [`${LATE} > POUCH-6 EPOCH-8 all`],
  },
  {
    rule: 'POUCH-2',
    does: 'a file that was cut off passes for the whole',
    file: 'protocol/src/pouch/pouch.ts',
    find: "if (this.#at !== 'over') refuse('bad-pouch', 'cut off')",
    replace: "if (this.#at === 'head') refuse('bad-pouch', 'cut off')",
    tests: [`${FRAME} > POUCH-2`, `${FRAME} > reads and refuses`],
  },
  {
    rule: 'POUCH-4',
    does: 'a pouch is taken for a sign of life of the line',
    file: 'server/src/uses/take-in.ts',
    find: "if (way !== 'pouch') {",
    replace: 'if (way !== undefined) {',
    tests: [`${POUCH} > POUCH-4`],
  },
  {
    rule: 'POUCH-6',
    does: 'what came before its time is never taken in',
    file: READ,
    find: 'if (sealed && next.end > reach)',
    replace: 'if (sealed && next.end < reach)',
    tests: [`${POUCH} > POUCH-6 what comes before its time`],
  },
  {
    rule: 'POUCH-6',
    does: 'what waits has no bound',
    file: 'server/src/pouch/put-aside.ts',
    find: 'while (over())',
    replace: 'while (over() && others.length > 99)',
    tests: [`${POUCH} > POUCH-6 what waits is bounded`],
  },
  {
    rule: 'POUCH-6',
    does: 'puts what stands beside a copied head in the place of what waits',
    file: 'server/src/pouch/put-aside.ts',
    find: 'if (isSigned && there &&',
    replace: 'if (!isSigned && there &&',
    tests: [`${POUCH} > POUCH-6 whoever once saw a signed head`],
  },
  {
    rule: 'POUCH-6',
    does: 'what waits has no bound where it is small',
    file: 'server/src/pouch/put-aside.ts',
    find: 'const over = () => bytes > MOST_ASIDE || others.length >= MOST_STEPS_ASIDE',
    replace: 'const over = () => bytes > MOST_ASIDE || others.length >= 1000 * MOST_STEPS_ASIDE',
    tests: [`${POUCH} > POUCH-6 what waits is bounded however small`],
  },
  {
    rule: 'POUCH-7',
    does: 'entries beside a copied checkpoint accuse its author',
    file: READ,
    find: "if (weighed === 'not-signed') throw",
    replace: "if (weighed === 'not-signed' && step.start < 0) throw",
    tests: [`${POUCH} > POUCH-7 a copied checkpoint`],
  },
  {
    rule: 'POUCH-8',
    does: 'a pouch leaves the receipt behind',
    file: 'server/src/uses/batch.ts',
    find: 'cosignature: receipt?.cosignature ?',
    replace: 'cosignature: receipt?.cosignature && wanted.end === undefined ?',
    tests: [`${POUCH} > POUCH-8`],
  },
  {
    rule: 'POUCH-9',
    does: 'a pouch that was carried the wrong way is read as any other',
    file: READ,
    find: 'if (head.from === relation.ours)',
    replace: "if (head.from === '')",
    tests: [`${POUCH} > POUCH-9 each pouch`],
  },
  {
    rule: 'POUCH-6',
    does: 'refuses what is signed with a key that the part before it names',
    file: READ,
    find: "if (signed === 'pouch-unknown-key' && step.start > theirs.size)",
    replace: "if (signed === 'pouch-unknown-key' && step.start > 1e9)",
    tests: [CHANGED],
  },
  {
    rule: 'POUCH-6',
    does: 'keeps what nobody signed in the room of what somebody did',
    file: 'server/src/pouch/put-aside.ts',
    find: 'if (!(await isKnown(shelf, one))) await drop(one)',
    replace: 'if (one.start < 0 && (await isKnown(shelf, one))) await drop(one)',
    tests: [CHANGED],
  },
  {
    rule: 'POUCH-8',
    does: 'carries the newest receipt alone',
    file: 'server/src/pouch/write-pouch.ts',
    find: 'await lastReceipts(node, relation, stretch.end)',
    replace: '(await lastReceipts(node, relation, stretch.end)).slice(9)',
    tests: [CHANGED],
  },
  {
    rule: 'FILES-7',
    does: 'keeps whatever is said to be a piece of a file',
    file: 'server/src/pouch/take-piece.ts',
    find: "if (!opens(found.value, piece)) throw new NodeError({ code: 'pouch-not-signed' })",
    replace:
      "if (!opens(found.value, piece) && keep.most < 0) throw new NodeError({ code: 'pouch-not-signed' })",
    tests: [`${PIECES} > FILES-5 FILES-7`],
  },
  {
    rule: 'POUCH-10',
    does: 'carries a file for ever, whoever holds it',
    file: 'server/src/pouch/plan-pieces.ts',
    find: "reader.filesIn('here', true, LOOKED_AT, behind)",
    replace: "reader.filesIn('held', true, LOOKED_AT, behind)",
    tests: [`${PIECES} > FILES-7 POUCH-10`],
  },
]
