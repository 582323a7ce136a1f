/** Breaks of how evidence, and what is beside it, is read: what it proves beyond an end, and what makes it unreadable. */
import type { Break } from './break.ts'

const END = 'protocol/src/proof/log-end.ts'
const VECTORS = 'protocol/src/evidence/vectors.test.ts > EVIDENCE-7'

export const evidenceBreaks: readonly Break[] = [
  {
    rule: 'EVIDENCE-7',
    does: 'what was cosigned beyond the end of a log is proven at an index of the next',
    file: END,
    find: "if (size > end.size) refuse('bad-proof', 'a head beyond the end of its log')",
    replace: '',
    tests: [VECTORS],
  },
  {
    rule: 'EVIDENCE-7',
    does: 'a log may have ended at two heads',
    file: END,
    find: "if (size === end.size && !equal(root, end.root)) refuse('bad-proof', 'another head than that of the end')",
    replace: 'if (end.root.length === 0) equal(root, end.root)',
    tests: [VECTORS],
  },
  {
    rule: 'EVIDENCE-7',
    does: 'a change of keys counts in a log that was closed before it',
    file: 'protocol/src/proof/key-chain.ts',
    find: 'for (const head of last.heads ?? []) checkEnd(head, ended)',
    replace: '',
    tests: [VECTORS],
  },
  {
    rule: 'EVIDENCE-6',
    does: 'a time that no calendar has makes all evidence unreadable in which it stands',
    file: 'cli/src/moment.ts',
    find: 'seconds > LAST ? String(seconds) : ',
    replace: '',
    tests: ['cli/src/verify.test.ts > EVIDENCE-6 CLOCK-3'],
  },
  {
    rule: 'EVIDENCE-9',
    does: 'an archive may say more than its members',
    file: 'cli/src/evidence-file.ts',
    find: 'slice(view, at + 30, 12).every((byte) => byte === 0) &&',
    replace: '',
    tests: ['cli/src/evidence-file.test.ts > EVIDENCE-9'],
  },
  {
    rule: 'EVIDENCE-1',
    does: 'one claim may stand twice in a manifest',
    file: 'protocol/src/evidence/layout.ts',
    find: "if (new Set(names).size < names.length) refuse('bad-evidence', 'the same twice')",
    replace: '',
    tests: ['protocol/src/evidence/vectors.test.ts > EVIDENCE-1'],
  },
  {
    rule: 'EVIDENCE-1',
    does: 'a row of keys may say that it changed, and not how',
    file: 'protocol/src/evidence/layout.ts',
    find: "if (steps.length === 0) refuse('bad-evidence', 'nothing changed')",
    replace: '',
    tests: ['protocol/src/evidence/vectors.test.ts > EVIDENCE-1'],
  },
  {
    rule: 'KEYS-11',
    does: 'a file of keys may name one side twice',
    file: 'cli/src/verify.ts',
    find: 'if (keys.length === 0 || new Set(keys.map(({ side }) => side)).size < keys.length)',
    replace: 'if (keys.length === 0)',
    tests: ['cli/src/verify.test.ts > KEYS-11'],
  },
  {
    rule: 'LOG-7',
    does: 'a node starts with a code that has a dash',
    file: 'server/src/names.ts',
    find: "party = '[a-z][a-z0-9]{1,15}'",
    replace: "party = '[a-z][a-z0-9-]{1,15}'",
    tests: ['server/src/keys/key-file.test.ts > LOG-7'],
  },
  {
    rule: 'ENVELOPE-3',
    does: 'a reader tries fewer epochs than the sender may be away',
    file: 'server/src/outbound/seal.ts',
    find: 'export const FAR = 3',
    replace: 'export const FAR = 2',
    tests: ['server/src/outbound/seal.test.ts > ENVELOPE-1 ENVELOPE-3'],
  },
  {
    rule: 'EVIDENCE-8',
    does: 'a record of a time that no calendar has keeps everybody from the evidence',
    file: 'server/src/views/evidence-page.ts',
    find: 'seconds > LAST ? String(seconds) : ',
    replace: '',
    tests: ['server/src/views/evidence-destroyed.test.ts > EVIDENCE-8 CLOCK-3'],
  },
]
