import assert from 'node:assert/strict'
import test from 'node:test'
import { checkProcedure } from '../language/check.ts'
import type { Procedure } from '../language/index.ts'
import { begin, check, code, GRANT, override, play, read, type Told, tell } from './_guarded.ts'
import { settle } from './_nodes.ts'
import { SAFEGUARD, safeguard } from './_safeguard.ts'
import { AAA, AGREED, BBB, PARTIES, write } from './_sample.ts'
import { decide } from './decide.ts'
import type { Entry } from './entry.ts'
import { answeredGates, gatesOf } from './gates.ts'
import { offers } from './offers.ts'

const change = (means = 'follow', side = AAA): Told => ({ side, act: 'change', kept: { means } })

test('the invented procedure is one that can stand', () => {
  assert.deepEqual(checkProcedure(safeguard), [])
})

test('PROCEDURE-16 a gate that nobody answered stops the act it guards, and one that was passed lets it through', () => {
  assert.equal(play(GRANT).last, 'void gate-open')
  const { state, last } = play(check('passed'), GRANT)
  assert.deepEqual([last, state.state], ['effective', 'granted'])
  assert.deepEqual(state.gates.proportionality?.answer, 'passed')
  assert.deepEqual(state.gates.proportionality?.officers, ['reviewer'])
})

test('PROCEDURE-16 a gate that was failed stops it, whatever else is right', () => {
  const { verdicts, state } = play(check('failed'), GRANT)
  assert.deepEqual(verdicts, ['effective', 'effective', 'void gate-failed'])
  assert.equal(state.state, 'asked')
  // An act that it does not guard is as free as before.
  assert.equal(
    play(check('failed'), { act: 'refuse', kept: { 'refusal-ground': 'other' }, approver: 'o2' }).last,
    'effective',
  )
})

test('PROCEDURE-16 a gate is asked only where its condition holds, with what the act itself brings', () => {
  const granted = [check('passed'), GRANT]
  const watch = (kept = {}): Told => ({ act: 'watch', kept, officer: 'o5' })
  assert.equal(play(...granted, watch()).last, 'effective')
  assert.equal(play(...granted, watch({ young: false })).last, 'effective')
  assert.equal(play(...granted, watch({ young: true })).last, 'void gate-open')
  assert.equal(play(...granted, { act: 'say', kept: { young: true } }, watch()).last, 'void gate-open')
})

test('PROCEDURE-17 an answer falls when a field that it rests on is brought, adopted or dropped', () => {
  assert.equal(play(check('passed'), change(), GRANT).last, 'void gate-open')
  // Also when it is said again as it was: nobody compares behind the reviewer's back.
  assert.equal(play(check('passed'), change('look'), GRANT).last, 'void gate-open')
  assert.equal(play(check('passed'), { side: AAA, act: 'blank' }, GRANT).last, 'void gate-open')
  const suggest: Told = { side: AAA, act: 'suggest', kept: { means: 'follow' } }
  assert.equal(play(check('passed'), suggest, GRANT).last, 'effective', 'a proposal changes nothing yet')
  assert.equal(play(check('passed'), suggest, { act: 'agree', of: 2 }, GRANT).last, 'void gate-open')
  // What it does not rest on leaves it alone.
  assert.equal(play(check('passed'), { side: AAA, act: 'note' }, GRANT).last, 'effective')
  const again = play(check('passed'), change(), check('passed'), GRANT)
  assert.equal(again.last, 'effective')
})

test('PROCEDURE-17 an answer falls with a newer entry of the kind that it was given on', () => {
  const minor = (of: number): Told => ({
    act: 'check-minor',
    kept: { 'gate-minor': 'passed' },
    of,
    officer: 'carer',
  })
  const say: Told = { side: AAA, act: 'say', kept: { young: true } }
  const before = [check('passed'), say, minor(2)]
  assert.equal(play(...before, GRANT).last, 'effective')
  assert.equal(play(...before, say, GRANT).last, 'void gate-open')
  assert.equal(
    play(...before, say, minor(2)).last,
    'void on-not-current',
    'the older one is no longer current',
  )
  assert.equal(play(...before, say, minor(4), GRANT).last, 'effective')
})

