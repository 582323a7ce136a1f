/** Breaks of what is destroyed, by whose word, and stays so. */
import type { Break } from './break.ts'

const RECALL = 'server/src/uses/recall.test.ts'
const WITHHELD = 'server/src/views/withheld.test.ts'

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
    rule: 'RETENTION-2',
    does: 'leaves pieces of a destroyed file on the disk after a kill',
    file: 'server/src/uses/destroy-again.ts',
    find: '(?:part|[0-9]+\\.piece)',
    replace: '(?:part)',
    tests: ['server/src/uses/retention.test.ts > RETENTION-2 a piece'],
  },
]
