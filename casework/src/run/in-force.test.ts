import assert from 'node:assert/strict'
import test from 'node:test'
import { defineProcedure, type Procedure } from '../language/index.ts'
import { ERRAND, errand, WALK, walk } from './_errand.ts'
import { ASK, code } from './_guarded.ts'
import { logOf, newNode, record, settle, type TwoLogs } from './_nodes.ts'
import { SAFEGUARD, safeguard } from './_safeguard.ts'
import { AAA, BBB, MONDAY, PARTIES, RELATION } from './_sample.ts'
import type { Entry } from './entry.ts'
import { fold } from './fold.ts'
import { binds, inForceReader, isCarriedOut, opensGround } from './in-force.ts'
import { placeDossier, settlerIn } from './place.ts'
import { NO_TERMS } from './terms.ts'
import { dossierContext } from './view.ts'

const roles = ['duty-officer'] as const

/** Kept by whoever opens it. */
const paper: Procedure = defineProcedure({
  name: 'paper',
  version: 1,
  plays: { as: 'instrument', slots: { 'binding-states': 'signed prolonged' } },
  opener: 'either',
  keeper: 'opener',
  levels: ['gate'],
  parts: {},
  title: 'label',
  fields: {
    label: { kind: 'line', part: 'kept', max: 40 },
    parent: { kind: 'reference', part: 'kept', plays: 'instrument' },
  },
  deadlines: {},
  states: {
    drafted: { deadline: null, waits: 'either', because: 'drafted' },
    signed: { deadline: null, waits: 'either', because: 'signed' },
    prolonged: { deadline: null, waits: 'either', because: 'signed' },
    ended: { final: true },
  },
  acts: {
    draft: { by: 'opener', roles, opens: true, from: [], to: 'drafted', needs: ['label'], may: ['parent'] },
    sign: {
      by: 'either',
      roles,
      from: ['drafted'],
      to: 'signed',
      needs: [],
      when: { any: [{ not: { present: 'parent' } }, { inForce: 'parent' }] },
    },
    prolong: { by: 'either', roles, from: ['signed'], to: 'prolonged', needs: [] },
    end: { by: 'either', roles, from: ['signed', 'prolonged'], to: 'ended', needs: [] },
  },
  common: {},
  indicators: {},
})
const PAPER = '7a'.repeat(32)

const procedureOf = (digest: string) => (digest === PAPER ? paper : digest === SAFEGUARD ? safeguard : null)
const TERMS = { ...NO_TERMS, digests: [PAPER, SAFEGUARD] }

function inside(node: TwoLogs, id: string): { entries: Entry[]; keeper: string } {
  const all = [...logOf(node, AAA), ...logOf(node, BBB)]
  const entries = all.filter(
    ({ leaf, header }) => leaf === id || (header && 'dossier' in header && header.dossier === id),
  )
  const opening = entries.find(({ leaf }) => leaf === id)
  const isPaper = opening?.header?.kind === 'open' && opening.header.procedure === PAPER
  return { entries, keeper: isPaper ? (opening?.side ?? AAA) : AAA }
}

/** Codes of a dossier's entries in their order, as a node finds them. */
function verdicts(node: TwoLogs, id: string): string[] {
  const placedOf = (dossier: string) => {
    const { entries, keeper } = inside(node, dossier)
    const log = logOf(node, keeper)
    return { entries, keeper, log, placed: placeDossier(entries, keeper, settlerIn(log), log.length) }
  }
  const base = { parties: PARTIES, relation: RELATION, procedure: procedureOf, terms: () => TERMS }
  const instruments = inForceReader((dossier) => {
    const held = placedOf(dossier)
    return held.entries.length > 0 ? held : null
  }, base)
  const { entries, keeper, log, placed } = placedOf(id)
  const opening = entries.find(({ leaf }) => leaf === id)?.header
  const declared = opening?.kind === 'open' ? procedureOf(opening.procedure) : null
  const context = dossierContext({ ...base, ...instruments }, declared, entries, keeper, settlerIn(log))
  return fold(declared, placed, context).judged.map(({ verdict }) => code(verdict))
}

const draft = (kept: Record<string, unknown> = {}) =>
  ({ kind: 'open', procedure: PAPER, act: 'draft', kept: { label: 'x', ...kept } }) as const
const on = (dossier: string) => ({ procedure: PAPER, dossier })