test('PROCEDURE-17 an answer whose author had not seen what asked the gate anew is overtaken', () => {
  for (const asked of [change(), { side: AAA, act: 'say', kept: { young: true } }]) {
    const of = { act: 'check-minor', kept: { 'gate-minor': 'passed' }, of: 0, officer: 'carer' }
    const answer = asked.act === 'say' ? of : check('passed')
    const crossing = begin()
    tell(crossing, asked)
    tell(crossing, answer)
    assert.deepEqual(read(crossing).verdicts, ['effective', 'effective', 'overtaken on-not-current'])
    assert.deepEqual(read(crossing).state.gates, {})
    const knowing = begin()
    tell(knowing, asked)
    settle(...knowing.nodes)
    tell(knowing, answer)
    assert.equal(read(knowing).last, 'effective')
  }
})

test('PROCEDURE-17 what was done on an answer that has fallen meanwhile is overtaken', () => {
  const played = begin()
  tell(played, check('passed'))
  settle(...played.nodes)
  tell(played, change())
  tell(played, GRANT)
  assert.deepEqual(read(played).verdicts, ['effective', 'effective', 'effective', 'overtaken gate-open'])
})

test('PROCEDURE-18 a no is passed over by two persons of its own side at the level above, and stays visible', () => {
  const { state, last } = play(check('failed'), override(1), GRANT)
  assert.deepEqual([last, state.state], ['effective', 'granted'])
  assert.deepEqual(state.gates.proportionality?.answer, 'overridden')
  assert.deepEqual(state.gates.proportionality?.officers, ['reviewer', 'chief', 'chief-2'])
  assert.equal(state.kept['gate-proportionality'], 'failed')
  assert.equal(play(check('failed'), override(1, 'ministry')).last, 'effective')
  assert.equal(play(check('failed'), override(1, 'gate')).last, 'void wrong-level')
  assert.equal(play(check('failed'), { ...override(1), approver: 'chief' }).last, 'void needs-approval')
  assert.equal(play(check('passed'), override(1)).last, 'void gate-not-failed')
  assert.equal(play(override(0)).last, 'void on-not-effective')
  const anew = play(check('failed'), change(), override(1), GRANT)
  assert.equal(anew.last, 'effective', 'also of what is asked anew')
  assert.deepEqual(anew.state.gates.proportionality?.officers, ['reviewer', 'chief', 'chief-2'])
  assert.equal(
    play(check('failed'), change(), override(1), { ...GRANT, officer: 'reviewer' }).last,
    'void gate-same-officer',
  )
  assert.equal(play(check('failed'), check('passed'), change(), override(2)).last, 'void gate-not-failed')
  const minor: Told = {
    side: AAA,
    act: 'check-minor',
    kept: { 'gate-minor': 'failed' },
    of: 0,
    officer: 'carer',
  }
  const over: Told = { ...override(1), act: 'override-minor' }
  assert.equal(play(minor, over).last, 'void gate-not-failed', 'the other side said no')
  assert.equal(play(minor, { ...over, side: AAA }).last, 'effective')
})

test('PROCEDURE-18 at the highest level the level itself passes over, and above an unknown one only the highest', () => {
  const at = (level: string | undefined, decided: string) => {
    const kept: Record<string, unknown> = { label: 'x', means: 'look' }
    if (level !== undefined) kept.level = level
    const played = begin({ kind: 'open', act: 'ask', procedure: '5a'.repeat(32), kept })
    tell(played, check('failed'))
    settle(...played.nodes)
    tell(played, override(1, decided))
    return read(played).last
  }
  assert.deepEqual(
    [
      at('ministry', 'ministry'),
      at('ministry', 'province'),
      at(undefined, 'ministry'),
      at(undefined, 'province'),
    ],
    ['effective', 'void wrong-level', 'effective', 'void wrong-level'],
  )
})

test('PROCEDURE-18 the noes of one side to a gate are bounded, and each that stands binds', () => {
  const noes = Array.from({ length: 20 }, (_, at) => check('failed', 0, `reviewer-${at}`))
  const full = play(...noes)
  assert.deepEqual([full.last, full.state.noes.proportionality?.length], ['effective', 20])
  const over = play(...noes, check('failed', 0, 'one-more'))
  assert.deepEqual([over.last, over.state.noes.proportionality?.length], ['void too-many', 20])
  assert.equal(play(...noes, change(), check('failed', 0, 'one-more')).last, 'void too-many')
  assert.equal(play(...noes, check('failed', 0, 'reviewer-3')).last, 'effective', 'his own again')
  assert.equal(play(...noes, check('passed', 0, 'one-more')).last, 'void gate-failed')
  assert.equal(
    play(...noes, check('passed', 0, 'reviewer-3'), check('failed', 0, 'one-more')).last,
    'effective',
    'room of one taken back',
  )
})

