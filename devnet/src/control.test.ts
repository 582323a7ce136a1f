import assert from 'node:assert/strict'
import test from 'node:test'
import { LinkFailure } from '@counterpart/server'
import { readFaults, startControl } from './control.ts'
import { type Faults, faultyLink, NO_FAULTS } from './faults.ts'

const never = new AbortController().signal

test('faults that are no faults are refused with what is wrong', () => {
  for (const bad of [
    '',
    '[]',
    'null',
    '{"cut":1}',
    '{"repeat":2}',
    '{"delay":-1}',
    '{"delay":0.5}',
    '{"explode":true}',
    '{"__proto__":1}',
  ])
    assert.equal(typeof readFaults(bad), 'string', bad)
  assert.deepEqual(readFaults('{"cut":true,"delay":100}'), { ...NO_FAULTS, cut: true, delay: 100 })
})

test('the control answers on this machine only, and applies what it was told', async () => {
  const applied: Faults[] = []
  await using control = Object.assign(await startControl(0, [], (faults) => applied.push(faults)), {
    async [Symbol.asyncDispose]() {
      await control.close()
    },
  })
  assert.match(control.url, /^http:\/\/localhost:\d+$/)
  const port = control.url.split(':')[2]
  const send = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`http://127.0.0.1:${port}/link`, { method: 'POST', body, headers })
  assert.equal((await send('{"cut":true}')).status, 200)
  assert.equal((await send('{"cut":"yes"}')).status, 400)
  assert.equal((await send('{"cut":true}', { 'content-type': 'text/plain' })).status, 415)
  assert.equal((await fetch(`http://127.0.0.1:${port}/elsewhere`)).status, 404)
  assert.deepEqual(
    applied.map((faults) => faults.cut),
    [true],
  )
})

test('a faulty link loses, repeats and brings old messages late, and a cut one passes nothing', async () => {
  const arrived: number[] = []
  const real = {
    exchange: async (sealed: Uint8Array) => {
      arrived.push(sealed[0] ?? -1)
      return sealed
    },
  }
  const link = faultyLink(real, () => 0.5)
  const send = (n: number) => link.exchange(Uint8Array.of(n), never)
  await send(1)
  link.faults = { ...NO_FAULTS, loseRequest: 1 }
  await assert.rejects(send(2), LinkFailure)
  link.faults = { ...NO_FAULTS, loseAnswer: 1 }
  await assert.rejects(send(3), LinkFailure)
  link.faults = { ...NO_FAULTS, repeat: 1 }
  await send(4)
  link.faults = { ...NO_FAULTS, reorder: 1 }
  await send(5)
  link.faults = { ...NO_FAULTS, cut: true }
  await assert.rejects(send(6), LinkFailure)
  assert.deepEqual(arrived, [1, 3, 4, 4, 5, 4])
})

test('a slow link takes no longer each way than it was told, and a sender that gives up is let go', async () => {
  const link = faultyLink({ exchange: async (sealed) => sealed }, () => 0.5)
  link.faults = { ...NO_FAULTS, delay: 60 }
  const started = performance.now()
  await link.exchange(Uint8Array.of(1), never)
  const took = performance.now() - started
  assert.ok(took >= 58, `${took} ms`)
  link.faults = { ...NO_FAULTS, delay: 60_000 }
  await assert.rejects(link.exchange(Uint8Array.of(1), AbortSignal.timeout(20)), LinkFailure)
})
