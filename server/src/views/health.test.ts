import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NodeCode } from '../errors.ts'
import { NodeError } from '../errors.ts'
import { metricsOf } from '../operator/metrics.ts'
import { keepOf } from '../outbound/_fetching.ts'
import type { Store } from '../store/store.ts'
import { damaged, damagedHeader } from '../uses/_damaged.ts'
import { memoryFolder } from '../uses/_file-folder.ts'
import { agree, ask, RELATION, say } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { APART } from '../uses/damage.ts'
import { healthOf } from './health.ts'
import { heldOf } from './line-view.ts'
import { operationOf } from './operation/operation.ts'

async function working(): Promise<Side> {
  const a = await newSide('aaa', [RELATION], 1)
  await agree(a, await newSide('bbb', [RELATION], 2))
  return a
}

const good = async () => undefined
const status = async ({ node }: Side, check = good) =>
  (await healthOf({ node, check, scrubs: null, officers: null })).status

const refusing = (store: Store, code: NodeCode): Store => ({
  open: (...parties) => store.open(...parties),
  read: (relation, work) => store.read(relation, work),
  locked: () => Promise.reject(new NodeError({ code })),
  close: () => store.close(),
})

test('a node whose disk is full says that it is down, though it can be read', async () => {
  const a = await working()
  assert.equal(await status(a), 'ok')
  const full = async () => {
    throw new NodeError({ code: 'disk-full' })
  }
  assert.equal(await status(a, full), 'down')
  assert.equal(await status(a), 'ok')
})

test('a database that hangs is down, is asked nothing more before it answers, and is well again when it does', async () => {
  const a = await working()
  let asked = 0
  let answer: () => void = assert.fail
  const hangs = () =>
    new Promise<void>((done) => {
      asked++
      answer = done
    })
  const ask = async (check: () => Promise<void>) =>
    healthOf({ node: a.node, check, scrubs: null, officers: null }, 20)
  for (let i = 0; i < 3; i++) assert.equal((await ask(hangs)).checks[`store ${RELATION}`], 'down')
  const sound = a.node.store
  a.node.store = { ...refusing(sound, 'internal'), read: () => assert.fail('it is asked all the same') }
  const operated = { since: 0, database: 'given', folders: ['/'], scrubs: null, officers: null } as const
  const { relations, alarms } = await operationOf({ ...operated, node: a.node, check: hangs, patience: 20 })
  assert.equal(relations[0]?.stored, null)
  assert.ok(alarms.some(({ code }) => code === 'store-down'))
  a.node.store = sound
  assert.equal(asked, 1)
  answer()
  await new Promise(setImmediate)
  assert.equal((await ask(good)).status, 'ok')
})

test('a question that is never answered is forgotten after a minute, and never do more than three hang', async () => {
  const a = await working()
  let asked = 0
  const hangs = () => {
    asked++
    return new Promise<void>(() => undefined)
  }
  const ask = async (check: () => Promise<void>) =>
    (await healthOf({ node: a.node, check, scrubs: null, officers: null }, 20)).status
  assert.equal(await ask(hangs), 'down')
  a.time.ran += 59
  assert.equal(await ask(good), 'down')
  a.time.ran += 1
  for (let i = 0; i < 2; i++) assert.equal(await ask(good), 'ok')
  for (let i = 0; i < 5; i++) {
    a.time.ran += 60
    assert.equal(await ask(hangs), 'down')
  }
  assert.equal(asked, 3)
})

test('a folder of files that is gone holds what it is part of, is an alarm and a figure, and ends with its return', async () => {
  const a = await working()
  let isGone = false
  const folder = memoryFolder(new Map(), () => {
    if (isGone) throw new NodeError({ code: 'files-unavailable' })
  })
  a.node.files = keepOf(folder)
  const operated = { since: 0, database: 'given', folders: ['/'], scrubs: null, officers: null } as const
  const figures = async () => {
    const read = () => operationOf({ ...operated, node: a.node, check: good })
    const { health, alarms } = await read()
    const lines = (await metricsOf(read)()).split('\n')
    return {
      status: health.status,
      files: health.checks.files,
      alarms: alarms.filter(({ code }) => code === 'files-unavailable' || code === 'store-down'),
      said: lines.filter((line) => line.includes('check="files"') || line.includes('"files-unavailable"')),
    }
  }
  const check = 'counterpart_health{check="files",relation=""}'
  const well = { status: 'ok', files: 'ok', alarms: [], said: [`${check} 1`] }
  assert.deepEqual(await figures(), well)
  isGone = true
  assert.deepEqual(await figures(), {
    status: 'held',
    files: 'held',
    alarms: [{ code: 'files-unavailable', level: 'urgent', relation: null, side: null }],
    said: [
      `${check} 0.5`,
      'counterpart_alarm{code="files-unavailable",level="urgent",relation="",side=""} 1',
    ],
  })
  isGone = false
  assert.deepEqual(await figures(), well)
})

