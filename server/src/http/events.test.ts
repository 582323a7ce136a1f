import assert from 'node:assert/strict'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, before, test } from 'node:test'
import { NodeError } from '../errors.ts'
import { HOST, ROWS, type Session, testApp } from './_app.ts'
import { RELATION } from './_fake-uses.ts'

const world = await testApp()
let port = 0
before(async () => {
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  port = (world.app.server.address() as AddressInfo).port
})
after(() => world.app.close())

interface Listening {
  status: number
  text(): string
  ended: Promise<void>
  close(): void
}

function listen(session: Session | null): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const headers = { host: HOST, ...(session ? { cookie: session.cookie } : {}) }
    const sent = request({ port, host: '127.0.0.1', path: '/api/events', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      const ended = new Promise<void>((done) => response.on('close', () => done()))
      resolve({ status: response.statusCode ?? 0, text: () => text, ended, close: () => sent.destroy() })
    })
    sent.on('error', reject)
    sent.end()
  })
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !what(); tries++) await new Promise((done) => setTimeout(done, 5))
  assert.ok(what())
}

test('tells each officer of what he or she may read, and that something changed of the rest', async () => {
  const [gate, ministry] = [
    await listen(await world.as('duty-officer-vnm-gate')),
    await listen(await world.as('secretary-vnm-mps')),
  ]
  await until(() => world.uses.listeners === 2)
  world.uses.emit({
    kind: 'changed',
    relation: RELATION,
    dossiers: [ROWS.gate.id, ROWS.north.id, ROWS.stray.id],
  })
  await until(() => [gate, ministry].every((one) => one.text().includes('event: changed')))
  assert.ok(gate.text().includes(JSON.stringify({ relation: RELATION, dossiers: [ROWS.gate.id] })))
  assert.ok(ministry.text().includes(ROWS.stray.id))
  const [relation] = await world.uses.relations()
  assert.ok(relation)
  world.uses.emit({ kind: 'line', relation: RELATION, line: relation.line })
  await until(() => gate.text().includes('event: line'))
  for (const one of [gate, ministry]) one.close()
  await until(() => world.uses.listeners === 0)
})

test('a dossier that cannot be read ends no stream: that something changed is told without it, and with the others', async () => {
  const { facts } = world.uses
  const ministry = await listen(await world.as('secretary-vnm-mps'))
  await until(() => world.uses.listeners === 1)
  world.uses.facts = (ids) =>
    ids.includes(ROWS.gate.id) ? Promise.reject(new NodeError({ code: 'entry-damaged' })) : facts(ids)
  const dossiers = [ROWS.north.id, ROWS.gate.id, ROWS.stray.id]
  world.uses.emit({ kind: 'changed', relation: RELATION, dossiers })
  await until(() => ministry.text().includes('event: changed'))
  const others = { relation: RELATION, dossiers: [ROWS.north.id, ROWS.stray.id] }
  assert.ok(ministry.text().includes(JSON.stringify(others)), ministry.text())
  world.uses.facts = facts
  assert.equal(world.uses.listeners, 1)
  ministry.close()
  await until(() => world.uses.listeners === 0)
})

test('another failure to read ends the stream: its page reads afresh and names what happened', async () => {
  const { facts } = world.uses
  const gate = await listen(await world.as('duty-officer-vnm-gate'))
  await until(() => world.uses.listeners === 1)
  world.uses.facts = () => Promise.reject(new NodeError({ code: 'database-unreachable' }))
  world.uses.emit({ kind: 'changed', relation: RELATION, dossiers: [ROWS.gate.id] })
  await until(() => world.uses.listeners === 0)
  world.uses.facts = facts
  assert.doesNotMatch(gate.text(), /event: changed/)
})

test('what changes in one second is told once, after the first', async () => {
  const ministry = await listen(await world.as('secretary-vnm-mps'))
  await until(() => world.uses.listeners === 1)
  const change = (id: string) => world.uses.emit({ kind: 'changed', relation: RELATION, dossiers: [id] })
  change(ROWS.north.id)
  for (let times = 0; times < 50; times++) change(times % 2 === 0 ? ROWS.gate.id : ROWS.stray.id)
  const events = () => ministry.text().split('event: changed').slice(1)
  for (let tries = 0; tries < 60 && events().length < 2; tries++)
    await new Promise((done) => setTimeout(done, 50))
  const [first = '', second = '', ...more] = events()
  assert.deepEqual(more, [])
  assert.ok(first.includes(ROWS.north.id) && !first.includes(ROWS.gate.id))
  assert.ok(second.includes(ROWS.gate.id) && second.includes(ROWS.stray.id))
  ministry.close()
  await until(() => world.uses.listeners === 0)
})

test('a session has 64 streams, and of more the oldest ends', async () => {
  const [session, other] = [await world.as('secretary-vnm-mps'), await world.as('duty-officer-vnm-gate')]
  const streams: Listening[] = [await listen(other)]
  for (let i = 0; i < 66; i++) streams.push(await listen(session))
  await Promise.all([streams[1]?.ended, streams[2]?.ended])
  assert.equal(world.uses.listeners, 65)
  for (const one of streams) one.close()
  await until(() => world.uses.listeners === 0)
})

test('is closed to whoever is not signed in', async () => {
  const answer = await listen(null)
  assert.equal(answer.status, 401)
  await answer.ended
})

test('a stream of events outlives the patience with requests that do not end', async (t) => {
  const session = await world.as('secretary-vnm-mps')
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const stream = await listen(session)
  t.mock.timers.tick(10 * 60_000)
  t.mock.timers.reset()
  await until(() => world.uses.listeners === 1)
  world.uses.emit({ kind: 'changed', relation: RELATION, dossiers: [ROWS.gate.id] })
  await until(() => stream.text().includes('event: changed'))
  assert.doesNotMatch(stream.text(), /HTTP\/1\.1|408/)
  stream.close()
  await until(() => world.uses.listeners === 0)
})

test('ends when its session ends, and when the node stops', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  const session = await world.as('secretary-vnm-mps')
  const stream = await listen(session)
  await until(() => world.uses.listeners === 1)
  context.mock.timers.tick(15_000)
  await until(() => stream.text().includes(': beat'))
  await world.call({ method: 'DELETE', url: '/api/sessions' }, session)
  context.mock.timers.tick(15_000)
  await stream.ended
  const other = await listen(await world.as('secretary-vnm-mps'))
  await until(() => world.uses.listeners === 1)
  await world.app.close()
  await other.ended
  assert.equal(world.uses.listeners, 0)
})

test('bytes that are no request, and heads without end, get an answer with a code', async () => {
  const raw = await testApp()
  await raw.app.listen({ host: '127.0.0.1', port: 0 })
  const { port: open } = raw.app.server.address() as AddressInfo
  const send = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(open, '127.0.0.1', () => socket.write(bytes))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString()
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
  for (const bytes of ['hello\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET /\u0000 HTTP/1.1\r\n\r\n']) {
    const answer = await send(bytes)
    assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/)
    assert.equal(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).error.code, 'bad-input')
  }
  const large = await send(`GET / HTTP/1.1\r\nhost: ${HOST}\r\nx: ${'x'.repeat(64 * 1024)}\r\n\r\n`)
  assert.match(large, /^HTTP\/1\.1 413 /)
  const twoLengths = `POST /api/session HTTP/1.1\r\nhost: ${HOST}\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`
  assert.match(await send(twoLengths), /^HTTP\/1\.1 400 /)
  await raw.app.close()
})
