import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:https'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { utf8 } from '@counterpart/protocol'
import { directoryOf } from '../directory.ts'
import { bundleOf, counterpartOf } from '../keys/bundle.ts'
import { newCertificate } from '../keys/certificate.ts'
import { type KeyFile, newKeyFile, openKeyFile } from '../keys/key-file.ts'
import { RunningNode } from '../node.ts'
import { MemoryStore } from '../store/memory/memory-store.ts'
import { MemoryPouches } from '../store/memory/pouches.ts'
import { ERRAND, PACT, PROCEDURES } from '../uses/_pacts.ts'
import { officer } from '../uses/_world.ts'
import { record } from '../uses/record/record.ts'
import { serverNameOf } from '../wire/server-name.ts'
import { PeerEndpoint } from './endpoint.ts'

const RELATION = 'aaa~bbb/test'
const secret = utf8('secret')
const names = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }
const NOW = Math.floor(Date.now() / 1000)

const nodes: RunningNode[] = []
const files: Record<string, KeyFile> = {}
let port = 0

async function open(party: string, other: string, connectTo: number): Promise<RunningNode> {
  const [own, theirs] = [files[party], files[other]]
  if (!own || !theirs) throw new Error('no keys')
  const node = await RunningNode.open({
    party,
    name: names,
    relations: [
      {
        keys: openKeyFile(own, secret),
        counterpart: counterpartOf(bundleOf(theirs, names, `https://${other}.test:1`)),
        connectTo: { host: '127.0.0.1', port: connectTo },
      },
    ],
    store: new MemoryStore(),
    pouches: new MemoryPouches(),
    procedures: PROCEDURES,
    directory: directoryOf([]),
    sender: { fastest: 20, slowest: 100, settle: 20, heartbeat: 200 },
  })
  nodes.push(node)
  return node
}

before(async () => {
  for (const party of ['aaa', 'bbb'])
    files[party] = await newKeyFile(
      { party, domain: `${party}.test`, relation: RELATION, epoch: 1 },
      secret,
      NOW,
    )
  const b = await open('bbb', 'aaa', 9)
  port = (await b.listen(0, '127.0.0.1')).port
})
after(async () => {
  for (const node of nodes) await node[Symbol.asyncDispose]()
})

/** What a stranger gets: always the same, whatever it shows and asks. */
function stranger(options: {
  key?: string
  cert?: string
  servername?: string
  path?: string
}): Promise<string> {
  return new Promise((resolve) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: options.path ?? '/peer/sync',
        rejectUnauthorized: false,
        agent: false,
        ...options,
      },
      (answer) => resolve(`status ${answer.statusCode}`),
    )
    asking.on('error', () => resolve('closed'))
    asking.end('x')
  })
}

test('SYNC-9 SYNC-10 two nodes over pinned TLS: the sizes are asked for, an act is held and receipted', async () => {
  const a = await open('aaa', 'bbb', port)
  const [first, second] = [a.node.relations.get(RELATION), nodes[0]?.node.relations.get(RELATION)]
  if (!first || !second) throw new Error('no relation')
  second.start = 'confirmed'
  a.start()
  await until(() => first.start === 'confirmed')
  await record(a.node, first, {
    kind: 'open',
    request: 'r-1',
    author: officer('aaa', 'secretary'),
    procedure: PACT,
    act: 'begin',
    fields: { title: 'test', first: [{ party: 'aaa', digest: ERRAND }] },
    handling: 'H1',
  })
  await until(() => first.line.waiting === 0)
  const held = await nodes[0]?.node.store.read(RELATION, (reader) => reader.heads())
  assert.equal(held?.theirs.size, 1)
  assert.equal(first.line.state, 'up')
})

test('SYNC-10 who is not a peer finds the same closed connection, whatever it shows and asks', async () => {
  const other = await newCertificate('stranger.test', NOW)
  const servername = serverNameOf(RELATION, 'bbb.test')
  const own = openKeyFile(files.aaa as KeyFile, secret).tls
  const tries = [
    { servername },
    { servername, key: other.key, cert: other.certificate },
    { servername: 'elsewhere.test', key: other.key, cert: other.certificate },
    { servername: 'elsewhere.test', key: own.key, cert: own.certificate },
    { servername, path: '/' },
  ]
  for (const options of tries) assert.equal(await stranger(options), 'closed')
})

