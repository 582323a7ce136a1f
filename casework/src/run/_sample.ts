/** Invented procedures and entries for the tests of this folder. */
import { type Header, hex, sha256, utf8 } from '@counterpart/protocol'
import { defineProcedure, type Procedure } from '../language/index.ts'
import { OUTING, outing } from './_outing.ts'
import { SAFEGUARD, safeguard } from './_safeguard.ts'
import type { Cut, Entry, Party, Terms } from './entry.ts'
import { settlerIn } from './place.ts'
import { NO_TERMS } from './terms.ts'
import { dossierContext } from './view.ts'

export const AAA = 'aaa'
export const BBB = 'bbb'
export const PARTIES = [AAA, BBB] as const
export const RELATION = 'aaa~bbb/test'
export const DAY = 86_400
/** Monday 2024-01-01, 00:00 UTC. */
export const MONDAY = 1_704_067_200

const drafters = ['duty-officer'] as const

/** Opened by either side, kept by the first; proposals are made and accepted by both. */
export const sample: Procedure = defineProcedure({
  name: 'sample',
  version: 1,
  opener: 'either',
  keeper: 'first',
  levels: ['gate', 'ministry'],
  parts: { content: { personal: true, keep: 'P1Y' } },
  title: 'label',
  fields: {
    label: { kind: 'line', part: 'kept', max: 40 },
    pace: { kind: 'choice', part: 'kept', of: ['fast', 'slow'] },
    offer: { kind: 'count', part: 'kept', min: 0, max: 1000 },
    more: { kind: 'duration', part: 'kept', most: 'P60D' },
    from: { kind: 'date', part: 'kept' },
    until: { kind: 'date', part: 'kept' },
    story: { kind: 'text', part: 'content', max: 1000 },
  },
  deadlines: {
    reply: {
      owes: 'keeper',
      counts: 'hours',
      lasts: {
        by: 'pace',
        of: { fast: { counts: 'hours', lasts: 'PT48H' }, slow: { counts: 'working', lasts: 'P5D' } },
      },
      basis: 'proposal',
    },
    execution: { owes: 'guest', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
  },
  states: {
    open: { deadline: 'reply', waits: 'keeper' },
    talks: { deadline: 'reply', waits: 'either' },
    agreed: { deadline: 'execution', waits: 'guest' },
    dormant: { deadline: null, waits: 'either', because: 'dormant' },
    ended: { final: true },
  },
  acts: {
    begin: {
      by: 'opener',
      roles: drafters,
      opens: true,
      from: [],
      to: 'open',
      needs: ['label', 'pace'],
      may: ['story'],
    },
    propose: {
      by: 'either',
      roles: drafters,
      from: ['open', 'talks'],
      to: 'talks',
      needs: ['offer'],
      proposes: true,
    },
    accept: {
      by: 'either',
      roles: drafters,
      from: ['talks'],
      to: 'agreed',
      needs: [],
      answers: ['propose'],
      adopts: true,
    },
    retract: { by: 'either', roles: drafters, from: ['open', 'talks'], to: 'ended', needs: [] },
    remark: { by: 'either', roles: drafters, from: ['open', 'talks', 'agreed', 'dormant'], needs: ['story'] },
    reply: {
      by: 'either',
      roles: drafters,
      from: ['open', 'talks', 'agreed'],
      needs: [],
      may: ['story'],
      answers: ['remark', 'begin'],
    },
    hold: { by: 'either', roles: drafters, from: ['open', 'talks', 'agreed'], needs: [], clock: 'pause' },
    go: {
      by: 'either',
      roles: drafters,
      from: ['open', 'talks', 'agreed'],
      needs: [],
      answers: ['hold'],
      clock: 'resume',
    },
    lengthen: {
      by: 'either',
      roles: drafters,
      approval: ['approver'],
      from: ['open', 'talks', 'agreed'],
      needs: ['more'],
      clock: 'extend',
      most: 2,
    },
    sleep: { by: 'keeper', roles: drafters, from: ['open', 'talks', 'agreed'], to: 'dormant', needs: [] },
    plan: {
      by: 'guest',
      roles: drafters,
      from: ['agreed'],
      needs: ['from', 'until'],
      when: { all: [{ before: ['from', 'until'] }, { done: 'accept' }, { equals: ['pace', 'fast'] }] },
    },
    lapse: { by: 'clock', roles: [], from: ['open', 'talks'], to: 'ended', needs: [] },
    finish: { by: 'keeper', roles: drafters, from: ['agreed', 'dormant'], to: 'ended', needs: [] },
  },
  common: {},
  indicators: {},
  unsettled: 3,
})

/** One in the relation; each side lists for itself, and parameters are proposed and adopted. */
export const basis: Procedure = defineProcedure({
  name: 'basis',
  version: 1,
  plays: {
    as: 'relation',
    slots: {
      parameters: 'durations',
      holidays: 'days-first days-second',
      offsets: 'zones',
      digests: 'accepts-first accepts-second',
    },
  },
  once: true,
  opener: 'either',
  keeper: 'first',
  levels: ['ministry'],
  parts: {},
  title: 'title',
  fields: {
    title: { kind: 'line', part: 'kept', max: 40 },
    durations: {
      kind: 'list',
      part: 'kept',
      most: 20,
      row: {
        name: { kind: 'line', max: 80 },
        counts: { kind: 'choice', of: ['hours', 'calendar', 'working'] },
        lasts: { kind: 'duration', most: 'P1Y' },
      },
      needs: ['name', 'counts', 'lasts'],
    },
    zones: {
      kind: 'list',
      part: 'kept',
      most: 2,
      row: { party: { kind: 'line', max: 10 }, seconds: { kind: 'count', min: -50_400, max: 50_400 } },
      needs: ['party', 'seconds'],
    },
    'days-first': {
      kind: 'list',
      part: 'kept',
      most: 99,
      row: { party: { kind: 'line', max: 10 }, date: { kind: 'date' } },
      needs: ['party', 'date'],
    },
    'days-second': {
      kind: 'list',
      part: 'kept',
      most: 99,
      row: { party: { kind: 'line', max: 10 }, date: { kind: 'date' } },
      needs: ['party', 'date'],
    },
    'accepts-first': {
      kind: 'list',
      part: 'kept',
      most: 99,
      row: { party: { kind: 'line', max: 10 }, digest: { kind: 'digest' } },
      needs: ['party', 'digest'],
    },
    'accepts-second': {
      kind: 'list',
      part: 'kept',
      most: 99,
      row: { party: { kind: 'line', max: 10 }, digest: { kind: 'digest' } },
      needs: ['party', 'digest'],
    },
  },
  deadlines: { answer: { owes: 'guest', counts: 'hours', lasts: 'PT48H', basis: 'proposal' } },
  states: {
    standing: { deadline: null, waits: 'either', because: 'standing' },
    asked: { deadline: 'answer', waits: 'guest' },
  },
  acts: {
    found: {
      by: 'opener',
      roles: drafters,
      opens: true,
      from: [],
      to: 'standing',
      needs: ['title'],
      may: ['accepts-first', 'accepts-second'],
    },
    'list-first': {
      by: 'keeper',
      roles: drafters,
      from: ['standing'],
      needs: [],
      may: ['accepts-first', 'days-first'],
    },
    'list-second': {
      by: 'guest',
      roles: drafters,
      from: ['standing'],
      needs: [],
      may: ['accepts-second', 'days-second'],
    },
    table: {
      by: 'either',
      roles: drafters,
      from: ['standing'],
      needs: [],
      may: ['durations', 'zones'],
      proposes: true,
    },
    ask: { by: 'keeper', roles: drafters, from: ['standing'], to: 'asked', needs: [] },
    adopt: { by: 'either', roles: drafters, from: ['standing'], needs: [], answers: ['table'], adopts: true },
  },
  common: {},
  indicators: {},
})

export const SAMPLE = 'aa'.repeat(32)
export const BASIS = 'bb'.repeat(32)
export const SAMPLE_2 = 'cc'.repeat(32)
export const MIRRORED = '1e'.repeat(32)
/** The same, kept by whoever did not open. */
const mirrored: Procedure = { ...sample, name: 'mirrored', keeper: 'other' }

export function procedureOf(digest: string): Procedure | null {
  if (digest === SAMPLE || digest === SAMPLE_2) return sample
  if (digest === MIRRORED) return mirrored
  if (digest === OUTING) return outing
  if (digest === SAFEGUARD) return safeguard
  return digest === BASIS ? basis : null
}

export const AGREED: Terms = { ...NO_TERMS, digests: [SAMPLE, MIRRORED, OUTING, SAFEGUARD] }

export interface Written {
  kind?: 'open' | 'act' | 'opened' | 'mark' | 'malformed'
  act?: string
  dossier?: string
  procedure?: string
  on?: string
  seen?: number
  time?: number
  kept?: Record<string, unknown> | null
  parts?: string[]
  approver?: string
  office?: string
  officer?: string
}

/** One more entry at the end of a log. Nothing is checked: a peer may write anything. */
export function write(log: Entry[], side: Party, written: Written): Entry {
  const { kind = written.act === 'begin' ? 'open' : 'act', seen = 0, time = 0, kept = {} } = written
  const parts = ['kept', ...(written.parts ?? [])]
  const index = log.length
  const common = {
    v: 1 as const,
    seen,
    time,
    parts: parts.map((name) => ({ name, digest: '00'.repeat(32), keep: 'always' })),
  }
  const officer = {
    office: written.office ?? `${side}-office`,
    officer: written.officer ?? 'o1',
    handling: 'H1' as const,
    procedure: written.procedure ?? SAMPLE,
    act: written.act ?? 'remark',
  }
  const named = {
    ...(written.on === undefined ? {} : { on: written.on }),
    ...(written.approver === undefined ? {} : { approver: written.approver }),
  }
  const dossier = written.dossier ?? '00'.repeat(32)
  const header: Header | null =
    kind === 'malformed'
      ? null
      : kind === 'mark'
        ? { ...common, kind }
        : kind === 'opened'
          ? { ...common, kind, dossier, on: written.on ?? '00'.repeat(32), office: officer.office }
          : kind === 'open'
            ? { ...common, ...officer, ...named, kind }
            : { ...common, ...officer, ...named, kind, dossier }
  const leaf = hex(sha256(utf8(JSON.stringify([side, index, written]))))
  const running = Math.max(log.at(-1)?.running ?? 0, header?.seen ?? 0)
  const entry: Entry = {
    side,
    index,
    leaf,
    running,
    header,
    kept: header ? kept : null,
    parts: header ? parts : [],
  }
  log.push(entry)
  return entry
}

/** A context that reads fixed terms and the dossier's entries as held. */
export function contextFor(
  entries: readonly Entry[],
  keeperLog: readonly Entry[],
  keeper: Party = AAA,
  terms: (cut: Cut, keeper: Party) => Terms = () => AGREED,
  procedure: Procedure = sample,
) {
  return dossierContext(alone(terms), procedure, entries, keeper, settlerIn(keeperLog))
}

/** What a fold asks where no other dossier is there to be asked. */
export function alone(terms: (cut: Cut, keeper: Party) => Terms) {
  return {
    parties: PARTIES,
    relation: RELATION,
    procedure: procedureOf,
    terms,
    inForce: () => false,
    carriedOut: () => false,
  }
}

export const STORY = { kept: {}, parts: ['content'] }
export const BEGIN = { act: 'begin', kept: { label: 'x', pace: 'fast' } }
