/** Breaks of who is taken for the counterpart on a line, and of what it can make this side say. */
import type { Break } from './break.ts'

const ENDPOINT = 'server/src/peer/endpoint.test.ts'
const SENT_AGAIN = 'server/src/uses/send/sent-again.test.ts'
const TLS_LINK = 'server/src/outbound/tls-link.test.ts'

export const lineBreaks: readonly Break[] = [
  {
    rule: 'SYNC-10',
    does: 'a peer writes its own words onto our pages',
    file: 'server/src/wire/link.ts',
    find: "?? 'line-down'\n}",
    replace: '?? (text as LinkCode)\n}',
    tests: [`${TLS_LINK} > SYNC-10 a code`],
  },
  {
    rule: 'SYNC-10',
    does: 'whoever answers is the counterpart, whatever key it has',
    file: 'server/src/outbound/line-fault.ts',
    find: "if (!shown || pinOf(shown.raw) !== pin) return new CertificateError('wrong-certificate')",
    replace: "if (!shown) return new CertificateError('wrong-certificate')",
    tests: [`${TLS_LINK} > SYNC-10 another certificate`],
  },
  {
    rule: 'SYNC-10',
    does: "an expired certificate is called a stranger's",
    file: 'server/src/outbound/line-fault.ts',
    find: "if (now > shown.validToDate.getTime()) return new CertificateError('certificate-expired')",
    replace: '',
    tests: [`${TLS_LINK} > SYNC-10 what may be wrong with a certificate`],
  },
  {
    rule: 'GIVE-12',
    does: 'who says that it holds nothing has the whole log once more',
    file: 'server/src/uses/send/batch.ts',
    find: 'isKept ? await batchFrom(from) : first',
    replace: 'first ?? (await batchFrom(asked))',
    tests: [`${SENT_AGAIN} > GIVE-12 who says`],
  },
  {
    rule: 'GIVE-12',
    does: 'messages that crossed are told as a loss',
    file: 'server/src/uses/receive/receive.ts',
    find: 'next.isKept && !isCrossing(node, relation)',
    replace: 'next.isKept',
    tests: [`${SENT_AGAIN} > GIVE-12 a question that crossed`],
  },
  {
    rule: 'peer',
    does: 'whoever knows the name of a relation may call',
    file: 'server/src/peer/endpoint.ts',
    find: 'this.#pinned.get(one) === pin &&',
    replace: '',
    tests: [`${ENDPOINT} > who is not a peer`],
  },
  {
    rule: 'SYNC-13',
    does: 'reads no announcement where one does not open',
    file: 'server/src/store/postgres/announcements.ts',
    find: 'wrapped && unlessDamaged(() =>',
    replace: 'wrapped && ((read: () => Uint8Array) => read())(() =>',
    tests: ['server/src/store/postgres/damaged-announcement.test.ts > SYNC-13 a damaged'],
  },
  {
    rule: 'RETENTION-11',
    does: 'lets a recall in another dossier hold back a part, of which nobody is told',
    file: 'server/src/uses/receive/parts-given.ts',
    find: '!on || !standsWith(header, on)',
    replace: '!on',
    tests: ['server/src/uses/receive/recalled-elsewhere.test.ts > RETENTION-11'],
  },
  {
    rule: 'SYNC-17',
    does: 'forgives all that a refusal of half a second costs',
    file: 'server/src/peer/answer.ts',
    find: 'work.refused = !OWN',
    replace: 'work.refused = false && !OWN',
    tests: ['server/src/peer/answer.test.ts > SYNC-17 what was refused'],
  },
  {
    rule: 'SYNC-17',
    does: 'looks for files, and says that they are held, for whoever owes too much of the time',
    file: 'server/src/outbound/fetcher.ts',
    find: 'heartbeat : restOf(this.#relation.share)',
    replace: 'heartbeat : restOf({ owed: 0, at: 0 })',
    tests: ['server/src/outbound/owed-files.test.ts > SYNC-17 for who owes too much'],
  },
]
