/** Who sends a body without an end, byte by byte, holds no connection by it; what has to take long may. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { HOST, testApp } from './_app.ts'
import { RELATION } from './_fake-uses.ts'
import { CSRF_HEADER } from './session.ts'

const world = await testApp()
before(() => world.app.listen({ host: '127.0.0.1', port: 0 }))
after(() => world.app.close())

/** A few real turns, whatever the clock of the test says. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise((done) => setImmediate(done))
}

/** What is answered to a body of which nothing more comes for half an hour; `null` when it is waited for. */
async function afterHalf(
  t: { mock: typeof import('node:test').mock },
  method: string,
  path: string,
  type: string,
): Promise<string | null> {
  const session = await world.as('secretary-vnm-mps')
  const { port } = world.app.server.address() as AddressInfo
  const headers = {
    host: HOST,
    cookie: session.cookie,
    [CSRF_HEADER]: session.csrf,
    origin: `http://${HOST}`,
    'content-type': type,
    'content-length': 100,
  }
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const asking = request({ port, host: '127.0.0.1', method, path, headers })
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
  const pouch = `/api/pouch?relation=${encodeURIComponent(RELATION)}`
  for (const [method, path, type] of [
    ['PUT', piece, 'application/octet-stream'],
    ['POST', '/api/preview', 'application/json'],
  ] as const)
    assert.match((await afterHalf(t, method, path, type)) ?? '', /"code":"timeout"/, path)
  assert.equal(await afterHalf(t, 'POST', pouch, 'application/octet-stream'), null)
})
