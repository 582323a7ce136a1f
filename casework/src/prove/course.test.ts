import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Act, Procedure } from '../language/index.ts'
import { safeguard } from '../run/_safeguard.ts'
import { sample } from '../run/_sample.ts'
import { courseOf, isRepeatable } from './course.ts'
import { liveIn } from './reads.ts'

const repeatable = (procedure: Procedure, name: string) =>
  isRepeatable(procedure, name, procedure.acts[name] as Act)

test('what leads on, asks a gate or is read by what does is of the course, and nothing else', () => {
  const { decides, traceless, moves, beside } = courseOf(safeguard)
  for (const name of [
    'ask',
    'grant',
    'refuse',
    'end',
    'check-minor',
    'change',
    'say',
    'blank',
    'suggest',
    'agree',
  ])
    assert.ok(decides.has(name), name)
  assert.deepEqual([...traceless], ['note'])
  assert.ok(
    ['raise', 'raise-late', 'offer-responsibility', 'take-responsibility'].every((name) => moves.has(name)),
  )
  assert.ok(beside.some((group) => group.includes('rest') && group.includes('name')))
  const grouped = [...decides, ...traceless, ...moves, ...beside.flat()]
  assert.deepEqual(grouped.toSorted(), Object.keys(safeguard.acts).toSorted())
})

test('what stops a clock and what lets it run again are one group', () => {
  const group = courseOf(sample).beside.find((one) => one.includes('hold'))
  assert.ok(group?.includes('go'))
})

test('an act that can always be done again and only lets others answer need not be remembered', () => {
  assert.ok(repeatable(sample, 'propose') === false, 'it leads on')
  assert.ok(repeatable(sample, 'remark'))
  assert.ok(repeatable(safeguard, 'suggest'))
  assert.ok(!repeatable(safeguard, 'say'), 'it asks a gate anew')
  assert.ok(!repeatable(sample, 'lengthen'), 'only so often')
})

test('what is settled anew before it is read does not count, and nothing counts at an end', () => {
  const live = liveIn(safeguard)
  assert.ok(live.get('asked')?.gates.has('proportionality'))
  assert.ok(!live.get('granted')?.gates.has('proportionality'), 'nothing that it guards can follow')
  assert.ok(live.get('granted')?.gates.has('minor'))
  for (const end of ['over', 'denied']) assert.equal(live.get(end)?.fields.size, 0)
})
