import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { newCertificate } from '../keys/certificate.ts'
import { seeded } from '../uses/_world.ts'
import { begin, charge, restOf } from '../uses/time-share.ts'
import { isHeard, openEndpoint } from './_endpoint.ts'
import { MOST } from './endpoint.ts'

type Opened = Awaited<ReturnType<typeof openEndpoint>>
let opened: Opened
before(async () => {
  opened = await openEndpoint()
})
after(() => opened.endpoint[Symbol.asyncDispose]())

const draw = seeded(5)
const sockets: Socket[] = []
after(() => {
  for (const socket of sockets) socket.destroy()
})

/** A connection from an address of its own, and what was said to it. */
function stranger(localAddress: string, bytes?: Uint8Array | string): { socket: Socket; said: () => string } {
  const socket = connect({ host: '127.0.0.1', port: opened.port, localAddress })
  let said = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1')
  })
  if (bytes !== undefined) socket.write(bytes)
  sockets.push(socket)
  return { socket, said: () => said }
}

/** The first bytes of a real counterpart's handshake. */
async function helloOf(): Promise<Buffer> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as { port: number }
  const calling = connectTls({ host: '127.0.0.1', port, servername: opened.servername })
  calling.on('error', () => undefined)
  const [socket] = (await once(listener, 'connection')) as [Socket]
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  calling.destroy()
  socket.destroy()
  listener.close()
  return bytes
}

test('SYNC-14 SYNC-15 thousands who say nothing keep no counterpart out, and the number of them is bounded', async () => {
  assert.ok(await isHeard(await opened.call()))
  const addresses = Array.from({ length: 40 }, (_, n) => `127.0.1.${n + 1}`)
  for (let n = 0; n < 2000; n++) {
    stranger(addresses[n % addresses.length] ?? '', n % 3 === 0 ? '\u0016\u0003\u0001' : undefined)
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  assert.ok(await isHeard(await opened.call()))
  assert.ok(opened.endpoint.open <= 128 + 8, String(opened.endpoint.open))
})

test('SYNC-14 what is no handshake, half of one or a changed one is closed without a word of ours that is not TLS', async () => {
  const hello = await helloOf()
  const inputs = Array.from({ length: 300 }, (_, n) => {
    const bytes = Buffer.from(hello)
    if (n % 3 === 0) return Buffer.from(Array.from({ length: 1 + (n % 600) }, () => Math.floor(draw() * 256)))
    for (let flips = 0; flips < 1 + (n % 5); flips++)
      bytes[Math.floor(draw() * bytes.length)] = Math.floor(draw() * 256)
    return bytes
  })
  const asked = [
    'GET / HTTP/1.1\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'POST /peer/sync HTTP/1.1\r\ncontent-length: 0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ]
  const all = [...inputs, ...asked].map((bytes, n) => stranger(`127.0.2.${1 + (n % 200)}`, bytes))
  await new Promise((resolve) => setTimeout(resolve, 200))
  for (const { said } of all) assert.doesNotMatch(said(), /HTTP|sync|bad-|held/)
  assert.ok(await isHeard(await opened.call()))
})

test('SYNC-14 handshakes with no certificate or another are closed, and after many of them unread', async () => {
  const other = await newCertificate('stranger.test', Math.floor(Date.now() / 1000))
  const shake = async (n: number): Promise<string> => {
    const shown = n % 2 === 0 ? { key: other.key, cert: other.certificate } : {}
    const raw = connect({ host: '127.0.0.1', port: opened.port, localAddress: '127.0.3.1' })
    const socket = connectTls({
      socket: raw,
      servername: opened.servername,
      rejectUnauthorized: false,
      ...shown,
    })
    socket.on('error', () => undefined)
    let shook = 'unread'
    socket.on('secureConnect', () => {
      shook = 'shook'
      socket.write('POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n')
    })
    socket.on('data', () => {
      shook = 'answered'
    })
    await new Promise((resolve) => socket.on('close', resolve))
    return shook
  }
  const found: string[] = []
  for (let n = 0; n < 40; n++) found.push(await shake(n))
  assert.ok(!found.includes('answered'))
  assert.deepEqual(found.slice(-5), Array<string>(5).fill('unread'))
  assert.ok(await isHeard(await opened.call()))
})

test('SYNC-16 a counterpart that smuggles one question behind another is answered a code for each, or closed', async () => {
  const tries = [
    'POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nPOST /peer/sync HTTP/1.1\r\n\r\n',
    'POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx',
    'POST /peer/sync HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n',
    'POST /peer/sync HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n',
    `POST /peer/sync HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(5000)}\r\n`,
    `POST /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
    'CONNECT example.test:443 HTTP/1.1\r\nhost: x\r\n\r\n',
    'GET /peer/sync HTTP/1.1\r\nhost: x\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'POST /peer/sync HTTP/1.1\nhost: x\ncontent-length : 1\n\nx',
  ]
  for (const bytes of tries) {
    const socket = await opened.call()
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
    })
    socket.write(bytes)
    await once(socket, 'close')
    assert.doesNotMatch(said, /HTTP\/1\.1 (?!409)/, bytes.slice(0, 60))
    assert.ok((said.match(/HTTP\/1\.1/g) ?? []).length <= 1, bytes.slice(0, 60))
  }
  assert.ok(await isHeard(await opened.call()))
})

test('SYNC-16 a body without end is refused before more of it is kept than an envelope can have, and none is unpacked', async () => {
  const endless = await opened.call()
  const answered = once(endless, 'data')
  endless.write('POST /peer/sync HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
  // One byte too many, and no end: whoever is still writing when it is closed may lose what was answered.
  for (let left = MOST + 1; left > 0; left -= 2 ** 20) {
    const size = Math.min(left, 2 ** 20)
    endless.write(`${size.toString(16)}\r\n`)
    endless.write(Buffer.alloc(size))
    endless.write('\r\n')
  }
  assert.match(String((await answered)[0]), /^HTTP\/1\.1 409 [\s\S]*too-large$/)
  endless.destroy()
  const bomb = await opened.call()
  const packed = gzipSync(Buffer.alloc(2 ** 26))
  bomb.write(
    `POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`,
  )
  bomb.write(packed)
  const [answer] = (await once(bomb, 'data')) as [Buffer]
  assert.match(String(answer), /^HTTP\/1\.1 409 (?![\s\S]*too-large)/)
  bomb.destroy()
})

test('SYNC-17 a counterpart that cost far more than it sent is told to wait, its operators too, and heard again after it', async () => {
  const { peer } = opened
  const { share, line } = peer.relation
  const said = async () => {
    const socket = await opened.call()
    socket.write('POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\nx')
    const [answer] = await once(socket, 'data')
    return String(answer).split('\r\n').at(-1)
  }
  // What opens nowhere costs as well, before it is refused.
  const before = share.owed
  Object.defineProperty(peer, 'seals', {
    get() {
      for (const end = performance.now() + 300; performance.now() < end; );
      return null
    },
  })
  assert.equal(await said(), 'bad-envelope')
  assert.ok(share.owed > before)
  charge(share, 0, begin(performance.now() - 1_000_000))
  assert.equal(await said(), 'busy')
  assert.equal(line.refused?.code, 'busy')
  share.at -= restOf(share)
  assert.equal(await said(), 'bad-envelope')
})
