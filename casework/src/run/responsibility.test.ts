import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ASK, begin, check, code, GRANT, type Played, play, read, type Told, tell } from './_guarded.ts'
import { foldAt, logOf, receive, settle } from './_nodes.ts'
import { safeguard } from './_safeguard.ts'
import { AAA, BBB, DAY, MONDAY, PARTIES } from './_sample.ts'
import type { DossierState } from './entry.ts'
import { offers } from './offers.ts'
import { levelAbove } from './responsibility.ts'

const HOUR = 3600
const raise = (to: string, ours = 'bbb-province', theirs = 'aaa-province'): Told => ({
  act: 'raise',
  kept: { 'raised-to': to, 'our-office': ours, 'their-office': theirs },
})
const clock = (act: string, to: string, at: number) => ({ side: AAA, act, kept: { 'raised-to': to }, at })
const offer = (side: string, to: string, whose: 'own' | 'other' = 'own'): Told => ({
  side,
  act: 'offer-responsibility',
  kept: { 'offered-side': whose, 'offered-to': to },
})
const take = (side: string, office = `${side}-office`): Told => ({ side, act: 'take-responsibility', office })
const decline = (side: string, office = `${side}-office`): Told => ({
  side,
  act: 'decline-responsibility',
  office,
})

test('PROCEDURE-20 an officer of either side lifts the dossier on both sides at once, and never down', () => {
  const { state, last } = play(raise('province'))
  assert.equal(last, 'effective')
  assert.deepEqual(
    [state.level, state.offices, state.raised],
    ['province', { [AAA]: 'aaa-province', [BBB]: 'bbb-province' }, MONDAY],
  )
  assert.equal(play({ ...raise('ministry'), side: AAA }).state.level, 'ministry', 'a level may be left out')
  assert.equal(play(raise('gate')).last, 'void wrong-level')
  assert.equal(play(raise('province'), raise('province')).last, 'void wrong-level')
  assert.equal(play(raise('ministry'), raise('province')).last, 'void wrong-level')
})

test('PROCEDURE-20 a level that nobody named is the lowest one', () => {
  assert.equal(levelAbove(safeguard, null), 'province')
  const { level: _, ...kept } = ASK.kept ?? {}
  const raised = (to: string) => {
    const played = begin({ ...ASK, kept })
    tell(played, raise(to))
    return read(played)
  }
  assert.equal(raised('gate').last, 'void wrong-level')
  assert.equal(raised('province').state.level, 'province')
  assert.equal(levelAbove({ ...safeguard, levels: ['gate', 'ministry'] }, 'gate'), 'ministry')
  assert.equal(levelAbove(safeguard, 'ministry'), null)
})

test('PROCEDURE-20 the clock lifts by one level, after the deadline, and again only when a day is over', () => {
  const due = 8 * HOUR
  const late = (to: string, at: number) => clock('raise-late', to, at)
  assert.equal(play(late('province', due)).last, 'void not-due')
  const first = play(late('province', due + 1))
  assert.deepEqual(
    [first.last, first.state.level, first.state.raised],
    ['effective', 'province', MONDAY + due + 1],
  )
  assert.equal(play(late('ministry', due + 1)).last, 'void wrong-level', 'one at a time')
  assert.equal(play(late('gate', due + 1)).last, 'void wrong-level')
  assert.equal(play({ ...late('province', due + 1), side: BBB }).last, 'void wrong-side')
  const again = (at: number) => play(late('province', due + 1), late('ministry', at)).last
  assert.deepEqual([again(due + DAY), again(due + 1 + DAY)], ['void not-due', 'effective'])
  // An officer is not held to the day, but gives the level that was reached its day.
  assert.equal(play(late('province', due + 1), { ...raise('ministry'), at: due + 2 }).last, 'effective')
  assert.equal(play({ ...raise('province'), at: due }, late('ministry', due + 1)).last, 'void not-due')
  const top = play({ ...raise('ministry'), at: 1 }, late('ministry', due + 2 * DAY))
  assert.equal(top.last, 'void wrong-level', 'there is nothing above')
})

test('PROCEDURE-20 nobody who has not opened it by then is waited for', () => {
  const unopened = (at: number) => clock('raise-unopened', 'province', at)
  const later = 2 * HOUR + 1
  assert.deepEqual([play(unopened(2 * HOUR)).last, play(unopened(later)).last], ['void not-due', 'effective'])
  assert.equal(play({ kind: 'opened', of: 0 }, unopened(later)).last, 'void opened-already')
  assert.equal(
    play({ side: AAA, act: 'note' }, unopened(later)).last,
    'effective',
    'who opened it is not asked',
  )
  assert.equal(play(unopened(later), clock('raise-unopened', 'ministry', later + DAY)).last, 'effective')
  assert.equal(
    play(unopened(later), clock('raise-unopened', 'ministry', later + DAY - 1)).last,
    'void not-due',
  )
})

