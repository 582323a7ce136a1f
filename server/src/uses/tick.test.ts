import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsIn, alarmed, HOUR, open, ring, wake } from './_alarm-world.ts'
import { ALARM, OWN_ALARM } from './_alarms.ts'
import { checkAgainstRules } from './_oracle.ts'
import { act, dossierOf, headsOf, RELATION, request, talk } from './_talk.ts'
import { officer, pass, type Side } from './_world.ts'
import { record } from './record/record.ts'
import { tick } from './tick.ts'

const opened = (side: Side, dossier: string) =>
  record(side.node, side.relation(RELATION), {
    kind: 'opened',
    request: request(),
    author: officer(side.node.party),
    dossier,
  })

async function both(a: Side, b: Side, dossier: string): Promise<string[]> {
  await talk(a, b)
  const [one, other] = [await dossierOf(a, dossier), await dossierOf(b, dossier)]
  assert.deepEqual(one?.settled, other?.settled)
  assert.deepEqual((await actsIn(a, dossier)).sort(), (await actsIn(b, dossier)).sort())
  for (const side of [a, b]) await checkAgainstRules(side)
  return (await actsIn(a, dossier)).filter((done) => / raise/.test(done))
}

for (const [whose, procedure, keeper] of [
  ['the side that was asked', ALARM, 'bbb'],
  ['the side that asks', OWN_ALARM, 'aaa'],
] as const)
  test(`what is late is raised once, by the keeper's node and by no other: kept by ${whose}`, async () => {
    const [a, b] = await alarmed()
    const dossier = await ring(a, procedure)
    await talk(a, b)
    await opened(b, dossier)
    await talk(a, b)
    const due = (await dossierOf(keeper === 'aaa' ? a : b, dossier))?.due ?? assert.fail('no clock')
    pass(due - a.time.now, a, b)
    for (const side of [a, b]) await wake(side)
    assert.deepEqual(await both(a, b, dossier), [], 'the last second of a deadline is in time')
    pass(1, a, b)
    // Both at once and several times over, as timers do that do not know of each other.
    await Promise.all([wake(a), wake(b), wake(a), wake(b)])
    for (const side of [a, b]) await wake(side)
    assert.deepEqual(await both(a, b, dossier), [`${keeper} raise-late`])
    await Promise.all([wake(a), wake(b)])
    assert.deepEqual(await both(a, b, dossier), [`${keeper} raise-late`])
    const state = (await dossierOf(a, dossier))?.settled
    assert.equal(state?.level, 'province')
    assert.deepEqual(state?.offices, { aaa: 'aaa-east', bbb: 'bbb-west' })
  })

test('PROCEDURE-25 the clock of the side that was asked acts for an office of its own, whichever the other addressed', async () => {
  const [a, b] = await alarmed()
  const dossier = await open(a, ALARM, 'ring', {}, { level: 'gate', to: 'aaa-post' })
  await talk(a, b)
  await opened(b, dossier)
  pass(3 * HOUR + 1, a, b)
  await wake(b)
  assert.deepEqual(await both(a, b, dossier), ['bbb raise-late'])
  assert.equal((await dossierOf(a, dossier))?.settled.level, 'province')
})

test('the keeper’s node raises at every level and then leaves it, a day later each time', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  await opened(b, dossier)
  pass(3 * HOUR + 1, a, b)
  await wake(b)
  assert.deepEqual(await both(a, b, dossier), ['bbb raise-late'])
  const raised = (await dossierOf(b, dossier))?.settled.raised ?? assert.fail('not raised')
  pass(raised + 24 * HOUR - 1 - b.time.now, a, b)
  await wake(b)
  assert.deepEqual(await both(a, b, dossier), ['bbb raise-late'])
  pass(1, a, b)
  await wake(b)
  await wake(a)
  assert.deepEqual(await both(a, b, dossier), ['bbb raise-late', 'bbb raise-late'])
  const row = await dossierOf(a, dossier)
  assert.equal(row?.settled.level, 'ministry')
  assert.deepEqual(row?.settled.offices, { aaa: 'aaa-top', bbb: 'bbb-top' })
  pass(30 * 24 * HOUR, a, b)
  await wake(b)
  assert.equal((await both(a, b, dossier)).length, 2, 'nobody is above the highest level')
  assert.equal((await dossierOf(b, dossier))?.wakes, null)
})