for (const code of ['disk-full', 'database-denied', 'database-damaged'] as const)
  test(`what was refused with ${code} is known until something is written again`, async () => {
    const a = await working()
    const sound = a.node.store
    a.node.store = refusing(sound, code)
    await assert.rejects(ask(a), { code })
    a.node.store = sound
    assert.equal(await status(a), 'down')
    assert.equal(heldOf(a.node, a.relation(RELATION)), code)
    await ask(a)
    assert.equal(await status(a), 'ok')
  })

test('a signer that does not answer is no fault of the store: it has a check, an alarm and a line of its own', async () => {
  const a = await working()
  const sound = a.node.store
  a.node.store = refusing(sound, 'signer-failed')
  const told: NodeCode[] = []
  a.node.events.listen((event) => event.kind === 'refused' && told.push(event.error.code))
  // It is told once, whatever the line has to say beside it.
  for (let i = 0; i < 2; i++) await assert.rejects(ask(a), { code: 'signer-failed' })
  a.relation(RELATION).line.held = 'line-down'
  a.relation(RELATION).line.heldBy = 'ours'
  a.node.store = sound
  const operated = { since: 0, database: 'given', folders: ['/'], scrubs: null, officers: null } as const
  const read = () => operationOf({ ...operated, node: a.node, check: good })
  const { health, alarms } = await read()
  assert.equal(health.status, 'down')
  assert.deepEqual(
    ['signer', 'store'].map((name) => health.checks[`${name} ${RELATION}`]),
    ['down', 'ok'],
  )
  const urgent = alarms.flatMap(({ code, level }) => (level === 'urgent' ? [code] : []))
  assert.ok(urgent.includes('signer-failed') && !urgent.includes('store-down'))
  assert.deepEqual(told, ['signer-failed'])
  await ask(a)
  assert.equal((await read()).health.checks[`signer ${RELATION}`], undefined)
})

test('a node that records nothing until two operators have spoken is down, and well again when they have', async () => {
  const a = await working()
  const relation = a.relation(RELATION)
  const before = await status(a)
  relation.restored = 'heard'
  assert.equal(await status(a), 'down')
  relation.restored = 'no'
  relation.start = 'rolled-back'
  assert.equal(await status(a), 'down')
  relation.start = 'confirmed'
  assert.equal(await status(a), before)
  assert.notEqual(before, 'down')
})

test('EPOCH-10 while the high-water file takes nothing, that is told once and by its name, and ends by itself', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const relation = a.relation(RELATION)
  let isGone = true
  a.node.water = {
    last: () => null,
    raise: async () => {
      if (isGone) throw new NodeError({ code: 'high-water' })
    },
  }
  const told: NodeCode[] = []
  a.node.events.listen((event) => event.kind === 'refused' && told.push(event.error.code))
  await ask(a)
  const operated = { since: 0, database: 'given', folders: ['/'], scrubs: null, officers: null } as const
  const figures = async () => {
    const { health, alarms } = await operationOf({ ...operated, node: a.node, check: good })
    return [health.status, alarms.filter(({ code }) => code === 'high-water')] as const
  }
  // What is recorded meanwhile says nothing of the file.
  for (let tries = 0; tries < 2; tries++) {
    await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'high-water' })
    await ask(a)
  }
  assert.deepEqual(await figures(), [
    'held',
    [{ code: 'high-water', level: 'urgent', relation: RELATION, side: null }],
  ])
  // Told by the side that answers as well: to the other one it is only unavailable.
  await assert.rejects(say(b, channelTo(a, RELATION)))
  assert.deepEqual(told, ['high-water'])
  isGone = false
  await say(a, channelTo(b, RELATION))
  assert.deepEqual(await figures(), ['ok', []])
  assert.equal(relation.unnoted, false)
})

test('a damaged head is down, one damaged entry holds what it is part of', async () => {
  const a = await working()
  const { leaf, dossier } = await ask(a)
  await ask(a, 'another')
  const sound = a.node.store
  a.node.store = damaged(sound, (writer) => ({
    heads: async () => {
      const heads = await writer.heads()
      return { ...heads, ours: { ...heads.ours, size: heads.ours.size - 1 } }
    },
  }))
  assert.equal(await status(a), 'down')
  a.node.store = damagedHeader(sound, leaf)
  await assert.rejects(
    a.node.store.read(RELATION, (reader) => reader.dossierEntries(dossier)),
    { code: 'entry-damaged' },
  )
  assert.equal(await status(a), 'ok')
  for (const code of APART) {
    a.relation(RELATION).refusal = code
    assert.equal(await status(a), 'held')
  }
})
