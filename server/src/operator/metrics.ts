/**
 * The figures that operators watch, as Prometheus reads them. Labels are relations, sides and codes of closed
 * lists: nothing of any dossier, office or person, and no text that another side wrote.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Dated, OperatedRelation, OperationView } from '../http/schema/operation.ts'
import { DAMAGE_KINDS } from '../scrub/finding.ts'
import { INCIDENT_CODES } from '../uses/incident.ts'
import { isCertificate } from '../views/operation/dates.ts'

type Labels = Record<string, string>
interface Sample {
  labels?: Labels
  /** Not said where it is not known. */
  value: number | null
}
interface Figure {
  name: string
  help: string
  /** It only ever grows. */
  counts?: true
  of(operation: OperationView): Sample[]
}

function each(of: (relation: OperatedRelation) => number | null): Figure['of'] {
  return ({ relations }) =>
    relations.map((relation) => ({ labels: { relation: relation.id }, value: of(relation) }))
}

function samples(of: (relation: OperatedRelation) => Sample[]): Figure['of'] {
  return ({ relations }) =>
    relations.flatMap((relation) =>
      of(relation).map(({ labels, value }) => ({ labels: { relation: relation.id, ...labels }, value })),
    )
}

const HEALTH = { ok: 1, held: 0.5, down: 0 } as const

const FIGURES: readonly Figure[] = [
  {
    name: 'counterpart_health',
    help: '1 works, 0.5 held, 0 down; by check',
    of: ({ health: { checks } }) =>
      Object.entries(checks).map(([name, state]) => {
        const [check = '', relation = ''] = name.split(' ')
        return { labels: { check, relation }, value: HEALTH[state] }
      }),
  },
  {
    name: 'counterpart_alarm',
    help: 'What an operator has to look at; 1 for each that stands',
    of: ({ alarms }) =>
      alarms.map(({ code, level, relation, side }) => ({
        labels: { code, level, relation: relation ?? '', side: side ?? '' },
        value: 1,
      })),
  },
  {
    name: 'counterpart_line_up',
    help: 'Whether the counterpart was heard lately',
    of: each(({ line }) => Number(line.state === 'up')),
  },
  {
    name: 'counterpart_line_held',
    help: 'Why what is recorded does not get through; by whose node says so',
    of: samples(({ line: { heldBy } }) =>
      (['ours', 'theirs'] as const).flatMap((by) => {
        const code = heldBy[by]
        return code === null ? [] : [{ labels: { by, code }, value: 1 }]
      }),
    ),
  },
  {
    name: 'counterpart_line_failed_attempts',
    help: 'Attempts in a row that brought nothing',
    of: each(({ line }) => line.tries),
  },
  {
    name: 'counterpart_line_last_heard_timestamp_seconds',
    help: 'When the counterpart was last heard',
    of: each(({ line }) => line.lastHeard),
  },
  {
    name: 'counterpart_start_confirmed',
    help: 'Whether this node may sign: 0 until it is known that it is no older copy',
    of: each(({ start }) => Number(start === 'confirmed')),
  },
  {
    name: 'counterpart_receipt_lag_seconds',
    help: 'From recording to a counted receipt, the middle one of the last receipts',
    of: each(({ line }) => line.lag),
  },
  {
    name: 'counterpart_clock_difference_seconds',
    help: 'The clock of the counterpart minus ours',
    of: each(({ line }) => line.clockDifference),
  },
  {
    name: 'counterpart_queue_entries',
    help: 'Entries of ours that the counterpart has not signed for, marks left out',
    of: each(({ stored }) => stored?.queue.entries ?? null),
  },
  {
    name: 'counterpart_queue_bytes',
    help: 'Their bytes',
    of: each(({ stored }) => stored?.queue.bytes ?? null),
  },
  {
    name: 'counterpart_queue_oldest_age_seconds',
    help: 'Age of the oldest of them: what the loss of this machine would cost',
    of: ({ now, relations }) =>
      relations.map(({ id, stored }) => ({
        labels: { relation: id },
        value: stored && (stored.queue.oldest === null ? 0 : Math.max(0, now - stored.queue.oldest)),
      })),
  },
  {
    name: 'counterpart_log_entries',
    help: 'Entries of each log as it is held here',
    of: samples(({ stored }) => sides(stored, ({ size }) => size)),
  },
  {
    name: 'counterpart_log_receipted_entries',
    help: 'How much of each log the side that does not write it has signed for',
    of: samples(({ stored }) => sides(stored, ({ receipted }) => receipted)),
  },
  {
    name: 'counterpart_files',
    help: 'Files that are not yet where they belong; refused ones for ever',
    of: samples(({ stored }) =>
      Object.entries(stored?.files ?? {}).map(([state, value]) => ({ labels: { state }, value })),
    ),
  },
  {
    name: 'counterpart_destroying_late',
    help: 'What a side is late with destroying: dossiers of ours, parts of theirs; 1000 at most',
    of: samples(({ stored, side, other }) => lateSides(stored, side, other, ({ count }) => count)),
  },
  {
    name: 'counterpart_destroying_late_since_timestamp_seconds',
    help: 'Since when the oldest of it is over',
    of: samples(({ stored, side, other }) => lateSides(stored, side, other, ({ since }) => since)),
  },
  {
    name: 'counterpart_incidents_total',
    help: 'Incidents on record, by code',
    counts: true,
    // Also of those that never were: a collector sees the first of them as one more, not as a new figure.
    of: samples(({ stored }) =>
      stored === null
        ? []
        : INCIDENT_CODES.map((code) => ({
            labels: { code },
            value: stored.incidents.find((one) => one.code === code)?.count ?? 0,
          })),
    ),
  },
  {
    name: 'counterpart_damage_open',
    help: 'What a scrub found damaged and could not put back, by what it is',
    of: samples(({ scrub }) =>
      scrub === null
        ? []
        : DAMAGE_KINDS.map((what) => ({
            labels: { what },
            value: scrub.open.kinds.find((one) => one.what === what)?.count ?? 0,
          })),
    ),
  },
  {
    name: 'counterpart_scrub_end_timestamp_seconds',
    help: 'When a scrub last went through',
    of: each(({ scrub }) => scrub?.last?.ended ?? null),
  },
  {
    name: 'counterpart_scrub_found',
    help: 'What the last whole scrub found damaged',
    of: each(({ scrub }) => scrub?.last?.found ?? null),
  },
  {
    name: 'counterpart_scrub_repaired',
    help: 'How much of that it put back at once',
    of: each(({ scrub }) => scrub?.last?.repaired ?? null),
  },
  {
    name: 'counterpart_scrub_progress_ratio',
    help: 'How far the scrub under way is through both logs',
    of: each(({ scrub }) =>
      scrub === null || scrub.pass === 'none' || scrub.of === 0 ? null : scrub.done / scrub.of,
    ),
  },
  {
    name: 'counterpart_certificate_end_timestamp_seconds',
    help: 'Until when a certificate is good',
    of: ({ dates }) =>
      dates.filter(isCertificate).map(({ until, ...one }) => ({ labels: datedLabels(one), value: until })),
  },
  {
    name: 'counterpart_key_remaining_seconds',
    help: 'Until a certificate ends, or a key should be another one; below 0 when that is over',
    of: ({ now, dates }) =>
      dates.map(({ until, ...one }) => ({
        labels: datedLabels(one),
        value: until === null ? null : until - now,
      })),
  },
  {
    name: 'counterpart_disk_free_bytes',
    help: 'Free on the fullest of the disks with folder, files and own database of the node',
    of: ({ storage: { disk } }) => [{ value: disk?.free ?? null }],
  },
  {
    name: 'counterpart_disk_size_bytes',
    help: 'Size of that disk',
    of: ({ storage: { disk } }) => [{ value: disk?.size ?? null }],
  },
  {
    name: 'counterpart_backup_timestamp_seconds',
    help: 'When the last backup was taken',
    of: ({ storage: { backup } }) => [{ value: backup }],
  },
  {
    name: 'counterpart_scanner_silent_since_timestamp_seconds',
    help: 'Since when the scanner of files has answered nothing; not there while it answers',
    of: ({ storage: { scanner } }) => [{ value: scanner }],
  },
  {
    name: 'counterpart_start_timestamp_seconds',
    help: 'When this node was started',
    of: ({ since }) => [{ value: since }],
  },
]