test('what nobody has looked at is raised once; what was looked at, or acted in, is not', async () => {
  const [a, b] = await alarmed()
  const unseen = await ring(a, ALARM)
  const [seen, noted, heard] = [await ring(a, ALARM), await ring(a, ALARM), await ring(a, ALARM)]
  await talk(a, b)
  await opened(b, seen)
  const message = { message: { en: { text: 'seen (invented)', standing: 'authoritative' } } }
  await act(b, noted, 'note', { fields: message })
  await act(b, heard, 'hear', { on: (await dossierOf(b, heard))?.settled.current.ring?.leaf ?? '' })
  const raised = async () =>
    Promise.all([unseen, seen, noted, heard].map(async (dossier) => both(a, b, dossier)))
  pass(2 * HOUR, a, b)
  for (const side of [a, b]) await wake(side)
  assert.deepEqual(await raised(), [[], [], [], []], 'two hours are not over yet')
  pass(1, a, b)
  await Promise.all([wake(a), wake(b), wake(b)])
  assert.deepEqual(await raised(), [['bbb raise-unopened'], [], [], []])
  pass(HOUR, a, b)
  for (const side of [a, b]) await wake(side)
  assert.deepEqual(await raised(), [['bbb raise-unopened'], ['bbb raise-late'], ['bbb raise-late'], []])
  // Late and not looked at, both a day after: it is raised once, for what it was not raised for before.
  pass(24 * HOUR, a, b)
  for (const side of [b, a, b]) await wake(side)
  const late = ['bbb raise-late', 'bbb raise-late']
  assert.deepEqual(await raised(), [['bbb raise-unopened', 'bbb raise-late'], late, late, []])
})

test('a dossier that was looked at while the line was down is raised all the same, and both sides say so', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, OWN_ALARM)
  await talk(a, b)
  await opened(b, dossier)
  pass(2 * HOUR + 1, a, b)
  await wake(b)
  await wake(a)
  assert.deepEqual(await both(a, b, dossier), ['aaa raise-unopened'])
  pass(24 * HOUR, a, b)
  for (const side of [a, b, a]) await wake(side)
  assert.deepEqual(await both(a, b, dossier), ['aaa raise-unopened', 'aaa raise-late'])
})

test('an officer who raised it first has it for a day before the clock does', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  const to = { 'raised-to': 'province', 'our-office': 'aaa-west', 'their-office': 'bbb-east' }
  await act(a, dossier, 'raise', { fields: to })
  await talk(a, b)
  pass(24 * HOUR - 1, a, b)
  await wake(b)
  assert.deepEqual(await both(a, b, dossier), ['aaa raise'])
  pass(1, a, b)
  await wake(b)
  const [, second] = await both(a, b, dossier)
  assert.match(second ?? '', /^bbb raise-(late|unopened)$/)
  assert.deepEqual((await dossierOf(a, dossier))?.settled.offices, { aaa: 'aaa-top', bbb: 'bbb-top' })
})

test('whoever acts in time stops the clock, also with an act that arrives at the last moment', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  const leaf = (await dossierOf(b, dossier))?.settled.current.ring?.leaf ?? ''
  pass(3 * HOUR + 1, a, b)
  // The timer and the officer at once: whoever comes first in the log has it.
  const heard = act(b, dossier, 'hear', { on: leaf })
  await wake(b)
  await heard
  assert.deepEqual(await both(a, b, dossier), [])
  pass(2 * HOUR, a, b)
  await wake(b)
  assert.deepEqual(await both(a, b, dossier), [], 'it was acted in, so it was opened')
  assert.equal((await dossierOf(b, dossier))?.wakes, null)
})

