/** Breaks of what ends a dossier while somebody's no stands. */
import type { Break } from './break.ts'

export const overNoBreaks: readonly Break[] = [
  {
    rule: 'PROCEDURE-18',
    does: 'one officer withdraws over a no, to ask the same of another reviewer',
    file: 'casework/src/language/define.ts',
    find: "only('withdraw', { not: stands })",
    replace: '',
    tests: [
      'procedures/over-no.test.ts > nobody alone leaves a no',
      'procedures/runs.test.ts > ended-over-no',
    ],
  },
  {
    rule: 'PROCEDURE-18',
    does: 'one officer ends over a no by an act of another name than withdraw',
    file: 'procedures/temporary-post/procedure.ts',
    find: "      when: { not: { any: [{ saidNo: 'proportionality' }, { saidNo: 'non-refoulement' }] } },\n",
    replace: '',
    tests: [
      'procedures/over-no.test.ts > temporary-post: PROCEDURE-18 nobody alone leaves a no',
      'procedures/runs.test.ts > temporary-post runs as ended-over-no',
    ],
  },
  {
    rule: 'PROCEDURE-18',
    does: 'one officer closes what was answered over a no to whom is asked about next',
    file: 'procedures/identification/procedure.ts',
    find: "      when: { not: { saidNo: 'non-refoulement' } },\n",
    replace: '',
    tests: [
      'procedures/over-no.test.ts > identification: PROCEDURE-18 nobody alone leaves a no',
      'procedures/runs.test.ts > identification runs as no-after-the-answer',
    ],
  },
  {
    rule: 'PROCEDURE-18',
    does: 'a dossier is said to have ended over a no that nobody said',
    file: 'casework/src/language/define.ts',
    find: "only('end-over-no', stands)",
    replace: '',
    tests: [
      'procedures/over-no.test.ts > nothing ends over a no that nobody said',
      'procedures/runs.test.ts > ended-over-no',
    ],
  },
]
