/** Breaks of what two sides go on with that lost their machines at once. */
import type { Break } from './break.ts'

const END = 'server/src/uses/restore/closing-question.test.ts'
const BOTH_LOST = 'server/src/outbound/both-lost.test.ts'

export const bothLostBreaks: readonly Break[] = [
  {
    rule: 'GIVE-1',
    does: 'gives nothing back under a key that it has lost and learned of',
    file: 'server/src/uses/restore/signed-question.ts',
    find: 'custodyOf(relation, relation.theirs).at(-1)?.keys ?? relation.theirCustody',
    replace: 'relation.keyed.theirs.custody.at(-1)?.keys ?? relation.theirCustody',
    tests: [`${BOTH_LOST} > GIVE-1`],
  },
  {
    rule: 'EPOCH-5',
    does: 'a log begins in places that the other side had answered',
    file: 'server/src/uses/restore/begin-epoch.ts',
    find: 'return theirs.size < ours.running || ours.size < theirs.running',
    replace: 'return theirs.size < ours.running',
    tests: [`${BOTH_LOST} > EPOCH-5 no log`],
  },
  {
    rule: 'KEYS-7',
    does: 'a log begins under a key that what came back last has changed',
    file: 'server/src/uses/restore/begin-epoch.ts',
    find: 'await node.store.read(relation.id, (reader) => readKeys(relation, reader))',
    replace: '',
    tests: [`${BOTH_LOST} > KEYS-7`],
  },
  {
    rule: 'EPOCH-5',
    does: 'sends nothing whose receipt is under a key that is not known here',
    file: 'server/src/uses/send/batch.ts',
    find: 'checkpoint && { ...checkpoint, cosignature: null }',
    replace: 'checkpoint',
    tests: [`${BOTH_LOST} > EPOCH-5 what`],
  },
  {
    rule: 'GIVE-2',
    does: 'what has no receipt is kept from its author',
    file: 'server/src/uses/restore/give-back.ts',
    find: '(log === relation.theirs ? await over(false) : null)',
    replace: 'null',
    tests: [`${BOTH_LOST} > GIVE-2`],
  },
  {
    rule: 'EPOCH-7',
    does: 'takes the beginning that it lost for that of a lost machine',
    file: 'server/src/uses/restore/incoming-epoch.ts',
    find: 'if (!isAnswer && closing.time < held.stated)',
    replace: 'if (closing.time < held.stated)',
    tests: ['server/src/uses/restore/epochs.test.ts > EPOCH-7 a question'],
  },
  {
    rule: 'EPOCH-4',
    does: 'ends a log for good with less than its author has',
    file: 'server/src/uses/restore/closing.ts',
    find: "return start !== 'confirmed' && (stated === null || stated.ours > size)",
    replace: 'return false',
    tests: ['server/src/uses/restore/epochs.test.ts > EPOCH-4 who may'],
  },
  {
    rule: 'EPOCH-14',
    does: 'ends a log for a question that nobody signed',
    file: 'server/src/uses/restore/closing.ts',
    find: 'verifyClosingQuestion(question, line, keys, node.verifier)',
    replace: 'verifyClosingQuestion(question, line, keys, { ed25519: () => true, mlDsa44: () => true })',
    tests: [`${END} > EPOCH-14 a question`],
  },
  {
    rule: 'EPOCH-14',
    does: 'ends the log of a node that lives for a question that was never answered',
    file: 'server/src/uses/restore/closing.ts',
    find: 'return when + tolerance < Math.min(time, now)',
    replace: 'return when + tolerance < 0',
    tests: ['server/src/uses/restore/closing-question.test.ts > EPOCH-14 EPOCH-7'],
  },
  {
    rule: 'EPOCH-7',
    does: 'answers a question that was asked before the last one, and leaves nothing to begin with',
    file: 'server/src/uses/restore/closing.ts',
    find: 'if (when <= stated || when > now + tolerance) return true',
    replace: 'if (when > now + tolerance) return true',
    tests: ['server/src/uses/restore/closing-question.test.ts > EPOCH-14 EPOCH-7'],
  },
  {
    rule: 'EPOCH-14',
    does: 'ends a log for whoever has a key that was revoked',
    file: 'server/src/uses/restore/signed-question.ts',
    find: 'custodyOf(relation, relation.theirs).at(-1)?.keys ?? relation.theirCustody',
    replace: 'relation.exchanged.theirs.custody',
    tests: [`${END} > EPOCH-14 KEYS-4`],
  },
]