function datedLabels({ what, relation, side }: Pick<Dated, 'what' | 'relation' | 'side'>): Labels {
  return { what, relation: relation ?? '', side: side ?? '' }
}

type Stored = OperatedRelation['stored']

function sides(stored: Stored, of: (log: NonNullable<Stored>['logs']['ours']) => number): Sample[] {
  return stored === null
    ? []
    : (['ours', 'theirs'] as const).map((side) => ({ labels: { side }, value: of(stored.logs[side]) }))
}

type Late = NonNullable<Stored>['late']

function lateSides(
  stored: Stored,
  ours: string,
  theirs: string,
  of: (late: Late['ours']) => number | null,
): Sample[] {
  if (stored === null) return []
  return [
    { labels: { side: ours }, value: of(stored.late.ours) },
    { labels: { side: theirs }, value: of(stored.late.theirs) },
  ]
}

interface Told {
  name: string
  help: string
  labelNames: string[]
  registers: Registry[]
}
type Put = (labels: Labels, value: number) => void

function gauge(told: Told): Put {
  const made = new Gauge(told)
  return (labels, value) => made.set(labels, value)
}

function counter(told: Told): Put {
  const made = new Counter(told)
  return (labels, value) => made.inc(labels, value)
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** The figures of the node now, as text in the format above. */
function figuresOf(operation: OperationView): Promise<string> {
  // Made anew each time: of what is no longer so, such as an alarm, nothing stays behind.
  const registry = new Registry()
  for (const { name, help, counts, of } of FIGURES) {
    const found = of(operation).filter(({ value }) => value !== null)
    // One without any sample would be told as 0.
    if (found.length === 0) continue
    const labelNames = [...new Set(found.flatMap(({ labels }) => Object.keys(labels ?? {})))]
    const told = { name, help, labelNames, registers: [registry] }
    const put = counts ? counter(told) : gauge(told)
    for (const { labels, value } of found) put(labels ?? {}, value ?? 0)
  }
  return registry.metrics()
}

/** `read`: how the node is now. What of the process itself is measured begins with the first question. */
export function metricsOf(read: () => Promise<OperationView>): () => Promise<string> {
  let process: Registry | null = null
  return async () => {
    if (!process) {
      process = new Registry()
      collectDefaultMetrics({ register: process })
    }
    return `${await figuresOf(await read())}\n${await process.metrics()}`
  }
}
