/** Breaks of what is destroyed, by whose word, and stays so. */
import type { Break } from './break.ts'

const RECALL = 'server/src/uses/recall.test.ts'
const WITHHELD = 'server/src/views/withheld.test.ts'
const HELD_BACK = 'server/src/views/held-back.test.ts'

export const retentionBreaks: readonly Break[] = [
  {
    rule: 'RETENTION-12',
    does: 'one officer alone destroys on both sides',
    file: 'casework/src/run/retention.ts',
    find: 'return approver !== undefined && approver !== officer',
    replace: 'return approver !== undefined || officer !== undefined',
    tests: [`${RECALL} > RETENTION-12`],
  },
  {
    rule: 'RETENTION-13',
    does: 'a backup shows what both sides have destroyed since',
    file: 'server/src/views/withheld.ts',
    find: "return restored !== 'no' || start === 'rolled-back'",
    replace: "return restored === 'no' && start === 'rolled-back'",
    tests: [`${WITHHELD} > RETENTION-13`],
  },
  {
    rule: 'RETENTION-13',
    does: 'what only the other side says is destroyed stays where it was brought back',
    file: 'server/src/outbound/renew.ts',
    find: 'await destroyAgain(node, relation, true)',
    replace: '',
    tests: [`${WITHHELD} > RETENTION-13`],
  },
  {
    rule: 'RETENTION-13',
    does: 'what came back without a part is late with destroying it for ever',
    file: 'server/src/uses/destroy.ts',
    find: 'end is Ending => end.at !== null',
    replace: "end is Ending => end.at !== null && end.state !== 'absent'",
    tests: [`${WITHHELD} > RETENTION-13`],
  },
  {
    rule: 'RETENTION-13',
    does: 'nothing is on record of a part that came back without',
    file: 'server/src/uses/take-back.ts',
    find: 'await writer.putAbsent(absent)',
    replace: '',
    tests: [`${WITHHELD} > RETENTION-13`],
  },
  {
    rule: 'GIVE-3',
    does: 'takes back what has no kept part, and gives it another effect than its author did',
    file: 'server/src/uses/take-back.ts',
    find: "name !== 'kept' && one.parts",
    replace: 'one.parts',
    tests: ['server/src/outbound/take-back.test.ts > GIVE-3'],
  },
  {
    rule: 'RETENTION-8',
    does: 'the other side has a backup destroy what a court wants kept',
    file: 'server/src/uses/destroy-again.ts',
    find: 'side === relation.ours ? named : await overOf(node, relation, named)',
    replace: 'named',
    tests: [`${HELD_BACK} > RETENTION-13 RETENTION-8`],
  },
  {
    rule: 'RETENTION-4',
    does: 'what was recalled waits for the record of tomorrow',
    file: 'server/src/uses/destroy.ts',
    find: "why === 'recall' ? until.recalled : until.over",
    replace: "why === 'recall' ? until.over : until.over",
    tests: ['server/src/uses/recall.test.ts > RETENTION-4'],
  },
  {
    rule: 'RETENTION-14',
    does: 'believes the other side that our part never left us',
    file: 'server/src/uses/destroy.ts',
    find: "row.side === side && row.why === 'undelivered'",
    replace: "row.why === 'undelivered'",
    tests: [`${HELD_BACK} > RETENTION-13 RETENTION-14`],
  },
  {
    rule: 'RETENTION-14',
    does: 'a start says that what is lost has come back',
    file: 'server/src/scrub/scrub.ts',
    find: "if (this.#ports.relation.start !== 'confirmed') this.#seen = null",
    replace: '',
    tests: [`${HELD_BACK} > RETENTION-14 what`],
  },
  {
    rule: 'RETENTION-14',
    does: 'a file goes from the disk because its key was kept back',
    file: 'server/src/uses/file-values.ts',
    find: "parts.some(isLost) ? 'lost' : 'gone'",
    replace: "parts.some(isLost) ? 'gone' : 'gone'",
    tests: [`${HELD_BACK} > RETENTION-14 a file`],
  },
  {
    rule: 'RETENTION-14',
    does: 'a part that was held back passes for one that was destroyed',
    file: 'server/src/scrub/check-entry.ts',
    find: "const isLost = part?.state === 'absent' &&",
    replace: 'const isLost = part === undefined &&',
    tests: ['server/src/scrub/scrub.test.ts > RETENTION-14'],
  },
  {
    rule: 'RETENTION-2',
    does: 'leaves pieces of a destroyed file on the disk after a kill',
    file: 'server/src/uses/destroy-again.ts',
    find: '(?:part|[0-9]+\\.piece)',
    replace: '(?:part)',
    tests: ['server/src/uses/retention.test.ts > RETENTION-2 a piece'],
  },
]
