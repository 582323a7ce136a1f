/** The exchange's chapter of the page; it can be measured and replaced without the rest. */
import type { Exchange } from './exchange.ts'
import type { Timed } from './measure.ts'

const BEGIN = '<!-- exchange -->'
const END = '<!-- /exchange -->'

export function exchangeReport(
  { bytes, written, rows, mail, nats, waited, file, ages }: Exchange,
  machine: string,
): string {
  const [one] = rows
  const batched = rows.slice(1)
  const best = Math.max(...batched.map(({ acts }) => acts.delivered.perSecond))
  const perSecond = ({ limit }: (typeof rows)[number]) => 1000 / (limit.inserts + limit.once)
  return `${BEGIN}

## The exchange beside its limit, mail and a queue

${machine}

Acts of ${bytes} bytes, delivered and receipted, with durable commits on both sides; each node has a thread of its own, on one
machine. *The limit* is the sum of what cannot be left out, each measured alone at the same number of acts: entry and body of each inserted and committed on both sides
in one statement; a head and a receipt, each signed with two keys and verified; one seal and one open. The limit writes 4 rows
for an act; the two nodes write ${written.toFixed(1)}, for each part of it can be destroyed alone, and what both desks show and what is due is on both disks before
the receipt is given. *The limit with all rows* inserts as many, in one statement, into tables with one index.

| at a time | ${rows.map(({ atOnce }) => atOnce).join(' | ')} |
| --- | ${rows.map(() => '---:').join(' | ')} |
| delivered a second | ${rows.map(({ acts }) => acts.delivered.perSecond.toFixed(0)).join(' | ')} |
| delivered, p50 / p95 / p99 ms | ${rows.map(({ acts }) => spread(acts.delivered)).join(' | ')} |
| recorded, p50 / p95 / p99 ms | ${rows.map(({ acts }) => spread(acts.recorded)).join(' | ')} |
| the limit: both inserts of an act, ms | ${rows.map(({ limit }) => limit.inserts.toFixed(3)).join(' | ')} |
| — its share of signatures, seal and open, ms | ${rows.map(({ limit }) => limit.once.toFixed(3)).join(' | ')} |
| — acts a second | ${rows.map((row) => perSecond(row).toFixed(0)).join(' | ')} |
| delivered ÷ the limit | ${rows.map((row) => (row.acts.delivered.perSecond / perSecond(row)).toFixed(3)).join(' | ')} |
| all rows of an act inserted on both sides, ms | ${rows.map(({ limit }) => limit.rows.toFixed(3)).join(' | ')} |
| the limit with all rows ÷ the limit | ${rows.map((row) => (1000 / (row.limit.rows + row.limit.once) / perSecond(row)).toFixed(3)).join(' | ')} |
| delivered ÷ the limit with all rows | ${rows.map((row) => ((row.acts.delivered.perSecond * (row.limit.rows + row.limit.once)) / 1000).toFixed(3)).join(' | ')} |

Signed and encrypted mail (\`openssl cms\`, P-256 and AES-256-GCM; two Postfix on loopback, 16 connections), opened and
verified, with the delivery receipt back, which nobody signed: ${mailText(mail, best)}

NATS JetStream, one owner and no receipt by anybody else: ${natsText(nats, best, one?.acts.delivered ?? null)}

| after an outage | |
| --- | ---: |
| acts waiting | ${waited.acts.toLocaleString('en')} |
| recorded meanwhile, a second | ${(waited.acts / waited.recorded).toFixed(0)} |
| delivered and receipted after it, s | ${waited.delivered.toFixed(1)} |
| — a second | ${(waited.acts / waited.delivered).toFixed(0)} |

| a file over the line | |
| --- | ---: |
| MiB | ${mebibytes(file.bytes)} |
| brought by an officer, sealed and synced, MiB a second | ${(mebibytes(file.bytes) / file.brought).toFixed(0)} |
| carried to the other side, verified and synced, MiB a second | ${(mebibytes(file.bytes) / file.carried).toFixed(0)} |
| most memory beyond what both nodes had before, MiB | ${mebibytes(file.memory)} |

| entries in a log | ${ages.map(({ entries }) => entries.toLocaleString('en')).join(' | ')} |
| --- | ${ages.map(() => '---:').join(' | ')} |
| hashes of a proof | ${ages.map(({ hashes }) => hashes).join(' | ')} |
| bytes of a proof | ${ages.map(({ bytes: size }) => size.toLocaleString('en')).join(' | ')} |
| verified, p50 / p95 / p99 ms | ${ages.map(({ verified }) => spread(verified)).join(' | ')} |
| a leaf appended and the root, p50 / p95 / p99 ms | ${ages.map(({ appended }) => spread(appended, 4)).join(' | ')} |

${END}
`
}

/** The page with this chapter in the place of the one it has, or at its end. */
export function withExchange(page: string, chapter: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin < 0 || end < begin) return `${page.trimEnd()}\n\n${chapter}`
  return page.slice(0, begin) + chapter.trimEnd() + page.slice(end + END.length)
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}

function mailText(mail: Exchange['mail'], best: number): string {
  if (typeof mail === 'string') return `${mail}.`
  const { version, messages, perSecond } = mail
  return `Postfix ${version}, ${messages} messages, ${perSecond.toFixed(1)} a second. The most delivered here ÷ mail: ${(best / perSecond).toFixed(1)} ×.`
}

function natsText(nats: Exchange['nats'], best: number, one: Timed | null): string {
  if (typeof nats === 'string') return `${nats}.`
  const { version, synced } = nats
  const how = synced
    ? 'each publish synced before it is acknowledged'
    : 'which cannot sync before it acknowledges (2.10 and later can), so that this is no durable commit'
  return `${version}, ${how}; one at a time ${nats.one.perSecond.toFixed(0)} a second, p50 / p95 / p99 ms ${spread(nats.one)}, 64 at a time ${nats.many.perSecond.toFixed(0)} a second. Delivered here ÷ NATS: ${((one?.perSecond ?? 0) / nats.one.perSecond).toFixed(3)} one at a time, ${(best / nats.many.perSecond).toFixed(3)} together.`
}

function spread({ p50, p95, p99 }: Pick<Timed, 'p50' | 'p95' | 'p99'>, digits?: number): string {
  return [p50, p95, p99].map((ms) => ms.toFixed(digits ?? (ms < 10 ? 2 : 1))).join(' / ')
}