test('CUT-7 DECLARATION-14 an instrument is in force where its own dossier says that it binds', () => {
  assert.ok(binds(paper, { state: 'signed' }) && binds(paper, { state: 'prolonged' }))
  assert.ok(!binds(paper, { state: 'drafted' }) && !binds(paper, null) && !binds(null, { state: 'signed' }))
  assert.ok(!binds(safeguard, { state: 'granted' }), 'what plays no instrument is none')
})

test('CUT-7 an act rests on an instrument as it was settled within the cut of the act', () => {
  const nodes = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)] as const
  const [a, b] = nodes
  const opened = record(b, draft())
  settle(...nodes)
  const asked = record(a, { ...ASK, kept: { ...ASK.kept, level: 'gate' } })
  settle(...nodes)
  const use = (node: TwoLogs) =>
    record(node, {
      procedure: SAFEGUARD,
      dossier: asked.leaf,
      act: 'name',
      kept: { basis: { dossier: opened.leaf } },
    })
  const expect = (...codes: string[]) => {
    for (const node of nodes) assert.deepEqual(verdicts(node, asked.leaf).slice(1), codes)
  }
  use(a)
  settle(...nodes)
  expect('void contradiction')
  // Signed by its keeper; the other side does not know it yet.
  record(b, { ...on(opened.leaf), act: 'sign' })
  use(a)
  settle(...nodes)
  expect('void contradiction', 'void contradiction')
  use(a)
  use(b)
  settle(...nodes)
  expect('void contradiction', 'void contradiction', 'effective', 'effective')
  // A use · B end: the recorded use keeps its effect, the next has none.
  use(a)
  record(b, { ...on(opened.leaf), act: 'end' })
  settle(...nodes)
  use(a)
  settle(...nodes)
  expect(
    'void contradiction',
    'void contradiction',
    'effective',
    'effective',
    'effective',
    'void contradiction',
  )
})

test('CUT-7 an instrument rests on no other, and of a chain of dossiers one is read', () => {
  const nodes = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)] as const
  const [a, b] = nodes
  const parent = record(b, draft())
  settle(...nodes)
  const child = record(a, draft({ parent: { dossier: parent.leaf } }))
  record(b, { ...on(parent.leaf), act: 'sign' })
  settle(...nodes)
  record(b, { ...on(child.leaf), act: 'sign' })
  settle(...nodes)
  const named = (dossier: string) => record(a, { ...ASK, kept: { ...ASK.kept, basis: { dossier } } })
  const asked = named(child.leaf)
  settle(...nodes)
  for (const node of nodes) {
    assert.deepEqual(verdicts(node, child.leaf), ['effective', 'void condition'])
    assert.deepEqual(verdicts(node, asked.leaf), ['void contradiction'])
  }
  let last = parent
  for (let link = 0; link < 2000; link++) last = named(last.leaf)
  assert.deepEqual(verdicts(a, last.leaf), ['void contradiction'])
})

test('CUT-7 what nobody opened, and what is no instrument, is not in force', () => {
  const nodes = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)] as const
  const [a] = nodes
  for (const dossier of ['ff'.repeat(32), record(a, ASK).leaf, record(a, draft()).leaf]) {
    const asked = record(a, { ...ASK, kept: { ...ASK.kept, basis: { dossier } } })
    assert.deepEqual(verdicts(a, asked.leaf), ['void contradiction'])
  }
})

test('CUT-4 CUT-7 whoever asks for an instrument through a cut that contradicts its logs is told before it is read', () => {
  const nodes = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)] as const
  const [a, b] = nodes
  const opened = record(b, draft())
  settle(...nodes)
  record(b, { ...on(opened.leaf), act: 'sign' })
  settle(...nodes)
  record(a, { ...on(opened.leaf), act: 'end' })
  settle(...nodes)
  const { entries, keeper } = inside(a, opened.leaf)
  const log = logOf(a, keeper)
  const base = { parties: PARTIES, relation: RELATION, procedure: procedureOf, terms: () => TERMS }
  let told = 0
  const { inForce } = inForceReader(
    () => ({ placed: placeDossier(entries, keeper, settlerIn(log), log.length), keeper }),
    base,
    () => {
      told += 1
    },
  )
  // As far as the other log is read, its end of it was never written; what settled that was.
  const asks = (guest: number) => inForce(opened.leaf, { keeper: log.length, guest }, keeper)
  assert.deepEqual([asks(logOf(a, AAA).length), told], [false, 0])
  assert.deepEqual([asks(0), told], [true, 1])
})

