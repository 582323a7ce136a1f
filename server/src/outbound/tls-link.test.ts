import assert from 'node:assert/strict'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { type Certificate, newCertificate, renewedCertificate } from '../keys/certificate.ts'
import { serverNameOf } from '../wire/server-name.ts'
import { faultOf } from './line-fault.ts'
import { TlsLink } from './tls-link.ts'

const NOW = Math.floor(Date.now() / 1000)
const RELATION = 'aaa~bbb/test'
const said: { status: number; body: string } = { status: 200, body: '' }
let [own, theirs, stranger]: Certificate[] = []
let close: () => void = () => undefined
let port = 0

/** A peer that answers whatever it likes. */
before(async () => {
  ;[own, theirs, stranger] = await Promise.all(
    ['aaa.test', 'bbb.test', 'ccc.test'].map((name) => newCertificate(name, NOW)),
  )
  const options = {
    key: theirs?.key,
    cert: theirs?.certificate,
    requestCert: true,
    rejectUnauthorized: false,
  }
  const server = createServer(options, (request, answer) => {
    request.resume()
    request.on('end', () => answer.writeHead(said.status).end(said.body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
  close = () => server.close()
})
after(() => close())

let host = '127.0.0.1'

/** Another peer for as long as the work lasts. */
async function onPort(server: Server, work: () => Promise<string>): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const before = port
  port = (server.address() as AddressInfo).port
  try {
    return await work()
  } finally {
    port = before
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

async function ask(
  pinned = theirs,
  tell: 'code' | 'by' = 'code',
  signal = AbortSignal.timeout(5000),
): Promise<string> {
  if (!own || !pinned) throw new Error('no certificates')
  using link = new TlsLink({
    url: `https://bbb.test:${port}`,
    relation: RELATION,
    domain: 'bbb.test',
    own,
    theirs: pinned,
    connectTo: { host, port },
  })
  const answer = link.exchange(Uint8Array.of(1), signal)
  return await answer.then(
    (bytes) => `${bytes.length} bytes`,
    (error: { code: string; by: string }) => error[tell],
  )
}

test('SYNC-10 a code of the list is told as it is; any other word of a peer is a line that is down', async () => {
  Object.assign(said, { status: 200, body: 'sealed' })
  assert.equal(await ask(), '6 bytes')
  for (const [body, code] of [
    ['fork', 'fork'],
    ['held-start', 'held-start'],
    ['busy', 'busy'],
    ['call-this-number', 'line-down'],
    ['fork ', 'line-down'],
    ['FORK', 'line-down'],
    ['', 'line-down'],
    ['rolled-back', 'line-down'],
    ['not-delivered', 'line-down'],
    ['x'.repeat(10_000), 'line-down'],
  ] as const) {
    Object.assign(said, { status: 409, body })
    assert.equal(await ask(), code, body.slice(0, 20))
  }
})

test('SYNC-10 another certificate than the pinned one, and nobody there, are told apart from each other', async () => {
  Object.assign(said, { status: 200, body: 'sealed' })
  assert.equal(await ask(stranger), 'wrong-certificate')
  const open = port
  port = 1
  assert.equal(await ask(), 'line-refused')
  port = open
})

test('SYNC-16 an answer that switches to another protocol, or ends before it is one, is a line that is down', async () => {
  const options = {
    key: theirs?.key,
    cert: theirs?.certificate,
    requestCert: true,
    rejectUnauthorized: false,
  }
  for (const [said, code] of [
    ['HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n', 'line-down'],
    ['HTTP/1.1 103 Early Hints\r\n\r\n', 'line-broken'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsea', 'line-broken'],
    ['', 'line-broken'],
  ] as const) {
    const server = createTlsServer(options, (socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => (code === 'line-down' ? socket.write(said) : socket.end(said)))
    })
    assert.equal(await onPort(server, () => ask()), code, said.slice(0, 20))
  }
})

test('SYNC-10 who answered is told with the code: a word of no list is ours to say', async () => {
  for (const [body, by] of [
    ['busy', 'theirs'],
    ['who knows', 'ours'],
  ] as const) {
    Object.assign(said, { status: 409, body })
    assert.equal(await ask(theirs, 'by'), by)
  }
})

test('SYNC-10 what may be wrong with a certificate, a name and what answers is told apart', async () => {
  const day = 24 * 3600
  const [over, early] = await Promise.all(
    [NOW - 4000 * day, NOW + 2 * day].map((now) => newCertificate('bbb.test', now)),
  )
  for (const [shown, code] of [
    [over, 'certificate-expired'],
    [early, 'certificate-early'],
  ] as const) {
    if (!shown) throw new Error('no certificate')
    const server = createServer({ key: shown.key, cert: shown.certificate }, () => undefined)
    assert.equal(await onPort(server, () => ask(shown)), code)
    // A stranger's certificate is another one, whatever else is wrong with it.
    assert.equal(
      await onPort(createServer({ key: shown.key, cert: shown.certificate }), () => ask()),
      'wrong-certificate',
    )
  }
  // Renewed since, also when the one that was compared is over: the key is the same.
  if (!over) throw new Error('no certificate')
  const again = await renewedCertificate(over, NOW)
  const renewed = createServer({ key: again.key, cert: again.certificate }, (_, answer) =>
    answer.end('sealed'),
  )
  assert.equal(await onPort(renewed, () => ask(over)), '6 bytes')
  assert.equal(await onPort(createHttpServer(), () => ask()), 'wrong-protocol')
  const silent = createTcpServer(() => undefined)
  assert.equal(await onPort(silent, () => ask(theirs, 'code', AbortSignal.timeout(50))), 'line-timeout')
  const closing = createTcpServer((socket) => socket.destroy())
  assert.equal(await onPort(closing, () => ask()), 'line-broken')
  host = 'nobody.invalid'
  assert.equal(await ask(), 'name-unknown')
  host = '127.0.0.1'
})

test('SYNC-10 every way in which a system says that no connection was made has its word', () => {
  const of = (code: string, more: object = {}) => faultOf(Object.assign(new Error(code), { code, ...more }))
  for (const [code, fault] of [
    ['ECONNREFUSED', 'line-refused'],
    ['EHOSTUNREACH', 'line-unreachable'],
    ['ENETUNREACH', 'line-unreachable'],
    ['ETIMEDOUT', 'line-timeout'],
    ['ECONNRESET', 'line-broken'],
    ['EPIPE', 'line-broken'],
    ['HPE_INVALID_CONSTANT', 'wrong-protocol'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong-protocol'],
    ['ESOMETHING', 'line-down'],
  ] as const)
    assert.equal(of(code), fault, code)
  assert.equal(of('EAI_AGAIN', { syscall: 'getaddrinfo' }), 'name-unknown')
  assert.equal(faultOf(AbortSignal.abort().reason), 'line-down')
  assert.equal(faultOf('nothing'), 'line-down')
})

test('SYNC-10 the name that is called says the relation to nobody who does not know it', () => {
  assert.match(serverNameOf(RELATION, 'bbb.test'), /^r[0-9a-f]{24}\.bbb\.test$/)
  assert.notEqual(serverNameOf(RELATION, 'bbb.test'), serverNameOf('aaa~bbb/other', 'bbb.test'))
})
