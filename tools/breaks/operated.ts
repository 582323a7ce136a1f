/** What operators are told, and what their word is worth. */
import type { Break } from './break.ts'

export const operatedBreaks: readonly Break[] = [
  {
    rule: 'operation',
    does: 'a folder of files that is gone leaves the health of a node as it was',
    file: 'server/src/views/health.ts',
    find: "() => 'held' as const",
    replace: "() => 'ok' as const",
    tests: ['server/src/views/health.test.ts > a folder of files that is gone'],
  },
  {
    rule: 'operation',
    does: 'without the folder of files every file is called damaged',
    file: 'server/src/store/files/folder.ts',
    find: "if (error instanceof NodeError && error.code === 'file-damaged') await check()",
    replace: '',
    tests: ['server/src/store/files/folder.test.ts > without its folder'],
  },
  {
    rule: 'CLOCK-2',
    does: 'the word of two operators on a log dated ahead lasts until the next mark',
    file: 'server/src/uses/clock-word.ts',
    find: 'const last = Math.max(ours.time, relation.receipt)',
    replace: 'const last = ours.time',
    tests: [
      'server/src/uses/clock-word.test.ts > CLOCK-2 the word of operators on a log dated ahead outlasts',
    ],
  },
]
