/** Breaks of what is carried on a medium. */
import type { Break } from './break.ts'

const POUCH = 'server/src/pouch/pouch.test.ts'
const FRAME = 'protocol/src/pouch/pouch.test.ts'
const LATE = 'server/src/pouch/late-parts.test.ts'
const READ = 'server/src/pouch/read-pouch.ts'

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
    file: READ,
    find: 'while (bytes > MOST_ASIDE)',
    replace: 'while (bytes < 0)',
    tests: [`${POUCH} > POUCH-6 what waits is bounded`],
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
]
