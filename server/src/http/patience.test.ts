/** Who sends a body without an end, byte by byte, holds no connection by it; what has to take long may. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { HOST, testApp } from './_app.ts'
import { NO_POUCH } from './_fake-pouches.ts'
import { RELATION } from './_fake-uses.ts'
import { CSRF_HEADER } from './session.ts'

const POUCH = `/api/pouch?relation=${encodeURIComponent(RELATION)}`
const OCTETS = 'application/octet-stream'

const world = await testApp()
before(() => world.app.listen({ host: '127.0.0.1', port: 0 }))
after(() => world.app.close())

/** A few real turns, whatever the clock of the test says. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise((done) => setImmediate(done))
}

async function headers(type: string) {
  const { cookie, csrf } = await world.as('secretary-vnm-mps')
  return { host: HOST, cookie, [CSRF_HEADER]: csrf, origin: `http://${HOST}`, 'content-type': type }
}

/** As a browser does it: all of the file is sent before the answer is looked at. */
async function sentFirst(agent: Agent, bytes: Buffer): Promise<string> {
  const { port } = world.app.server.address() as AddressInfo
  const given = { ...(await headers(OCTETS)), 'content-length': bytes.length }
  const asking = request({ agent, port, host: '127.0.0.1', method: 'POST', path: POUCH, headers: given })
  const answered = once(asking, 'response')
  await new Promise<void>((sent, failed) => {
    asking.on('error', failed)
    asking.write(bytes, () => sent())
  })
  asking.end()
  const [answer] = await answered
  let said = ''
  for await (const chunk of answer) said += chunk
  return said
}

/** What is answered to a body of which nothing more comes for half an hour; `null` when it is waited for. */
async function afterHalf(
  t: { mock: typeof import('node:test').mock },
  method: string,
  path: string,
  type: string,
): Promise<string | null> {
  const given = { ...(await headers(type)), 'content-length': 100 }
  const { port } = world.app.server.address() as AddressInfo
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const asking = request({ port, host: '127.0.0.1', method, path, headers: given })
  let said: string | null = null
  asking.on('error', () => undefined)
  asking.on('response', (answer) => {
    said = ''
    answer.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
  })
  asking.write('{')
  await once(world.app.server, 'request')
  await turns()
  t.mock.timers.tick(30 * 60_000)
  await turns()
  t.mock.timers.reset()
  asking.destroy()
  return said
}

test('the piece of a file and a body in JSON are waited for half a minute, a whole file as long as it takes', async (t) => {
  const piece = `/api/uploads/${'ab'.repeat(16)}?offset=0`
  for (const [method, path, type] of [
    ['PUT', piece, OCTETS],
    ['POST', '/api/preview', 'application/json'],
  ] as const)
    assert.match((await afterHalf(t, method, path, type)) ?? '', /"code":"timeout"/, path)
  assert.equal(await afterHalf(t, 'POST', POUCH, OCTETS), null)
})

test('who sends a large file that is refused at its beginning hears it, and the next one is read', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const wrong = Buffer.concat([Buffer.of(NO_POUCH), randomBytes(32 * 1024 ** 2)])
  try {
    assert.match(await sentFirst(agent, wrong), /"code":"pouch-damaged"/)
    assert.match(await sentFirst(agent, Buffer.alloc(8 * 1024 ** 2)), /"fresh":8388608,/)
  } finally {
    agent.destroy()
  }
})

test('what is left of a refused file is waited for while it comes, and half an hour at the most', async (t) => {
  for (const [comes, looks] of [
    [false, 1],
    [true, 60],
  ] as const) {
    const { port } = world.app.server.address() as AddressInfo
    const given = { ...(await headers(OCTETS)), 'content-length': 10_000 }
    t.mock.timers.enable({ apis: ['setInterval'] })
    const asking = request({ port, host: '127.0.0.1', method: 'POST', path: POUCH, headers: given })
    asking.on('error', () => undefined)
    const closed = once(asking, 'close')
    const answered = once(asking, 'response')
    asking.write(Buffer.of(NO_POUCH))
    const [answer] = await answered
    answer.resume()
    let done = 0
    for (; done < looks; done++) {
      await turns()
      assert.equal(answer.socket.destroyed, false)
      if (comes) await new Promise((sent) => asking.write(Buffer.of(0), sent))
      await turns()
      t.mock.timers.tick(30_000)
    }
    await closed
    t.mock.timers.reset()
  }
})
