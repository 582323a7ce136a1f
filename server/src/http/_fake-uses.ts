/** An exchange of a few invented dossiers, for tests of the API in front of it. */
import { createHash } from 'node:crypto'
import { defineProcedure, type Procedure } from '@counterpart/casework'
import { NodeError } from '../errors.ts'
import { fakeRetention } from './_fake-retention.ts'
import { emptyReview } from './_fake-review.ts'
import type { Command, LiveEvent, RowFacts, Sight, Uses } from './ports.ts'
import type { AnnouncedView } from './schema/announced.ts'
import type { DeskRow, DossierView, RecordedAct } from './schema/dossier.ts'
import type { OperationView } from './schema/operation.ts'
import type { FrameRow } from './schema/review.ts'
import type { LineView } from './schema/session.ts'

export const RELATION = 'chn~vnm/border'

export function hexOf(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}

const DONE = { kind: 'date', part: 'kept', tense: 'past' } as const
const PROCEDURE: Procedure = defineProcedure({
  name: 'test-request',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate', 'province', 'ministry'],
  parts: { content: { personal: true, keep: 'P1Y' } },
  fields: { subject: { kind: 'text', part: 'kept', max: 200 }, on: DONE },
  title: 'subject',
  deadlines: { answer: { owes: 'other', counts: 'calendar', lasts: 'P10D', basis: 'proposal' } },
  states: { asked: { deadline: 'answer', waits: 'other' }, over: { final: true } },
  acts: {
    ask: {
      by: 'opener',
      roles: ['secretary', 'duty-officer'],
      opens: true,
      from: [],
      to: 'asked',
      needs: ['subject'],
    },
    tell: { by: 'other', roles: ['duty-officer', 'secretary'], from: ['asked'], needs: [], may: ['on'] },
    end: {
      by: 'other',
      roles: ['secretary'],
      approval: ['approver'],
      from: ['asked'],
      to: 'over',
      needs: [],
    },
  },
  common: {},
  indicators: {},
})
export const DIGEST = hexOf('procedure')

const LINE: LineView = {
  state: 'up',
  since: 1,
  lastHeard: 2,
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
}
const OPERATION: OperationView = {
  now: 5,
  since: 1,
  health: { status: 'ok', checks: { storage: 'ok' } },
  alarms: [{ code: 'backup-none', level: 'warning', relation: null, side: null }],
  relations: [
    { id: RELATION, side: 'vnm', other: 'chn', start: 'confirmed', line: LINE, stored: null, scrub: null },
  ],
  dates: [],
  storage: { database: 'own', disk: { free: 1, size: 2 }, backup: null, scanner: null },
  incidents: [],
}

const NOTHING_MARKED = { provisional: false, moving: false, recalled: false, damaged: false, unheld: false }
const ONE_PAGE = { next: null, unread: 0 }

function rowOf(facts: RowFacts): DeskRow {
  return {
    id: facts.id,
    relation: facts.relation,
    procedure: 'test-request',
    plays: facts.plays,
    title: { en: { text: 'SECRET title', standing: 'authoritative' } },
    numbers: { vnm: 'SECRET-1', chn: null },
    state: 'asked',
    waits: 'vnm',
    due: 2_000_000_000,
    late: false,
    paused: false,
    level: facts.level,
    opener: 'chn',
    lastAct: { act: 'ask', side: 'chn', time: 1_700_000_000, word: 'effective' },
    onWay: 0,
    unopened: true,
    ...NOTHING_MARKED,
    under: [],
    record: null,
  }
}

function dossierOf(facts: RowFacts, refs: readonly RowFacts[]): DossierView {
  return {
    ...rowOf(facts),
    digest: DIGEST,
    keeper: 'vnm',
    path: [{ state: 'asked', time: 1_700_000_000, current: true, final: false }],
    clock: { deadline: 'answer', owes: 'vnm', started: 1_700_000_000, due: 2_000_000_000, paused: null },
    clocks: [],
    extensions: [],
    offices: { vnm: 'vnm-gate', chn: 'chn-mps' },
    owner: { party: 'vnm', office: 'vnm-gate' },
    offered: null,
    raise: null,
    gates: [],
    position: '1.1',
    fields: { subject: { en: { text: 'SECRET title', standing: 'authoritative' } } },
    rungs: [
      {
        leaf: facts.id,
        side: 'chn',
        index: 0,
        act: 'ask',
        kind: 'open',
        office: 'chn-mps',
        officerShort: 'abcd',
        handling: 'H1',
        approver: false,
        written: 1_700_000_000,
        arrived: null,
        settled: { index: 0, time: 1_700_000_000 },
        words: ['recorded', 'delivered', 'effective'],
        word: 'effective',
        held: null,
        code: null,
        crossed: false,
        on: null,
        number: null,
        fields: {},
        parts: [{ name: 'kept', state: 'held', ends: null, copies: [], late: [] }],
        files: [],
        own: false,
        openedBy: [],
      },
    ],
    offers: [
      { act: 'tell', allowed: true, code: null, approval: false, common: false, answers: [], guards: [] },
    ],
    parents: [],
    children: refs.map((ref) => ({
      id: ref.id,
      procedure: 'test-request',
      plays: ref.plays,
      title: { en: { text: 'SECRET title', standing: 'authoritative' } },
      relation: 'under',
      content: null,
      state: 'asked',
    })),
    counts: {},
    retention: { stay: null, stays: [], recalls: [], elsewhere: [] },
    proof: { ours: { size: 1, cosigned: 1, at: 5 }, theirs: { size: 1, cosigned: 0, at: null } },
  }
}

