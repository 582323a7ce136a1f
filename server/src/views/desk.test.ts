import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '@counterpart/casework'
import type { Officer, Sight } from '../http/ports.ts'
import type { DeskView } from '../http/schema/dossier.ts'
import { alarmed, open, ring } from '../uses/_alarm-world.ts'
import { ALARM, OWN_ALARM, PAPER } from '../uses/_alarms.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { RELATION, request, talk } from '../uses/_talk.ts'
import { officer, type Side } from '../uses/_world.ts'
import { record } from '../uses/record/record.ts'
import { desk } from './desk.ts'

const ALL: Sight = { offices: null, sees: () => true }

function at(side: Side, code: string): Officer {
  const office = side.node.directory.office(code) ?? assert.fail(code)
  return { id: code, name: 'Invented', side: side.node.party, office, roles: ['duty-officer'] }
}

/** The dossiers of a view, and that its count says the same. */
async function on(side: Side, code: string, view: DeskView): Promise<string[]> {
  const page = await desk(side.node, { view }, at(side, code), ALL)
  assert.equal(page.counts[view], page.rows.length + page.fresh.length)
  return page.rows.map(({ id }) => id)
}

function actAt(
  side: Side,
  code: string,
  dossier: string,
  act: string,
  fields: Record<string, unknown> = {},
  on?: string,
) {
  const { level } = side.node.directory.office(code) ?? assert.fail(code)
  return record(side.node, side.relation(RELATION), {
    kind: 'act',
    request: request(),
    author: { ...officer(side.node.party), office: code, level },
    dossier,
    act,
    fields,
    position: null,
    ...(on === undefined ? {} : { on }),
  })
}

test('a dossier under a declaration that is not held any more is named on lists, and keeps none of the others from them', async () => {
  const [a, b] = await alarmed()
  const [paper, other] = [await open(a, PAPER, 'sign'), await open(a, PAPER, 'sign')]
  const bell = await ring(a, ALARM)
  await talk(a, b)
  a.node.procedures = new Map([...a.node.procedures].filter(([digest]) => digest !== PAPER))
  const { rows } = await desk(a.node, { view: 'all' }, at(a, 'aaa-gate'), ALL)
  const shown = new Map(rows.map(({ id, title, damaged, unheld }) => [id, [title !== null, damaged, unheld]]))
  for (const id of [paper, other]) assert.deepEqual(shown.get(id), [false, false, true])
  assert.deepEqual(shown.get(bell), [true, false, false])
  for (const view of ['mine', 'office', 'theirs', 'late'] as const)
    await desk(a.node, { view }, at(a, 'aaa-gate'), ALL)
})

test('what either side may go on with is on the desks of both under a view of its own', async () => {
  const [a, b] = await alarmed()
  const paper = await open(a, PAPER, 'sign')
  await talk(a, b)
  for (const [side, code] of [
    [a, 'aaa-gate'],
    [b, 'bbb-gate'],
  ] as const) {
    assert.deepEqual(await on(side, code, 'either'), [paper])
    for (const view of ['mine', 'office', 'theirs'] as const)
      assert.deepEqual(await on(side, code, view), [], view)
  }
})

test('what the other side says while its step is next is new on the desk of whoever takes part, until it is opened there', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  await actAt(b, 'bbb-gate', dossier, 'hear', {}, dossier)
  await talk(a, b)
  const fresh = async (code = 'bbb-gate', view: DeskView = 'mine', roles: Role[] = ['duty-officer']) => {
    const page = await desk(b.node, { view }, { ...at(b, code), roles }, ALL)
    assert.equal(page.counts[view], page.fresh.length + page.rows.length)
    return page.fresh.map(({ id, unopened }) => [id, unopened])
  }
  assert.deepEqual(await fresh(), [])
  const message = { en: { text: 'one more thing', standing: 'authoritative' } }
  await actAt(a, 'aaa-gate', dossier, 'note', { message })
  await talk(a, b)
  assert.deepEqual(await on(b, 'bbb-gate', 'mine'), [], 'it can be taken no further here')
  for (const view of ['mine', 'office'] as const)
    assert.deepEqual(await fresh('bbb-gate', view), [[dossier, true]])
  assert.deepEqual(await fresh('bbb-west'), [], 'it takes no part')
  assert.deepEqual(await fresh('bbb-gate', 'mine', ['overseer']), [])
  const hidden = { offices: null, sees: () => false }
  assert.deepEqual((await desk(b.node, { view: 'mine' }, at(b, 'bbb-gate'), hidden)).fresh, [])
  await record(b.node, b.relation(RELATION), {
    ...{ kind: 'opened', request: request(), dossier },
    author: { ...officer('bbb'), office: 'bbb-gate' },
  })
  assert.deepEqual(await fresh(), [])
})

