/** Breaks of what keeps a hostile peer, and strangers, from holding a node. */
import type { Break } from './break.ts'

const STRANGERS = 'server/src/peer/strangers.test.ts'

export const hostileBreaks: readonly Break[] = [
  {
    rule: 'SYNC-14',
    does: 'strangers have as many connections as they like',
    file: 'server/src/peer/endpoint.ts',
    find: '      this.#porch.enter(socket)\n',
    replace: '',
    tests: [`${STRANGERS} > SYNC-14`],
  },
  {
    rule: 'ANSWER-9',
    does: 'a number without our signed head stops the node',
    file: 'server/src/uses/statement.ts',
    find: 'if (signs && !isOwnHead(',
    replace: 'if (!signs && !isOwnHead(',
    tests: ['server/src/uses/statement.test.ts > ANSWER-9 SYNC-8'],
  },
  {
    rule: 'CLOCK-1',
    does: 'dates what the other side did by a clock that holds its own recording',
    file: 'server/src/uses/accept.ts',
    find: "if (step.entries.length > 0 && heldCode(node, relation, heads.ours.time) === 'held-clock')",
    replace: 'if (step.entries.length > 1e9)',
    tests: ['server/src/uses/clock-word.test.ts > CLOCK-1 a clock that was set'],
  },
  {
    rule: 'RETENTION-11',
    does: 'takes a part for undelivered although nobody has recalled it',
    file: 'server/src/uses/incoming.ts',
    find: "why === 'undelivered' && recalled.has(",
    replace: "why === 'undelivered' || recalled.has(",
    tests: ['server/src/uses/recall.test.ts > RETENTION-11 a part that is held back'],
  },
  {
    rule: 'KEYS-2',
    does: 'takes any 1216 bytes for a sealing key',
    file: 'protocol/src/keys/sealing-key.ts',
    find: 'key.length === SEALING_KEY_BYTES && isReduced(key) && !SMALL.has(coordinate(key))',
    replace: 'key.length === SEALING_KEY_BYTES',
    tests: ['protocol/src/keys/sealing-key.test.ts > KEYS-2', 'server/src/keys/sealing.test.ts > KEYS-2'],
  },
  {
    rule: 'CLOCK-2',
    does: 'the word of operators about their clock outlives it',
    file: 'server/src/uses/clock-word.ts',
    find: 'if (ownClock?.at && wasSet(ownClock.at)) return true',
    replace: '',
    tests: ['server/src/uses/clock-word.test.ts > CLOCK-2 the word of operators'],
  },
  {
    rule: 'ANSWER-6',
    does: 'a flood of one incident hides another',
    file: 'server/src/uses/incident.ts',
    find: 'KINDS.every((name) => held[name] === now[name])',
    replace: 'KINDS.length > 0 || held === now',
    tests: ['server/src/uses/incident.test.ts > ANSWER-6 a flood of one kind'],
  },
  {
    rule: 'PROCEDURE-25',
    does: 'an act in the name of an office of the other side has effect',
    file: 'casework/src/run/office.ts',
    find: 'OFFICE.test(code) && ',
    replace: 'OFFICE.test(code) || ',
    tests: [
      'server/src/uses/hostile.test.ts > ANSWER-4 PROCEDURE-25 a peer that acts in the name of an office of ours',
    ],
  },
  {
    rule: 'CHECKPOINT-8',
    does: 'a head of which nothing is left is signed again, whatever it was',
    file: 'server/src/scrub/mend-left.ts',
    find: 'if (!isProven && !(await isCovered(',
    replace: 'if (isProven && !(await isCovered(',
    tests: ['server/src/scrub/left.test.ts > CHECKPOINT-8 a head of ours'],
  },
  {
    rule: 'EPOCH-12',
    does: 'what comes of a log that ended is kept without bound',
    file: 'server/src/uses/keep-apart.ts',
    find: 'if (first && (await isBeyond(',
    replace: 'if (!first && (await isBeyond(',
    tests: ['server/src/uses/bounds.test.ts > EPOCH-12'],
  },
]
