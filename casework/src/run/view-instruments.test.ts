import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { defineProcedure } from '../language/index.ts'
import { logOf, newNode, receive, record, type TwoLogs } from './_nodes.ts'
import { AAA, BBB, MONDAY, PARTIES, RELATION } from './_sample.ts'
import type { Entry } from './entry.ts'
import { fold } from './fold.ts'
import { inForceReader } from './in-force.ts'
import { placeDossier, settlerIn } from './place.ts'
import { NO_TERMS } from './terms.ts'
import { dossierContext } from './view.ts'

const roles = ['duty-officer'] as const
const both = ['on', 'off'] as const

/** Binds, binds no more, and binds again. */
const paper = defineProcedure({
  name: 'paper',
  version: 1,
  plays: { as: 'instrument', slots: { 'binding-states': 'signed' } },
  opener: 'either',
  keeper: 'opener',
  levels: ['gate'],
  parts: {},
  title: 'label',
  fields: { label: { kind: 'line', part: 'kept', max: 40 } },
  deadlines: {},
  states: {
    drafted: { deadline: null, waits: 'either', because: 'drafted' },
    signed: { deadline: null, waits: 'either', because: 'signed' },
    ended: { final: true },
  },
  acts: {
    draft: { by: 'opener', roles, opens: true, from: [], to: 'drafted', needs: ['label'] },
    sign: { by: 'either', roles, from: ['drafted'], to: 'signed', needs: [] },
    unsign: { by: 'either', roles, from: ['signed'], to: 'drafted', needs: [] },
    end: { by: 'either', roles, from: ['signed'], to: 'ended', needs: [] },
  },
  common: {},
  indicators: {},
})

/** Goes on or stands still by whether the paper that it names binds. */
const deal = defineProcedure({
  name: 'deal',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate'],
  parts: {},
  title: 'label',
  fields: {
    label: { kind: 'line', part: 'kept', max: 40 },
    basis: { kind: 'reference', part: 'kept', plays: 'instrument' },
  },
  deadlines: { reply: { owes: 'other', counts: 'hours', lasts: 'PT5H', basis: 'proposal' } },
  states: {
    on: { deadline: 'reply', waits: 'other' },
    off: { deadline: null, waits: 'either', because: 'off' },
    gone: { final: true },
  },
  acts: {
    ask: { by: 'opener', roles, opens: true, from: [], to: 'on', needs: ['label'], may: ['basis'] },
    use: { by: 'either', roles, from: both, needs: [], when: { inForce: 'basis' } },
    stop: { by: 'either', roles, from: ['on'], to: 'off', needs: [], when: { inForce: 'basis' } },
    start: { by: 'either', roles, from: ['off'], to: 'on', needs: [] },
    name: { by: 'either', roles, from: both, needs: ['basis'] },
    tell: { by: 'either', roles, from: both, needs: [], when: { not: { inForce: 'basis' } } },
    end: { by: 'either', roles, from: ['off'], to: 'gone', needs: [], when: { inForce: 'basis' } },
  },
  common: {},
  indicators: {},
})

const PAPER = '7a'.repeat(32)
const DEAL = '7b'.repeat(32)
const procedure = (digest: string) => (digest === PAPER ? paper : digest === DEAL ? deal : null)
const TERMS = { ...NO_TERMS, digests: [PAPER, DEAL] }
const base = {
  parties: PARTIES,
  relation: RELATION,
  procedure,
  terms: () => TERMS,
}

const open = (dossier: string, basis: string) =>
  dossier === PAPER
    ? ({ kind: 'open', procedure: PAPER, act: 'draft', kept: { label: 'x' } } as const)
    : ({
        kind: 'open',
        procedure: DEAL,
        act: 'ask',
        kept: { label: 'x', level: 'gate', ...to(basis) },
      } as const)
const to = (dossier: string) => ({ basis: { dossier } })

