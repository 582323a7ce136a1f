import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperatedRelation, OperationView } from '../../http/schema/operation.ts'
import { alarmsOf, BOUNDS } from './alarms.ts'

const NOW = 1_900_000_000
type Figures = Omit<OperationView, 'alarms'>

const RELATION: OperatedRelation = {
  id: 'aaa~bbb/test',
  side: 'aaa',
  other: 'bbb',
  start: 'confirmed',
  line: {
    state: 'up',
    since: NOW - 10,
    lastHeard: NOW,
    waiting: 0,
    oldest: null,
    lag: null,
    held: null,
    heldBy: { ours: null, theirs: null },
    stopped: null,
    tries: 0,
    tried: null,
    stuck: null,
    next: null,
    refused: null,
    theirs: { waiting: 0, oldest: null },
    clockDifference: 0,
  },
  stored: {
    logs: { ours: { size: 1, receipted: 1 }, theirs: { size: 1, receipted: 1 } },
    queue: { entries: 0, bytes: 0, oldest: null },
    files: { outgoing: 0, incoming: 0, scanning: 0, refused: 0 },
    late: { ours: { count: 0, since: null }, theirs: { count: 0, since: null } },
    incidents: [],
  },
  scrub: {
    pass: 'none',
    at: null,
    done: 0,
    of: 2,
    found: 0,
    repaired: 0,
    last: { began: NOW - 60, ended: NOW - 50, entries: 2, found: 0, repaired: 0 },
    open: { count: 0, newest: [], kinds: [] },
  },
}

const WELL: Figures = {
  now: NOW,
  since: NOW - 100,
  health: { status: 'ok', checks: { storage: 'ok', 'store aaa~bbb/test': 'ok', 'line aaa~bbb/test': 'ok' } },
  relations: [RELATION],
  dates: [],
  storage: { database: 'own', disk: { free: 2 ** 40, size: 2 ** 41 }, backup: NOW - 60, scanner: null },
  incidents: [],
}

function said(changed: Partial<Figures>): string[] {
  return alarmsOf({ ...WELL, ...changed }).map(({ code, level }) => `${code} ${level}`)
}

function relation(changed: Partial<OperatedRelation>): Partial<Figures> {
  return { relations: [{ ...RELATION, ...changed }] }
}

test('a node that is well needs nobody', () => {
  assert.deepEqual(said({}), [])
})

const line = (changed: Partial<OperatedRelation['line']>) =>
  relation({ line: { ...RELATION.line, ...changed } })
const queued = (age: number) =>
  relation({
    stored: RELATION.stored && {
      ...RELATION.stored,
      queue: { entries: 1, bytes: 9, oldest: NOW - age },
    },
  })
const ending = (left: number): Partial<Figures> => ({
  dates: [
    {
      what: 'line-certificate',
      relation: RELATION.id,
      side: 'bbb',
      id: '00',
      from: 0,
      until: NOW + left,
      state: left <= 0 ? 'overdue' : 'due',
    },
  ],
})
const free = (bytes: number): Partial<Figures> => ({
  storage: { ...WELL.storage, disk: { free: bytes, size: 2 ** 41 } },
})
const taken = (age: number): Partial<Figures> => ({ storage: { ...WELL.storage, backup: NOW - age } })

const scrubbed = (changed: Partial<NonNullable<OperatedRelation['scrub']>>) =>
  relation({ scrub: RELATION.scrub && { ...RELATION.scrub, ...changed } })
const passed = (age: number) =>
  scrubbed({ last: { began: NOW - age - 9, ended: NOW - age, entries: 2, found: 0, repaired: 0 } })

const undestroyed = (age: number) =>
  relation({
    stored: RELATION.stored && {
      ...RELATION.stored,
      late: { ...RELATION.stored.late, theirs: { count: 3, since: NOW - age } },
    },
  })

/** At its bound nothing, beyond it a warning, beyond the next it is urgent. */
const BEYOND: [string, keyof typeof BOUNDS, (value: number) => Partial<Figures>][] = [
  ['line-down', 'lineDown', (age) => line({ state: 'down', since: NOW - age })],
  ['act-waits', 'actWaits', queued],
  ['clock-apart', 'clockApart', (apart) => line({ clockDifference: -apart })],
  ['backup-old', 'backupAge', taken],
  ['scrub-late', 'scrubAge', passed],
  ['destroying-late', 'destroyingLate', undestroyed],
]
for (const [code, bound, figures] of BEYOND)
  test(`${code}: nothing up to its bound, a warning beyond it, urgent beyond the next`, () => {
    const { warning, urgent } = BOUNDS[bound] as { warning: number; urgent: number }
    assert.deepEqual(said(figures(warning)), [])
    assert.deepEqual(said(figures(warning + 1)), [`${code} warning`])
    assert.deepEqual(said(figures(urgent + 1)), [`${code} urgent`])
  })

test('what is dated ahead of the clock says nothing of how old it is', () => {
  const [days, weeks] = [BOUNDS.backupAge, BOUNDS.scrubAge]
  assert.deepEqual(said(taken(-days.warning)), [])
  assert.deepEqual(said(taken(-days.warning - 1)), ['backup-old warning'])
  assert.deepEqual(said(passed(-weeks.warning)), [])
  assert.deepEqual(said(passed(-weeks.urgent - 1)), ['scrub-late urgent'])
})

