import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMON, COMMON_ACTS } from '@counterpart/casework/language'
import type { Offer } from '../api/types.ts'
import { GROUPS, orderOffers } from './offers.ts'

function offer(act: string, of: Partial<Offer> = {}): Offer {
  const common = COMMON_ACTS.some((one) => one === act)
  return { act, allowed: true, code: null, approval: false, common, answers: [], guards: [], ...of }
}

function declared(acts: Record<string, object>) {
  return { procedure: { acts: { ...COMMON, ...acts } } } as never
}

const names = (offers: readonly Offer[]) => offers.map(({ act }) => act)

test('every common act of an officer stands in one group, and none of the clock in any', () => {
  const officers = COMMON_ACTS.filter((name) => COMMON[name].by !== 'clock')
  assert.deepEqual(Object.values(GROUPS).flat().toSorted(), officers.toSorted())
})

test('what moves the dossier stands before what only says something', () => {
  const { first, near, far } = orderOffers(
    [offer('note'), offer('tell'), offer('grant')],
    declared({ tell: {}, grant: { to: 'done' } }),
  )
  assert.deepEqual([names(first), names(near), far], [['grant', 'tell'], ['note'], []])
})

test('of many acts those at hand answer, ask or end; the others are folded by what they are for', () => {
  const all = ['note', 'ask-clarification', 'remind', 'forward', 'raise', 'extend', 'refuse', 'same-as']
  const { near, far } = orderOffers(
    [offer('grant'), ...all.map((act) => offer(act)), offer('confirm-call', { answers: [{} as never] })],
    declared({ grant: { to: 'done' }, refuse: { to: 'refused' }, 'same-as': { to: 'joined' } }),
  )
  assert.deepEqual(names(near), ['ask-clarification', 'refuse', 'confirm-call'])
  assert.deepEqual(
    far.map(({ group, offers }) => [group, names(offers)]),
    [
      ['talk', ['note', 'remind']],
      ['hands', ['forward', 'raise']],
      ['course', ['extend', 'same-as']],
    ],
  )
})

test('of many ways on the last are folded, too', () => {
  const own = Array.from({ length: 14 }, (_, at) => `way-${at}`)
  const { first, near, far } = orderOffers(
    own.map((act) => offer(act)),
    declared({}),
  )
  assert.equal(first.length, 5)
  assert.deepEqual(near, [])
  assert.deepEqual([far[0]?.group, far[0]?.offers.length], ['own', 9])
})

test('acts of a safeguard, of the clock and of an offered responsibility are offered elsewhere', () => {
  const acts = { check: { gate: { of: 'minor', does: 'answers' } }, lapse: { by: 'clock' } }
  const all = ['check', 'lapse', 'take-responsibility', 'decline-responsibility', 'note']
  const { first, near, blocked } = orderOffers(
    [...all.map((act) => offer(act)), offer('check', { allowed: false, code: 'wrong-role' })],
    declared(acts),
  )
  assert.deepEqual([names(first), names(near), blocked], [[], ['note'], []])
})

test('what a safeguard stops is kept apart from what is impossible anyhow', () => {
  const { stopped, blocked } = orderOffers(
    [
      offer('grant', { allowed: false, code: 'gate-open' }),
      offer('tell', { allowed: false, code: 'wrong-role' }),
    ],
    declared({ grant: {}, tell: {} }),
  )
  assert.deepEqual([names(stopped), names(blocked)], [['grant'], ['tell']])
})