const named: Record<string, Procedure> = { [ERRAND]: errand, [WALK]: walk }

/** Codes of `finish` at the end of a log of one side that keeps all; `under`: what the walk was opened from. */
function finishing(of: {
  under: 'it' | 'another' | 'nothing'
  steps: number | null
  names: 'it' | 'itself'
}) {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const begun = record(a, { kind: 'open', procedure: ERRAND, act: 'begin', kept: { label: 'x' } })
  const from = { it: begun.leaf, another: 'ab'.repeat(32), nothing: null }[of.under]
  const under = from === null ? {} : { under: [{ dossier: 'cd'.repeat(32) }, { dossier: from }] }
  const out = record(a, { kind: 'open', procedure: WALK, act: 'set-out', kept: { label: 'x', ...under } })
  if (of.steps !== null)
    record(a, { procedure: WALK, dossier: out.leaf, act: 'arrive', kept: { steps: of.steps } })
  settle(a, b)
  const done = { dossier: of.names === 'it' ? out.leaf : begun.leaf }
  const finish = record(b, { procedure: ERRAND, dossier: begun.leaf, act: 'finish', kept: { done } })
  settle(a, b)
  return [a, b].map((node) => {
    const procedure = (digest: string) => named[digest] ?? null
    const terms = () => ({ ...NO_TERMS, digests: [ERRAND, WALK] })
    const base = { parties: PARTIES, relation: RELATION, procedure, terms }
    const log = logOf(node, AAA)
    const held = (id: string) => {
      const { entries } = inside(node, id)
      return entries.length === 0 ? null : { placed: placeDossier(entries, AAA, settlerIn(log)), keeper: AAA }
    }
    const { entries } = inside(node, begun.leaf)
    const context = dossierContext(
      { ...base, ...inForceReader(held, base) },
      errand,
      entries,
      AAA,
      settlerIn(log),
    )
    const { judged } = fold(errand, placeDossier(entries, AAA, settlerIn(log)), context)
    return code(judged.find(({ placed }) => placed.entry.leaf === finish.leaf)?.verdict ?? assert.fail())
  })
}

test('CUT-8 a reference stands for a fact where what it names was opened from here and has come that far', () => {
  const good = { under: 'it', steps: 2, names: 'it' } as const
  const both = (verdict: string) => [verdict, verdict]
  assert.deepEqual(finishing(good), both('effective'))
  assert.deepEqual(finishing({ ...good, under: 'another' }), both('void condition'))
  assert.deepEqual(finishing({ ...good, under: 'nothing' }), both('void condition'))
  assert.deepEqual(finishing({ ...good, steps: null }), both('void condition'))
  assert.deepEqual(finishing({ ...good, steps: 0 }), both('void condition'))
  assert.deepEqual(finishing({ ...good, names: 'itself' }), both('void condition'))
})

test('CUT-8 what is of another procedure, or may itself look further, is not carried out', () => {
  const asked = { by: 'done', procedure: 'walk', states: ['walked'] }
  const state = { opener: AAA, state: 'walked', kept: { under: [{ dossier: 'aa' }] } }
  const from = { id: 'aa', opener: AAA }
  assert.ok(isCarriedOut(asked, from, walk, state))
  assert.ok(!isCarriedOut(asked, from, { ...walk, name: 'ride' }, state))
  assert.ok(!isCarriedOut(asked, from, walk, null))
  for (const [opener, by, is] of [
    ['opener', AAA, true],
    ['opener', BBB, false],
    ['other', AAA, false],
    ['other', BBB, true],
  ] as const)
    assert.equal(isCarriedOut({ ...asked, opener }, from, walk, { ...state, opener: by }), is)
  const opened = (procedure: string) => {
    const [a] = [newNode(AAA, MONDAY)]
    return record(a, { kind: 'open', procedure, act: 'begin', kept: { label: 'x' } }).header
  }
  const among = (digest: string) => named[digest] ?? null
  assert.ok(opensGround(opened(WALK), among) && !opensGround(opened(ERRAND), among))
  assert.ok(!opensGround(opened(WALK), () => ({ ...walk, once: true })))
})
