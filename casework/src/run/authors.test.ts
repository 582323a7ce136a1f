import assert from 'node:assert/strict'
import test from 'node:test'
import type { Procedure } from '../language/index.ts'
import { check, code, GRANT, override, play, type Told } from './_guarded.ts'
import { SAFEGUARD, safeguard } from './_safeguard.ts'
import { AAA, AGREED, BBB, PARTIES, write } from './_sample.ts'
import { decide } from './decide.ts'
import { answeredGates } from './gates.ts'
import { offers } from './offers.ts'

const change = (officer: string, side = BBB): Told => ({
  side,
  act: 'change',
  kept: { means: 'follow' },
  officer,
})
const suggest: Told = { act: 'suggest', kept: { means: 'follow' }, officer: 'reviewer' }

test('PROCEDURE-19 who wrote what a gate reads answers it no more than who wrote the entry it is given on', () => {
  assert.equal(play(change('reviewer'), check('passed')).last, 'void gate-same-officer')
  assert.equal(play(change('o5'), check('passed'), GRANT).last, 'effective')
  assert.equal(play(change('reviewer'), change('o5'), check('passed')).last, 'effective', 'written anew')
  assert.equal(play(change('reviewer'), { act: 'blank' }, check('passed')).last, 'effective', 'dropped')
  assert.equal(
    play(change('reviewer', AAA), check('passed')).last,
    'effective',
    'the same id on the other side',
  )
  const read = { ...check('passed'), act: 'check-minor', kept: { 'gate-minor': 'passed' } }
  assert.equal(play(change('reviewer'), read).last, 'effective', 'what it does not read')
})

test('PROCEDURE-19 nor does who wrote it pass over a no, or approve that', () => {
  for (const officer of ['chief', 'chief-2'])
    assert.equal(play(change(officer), check('failed'), override(2)).last, 'void gate-same-officer')
  assert.equal(play(change('o5'), check('failed'), override(2)).last, 'effective')
})

test('PROCEDURE-19 of what was adopted it is who proposed it, also where a proposal of another followed', () => {
  const agree: Told = { side: AAA, act: 'agree', of: 1, officer: 'o9' }
  assert.equal(play(suggest, agree, check('passed')).last, 'void gate-same-officer')
  const another = { ...suggest, officer: 'o5' }
  assert.equal(play(suggest, agree, another, check('passed')).last, 'void gate-same-officer')
  assert.equal(play(another, agree, suggest, check('passed')).last, 'effective', 'not adopted')
})

test('PROCEDURE-19 who proposed what an entry adopted is its author where a gate is given on it, whatever it reads', () => {
  const { proportionality } = safeguard.gates ?? {}
  const act = safeguard.acts['check-proportionality']
  const given = {
    ...safeguard,
    acts: { ...safeguard.acts, 'check-proportionality': { ...act, answers: ['agree'] } },
    gates: { ...safeguard.gates, proportionality: { ...proportionality, on: ['agree'], reads: [] } },
  } as Procedure
  const { state } = play(suggest, { side: AAA, act: 'agree', of: 1, officer: 'o9' })
  const answer = (officer: string) => {
    const { header } = write([], BBB, {
      procedure: SAFEGUARD,
      dossier: state.id,
      act: 'check-proportionality',
      on: state.current.agree?.leaf ?? '',
      parts: ['content'],
      officer,
      seen: 9,
    })
    const kept = { 'gate-proportionality': 'passed' }
    assert.ok(header)
    return code(decide(given, state, { by: BBB, header, kept, parts: ['kept', 'content'] }, AGREED, PARTIES))
  }
  assert.equal(answer('reviewer'), 'void gate-same-officer')
  assert.equal(answer('o5'), 'effective')
  const offered = (officer: string) =>
    offers(given, state, BBB, 'gate', ['legal-reviewer'], PARTIES, 9, officer).find(
      ({ act }) => act === 'check-proportionality',
    )?.code
  assert.equal(offered('reviewer'), 'gate-same-officer')
  assert.equal(offered('o5'), null)
})

test('who said no to a gate is known before they approve the act that passes over it, as the verdict has it', () => {
  const { state } = play(check('failed'))
  const over = (officer: string, side = BBB) =>
    answeredGates(safeguard, 'override-proportionality', state, {}, side, officer)
  assert.deepEqual(
    [over('reviewer'), over('chief'), over('reviewer', AAA), over('o1')],
    [['proportionality'], [], [], []],
  )
  for (const [officer, last] of [
    ['reviewer', 'void gate-same-officer'],
    ['chief-2', 'effective'],
  ] as const)
    assert.equal(play(check('failed'), override(1, 'province', 'chief', officer)).last, last)
})

test('PROCEDURE-19 so is who wrote what the gate reads, before they approve what passes over it or answers it', () => {
  const { state } = play(change('chief-2'), check('failed'))
  const before = (act: string, officer: string, side = BBB) =>
    answeredGates(safeguard, act, state, {}, side, officer)
  for (const act of ['override-proportionality', 'check-proportionality'])
    assert.deepEqual(
      [before(act, 'chief-2'), before(act, 'o5'), before(act, 'chief-2', AAA)],
      [['proportionality'], [], []],
      act,
    )
  for (const [officer, last] of [
    ['chief-2', 'void gate-same-officer'],
    ['o5', 'effective'],
  ] as const)
    assert.equal(
      play(change('chief-2'), check('failed'), override(2, 'province', 'chief', officer)).last,
      last,
    )
})