const step = fc.record({
  does: fc.constantFrom(
    'sign',
    'unsign',
    'use',
    'use',
    'stop',
    'start',
    'name',
    'tell',
    'send',
    'send',
    'send',
  ),
  side: fc.nat(1),
  paper: fc.nat(1),
  deal: fc.nat(1),
  part: fc.nat(3),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const by = (side: number, does: Step['does'], part = 0): Step => ({ does, side, paper: 0, deal: 1, part })

/** The guest's own knowledge of what it rests on grows between its acts, while the paper comes to bind. */
const SIGNED: Step[] = [
  by(1, 'send', 2),
  by(0, 'name'),
  by(0, 'sign'),
  by(0, 'send', 1),
  by(0, 'sign'),
  by(1, 'use'),
  by(0, 'send', 1),
  by(1, 'use'),
  by(0, 'send', 1),
  by(1, 'stop'),
]

/** Two papers, and two deals that each rest on one of them. */
function begun(): { nodes: readonly [TwoLogs, TwoLogs]; papers: string[]; deals: string[] } {
  const nodes = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)] as const
  const papers = nodes.map((node) => record(node, open(PAPER, '')).leaf)
  const deals = nodes.map((node, side) => record(node, open(DEAL, papers[side] ?? '')).leaf)
  return { nodes, papers, deals }
}

function perform({ nodes, papers, deals }: ReturnType<typeof begun>, { does, ...picked }: Step): void {
  const [node, other] = picked.side === 0 ? nodes : [nodes[1], nodes[0]]
  node.clock += 60
  const log = logOf(node, node.party)
  const held = logOf(other, node.party).length
  if (does === 'send')
    return void receive(other, log.slice(0, held + Math.ceil(((log.length - held) * picked.part) / 3)))
  const all = [...logOf(node, AAA), ...logOf(node, BBB)]
  const isHere = (id: string | undefined) => all.some(({ leaf }) => leaf === id)
  const [basis, dossier] = [papers[picked.paper] ?? '', deals[picked.deal] ?? '']
  const isPaper = does === 'sign' || does === 'unsign'
  if (!isHere(basis) || !isHere(dossier)) return
  if (isPaper) record(node, { procedure: PAPER, dossier: basis, act: does })
  else record(node, { procedure: DEAL, dossier, act: does, kept: does === 'name' ? to(basis) : {} })
}

/** Each reads instruments on its own, and goes on from no view where it is not told what stayed as it was. */
function readers(node: TwoLogs, id: string) {
  const inside = (dossier: string) => {
    const entries = [...logOf(node, AAA), ...logOf(node, BBB)].filter(
      ({ leaf, header }) => leaf === dossier || (header && 'dossier' in header && header.dossier === dossier),
    )
    const opening = entries.find(({ leaf }) => leaf === dossier)
    const isPaper = opening?.header?.kind === 'open' && opening.header.procedure === PAPER
    const other = opening?.side === AAA ? BBB : AAA
    return { entries, keeper: isPaper ? opening.side : other }
  }
  const placed = (dossier: string) => {
    const { entries, keeper } = inside(dossier)
    const log = logOf(node, keeper)
    return { keeper, placed: placeDossier(entries, keeper, settlerIn(log), log.length) }
  }
  const { entries, keeper } = inside(id)
  const context = (goesOn: boolean) => {
    const { isUnchanged, ...outside } = inForceReader(
      (dossier) => (inside(dossier).entries.length > 0 ? placed(dossier) : null),
      base,
    )
    const more = goesOn ? { ...outside, isUnchanged } : outside
    return dossierContext({ ...base, ...more }, deal, entries, keeper, settlerIn(logOf(node, keeper)))
  }
  return { context, placed: placed(id).placed, guests: entries.filter(({ side }) => side !== keeper) }
}

test('CUT-7 ORDER-10 a view goes on from the last only where every instrument that it rests on is what it was', () => {
  let effective = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 120, size: 'max' }), (steps) => {
      const begin = begun()
      for (const one of steps) perform(begin, one)
      for (const node of begin.nodes)
        for (const id of begin.deals) {
          const { context, placed, guests } = readers(node, id)
          const one = context(true)
          for (const entry of guests) assert.deepEqual(one.viewOf(entry), context(false).viewOf(entry))
          const anew = { ...context(false), viewOf: (entry: Entry) => context(false).viewOf(entry) }
          const [shared, fresh] = [fold(deal, placed, context(true)), fold(deal, placed, anew)]
          assert.deepEqual(shared, fresh)
          effective += shared.judged.filter(({ verdict }) => verdict.kind === 'effective').length
        }
    }),
    { numRuns: 60, examples: [[SIGNED]] },
  )
  assert.ok(effective > 500, String(effective))
})