export interface FakeUses extends Uses {
  all: RowFacts[]
  recorded: { command: Command; officer: string; approver: string | null }[]
  emit(event: LiveEvent): void
  listeners: number
}

function frameOf(facts: RowFacts): FrameRow {
  const { id, relation, procedure, title, state, waits, late, level, opener } = rowOf(facts)
  const shown = { id, relation, procedure, title, state, waits, late, level, opener }
  const said = { record: null, under: [], slots: {}, fields: {}, differing: [] }
  return { ...shown, ...said, plays: facts.plays ?? '', closed: false, keeper: 'chn' }
}

function announcedOf({ id, relation }: RowFacts): AnnouncedView {
  const said = { act: 'ask', office: 'chn-gate', handling: 'H0' as const, written: 1, came: 2, fields: {} }
  return { leaf: id, relation, dossier: null, digest: DIGEST, procedure: 'enquiry', ...said }
}

export function fakeUses(all: RowFacts[]): FakeUses {
  const listeners = new Set<(event: LiveEvent) => void>()
  const emit = (event: LiveEvent) => listeners.forEach((listener) => void listener(event))
  const answers = new Map<string, RecordedAct>()
  const recorded: FakeUses['recorded'] = []
  const find = (id: string) => all.find((one) => one.id === id)
  const listed = (sight: Sight) => all.filter((one) => sight.sees(one)).map(rowOf)
  const check = (command: Command) => {
    if (command.kind === 'open' && command.relation !== RELATION)
      throw new NodeError({ code: 'unknown-relation' })
    if (command.kind === 'act' && command.position !== '1.1') throw new NodeError({ code: 'look-again' })
  }
  return {
    all,
    recorded,
    emit,
    get listeners() {
      return listeners.size
    },
    relations: async () => [{ id: RELATION, word: 'border', other: 'chn', opened: [], line: LINE }],
    procedures: async () => [
      {
        digest: DIGEST,
        procedure: JSON.parse(JSON.stringify(PROCEDURE)),
        texts: { en: {}, vi: {}, 'zh-Hans': {} },
        agreed: true,
        forms: { ask: { schema: {}, order: ['subject'] } },
      },
    ],
    procedure: (digest) => (digest === DIGEST ? PROCEDURE : null),
    // Whatever is there, on purpose: the route decides what is seen of it.
    announced: async (relation) => {
      if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
      return all.map((facts) => ({ facts, view: announcedOf(facts) }))
    },
    late: async (relation) => {
      if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
      return all.map((facts) => ({ facts, view: announcedOf(facts) }))
    },
    desk: async (_query, _officer, sight) => {
      const rows = listed(sight)
      const n = rows.length
      const counts = { mine: n, office: n, theirs: 0, either: 0, late: 0, all: n }
      return { ...ONE_PAGE, rows, fresh: rows, counts }
    },
    // Shows more than it may, on purpose: the route has to decide again.
    dossiers: async (query) => ({
      ...ONE_PAGE,
      rows: all.filter((one) => query.plays === undefined || one.plays === query.plays).map(rowOf),
    }),
    frame: async ({ plays }) => ({ rows: all.filter((one) => one.plays === plays).map(frameOf), next: null }),
    review: async ({ relation, scope, period }) => {
      if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
      return {
        review: {
          ...emptyReview(RELATION),
          scope,
          period: { from: null, until: `2023-01-${String(1 + (period.last % 28)).padStart(2, '0')}` },
        },
        digest: DIGEST,
      }
    },
    facts: async (ids) => new Map(ids.flatMap((id) => (find(id) ? [[id, find(id) as RowFacts]] : []))),
    dossier: async (id) => {
      const facts = find(id)
      return facts ? dossierOf(facts, all) : null
    },
    record: async (command, officer, approver) => {
      const name = approver ? `approved ${command.request}` : command.request
      if (answers.has(name)) return answers.get(name) as RecordedAct
      check(command)
      recorded.push({ command, officer: officer.id, approver: approver?.id ?? null })
      const leaf = hexOf(name)
      const dossier = command.kind === 'open' ? leaf : command.dossier
      const answer = { kind: 'recorded', dossier, leaf, index: recorded.length, word: 'recorded' } as const
      answers.set(name, answer)
      return answer
    },
    approved: async (_relation, draft) => answers.get(`approved ${draft}`) ?? null,
    standsAt: async () => '1.1',
    answeredGates: async () => [],
    approvedBy: async (_relation, leaf, { id }) =>
      recorded.some((one) => one.approver === id && hexOf(`approved ${one.command.request}`) === leaf),
    preview: async (command) => {
      check(command)
      return { header: 'act' in command ? { act: command.act } : {}, parts: { kept: {} } }
    },
    leaving: (command) => ({ kept: { ...command.fields, number: command.number ?? 'SECRET-1' } }),
    opened: async () => undefined,
    ...fakeRetention,
    entry: async (leaf) => {
      const facts = find(leaf)
      if (facts) return { relation: RELATION, dossier: facts.id }
      return leaf === hexOf('mark') ? { relation: RELATION, dossier: null } : null
    },
    way: async (leaf) => ({
      leaf,
      side: 'chn',
      index: 0,
      own: false,
      stages: [{ word: 'recorded', at: 5, clock: 'chn', entry: { side: 'chn', index: 0 }, office: null }],
      code: null,
      held: null,
    }),
    held: async (relation, _from, sight) => {
      if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
      const { heldBy: held, tries, tried, next } = LINE
      const rows = all
        .filter((one) => sight.sees(one))
        .map(({ id }, index) => ({
          leaf: id,
          index,
          dossier: id,
          procedure: 'test-request',
          title: { en: { text: 'SECRET title', standing: 'authoritative' as const } },
          act: 'ask',
          recorded: 5,
        }))
      return { held, tries, tried, next, rows, others: all.length - rows.length, after: null }
    },
    proof: async (leaf) => ({
      name: `${leaf.slice(0, 8)}.tlog-proof`,
      bytes: new TextEncoder().encode('SECRET proof'),
    }),
    uploads: {
      begin: async ({ bytes }) => ({ id: 'ab'.repeat(16), bytes, offset: 0, state: 'open', file: null }),
      put: async (id, _officer, offset, bytes) => {
        let size = 0
        for await (const some of bytes) size += some.length
        return { id, bytes: size, offset, state: 'open', file: null }
      },
      look: () => Promise.reject(new NodeError({ code: 'not-found' })),
      cancel: () => Promise.reject(new NodeError({ code: 'not-found' })),
    },
    brought: async () => {
      throw new NodeError({ code: 'file-not-here' })
    },
    file: async () => ({
      name: 'SECRET.txt',
      bytes: 11,
      shownAs: null,
      async *read() {
        yield new TextEncoder().encode('SECRET file')
      },
    }),
    evidence: async (id) => ({ name: `${id.slice(0, 8)}.evidence.zip`, bytes: Buffer.from('SECRET zip') }),
    actEvidence: async () => ({ name: 'vnm-1.evidence.zip', bytes: Buffer.from('SECRET zip') }),
    keys: async (relation) => {
      if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
      return {
        relation,
        keys: [
          {
            side: 'vnm',
            epoch: 1,
            log: ['a'],
            custody: ['b'],
            fingerprints: { log: 'a', custody: 'b' },
            now: { log: ['a'], custody: ['b'], fingerprints: { log: 'a', custody: 'b' } },
            since: [],
          },
        ],
      }
    },
    register: async ({ relation }) => {
      if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
      return {
        sides: [
          { side: 'vnm', size: 1, cosigned: 1, root: hexOf('root'), signedAt: 5, witnesses: [], stamps: [] },
        ],
        entries: [
          ...all.map((facts, index) => ({
            side: 'vnm',
            index,
            leaf: facts.id,
            kind: 'open' as const,
            act: 'ask',
            dossier: facts.id,
            time: 5,
            settled: { index: 0, time: 6 },
          })),
          {
            side: 'vnm',
            index: 99,
            leaf: hexOf('mark'),
            kind: 'mark',
            act: null,
            dossier: null,
            time: 5,
            settled: null,
          },
        ],
      }
    },
    incidents: async () => [{ relation: RELATION, at: 5, code: 'clock' }],
    health: async () => ({ status: 'ok', checks: { database: 'ok' } }),
    operation: async () => OPERATION,
    isBehind: () => false,
    tell: (relation) => emit({ kind: 'changed', relation, dossiers: [] }),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