test('PROCEDURE-21 the first entry that shows a dossier to a side, or an act of a person of it, is when it was opened', () => {
  const shown = play({ kind: 'opened', of: 0, at: 60 }, { kind: 'opened', of: 0, at: 90 })
  assert.deepEqual(shown.state.opened, { [BBB]: MONDAY + 60 })
  const acted = play({ act: 'note', at: 30 }, { side: AAA, act: 'note', at: 40 })
  assert.deepEqual(acted.state.opened, { [AAA]: MONDAY + 40, [BBB]: MONDAY + 30 })
  assert.equal(
    play({ act: 'note' }, clock('raise-unopened', 'province', 3 * HOUR)).last,
    'void opened-already',
  )
  const byClock = play(clock('raise-unopened', 'province', 3 * HOUR))
  assert.deepEqual(byClock.state.opened, {}, 'the clock looks at nothing')
  assert.deepEqual(play().state.opened, {})
  const { opened, ...rest } = play({ kind: 'opened', of: 0, at: 60 }).state
  const { opened: none, ...before } = play().state
  assert.deepEqual([rest, Object.keys(opened).length, none], [before, 1, {}], 'and changes nothing else')
})

test('PROCEDURE-22 responsibility moves by offer and acceptance, and stays where it is until then', () => {
  const owner = (...told: Told[]) => play(...told).state.owner
  const keeper = { party: AAA, office: 'aaa-office' }
  assert.deepEqual(owner(), keeper)
  assert.deepEqual(owner(offer(AAA, 'bbb-gate', 'other')), keeper, 'an offer moves nothing')
  assert.deepEqual(owner(offer(AAA, 'bbb-gate', 'other'), take(BBB, 'bbb-gate')), {
    party: BBB,
    office: 'bbb-gate',
  })
  assert.deepEqual(owner(offer(AAA, 'aaa-desk'), take(AAA, 'aaa-desk')), { party: AAA, office: 'aaa-desk' })
  assert.deepEqual(owner(offer(AAA, 'bbb-gate', 'other'), decline(BBB, 'bbb-gate')), keeper)
  const refused: [string, Told[]][] = [
    ['void not-owner', [offer(BBB, 'bbb-desk')]],
    ['void not-offered', [take(BBB)]],
    ['void not-offered', [decline(BBB)]],
    ['void not-offered', [offer(AAA, 'bbb-gate', 'other'), take(BBB, 'bbb-other')]],
    ['void not-offered', [offer(AAA, 'bbb-gate', 'other'), take(AAA, 'aaa-gate')]],
    ['void not-offered', [offer(AAA, 'aaa-desk'), decline(BBB)]],
    ['void not-offered', [offer(AAA, 'bbb-gate', 'other'), decline(BBB, 'bbb-gate'), take(BBB, 'bbb-gate')]],
    ['void not-offered', [offer(AAA, 'bbb-gate', 'other'), decline(AAA), take(BBB, 'bbb-gate')]],
    ['void not-owner', [offer(AAA, 'bbb-gate', 'other'), take(BBB, 'bbb-gate'), offer(AAA, 'aaa-desk')]],
  ]
  for (const [expected, told] of refused) assert.equal(play(...told).last, expected, JSON.stringify(told))
})

test('PROCEDURE-22 an offer that was replaced before it was taken is overtaken', () => {
  const played = begin()
  tell(played, offer(AAA, 'bbb-gate', 'other'))
  settle(...played.nodes)
  tell(played, offer(AAA, 'aaa-desk'))
  tell(played, take(BBB, 'bbb-gate'))
  const { last, state } = read(played)
  assert.deepEqual([last, state.owner.party], ['overtaken not-offered', AAA])
})

test('PROCEDURE-22 a raising offers responsibility to the office above, and leaves another offer alone', () => {
  const { state } = play({ ...raise('province', 'aaa-province', 'bbb-province'), side: AAA })
  assert.deepEqual(
    [state.owner, state.offered?.party, state.offered?.office],
    [{ party: AAA, office: 'aaa-office' }, AAA, 'aaa-province'],
  )
  const taken = play(
    { ...raise('province', 'aaa-province', 'bbb-province'), side: AAA },
    take(AAA, 'aaa-province'),
  )
  assert.deepEqual(taken.state.owner, { party: AAA, office: 'aaa-province' })
  const offered = play(offer(AAA, 'bbb-gate', 'other'), raise('province', 'bbb-province', 'aaa-office'))
  assert.deepEqual([offered.state.offered?.party, offered.state.offered?.office], [BBB, 'bbb-gate'])
})

const anyTold = fc.record({
  side: fc.constantFrom(AAA, BBB),
  what: fc.constantFrom(
    'offer',
    'take',
    'decline',
    'raise',
    'clock',
    'check',
    'change',
    'grant',
    'end',
    'note',
  ),
  office: fc.constantFrom('desk', 'province', 'ministry'),
  whose: fc.constantFrom('own', 'other'),
  level: fc.constantFrom('gate', 'province', 'ministry'),
  answer: fc.constantFrom('passed', 'failed'),
  send: fc.nat(3),
  by: fc.constantFrom(0, 60, HOUR, 9 * HOUR, DAY),
})
type AnyTold = typeof anyTold extends fc.Arbitrary<infer T> ? T : never