test('what is new of one procedure is not among what is new of another, nor counted there', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  await actAt(b, 'bbb-gate', dossier, 'hear', {}, dossier)
  const message = { en: { text: 'one more thing', standing: 'authoritative' } }
  await actAt(a, 'aaa-gate', dossier, 'note', { message })
  await talk(a, b)
  const of = async (digest: string) => {
    const { name } = (b.node.procedures.get(digest) ?? assert.fail()).procedure
    const page = await desk(b.node, { view: 'mine', procedure: name }, at(b, 'bbb-gate'), ALL)
    return [page.fresh.map(({ id }) => id), page.counts.mine, page.counts.office]
  }
  assert.deepEqual(await of(ALARM), [[dossier], 1, 1])
  assert.deepEqual(await of(PAPER), [[], 0, 0])
})

test('what is new is found however many dossiers wait for the other side by a clock', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  await actAt(b, 'bbb-gate', dossier, 'hear', {}, dossier)
  for (let count = 0; count < 205; count++) await ring(b, ALARM)
  await talk(a, b)
  const message = { en: { text: 'one more thing', standing: 'authoritative' } }
  await actAt(a, 'aaa-gate', dossier, 'note', { message })
  await talk(a, b)
  const { fresh, counts } = await desk(b.node, { view: 'office' }, at(b, 'bbb-gate'), ALL)
  assert.deepEqual([fresh.map(({ id }) => id), counts.mine, counts.office], [[dossier], 1, 1])
})

test('an answer that ends a dossier is new on the desk of whoever asked, until it is opened there', async () => {
  const [a, b] = await alarmed()
  const dossier = await open(a, PAPER, 'sign')
  await talk(a, b)
  const fresh = async (code: string, sight: Sight = ALL) =>
    (await desk(a.node, { view: 'mine' }, at(a, code), sight)).fresh.map(({ id, state }) => [id, state])
  assert.deepEqual(await fresh('aaa-gate'), [])
  await record(b.node, b.relation(RELATION), {
    ...{ kind: 'act', request: request(), dossier, act: 'end', fields: {}, position: null },
    author: { ...officer('bbb'), office: 'bbb-gate' },
  })
  await talk(a, b)
  assert.deepEqual(await fresh('aaa-gate'), [[dossier, 'ended']])
  assert.deepEqual(await fresh('aaa-west'), [], 'it takes no part')
  assert.deepEqual(await fresh('aaa-gate', { offices: null, sees: () => false }), [])
  const { fresh: own } = await desk(b.node, { view: 'mine' }, at(b, 'bbb-gate'), ALL)
  assert.deepEqual(own, [], 'whoever ended it knows')
  await record(a.node, a.relation(RELATION), {
    ...{ kind: 'opened', request: request(), dossier },
    author: { ...officer('aaa'), office: 'aaa-gate' },
  })
  assert.deepEqual(await fresh('aaa-gate'), [])
})

test('responsibility that was offered waits for the office that has to accept it, and for nobody after', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  await actAt(b, 'bbb-gate', dossier, 'hear', {}, dossier)
  await talk(a, b)
  // It waits for who asked; the one who has it wants another office of its side to have it.
  assert.deepEqual(await on(b, 'bbb-west', 'mine'), [])
  await actAt(b, 'bbb-gate', dossier, 'offer-responsibility', {
    'offered-side': 'own',
    'offered-to': 'bbb-west',
  })
  await talk(a, b)
  assert.deepEqual(await on(b, 'bbb-west', 'mine'), [dossier])
  assert.deepEqual(await on(b, 'bbb-west', 'office'), [dossier])
  assert.deepEqual(await on(b, 'bbb-gate', 'mine'), [], 'it is not theirs to accept')
  assert.deepEqual(await on(a, 'aaa-gate', 'mine'), [dossier], 'it waits for who asked all the same')
  assert.deepEqual(await on(a, 'aaa-gate', 'theirs'), [dossier])
  await actAt(b, 'bbb-west', dossier, 'take-responsibility')
  await talk(a, b)
  assert.deepEqual(await on(b, 'bbb-west', 'mine'), [])
  assert.deepEqual(await on(b, 'bbb-west', 'office'), [])
  assert.deepEqual(await on(b, 'bbb-west', 'theirs'), [dossier])
})

