/** Breaks that only show when two nodes go through failures: each is found by a schedule of `npm run fuzz`. */
import type { Break } from './break.ts'

const FUZZ = 'devnet/tests/fuzz/fuzz.test.ts'
const by = (seed: number) => [`${FUZZ} > from seed ${seed}`]

export const fuzzBreaks: readonly Break[] = [
  {
    rule: 'ANSWER-2',
    does: 'cosigns and answers before anything is on disk',
    file: 'server/src/uses/write.ts',
    find: 'node.store.locked(relation.id, work)',
    replace:
      'new Promise<T>((done, no) => node.store.locked(relation.id, (writer) => work(writer).then((result) => (done(result), result))).catch(no))',
    tests: by(5),
  },
  {
    rule: 'MARK-4',
    does: 'forgets that what was seen only grows',
    file: 'server/src/uses/record/decide.ts',
    find: 'seen: heads.theirs.size,',
    replace: 'seen: Math.max(0, heads.theirs.size - (heads.ours.size % 3)),',
    tests: by(1),
  },
  {
    rule: 'law 5',
    does: 'records a repeated request once more',
    file: 'server/src/uses/record/decide.ts',
    find: '  if (earlier) {',
    replace: "  if (earlier && digest === '') {",
    tests: by(4),
  },
  {
    rule: 'ANSWER-1',
    does: 'sends a head beyond the entries that go with it',
    file: 'server/src/uses/send/batch.ts',
    find: 'while (start + rows.length < checkpoint.size) {',
    replace: 'while (rows.length > 1 && rows.pop() === undefined) {',
    tests: by(1),
  },
  {
    rule: 'MARK-1',
    does: 'appends no mark to what it accepts',
    file: 'server/src/uses/receive/accept.ts',
    find: "const marks = signs && rows.some((row) => row.kind !== 'mark')",
    replace: 'const marks = rows.length > 3',
    tests: by(1),
  },
  {
    rule: 'MARK-3',
    does: 'dates an entry before the one it follows',
    file: 'server/src/uses/record/decide.ts',
    find: 'time: Math.max(node.clock(), heads.ours.time),',
    replace: 'time: node.clock(),',
    tests: by(3),
  },
  {
    rule: 'ANSWER-5',
    does: 'appends once more what it holds already',
    file: 'server/src/uses/receive/incoming.ts',
    find: 'if (index < heads.theirs.size) continue',
    replace: '',
    tests: by(1),
  },
  {
    rule: 'ANSWER-2',
    does: 'receipts more than it has kept',
    file: 'server/src/uses/receive/accept.ts',
    find: 'await writer.append(relation.theirs, rows, checked.parts, checked.nodes, theirs)',
    replace:
      'await writer.append(relation.theirs, rows.length > 4 ? rows.slice(0, -1) : rows, checked.parts, checked.nodes, theirs)',
    tests: by(1),
  },
  {
    rule: 'law 5',
    does: 'forgets in a restart what was answered',
    file: 'server/src/uses/record/commit.ts',
    find: 'for (const [request, kept] of decided.answers) await writer.putAnswered(request, kept)',
    replace: '',
    tests: by(1),
  },
  {
    rule: 'MARK-1',
    does: 'appends a mark that settles nothing of its batch',
    file: 'server/src/uses/dossier/append-mark.ts',
    find: ' seen, time, random: node.random }',
    replace: ' seen: ours.running, time, random: node.random }',
    tests: by(1),
  },
  {
    rule: 'EPOCH-2',
    does: 'goes on with its old log after it was brought back',
    file: 'server/src/uses/restore/statement.ts',
    find: "if (outcome === 'renews') relation.renewing = true",
    replace: "if (outcome === 'renews') [relation.start, relation.restored] = ['confirmed', 'no']",
    tests: by(1),
  },
  {
    rule: 'EPOCH-7',
    does: 'begins a log with a statement that a lost machine was given',
    file: 'server/src/uses/restore/incoming-epoch.ts',
    find: "if (!isAnswer && closing.time < held.stated) return { kind: 'stale' }",
    replace: '',
    tests: ['server/src/uses/restore/epochs.test.ts > EPOCH-4 EPOCH-7'],
  },
  {
    rule: 'EPOCH-8',
    does: 'throws away what comes of a log that has ended',
    file: 'server/src/uses/receive/keep-apart.ts',
    find: 'await writer.putApart(fresh, theirs)',
    replace: 'await writer.putApart(fresh.slice(1), theirs)',
    tests: by(6),
  },
  {
    rule: 'EPOCH-9',
    does: 'settles nothing with the first entry of a log',
    file: 'server/src/uses/restore/begin-epoch.ts',
    find: 'const head = (await isAnswered(relation, heads, writer))',
    replace: 'const head = (await isAnswered(relation, heads, writer)) && ours.size < 0',
    tests: by(1),
  },
]