test('PROCEDURE-18 a no is not asked of one reviewer after another', () => {
  assert.equal(play(check('failed'), check('passed', 0, 'milder')).last, 'void gate-failed')
  assert.equal(play(check('failed'), check('passed'), GRANT).last, 'effective', 'who gave it takes it back')
  assert.equal(play(check('failed'), change(), check('passed'), GRANT).last, 'effective')
  for (const again of [change(), change('look'), { side: AAA, act: 'blank' }])
    assert.equal(
      play(check('failed'), again, check('passed', 0, 'milder')).last,
      'void gate-failed',
      'whatever is said anew',
    )
  assert.equal(play(check('failed'), change(), GRANT).last, 'void gate-open')
  assert.equal(
    play({ ...check('failed'), approver: 'milder' }, check('passed', 0, 'milder')).last,
    'void gate-failed',
    'who only approved it did not give it',
  )
  // Nobody hides a no behind one of his own, said before it or after.
  const both = [check('failed'), check('failed', 0, 'milder')]
  assert.deepEqual(
    play(...both).state.noes.proportionality?.map(({ officers }) => officers),
    [['reviewer'], ['milder']],
  )
  for (const [first, second] of [
    ['milder', 'reviewer'],
    ['reviewer', 'milder'],
  ] as const) {
    const one = play(...both, check('passed', 0, first))
    assert.deepEqual([one.last, one.state.gates.proportionality?.answer], ['effective', 'failed'])
    assert.deepEqual(one.state.gates.proportionality?.officers, [second])
    assert.equal(play(...both, check('passed', 0, first), check('passed', 0, first)).last, 'void gate-failed')
    assert.equal(play(...both, check('passed', 0, first), GRANT).last, 'void gate-failed')
    assert.equal(
      play(...both, check('passed', 0, first), check('passed', 0, second), GRANT).last,
      'effective',
    )
    assert.equal(play(...both, change(), check('passed', 0, first), GRANT).last, 'void gate-open')
    assert.equal(
      play(...both, change(), check('passed', 0, first), check('passed', 0, second), GRANT).last,
      'effective',
    )
  }
  // A yes may be turned into a no by anybody who may answer.
  assert.equal(play(check('passed'), check('failed', 0, 'stricter'), GRANT).last, 'void gate-failed')
  assert.equal(
    play(check('failed'), override(1), check('failed', 0, 'stricter'), GRANT).last,
    'void gate-failed',
  )
})

test('PROCEDURE-18 nobody says yes beside a no that was passed over, so that it stays visible', () => {
  const before = [check('failed'), override(1)]
  const { last, state } = play(...before, check('passed', 0, 'milder'))
  assert.deepEqual([last, state.gates.proportionality?.answer], ['void gate-failed', 'overridden'])
  assert.equal(play(...before, check('passed', 0, 'chief')).last, 'void gate-failed')
  assert.equal(play(...before, check('passed'), GRANT).last, 'effective', 'who gave it takes it back')
  // Nor with a no of his own before it.
  const own = [check('failed', 0, 'milder'), check('passed', 0, 'milder')]
  const taken = play(...before, ...own, GRANT)
  assert.deepEqual(
    [taken.last, taken.state.gates.proportionality?.officers],
    ['void gate-failed', ['reviewer']],
  )
  assert.equal(play(...before, ...own, override(4), GRANT).last, 'effective')
  assert.equal(play(...before, ...own, change(), check('passed', 0, 'third')).last, 'void gate-failed')
  assert.equal(play(...before, change(), check('passed', 0, 'milder')).last, 'void gate-failed')
  assert.equal(play(...before, change(), GRANT).last, 'void gate-open')
  assert.equal(play(...before, change(), override(1, 'province', 'o7', 'o8'), GRANT).last, 'effective')
})

