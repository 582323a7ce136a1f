import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ownDemonstration } from './demonstration.ts'
import { hold } from './lock.ts'
import { checkFree, readPorts, setPorts } from './ports.ts'
import { portsFrom, prepareWorld } from './world.ts'

const home = mkdtempSync(join(tmpdir(), 'counterpart-ports-'))
after(() => rmSync(home, { recursive: true }))
const CODES = ['chn', 'vnm']

test('a port that is in use is named in one line that says what to do', async () => {
  const busy = createServer()
  await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done))
  const { port } = busy.address() as AddressInfo
  const free = { pages: 0, peers: 0, control: 0 }
  for (const [ports, of] of [
    [{ ...free, pages: port }, 'the pages of chn'],
    [{ ...free, peers: port }, 'the counterpart of chn'],
    [{ ...free, control: port }, 'the page of the line'],
  ] as const)
    await assert.rejects(
      checkFree(ports, CODES.slice(0, 1)),
      (error: Error) =>
        error.message.startsWith(`port-in-use: port ${port} for ${of} is in use (`) &&
        !error.message.includes('\n'),
    )
  await new Promise<void>((done) => busy.close(() => done()))
  await checkFree({ ...free, pages: port }, CODES.slice(0, 1))
})

test('a demonstration moves with its configurations and the bundles of both sides', () => {
  for (const code of CODES) {
    mkdirSync(join(home, code, 'bundles'), { recursive: true })
    const bundle = (party: string) => JSON.stringify({ party, url: 'https://127.0.0.1:1', more: 1 })
    writeFileSync(join(home, code, 'bundle.json'), bundle(code))
    for (const party of CODES) writeFileSync(join(home, code, 'bundles', `${party}.json`), bundle(party))
    const listen = { host: '127.0.0.1', port: 1 }
    writeFileSync(
      join(home, code, 'counterpart.json'),
      JSON.stringify({ url: '', listen, peer: listen, more: 1 }),
    )
  }
  const ports = portsFrom(9401)
  setPorts(home, CODES, ports)
  assert.deepEqual(readPorts(home, CODES), ports)
  const read = (...path: string[]) => JSON.parse(readFileSync(join(home, ...path), 'utf8'))
  assert.deepEqual(read('vnm', 'counterpart.json'), {
    url: 'http://vnm.localhost:9402',
    listen: { host: '127.0.0.1', port: 9402 },
    peer: { host: '127.0.0.1', port: 9412 },
    more: 1,
  })
  for (const code of CODES)
    assert.deepEqual(read(code, 'bundles', 'vnm.json'), {
      party: 'vnm',
      url: 'https://127.0.0.1:9412',
      more: 1,
    })
})

test('a lock is one holder’s, goes with it, and is found free when what held it is dead', async () => {
  const file = join(home, 'lock')
  const first = await hold(file, 0)
  assert.ok(first)
  assert.equal(await hold(file, 150), null)
  const waiting = hold(file, 5000)
  await first.release()
  const second = await waiting
  assert.ok(second)
  await second.release()
  writeFileSync(file, '')
  const third = await hold(file, 0)
  assert.ok(third, 'a file that nobody listens at')
  await third.release()
})

test('of many that find a dead lock at once one gets it', async () => {
  const file = join(home, 'dead')
  for (let round = 0; round < 10; round++) {
    writeFileSync(file, '')
    const held = await Promise.all(Array.from({ length: 8 }, () => hold(file, 0)))
    const [lock, ...more] = held.filter((one) => one !== null)
    assert.ok(lock)
    assert.equal(more.length, 0)
    assert.equal(await hold(file, 0), null)
    await lock.release()
  }
})

test('a folder with anything else in it is left alone', async () => {
  const other = join(home, 'other')
  mkdirSync(other)
  writeFileSync(join(other, 'mine.txt'), 'mine')
  await assert.rejects(
    prepareWorld({ folder: other, ports: null, now: 0, shown: ownDemonstration, isGiven: false }),
    /^Error: no-world: .* holds something that is no demonstration$/,
  )
  assert.equal(readFileSync(join(other, 'mine.txt'), 'utf8'), 'mine')
})