test('what does not get through for long stands, however often the other side is heard meanwhile', () => {
  const { warning } = BOUNDS.lineDown
  const held = { held: 'line-refused', heldBy: { ours: 'line-refused', theirs: null } } as const
  for (const state of ['up', 'down'] as const)
    assert.deepEqual(said(line({ ...held, state, since: NOW - 5, stuck: NOW - warning - 1 })), [
      'line-held warning',
    ])
  // A short break is nobody's alarm, and a long one is told as what it is.
  const down = { ...held, state: 'down' } as const
  assert.deepEqual(said(line({ ...down, since: NOW - 5, stuck: NOW - warning })), [])
  assert.deepEqual(said(line({ ...down, since: NOW - warning - 1, stuck: NOW - warning - 1 })), [
    'line-down warning',
  ])
})

test('CLOCK-1 a clock that holds this node is urgent also where no other time is stated', () => {
  const held = { held: 'held-clock', heldBy: { ours: 'held-clock', theirs: null } } as const
  assert.deepEqual(said(line(held)), ['clock-apart urgent', 'line-held warning'])
})

test('a certificate is warned of ahead of its end, and an ended one is another alarm', () => {
  const { warning, urgent } = BOUNDS.certificateEnds
  assert.deepEqual(said(ending(warning)), [])
  assert.deepEqual(said(ending(warning - 1)), ['certificate-ends warning'])
  assert.deepEqual(said(ending(urgent - 1)), ['certificate-ends urgent'])
  assert.deepEqual(said(ending(0)), ['certificate-ended urgent'])
})

test('what is damaged and could not be put back is urgent for as long as it is; a first pass has its time', () => {
  const kinds = [{ what: 'part' as const, count: 1 }]
  const newest = [{ what: 'part' as const, side: 'bbb', index: 4 }]
  assert.deepEqual(said(scrubbed({ found: 2, repaired: 2 })), [])
  assert.deepEqual(said(scrubbed({ open: { count: 1, newest, kinds } })), ['damage-open urgent'])
  const late = NOW - BOUNDS.scrubAge.warning
  assert.deepEqual(said({ ...scrubbed({ last: null }), since: late }), [])
  assert.deepEqual(said({ ...scrubbed({ last: null }), since: late - 1 }), ['scrub-late warning'])
})

test('all late keys of a side are one alarm, and one of them past its time makes it urgent', () => {
  const key = { relation: RELATION.id, side: 'aaa', id: '00', from: 0, until: NOW } as const
  const due = { ...key, what: 'log-key', state: 'due' } as const
  const over = { ...key, what: 'custody-key', state: 'overdue' } as const
  assert.deepEqual(said({ dates: [{ ...due, state: 'good' }] }), [])
  assert.deepEqual(said({ dates: [due, { ...due, what: 'custody-key' }] }), ['key-due warning'])
  assert.deepEqual(said({ dates: [due, over, { ...due, side: 'bbb' }] }), [
    'key-overdue urgent',
    'key-due warning',
  ])
})

test('a disk is warned of while there is still room to act', () => {
  const { warning, urgent } = BOUNDS.diskFree
  assert.deepEqual(said(free(warning)), [])
  assert.deepEqual(said(free(warning - 1)), ['disk-low warning'])
  assert.deepEqual(said(free(urgent - 1)), ['disk-low urgent'])
})

test('a scanner that answers nothing is told, since it holds every file', () => {
  const silent = (age: number) => said({ storage: { ...WELL.storage, scanner: NOW - age } })
  const { warning, urgent } = BOUNDS.scannerSilent
  assert.deepEqual(silent(warning), [])
  assert.deepEqual(silent(warning + 1), ['scanner-silent warning'])
  assert.deepEqual(silent(urgent + 1), ['scanner-silent urgent'])
})

test('what is urgent comes first, and one relation is one alarm however many incidents it has', () => {
  const incidents = [1, 2, BOUNDS.incident].map((age) => ({
    relation: RELATION.id,
    at: NOW - age,
    code: 'fork' as const,
  }))
  assert.deepEqual(said({ ...line({ held: 'line-refused' }), incidents }), [
    'incident urgent',
    'line-held warning',
  ])
  assert.deepEqual(said({ incidents: incidents.slice(2) }), [])
  const own = { relation: RELATION.id, at: NOW, code: 'restored' as const }
  assert.deepEqual(said({ incidents: [own] }), ['incident warning'])
  assert.deepEqual(said({ incidents: [own, ...incidents] }), ['incident urgent'])
})

test('a dossier that is too large is an alarm of its own, which says what to do about it', () => {
  const large = { relation: RELATION.id, at: NOW, code: 'dossier-too-large' as const }
  assert.deepEqual(said({ incidents: [large] }), ['dossier-too-large urgent'])
  const own = { ...large, code: 'restored' as const }
  assert.deepEqual(said({ incidents: [own, large] }), ['dossier-too-large urgent', 'incident warning'])
})

test('what is down beside the store sends nobody to the database', () => {
  const down = (name: string) => ({
    health: { status: 'down' as const, checks: { ...WELL.health.checks, [name]: 'down' as const } },
  })
  assert.deepEqual(said(down(`store ${RELATION.id}`)), ['store-down urgent'])
  assert.deepEqual(said(down(`signer ${RELATION.id}`)), ['signer-failed urgent'])
  for (const name of ['certificate', `keys ${RELATION.id}`])
    assert.deepEqual(said({ ...down(name), ...ending(0) }), ['certificate-ended urgent'])
})

test('a node without a backup, with a damaged store or brought back from an older copy says so', () => {
  assert.deepEqual(said({ storage: { ...WELL.storage, backup: null } }), ['backup-none warning'])
  assert.deepEqual(said({ health: { status: 'down', checks: { storage: 'down' } } }), ['store-down urgent'])
  assert.deepEqual(said(relation({ start: 'rolled-back' })), ['rolled-back urgent'])
  // Whom nobody ever heard is down from the start.
  const never = { ...line({ state: 'never', since: null }), since: NOW - BOUNDS.lineDown.warning - 1 }
  assert.deepEqual(said(never), ['line-down warning'])
})