test('PROCEDURE-18 where either side answers, a no of one hides none of the other, and neither passes over both', () => {
  const say: Told = { side: AAA, act: 'say', kept: { young: true } }
  const minor = (side: string, answer: string): Told => ({
    side,
    act: 'check-minor',
    kept: { 'gate-minor': answer },
    of: 0,
    officer: 'carer',
  })
  const noes = [say, minor(AAA, 'failed'), minor(BBB, 'failed')]
  assert.equal(play(...noes).last, 'effective')
  assert.equal(play(...noes, minor(AAA, 'passed')).state.gates.minor?.by, BBB)
  assert.equal(play(...noes, { ...override(3), act: 'override-minor' }).last, 'void gate-not-failed')
  assert.equal(
    play(...noes, minor(AAA, 'passed'), { ...override(4), act: 'override-minor' }).last,
    'effective',
  )
  assert.equal(play(...noes, minor(AAA, 'passed'), minor(BBB, 'passed')).state.gates.minor?.answer, 'passed')
})

test('PROCEDURE-16 after a no nothing that is stated makes the gate unasked, but what its act itself says', () => {
  const say = (young: boolean): Told => ({ side: AAA, act: 'say', kept: { young } })
  const minor = (answer: string): Told => ({
    act: 'check-minor',
    kept: { 'gate-minor': answer },
    of: 0,
    officer: 'carer',
  })
  const watch = (kept = {}): Told => ({ act: 'watch', kept, officer: 'o5' })
  const granted = [check('passed'), GRANT, say(true)]
  assert.equal(play(...granted, say(false), watch()).last, 'effective')
  assert.equal(play(...granted, minor('failed'), say(false), watch()).last, 'void gate-open')
  assert.equal(play(...granted, minor('failed'), say(false), minor('passed'), watch()).last, 'effective')
  assert.equal(play(...granted, minor('passed'), say(false), watch()).last, 'effective')
  assert.equal(play(...granted, minor('failed'), watch({ young: false })).last, 'effective')
  assert.equal(play(...granted, minor('failed'), watch()).last, 'void gate-failed')
  // A page shows it as asked, and no offer leaves it out.
  const { state } = play(...granted, minor('failed'), say(false))
  assert.equal(gatesOf(safeguard, state).find(({ gate }) => gate === 'minor')?.asked, true)
  const offered = offers(safeguard, state, BBB, 'province', ['duty-officer'], PARTIES)
  assert.deepEqual(offered.find(({ act }) => act === 'watch')?.guards, [
    { gate: 'minor', stands: null, asked: false },
  ])
})

test('PROCEDURE-16 a gate is asked of what an act adopts and without what it drops', () => {
  const { suggest, agree } = safeguard.acts
  const minor = safeguard.gates?.minor
  assert.ok(suggest && agree && minor)
  const guarded: Procedure = {
    ...safeguard,
    acts: { ...safeguard.acts, suggest: { ...suggest, may: ['young'], drops: ['young'] } },
    gates: { ...safeguard.gates, minor: { ...minor, before: ['agree'] } },
  }
  const adopting = (stands: Record<string, unknown>, proposed: Record<string, unknown>) => {
    const { state } = play({ side: AAA, act: 'suggest', kept: { means: 'follow' } })
    const [leaf = '', proposal] = Object.entries(state.proposals)[0] ?? []
    assert.ok(proposal)
    const before = {
      ...state,
      kept: { ...state.kept, ...stands },
      proposals: { [leaf]: { ...proposal, kept: proposed } },
    }
    const log: Entry[] = []
    const { header } = write(log, BBB, {
      procedure: SAFEGUARD,
      dossier: state.id,
      act: 'agree',
      on: leaf,
      seen: 9,
    })
    assert.ok(header)
    return code(decide(guarded, before, { by: BBB, header, kept: {}, parts: ['kept'] }, AGREED, PARTIES))
  }
  assert.equal(adopting({}, { means: 'follow' }), 'effective')
  assert.equal(adopting({}, { means: 'follow', young: true }), 'void gate-open')
  assert.equal(adopting({ young: true }, { means: 'follow' }), 'effective')
  assert.equal(adopting({ young: true }, { means: 'follow', young: true }), 'void gate-open')
})

