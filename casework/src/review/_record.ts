/** An invented record of two invented states, for the tests of this folder. */
import { defineProcedure, type Procedure } from '../language/index.ts'
import type { DossierState } from '../run/entry.ts'
import { periodOf } from './period.ts'
import type { Frame, ReviewInput } from './review.ts'
import type { TallySum } from './tally.ts'

const PARTIES = ['aaa', 'bbb'] as const
const roles = ['secretary'] as const

/** A procedure of one state that plays `part`, with a field for each slot that is named after it. */
function playing(part: Procedure['plays'] & object): Procedure {
  const open = { by: 'opener', roles, opens: true, from: [], to: 'stands', needs: [] } as const
  return {
    ...defineProcedure({
      name: `some-${part.as}`,
      version: 1,
      opener: 'either',
      keeper: 'first',
      levels: ['gate', 'ministry'],
      parts: {},
      fields: {},
      title: 'message',
      deadlines: {},
      states: {
        asked: { deadline: null, waits: 'other', because: 'so' },
        stands: { deadline: null, waits: 'either', because: 'so' },
        gone: { final: true },
      },
      acts: { open },
      common: {},
      indicators: {},
    }),
    plays: part,
    deadlines: {
      holding: { owes: 'opener', counts: 'calendar', lasts: { until: 'planned' }, basis: 'agreed' },
    },
  }
}

const same = (...slots: string[]) => Object.fromEntries(slots.map((slot) => [slot, slot]))
const recorded = same('record-id', 'sources', 'title')
const DECLARED = {
  meeting: playing({
    as: 'meeting',
    slots: { ...recorded, ...same('planned', 'begins', 'ends', 'not-before') },
  }),
  instrument: playing({ as: 'instrument', slots: { ...recorded, ...same('signed') } }),
  figure: playing({
    as: 'figure',
    slots: { ...recorded, ...same('number', 'period-from', 'period-until', 'stated', 'not-before') },
  }),
  directory: playing({ as: 'directory', slots: { ...recorded, 'contact-points': 'points-a points-b' } }),
  commitment: playing({
    as: 'commitment',
    slots: {
      ...recorded,
      ...same('nature', 'said', 'until', 'ended', 'about', 'not-before'),
      'binding-natures': 'agreed pledged',
      'keeper-assessment': 'as-keeper',
      'keeper-assessment-words': 'as-keeper-words',
      'guest-assessment': 'as-guest',
    },
  }),
}

export const day = (date: string) => ({ date })

export function frame(
  part: keyof typeof DECLARED,
  id: string,
  kept: Record<string, unknown>,
  more: Partial<Pick<Frame, 'level'>> & {
    under?: string[]
    closed?: number
    proposals?: DossierState['proposals']
    /** Nobody but one side says so. */
    proposed?: true
  } = {},
): Frame {
  const procedure = DECLARED[part]
  const { under = [], closed = null, proposals = {}, level = 'ministry', proposed } = more
  const runs = kept.planned !== undefined && kept.begins === undefined && !proposed && closed === null
  const holding = {
    deadline: 'holding',
    owes: 'aaa',
    counts: 'calendar',
    started: 0,
    due: 1,
    paused: null,
  } as const
  const state: DossierState = {
    id,
    procedure: procedure.name,
    digest: 'd',
    opener: 'aaa',
    keeper: 'aaa',
    state: closed !== null ? 'gone' : proposed ? 'asked' : 'stands',
    since: 0,
    path: [],
    clock: runs ? holding : null,
    clocks: [],
    kept: { 'record-id': id, title: id, ...kept },
    whose: {},
    proposals,
    numbers: {},
    parts: [],
    current: {},
    stacked: [],
    asked: null,
    level: null,
    offices: {},
    owner: { party: 'aaa', office: null },
    offered: null,
    wrote: {},
    gates: {},
    noes: {},
    reopened: {},
    opened: {},
    raised: null,
    closed,
  }
  return { id, procedure, state, level, under: under.map((dossier) => ({ dossier })) }
}

export function asked(
  frames: Frame[],
  from: string | null,
  until: string,
  more: { scope?: ReviewInput['scope']; tallies?: TallySum[]; today?: number } = {},
): ReviewInput {
  const period = periodOf(from, until)
  if (!period) throw new Error('no period')
  const { scope = { kind: 'relation' }, tallies = [], today = period.last } = more
  return { relation: 'aaa~bbb/test', parties: PARTIES, scope, period, today, frames, tallies }
}