function toldOf({ side, what, office, whose, level, answer }: AnyTold): Told {
  const at = (party: string) => `${party}-${office}`
  const other = side === AAA ? BBB : AAA
  switch (what) {
    case 'offer':
      return offer(side, at(whose === 'own' ? side : other), whose === 'own' ? 'own' : 'other')
    case 'take':
      return take(side, at(side))
    case 'decline':
      return decline(side, at(side))
    case 'raise':
      return { ...raise(level, at(side), at(other)), side }
    case 'clock':
      return { side: AAA, act: 'raise-late', kept: { 'raised-to': level } }
    case 'check':
      return check(answer)
    case 'change':
      return { side, act: 'change', kept: { means: 'follow' } }
    case 'grant':
      return GRANT
    default:
      return { side, act: what }
  }
}

function isWhole({ owner, offered, offices, level }: DossierState): boolean {
  const known = PARTIES.some((party) => party === owner.party)
  // Whoever is offered it does not have it yet.
  const apart =
    !offered || offered.party !== owner.party || offered.office !== owner.office || offered.office === null
  return (
    known && typeof owner.office === 'string' && apart && offices[owner.party] !== undefined && level !== null
  )
}

test('PROCEDURE-22 exactly one office is responsible at every moment, whatever crosses, and both sides say which', () => {
  fc.assert(
    fc.property(fc.array(anyTold, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
      const played: Played = begin()
      let highest = 0
      for (const one of steps) {
        for (const node of played.nodes) node.clock += one.by
        tell(played, toldOf(one))
        const [a, b] = played.nodes
        if (one.send & 1) receive(b, logOf(a, AAA))
        if (one.send & 2) receive(a, logOf(b, BBB))
        for (const node of played.nodes) {
          const held = played.entries.filter(
            (entry) => logOf(node, entry.side)[entry.index]?.leaf === entry.leaf,
          )
          const { state, settled, judged } = foldAt(node, held)
          assert.ok(state && settled && isWhole(settled), JSON.stringify(settled))
          const moves = judged.filter(
            ({ placed, verdict }) =>
              verdict.kind === 'effective' &&
              placed.entry.header?.kind === 'act' &&
              placed.entry.header.act === 'take-responsibility',
          )
          if (moves.length === 0) assert.equal(state.owner.party, AAA, 'it moves by acceptance alone')
        }
      }
      const { state } = read(played)
      const rank = safeguard.levels.indexOf(state.level ?? 'gate')
      assert.ok(rank >= highest)
      highest = rank
    }),
    { numRuns: 150 },
  )
})

const call = (side: string, at = MONDAY): Told => ({ side, act: 'record-call', kept: { 'call-time': at } })
const confirm = (of: number, side = BBB): Told => ({ side, act: 'confirm-call', of })

test('PROCEDURE-23 what was said on the telephone is on record once the other side has confirmed it', () => {
  const written = play(call(AAA)).state
  assert.deepEqual([written.kept['call-time'], Object.keys(written.proposals).length], [undefined, 1])
  const confirmed = play(call(AAA), confirm(1)).state
  assert.deepEqual(
    [confirmed.kept['call-time'], confirmed.whose['call-time'], confirmed.proposals],
    [MONDAY, null, {}],
  )
  assert.equal(play(call(AAA), confirm(1, AAA)).last, 'void own-proposal')
  assert.equal(play(call(AAA), call(AAA, MONDAY + 60), confirm(1)).last, 'void on-not-current')
  assert.equal(play(call(AAA), confirm(1), confirm(1)).last, 'void on-not-current', 'and only once')
  const played = begin()
  tell(played, call(AAA))
  settle(...played.nodes)
  tell(played, call(AAA, MONDAY + 60))
  tell(played, confirm(1))
  assert.equal(read(played).last, 'overtaken on-not-current')
})

test('what is offered of responsibility and levels is what has effect', () => {
  const roles = ['duty-officer'] as const
  const blocked = (state: DossierState, side: string, act: string) =>
    offers(safeguard, state, side, 'gate', roles, PARTIES).find((one) => one.act === act)?.code
  const fresh = play().state
  assert.deepEqual(
    [blocked(fresh, AAA, 'offer-responsibility'), blocked(fresh, BBB, 'offer-responsibility')],
    [null, 'not-owner'],
  )
  assert.equal(blocked(fresh, BBB, 'take-responsibility'), 'not-offered')
  const inside = play(offer(AAA, 'aaa-desk')).state
  assert.deepEqual(
    [blocked(inside, AAA, 'decline-responsibility'), blocked(inside, BBB, 'decline-responsibility')],
    [null, 'not-offered'],
  )
  assert.equal(blocked(play(raise('ministry')).state, AAA, 'raise'), 'wrong-level')
  assert.equal(code(undefined), 'undefined undefined')
})