test('nothing is written while the node is held, and what was due is written once it is not', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, ALARM)
  await talk(a, b)
  const raisedBy = async () => (await actsIn(b, dossier)).filter((done) => done.includes('raise'))
  // Somebody set its clock: time passed, and the machine did not run.
  b.time.now += 3 * HOUR + 1
  await wake(b)
  assert.deepEqual(await raisedBy(), [])
  b.time.ran += 3 * HOUR + 1
  a.time.now += 3 * HOUR + 1
  a.time.ran += 3 * HOUR + 1
  // Started again, and its counterpart has said nothing yet.
  await b.restart()
  await wake(b)
  assert.equal(b.relation(RELATION).start, 'waiting')
  assert.deepEqual(await raisedBy(), [])
  await talk(a, b)
  // In doubt which of the two sides says what is so.
  b.relation(RELATION).diverged.add(dossier)
  await wake(b)
  assert.deepEqual(await raisedBy(), [])
  b.relation(RELATION).diverged.delete(dossier)
  await wake(b)
  assert.deepEqual(await both(a, b, dossier), ['bbb raise-unopened'])
})

test('a tick writes so many, and the next the rest; dossiers in doubt do not keep others waiting', async () => {
  const [a, b] = await alarmed()
  const dossiers: string[] = []
  for (let i = 0; i < 110; i++) dossiers.push(await ring(a, ALARM))
  await talk(a, b)
  const doubted = dossiers.slice(0, 52)
  for (const dossier of doubted) b.relation(RELATION).diverged.add(dossier)
  pass(3 * HOUR + 1, a, b)
  const raised = async () => {
    let count = 0
    for (const dossier of dossiers) if ((await dossierOf(b, dossier))?.settled.raised !== null) count++
    return count
  }
  const counts: number[] = []
  for (let i = 0; i < 4; i++) {
    await wake(b)
    counts.push(await raised())
  }
  // The first asks of fifty in doubt, the next of the two others in doubt besides.
  assert.deepEqual(counts, [0, 48, 58, 58])
  const { ours } = await headsOf(b)
  await wake(b)
  assert.equal((await headsOf(b)).ours.size, ours.size)
})

test('what they did in time and waits on an open line is taken in before the clock writes, for as long as clocks may differ', async () => {
  const [a, b] = await alarmed()
  const dossier = await ring(a, OWN_ALARM)
  await talk(a, b)
  const at = (await dossierOf(a, dossier))?.wakes ?? assert.fail('no clock')
  pass(at + 1 - a.time.now, a, b)
  const { line, tolerance } = a.relation(RELATION)
  Object.assign(line, { state: 'up', lastHeard: a.time.now })
  line.theirs = { waiting: 1, oldest: a.time.now }
  await wake(a)
  assert.deepEqual(await both(a, b, dossier), [])
  line.theirs = { waiting: 1, oldest: a.time.now }
  pass(tolerance, a, b)
  line.lastHeard = a.time.now
  await wake(a)
  assert.deepEqual(await both(a, b, dossier), ['aaa raise-unopened'])
})

test('a dossier in which something is damaged keeps the clock from no other, and nothing else from its turn', async () => {
  const [a, b] = await alarmed()
  const [damaged, sound] = [await ring(a, OWN_ALARM), await ring(a, OWN_ALARM)]
  await talk(a, b)
  harm(a, damaged)
  pass(4 * HOUR, a, b)
  await tick(a.node, a.relation(RELATION)).catch((error) => assert.equal(error.code, 'entry-damaged'))
  await talk(a, b)
  assert.ok((await actsIn(b, sound)).some((done) => / raise/.test(done)))
})

/** A bit of the entry that opened it is another one. */
function harm(side: Side, dossier: string): void {
  const { entries } = side.store.rows(RELATION).logs.ours
  const at = entries.findIndex(({ leaf }) => leaf === dossier)
  const row = entries[at] ?? assert.fail('no such entry')
  const bytes = row.bytes.slice()
  bytes[40] = (bytes[40] ?? 0) ^ 1
  entries[at] = { ...row, bytes }
}