test('PROCEDURE-19 who answers is neither the author of what it is about nor of what it guards', () => {
  const asked = begin(undefined, BBB)
  tell(asked, check('passed', 0, 'o1'))
  assert.equal(read(asked).last, 'void gate-same-officer')
  const say: Told = { act: 'say', kept: { young: true }, officer: 'carer' }
  const minor = (officer: string): Told => ({
    act: 'check-minor',
    kept: { 'gate-minor': 'passed' },
    of: 0,
    officer,
  })
  assert.equal(play(say, minor('carer')).last, 'void gate-same-officer', 'whichever entry the answer names')
  assert.equal(play(say, minor('other')).last, 'effective')
  assert.equal(play({ ...say, side: AAA }, minor('carer')).last, 'effective')
  const theirs: Told = { ...minor('carer'), side: AAA }
  assert.equal(
    play(check('passed'), { ...say, side: BBB }, theirs, { ...GRANT, officer: 'carer' }).last,
    'effective',
  )
  // The same id on the other side is somebody else.
  assert.equal(play(check('passed', 0, 'o1'), GRANT).last, 'effective')
  assert.equal(play(check('passed'), { ...GRANT, officer: 'reviewer' }).last, 'void gate-same-officer')
  assert.equal(play(check('passed'), { ...GRANT, approver: 'reviewer' }).last, 'void gate-same-officer')
  const failed = [check('failed'), override(1)]
  assert.equal(play(check('failed'), override(1, 'province', 'reviewer')).last, 'void gate-same-officer')
  assert.equal(
    play(check('failed'), override(1, 'province', 'chief', 'reviewer')).last,
    'void gate-same-officer',
  )
  for (const officer of ['reviewer', 'chief', 'chief-2'])
    assert.equal(play(...failed, { ...GRANT, officer }).last, 'void gate-same-officer', officer)
})

test('what is offered says which gate stands before it, and is no offer while it does', () => {
  const roles = ['duty-officer', 'legal-reviewer', 'approver', 'protection-officer'] as const
  const offer = (state: ReturnType<typeof play>['state'], act: string, officer?: string) => {
    const all = offers(safeguard, state, BBB, 'province', roles, PARTIES, undefined, officer)
    return all.find((one) => one.act === act)
  }
  const open = play().state
  assert.deepEqual(offer(open, 'grant')?.code, 'gate-open')
  assert.deepEqual(offer(open, 'grant')?.guards, [{ gate: 'proportionality', stands: null, asked: true }])
  assert.equal(offer(open, 'check-proportionality')?.code, null)
  assert.equal(offer(open, 'override-proportionality')?.code, 'on-not-effective')
  const passed = play(check('passed')).state
  assert.equal(offer(passed, 'grant')?.code, null)
  assert.equal(offer(passed, 'grant', 'reviewer')?.code, 'gate-same-officer')
  assert.equal(offer(passed, 'override-proportionality')?.code, 'gate-not-failed')
  const failed = play(check('failed')).state
  assert.equal(offer(failed, 'grant')?.code, 'gate-failed')
  // To say no as well.
  assert.equal(offer(failed, 'check-proportionality')?.code, null)
  assert.equal(offer(failed, 'check-proportionality', 'reviewer')?.code, null)
  assert.equal(offer(failed, 'override-proportionality')?.code, null)
  assert.equal(offer(failed, 'override-proportionality', 'reviewer')?.code, 'gate-same-officer')
  // The act itself may say that the person is of age: a form for it is no lie.
  const granted = play(check('passed'), GRANT).state
  assert.deepEqual(
    [offer(granted, 'watch')?.code, offer(granted, 'watch')?.guards],
    [null, [{ gate: 'minor', stands: null, asked: false }]],
  )
})

test('whoever answered a gate is known before they approve what it guards, once it is asked', () => {
  const { state } = play(check('passed'))
  const of = (act: string, fields = {}, officer = 'reviewer', side = BBB) =>
    answeredGates(safeguard, act, state, fields, side, officer)
  assert.deepEqual(of('grant'), ['proportionality'])
  assert.deepEqual(of('refuse'), [], 'it guards no such act')
  assert.deepEqual(of('grant', {}, 'o2'), [])
  assert.deepEqual(of('grant', {}, 'reviewer', AAA), [], 'the same id on the other side is somebody else')
  const say: Told = { act: 'say', kept: { young: true }, officer: 'carer' }
  const minor: Told = { act: 'check-minor', kept: { 'gate-minor': 'passed' }, of: 0, officer: 'other' }
  const watched = play(say, minor).state
  const watch = (fields = {}) => answeredGates(safeguard, 'watch', watched, fields, BBB, 'other')
  assert.deepEqual([watch(), watch({ young: false })], [['minor'], []], 'as far as what it says asks it')
})
