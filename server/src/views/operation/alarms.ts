/** What an operator has to look at, from the figures alone. The page and the metrics say the same. Pure. */
import type { Alarm, OperationView } from '../../http/schema/operation.ts'
import type { IncidentCode } from '../../uses/incident.ts'
import { TOLERANCE } from '../../uses/limits.ts'
import { GRACE } from '../part-views.ts'
import { isCertificate } from './dates.ts'

type Figures = Omit<OperationView, 'alarms'>
type Rule = (figures: Figures) => Alarm[]

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MIB = 2 ** 20

/** From which on something is a warning, and from which on it is urgent. Seconds; the disk in bytes. */
export const BOUNDS = {
  /** Since a line is down, or a node runs that was never heard. */
  lineDown: { warning: 5 * MINUTE, urgent: HOUR },
  /** Age of the oldest act that the counterpart does not hold: it would be lost with this machine. */
  actWaits: { warning: HOUR, urgent: DAY },
  clockApart: { warning: MINUTE, urgent: TOLERANCE },
  /** Before a certificate ends. */
  certificateEnds: { warning: 60 * DAY, urgent: 7 * DAY },
  diskFree: { warning: 1024 * MIB, urgent: 128 * MIB },
  backupAge: { warning: 2 * DAY, urgent: 7 * DAY },
  /** Since the operator's scanner answered nothing: every file is held meanwhile. */
  scannerSilent: { warning: MINUTE, urgent: HOUR },
  /** Since a scrub went through: of a large register a pass takes days. */
  scrubAge: { warning: 7 * DAY, urgent: 30 * DAY },
  /** Since something should have been destroyed; the first two days of that are nobody's fault. */
  destroyingLate: { warning: GRACE, urgent: 30 * DAY },
  /** For how long an incident is new. */
  incident: DAY,
} as const

interface Bound {
  warning: number
  urgent: number
}

/** What is dated ahead of a clock that was set back since says nothing of its age, and is no younger than as far ahead. Seconds. */
function age({ now }: Figures, at: number): number {
  return Math.abs(now - at)
}

/** `code` where a figure is beyond its bounds. */
function above(value: number, bound: Bound, code: Alarm['code'], about: Partial<Alarm> = {}): Alarm[] {
  if (value <= bound.warning) return []
  return [alarm(code, value > bound.urgent ? 'urgent' : 'warning', about)]
}

function alarm(code: Alarm['code'], level: Alarm['level'], about: Partial<Alarm> = {}): Alarm {
  return { relation: null, side: null, ...about, code, level }
}

/** By name: whatever else is down has an alarm of its own, and leads to another place than the database. */
const store: Rule = ({ health: { checks } }) =>
  Object.entries(checks).some(([name, state]) => /^(storage$|store )/.test(name) && state === 'down')
    ? [alarm('store-down', 'urgent')]
    : []

const signer: Rule = ({ health: { checks }, relations }) =>
  relations.flatMap(({ id: relation }) =>
    checks[`signer ${relation}`] === 'down' ? [alarm('signer-failed', 'urgent', { relation })] : [],
  )

const water: Rule = ({ health: { checks }, relations }) =>
  relations.flatMap(({ id: relation }) =>
    (checks[`high-water ${relation}`] ?? 'ok') === 'ok' ? [] : [alarm('high-water', 'urgent', { relation })],
  )

const line: Rule = ({ now, since, relations }) =>
  relations.flatMap(({ id: relation, start, line: { state, since: from, held, stuck } }) => {
    if (start === 'rolled-back') return [alarm('rolled-back', 'urgent', { relation })]
    const down =
      state === 'up' ? [] : above(now - (from ?? since), BOUNDS.lineDown, 'line-down', { relation })
    if (down.length > 0) return down
    // They are heard and we do not get through to them, or may not record. Where only their way to us leads anywhere, they
    // are heard by turns, and the line is never down for long.
    const isStuck = stuck !== null && now - stuck > BOUNDS.lineDown.warning
    return (state === 'up' && held !== null) || isStuck ? [alarm('line-held', 'warning', { relation })] : []
  })

const queue: Rule = ({ now, relations }) =>
  relations.flatMap(({ id: relation, stored }) => {
    const oldest = stored?.queue.oldest ?? null
    return oldest === null ? [] : above(now - oldest, BOUNDS.actWaits, 'act-waits', { relation })
  })