test('what the other side is to move does not wait for whoever could only take back what was asked', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  const message = { en: { text: 'no more of it', standing: 'authoritative' } }
  await talk(a, b)
  const offer = (side: 'own' | 'other', to: string) => ({ 'offered-side': side, 'offered-to': to })
  await actAt(b, 'bbb-gate', dossier, 'offer-responsibility', offer('other', 'aaa-gate'))
  await talk(a, b)
  await actAt(a, 'aaa-gate', dossier, 'take-responsibility')
  await talk(a, b)
  await actAt(a, 'aaa-gate', dossier, 'offer-responsibility', offer('own', 'aaa-west'))
  assert.deepEqual(await on(a, 'aaa-west', 'mine'), [dossier])
  assert.deepEqual(await on(a, 'aaa-gate', 'mine'), [])
  assert.deepEqual(await on(a, 'aaa-gate', 'theirs'), [dossier])
  await talk(a, b)
  await actAt(a, 'aaa-gate', dossier, 'withdraw', { message })
})

test('ORDER-2 a state that a guest brought about is on its way until the keeper has it, and one of the keeper never', async () => {
  const [a, b] = await alarmed()
  const seen = async (side: Side, code: string) => {
    const { rows } = await desk(side.node, { view: 'all' }, at(side, code), ALL)
    return rows.flatMap(({ id, state, provisional }) => (id === dossier ? [`${state} ${provisional}`] : []))
  }
  const dossier = await ring(a, OWN_ALARM)
  assert.deepEqual(await seen(a, 'aaa-gate'), ['rung false'])
  await talk(a, b)
  await actAt(b, 'bbb-gate', dossier, 'note', {
    message: { en: { text: 'seen', standing: 'authoritative' } },
  })
  assert.deepEqual(await seen(b, 'bbb-gate'), ['rung false'])
  await actAt(b, 'bbb-gate', dossier, 'hear', {}, dossier)
  assert.deepEqual(await seen(b, 'bbb-gate'), ['heard true'])
  await talk(a, b)
  for (const [side, code] of [
    [a, 'aaa-gate'],
    [b, 'bbb-gate'],
  ] as const)
    assert.deepEqual(await seen(side, code), ['heard false'])
})

test('ORDER-2 a level and offices that a guest brought about are on their way until the keeper has them, and the state beside them is not', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, OWN_ALARM)
  await talk(a, b)
  const seen = async (side: Side, code: string) => {
    const { rows } = await desk(side.node, { view: 'all' }, at(side, code), ALL)
    return rows.flatMap(({ id, level, provisional, moving }) =>
      id === dossier ? [`${level} ${provisional} ${moving}`] : [],
    )
  }
  assert.deepEqual(await seen(b, 'bbb-gate'), ['gate false false'])
  await actAt(b, 'bbb-gate', dossier, 'raise', {
    'raised-to': 'province',
    'our-office': 'bbb-east',
    'their-office': 'aaa-west',
  })
  assert.deepEqual(await seen(b, 'bbb-gate'), ['province false true'])
  await talk(a, b)
  for (const [side, code] of [
    [a, 'aaa-gate'],
    [b, 'bbb-gate'],
  ] as const)
    assert.deepEqual(await seen(side, code), ['province false false'])
})

test('ORDER-2 a clock that a guest starts again is on its way until the keeper has it, in the same state', async () => {
  const [a, b] = await alarmed()
  const message = { message: { en: { text: 'of nobody (invented)', standing: 'authoritative' } } }
  const dossier = await open(a, ERRAND, 'ask', {}, { level: 'gate', to: 'bbb-gate' })
  await talk(a, b)
  const { leaf } = await actAt(b, 'bbb-gate', dossier, 'ask-clarification', message)
  await talk(a, b)
  const seen = async () => {
    const { rows } = await desk(a.node, { view: 'all' }, at(a, 'aaa-gate'), ALL)
    return rows
      .filter(({ id }) => id === dossier)
      .map(({ state, paused, provisional }) => [state, paused, provisional])
  }
  assert.deepEqual(await seen(), [['asked', true, false]])
  await actAt(a, 'aaa-gate', dossier, 'clarify', message, leaf)
  assert.deepEqual(await seen(), [['asked', false, true]])
  await talk(a, b)
  assert.deepEqual(await seen(), [['asked', false, false]])
})