test('SYNC-10 a peer is told a code and nothing else', async () => {
  const own = openKeyFile(files.aaa as KeyFile, secret).tls
  const said = await new Promise<string>((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/peer/sync',
        rejectUnauthorized: false,
        agent: false,
        key: own.key,
        cert: own.certificate,
        servername: serverNameOf(RELATION, 'bbb.test'),
      },
      (answer) => {
        let body = ''
        answer.on('data', (chunk: Buffer) => {
          body += chunk.toString()
        })
        answer.on('end', () => resolve(body))
      },
    )
    asking.on('error', reject)
    asking.end('not an envelope')
  })
  assert.equal(said, 'bad-envelope')
})

/** What a peer shows. */
function identity() {
  const own = openKeyFile(files.aaa as KeyFile, secret).tls
  return { key: own.key, cert: own.certificate, servername: serverNameOf(RELATION, 'bbb.test') }
}

/** A connection of a peer, up to its TLS. */
async function peerSocket(at: number): Promise<TLSSocket> {
  const socket = connectTls({ host: '127.0.0.1', port: at, rejectUnauthorized: false, ...identity() })
  socket.on('error', () => undefined)
  await once(socket, 'secureConnect')
  return socket
}

/** Where only this test calls. */
async function endpointOf(silence: number) {
  const [node] = nodes
  const relation = node?.node.relations.get(RELATION)
  const own = openKeyFile(files.bbb as KeyFile, secret)
  const theirs = openKeyFile(files.aaa as KeyFile, secret)
  if (!node || !relation) throw new Error('no node')
  const peer = {
    relation,
    seals: null as never,
    domain: 'bbb.test',
    own: own.tls,
    theirs: theirs.tls,
  }
  const endpoint = new PeerEndpoint(node.node, [peer], silence)
  return { endpoint, at: (await endpoint.listen(0, '127.0.0.1')).port }
}

test('one peer takes no more than its places: its oldest connections go, and the newest is heard', async () => {
  const { endpoint, at } = await endpointOf(600_000)
  await using _ = endpoint
  const first = await peerSocket(at)
  const closed = once(first, 'close')
  for (let n = 0; n < 7; n++) await peerSocket(at)
  assert.equal(first.destroyed, false)
  const newest = await peerSocket(at)
  await closed
  newest.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  assert.match(String((await once(newest, 'data'))[0]), /^HTTP\/1\.1 409 /)
})

test('a question of which no more comes gives its place back', async () => {
  const { endpoint, at } = await endpointOf(50)
  await using _ = endpoint
  const silent = await peerSocket(at)
  silent.write('POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nx')
  await once(silent, 'close')
})

test('an endpoint that ends waits for nobody whose handshake is not done, and serves nobody whose is done after that', {
  timeout: 60_000,
}, async () => {
  const { endpoint, at } = await endpointOf(600_000)
  const raw = connect(at, '127.0.0.1')
  raw.on('error', () => undefined)
  await once(raw, 'connect')
  // It is there, and has said nothing: the next that connects is seen after it.
  const other = await peerSocket(at)
  const ended = endpoint[Symbol.asyncDispose]()
  const late = connectTls({ ...identity(), socket: raw, rejectUnauthorized: false })
  late.on('error', () => undefined)
  const asking = setInterval(
    () => late.write('POST /peer/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n'),
    500,
  )
  await ended
  clearInterval(asking)
  late.destroy()
  other.destroy()
})

test('what is no TLS is closed', async () => {
  const closed = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'))
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
    })
    socket.on('error', () => resolve('closed'))
    socket.on('close', () => resolve(said.includes('HTTP') ? said : 'closed'))
  })
  assert.equal(closed, 'closed')
})

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.ok(holds())
}
