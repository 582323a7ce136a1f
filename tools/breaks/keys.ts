/** Rules of how keys change. */
import type { Break } from './break.ts'

const CHAIN = 'protocol/src/proof/key-chain.test.ts'
const ROTATE = 'server/src/uses/rotate.test.ts'
const LEARNED = 'server/src/uses/learned-keys.test.ts'
const REVOKED = 'server/src/uses/revoked.test.ts'
const RECEIPTS = 'server/src/uses/receipt-order.test.ts'
const EVIDENCE = 'server/src/views/keys.test.ts'

export const keyBreaks: readonly Break[] = [
  {
    rule: 'KEYS-3',
    does: 'where a log changes its keys the old ones alone are enough',
    file: 'protocol/src/checkpoint/key-spans.ts',
    find: 'for (const { keys } of more) verifyAuthor(note, keys, verifier)',
    replace: 'if (more.length > 9) verifyAuthor(note, first.keys, verifier)',
    tests: [CHAIN],
  },
  {
    rule: 'KEYS-4',
    does: 'a custody key signs at any time',
    file: 'protocol/src/checkpoint/key-spans.ts',
    find: 'if (time < from || time > until)',
    replace: 'if (time < from && time > until)',
    tests: [CHAIN],
  },
  {
    rule: 'KEYS-2',
    does: 'a key that was used before is used again',
    file: 'protocol/src/checkpoint/key-changes.ts',
    find: "if (known.has(base64(key))) refuse('bad-key', 'a key that was used before')",
    replace: "if (known.has('')) refuse('bad-key', 'a key that was used before')",
    tests: [CHAIN, ROTATE],
  },
  {
    rule: 'KEYS-8',
    does: 'a receipt under a revoked key counts',
    file: 'protocol/src/checkpoint/key-spans.ts',
    find: 'return { time, revoked }',
    replace: 'return { time, revoked: revoked && false }',
    tests: [CHAIN, EVIDENCE],
  },
  {
    rule: 'KEYS-3',
    does: 'an older snapshot brings an old key back',
    file: 'server/src/uses/key-record.ts',
    find: "const isLocked = 'append' in reader",
    replace: 'const isLocked = reader !== null',
    tests: [`${ROTATE} > an answer from an older snapshot`],
  },
  {
    rule: 'KEYS-9',
    does: 'believes keys of its own log that do not go on from those that it knows',
    file: 'server/src/uses/own-head.ts',
    find: 'return other?.from === from && sameKeys(other.keys, keys)',
    replace: 'return from >= 0 && (!other || sameKeys(other.keys, other.keys))',
    tests: ['server/src/uses/own-head.test.ts > ANSWER-9 KEYS-9'],
  },
  {
    rule: 'ANSWER-9',
    does: 'whoever gives no keys is never told of a size that is not proven',
    file: 'server/src/outbound/ask-statement.ts',
    find: 'return once(false)',
    replace: 'return once(true)',
    tests: [`${LEARNED} > ANSWER-9 KEYS-9`],
  },
  {
    rule: 'KEYS-9',
    does: 'a node that has lost a change of keys never learns of it',
    file: 'server/src/outbound/ask-statement.ts',
    find: "cause.code === 'missing-signature'",
    replace: "cause.code === 'too-large'",
    tests: [LEARNED],
  },
  {
    rule: 'KEYS-9',
    does: 'says of no key that it was revoked before the other side has receipted it',
    file: 'server/src/uses/key-steps.ts',
    find: "const isForHolder = uses === 'all' && side === at.relation.ours",
    replace: "const isForHolder = uses === 'all' && side === ''",
    tests: [REVOKED],
  },
  {
    rule: 'KEYS-9',
    does: 'takes a change without a receipt from who would have to hold it, and not from its author',
    file: 'protocol/src/proof/key-chain.ts',
    find: 'const tellers = [...at.sides.keys()].filter((side) => side !== reader)',
    replace: 'const tellers = [...at.sides.keys()].filter((side) => side === reader)',
    tests: [`${REVOKED} > KEYS-7 KEYS-9`],
  },
  {
    rule: 'KEYS-7',
    does: 'of two changes that crossed neither is ever followed',
    file: 'protocol/src/proof/key-chain.ts',
    find: 'const further = broken && (together(at) ?? told(reader, at))',
    replace: 'const further = broken && told(reader, at)',
    tests: [CHAIN],
  },
  {
    rule: 'KEYS-7',
    does: 'a change that nobody held is followed beside another',
    file: 'protocol/src/proof/key-chain.ts',
    find: 'if (open.length === 0) return trial',
    replace: 'if (open.length < 9) return trial',
    tests: [CHAIN],
  },
  {
    rule: 'KEYS-10',
    does: 'counts a receipt beyond a change that has none',
    file: 'server/src/uses/accept.ts',
    find: 'if (await isAhead(relation, cosignature.size, writer)) return null',
    replace: 'if (await isAhead(relation, 0, writer)) return null',
    tests: [RECEIPTS],
  },
  {
    rule: 'KEYS-10',
    does: 'gives no receipt for a change that came while nothing was signed',
    file: 'server/src/uses/begin-epoch.ts',
    find: '[...endsOf(relation, relation.theirs), theirs.size]',
    replace: '[...endsOf(relation, relation.theirs).slice(9), theirs.size]',
    tests: [RECEIPTS],
  },
  {
    rule: 'GIVE-3',
    does: 'accuses a counterpart of a key that it changed',
    file: 'server/src/uses/take-back.ts',
    find: 'if (!isUnknown || side !== relation.ours) throw error',
    replace: "if (!isUnknown || side !== '') throw error",
    tests: [`${LEARNED} > GIVE-3`],
  },
  {
    rule: 'KEYS-4',
    does: 'gives receipts by a clock that goes back',
    file: 'server/src/uses/receipt-time.ts',
    find: 'relation.receipt = Math.max(now, least, relation.receipt)',
    replace: 'relation.receipt = Math.max(now, least)',
    tests: [`${ROTATE} > KEYS-4`],
  },
]
