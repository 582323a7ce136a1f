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
    rule: 'operation',
    does: 'whatever is down sends an operator to the database',
    file: 'server/src/views/operation/alarms.ts',
    find: "/^(storage$|store )/.test(name) && state === 'down'",
    replace: "!name.startsWith('line') && state === 'down'",
    tests: ['server/src/views/operation/alarms.test.ts > what is down beside the store'],
  },
  {
    rule: 'operation',
    does: 'operators of an older copy are told that the counterpart said so, whoever did',
    file: 'server/src/uses/restore/startable.ts',
    find: 'if (stated > ours.size) return',
    replace: 'if (stated >= 0) return',
    tests: ['server/src/uses/restore/startable.test.ts > who knows that a node is an older copy'],
  },
  {
    rule: 'operation',
    does: 'a start on a full disk is called a mistake of ours',
    file: 'server/src/store/postgres/failure.ts',
    find: '|could not write init file/',
    replace: '/',
    tests: ['server/src/store/postgres/failure.test.ts > errors of the driver have codes'],
  },
  {
    rule: 'CLOCK-2',
    does: 'the word of two operators on a log dated ahead lasts until the next mark',
    file: 'server/src/uses/clock/clock-word.ts',
    find: 'const last = Math.max(ours.time, relation.receipt)',
    replace: 'const last = ours.time',
    tests: [
      'server/src/uses/clock/clock-word.test.ts > CLOCK-2 the word of operators on a log dated ahead outlasts',
    ],
  },
  {
    rule: 'operation',
    does: 'a scrub never gets past a dossier that is too large to be read',
    file: 'server/src/scrub/lenient.ts',
    find: 'if (damageIn(error)) return null',
    replace: "if (damageIn(error)?.code === 'entry-damaged') return null",
    tests: ['server/src/scrub/not-damaged.test.ts > a dossier that is too large'],
  },
  {
    rule: 'operation',
    does: 'a start after an upgrade ends where the dossiers of a page do not fit into memory together',
    file: 'server/src/uses/dossier/fold-anew.ts',
    find: 'if (!damage || !mayStay(damage)) throw error',
    replace: 'if (damage !== undefined) throw error',
    tests: ['server/src/uses/dossier/recount.test.ts > dossiers that are too large together'],
  },
  {
    rule: 'MARK-6',
    does: 'a log never begins where the dossiers of one mark do not fit into memory together',
    file: 'server/src/uses/restore/settle-held.ts',
    find: '|| most === 1) throw error',
    replace: '|| most > 0) throw error',
    tests: ['server/src/uses/restore/begin-epoch.test.ts > MARK-6'],
  },
]