const clock: Rule = ({ relations }) =>
  relations.flatMap(({ id: relation, line: { clockDifference, heldBy } }) =>
    // Also where no other time is stated: our own clock was set, or has dated our log ahead.
    heldBy.ours === 'held-clock'
      ? [alarm('clock-apart', 'urgent', { relation })]
      : above(Math.abs(clockDifference ?? 0), BOUNDS.clockApart, 'clock-apart', { relation }),
  )

const certificates: Rule = ({ now, dates: all }) =>
  all.filter(isCertificate).flatMap(({ relation, side, until }) => {
    if (until === null) return []
    const { warning, urgent } = BOUNDS.certificateEnds
    if (now >= until) return [alarm('certificate-ended', 'urgent', { relation, side })]
    if (until - now >= warning) return []
    return [alarm('certificate-ends', until - now < urgent ? 'urgent' : 'warning', { relation, side })]
  })

/** One for all keys of a side: which they are stands with the dates. */
const keys: Rule = ({ dates: all }) => {
  const late = all.filter((one) => !isCertificate(one) && one.state !== 'good')
  return [...Map.groupBy(late, ({ relation, side }) => `${relation} ${side}`).values()].flatMap((some) => {
    const [first] = some
    if (!first) return []
    const { relation, side } = first
    return some.some(({ state }) => state === 'overdue')
      ? [alarm('key-overdue', 'urgent', { relation, side })]
      : [alarm('key-due', 'warning', { relation, side })]
  })
}

const disk: Rule = ({ storage: { disk: found } }) => {
  const { warning, urgent } = BOUNDS.diskFree
  if (!found || found.free >= warning) return []
  return [alarm('disk-low', found.free < urgent ? 'urgent' : 'warning')]
}

const files: Rule = ({ health: { checks } }) =>
  (checks.files ?? 'ok') === 'ok' ? [] : [alarm('files-unavailable', 'urgent')]

const backup: Rule = (figures) => {
  const taken = figures.storage.backup
  return taken === null
    ? [alarm('backup-none', 'warning')]
    : above(age(figures, taken), BOUNDS.backupAge, 'backup-old')
}

const scanner: Rule = ({ now, storage: { scanner: silent } }) =>
  silent === null ? [] : above(now - silent, BOUNDS.scannerSilent, 'scanner-silent')

const scrub: Rule = (figures) =>
  figures.relations.flatMap(({ id: relation, scrub: one }) => {
    if (one === null) return []
    const open = one.open.count === 0 ? [] : [alarm('damage-open', 'urgent', { relation })]
    const passed = age(figures, one.last?.ended ?? figures.since)
    return [...open, ...above(passed, BOUNDS.scrubAge, 'scrub-late', { relation })]
  })

const destroying: Rule = ({ now, relations }) =>
  relations.flatMap(({ id: relation, side, other, stored }) =>
    stored === null
      ? []
      : [
          { side, since: stored.late.ours.since },
          { side: other, since: stored.late.theirs.since },
        ].flatMap((one) =>
          one.since === null
            ? []
            : above(now - one.since, BOUNDS.destroyingLate, 'destroying-late', { relation, side: one.side }),
        ),
  )

/** What operators did themselves and put on record, and what nothing waits for. */
export const MILD: readonly IncidentCode[] = [
  'restored',
  'started-by-operators',
  'clock-confirmed',
  'witness-failed',
  'time-stamp-failed',
]

const incidents: Rule = ({ now, incidents: all }) => {
  const fresh = Map.groupBy(
    all.filter(({ at }) => now - at < BOUNDS.incident),
    ({ relation }) => relation,
  )
  return [...fresh].flatMap(([relation, some]) => {
    // Nothing is damaged and nobody lied: what to do about it is another thing.
    const others = some.filter(({ code }) => code !== 'dossier-too-large')
    const large = others.length < some.length ? [alarm('dossier-too-large', 'urgent', { relation })] : []
    if (others.length === 0) return large
    const isMild = others.every(({ code }) => MILD.includes(code))
    return [...large, alarm('incident', isMild ? 'warning' : 'urgent', { relation })]
  })
}

const RULES: readonly Rule[] = [
  store,
  signer,
  water,
  line,
  queue,
  clock,
  certificates,
  keys,
  disk,
  files,
  backup,
  scanner,
  scrub,
  destroying,
  incidents,
]

/** What is urgent first. */
export function alarmsOf(figures: Figures): Alarm[] {
  const found = RULES.flatMap((rule) => rule(figures))
  return [
    ...found.filter(({ level }) => level === 'urgent'),
    ...found.filter(({ level }) => level === 'warning'),
  ]
}
