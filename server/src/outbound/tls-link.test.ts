import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { type Certificate, fingerprintOf, newCertificate } from '../keys/certificate.ts'
import { serverNameOf } from './server-name.ts'
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

async function ask(pinned = theirs): Promise<string> {
  if (!own || !pinned) throw new Error('no certificates')
  using link = new TlsLink({
    url: `https://bbb.test:${port}`,
    relation: RELATION,
    domain: 'bbb.test',
    own,
    theirs: { certificate: pinned.certificate, fingerprint: fingerprintOf(pinned.certificate) },
    connectTo: { host: '127.0.0.1', port },
  })
  const answer = link.exchange(Uint8Array.of(1), AbortSignal.timeout(5000))
  return await answer.then(
    (bytes) => `${bytes.length} bytes`,
    (error: { code: string }) => error.code,
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

test('SYNC-10 another certificate than the pinned one, and nobody there, are a line that is down', async () => {
  Object.assign(said, { status: 200, body: 'sealed' })
  assert.equal(await ask(stranger), 'line-down')
  const open = port
  port = 1
  assert.equal(await ask(), 'line-down')
  port = open
})

test('SYNC-10 the name that is called says the relation to nobody who does not know it', () => {
  assert.match(serverNameOf(RELATION, 'bbb.test'), /^r[0-9a-f]{24}\.bbb\.test$/)
  assert.notEqual(serverNameOf(RELATION, 'bbb.test'), serverNameOf('aaa~bbb/other', 'bbb.test'))
})
