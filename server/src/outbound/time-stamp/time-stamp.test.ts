/** With a time-stamping authority that is OpenSSL's, where that is installed. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { utf8 } from '@counterpart/protocol'
import { passOver } from '../../scrub/_scrubbed.ts'
import { agree, ask, RELATION, talk } from '../../uses/_talk.ts'
import { newSide, pass, type Side } from '../../uses/_world.ts'
import { Daily } from '../daily.ts'
import { type PostQuery, timeStampAuthority } from './authority.ts'
import { rootsOf, stampedAt, stampRequest } from './token.ts'

const skip = spawnSync('openssl', ['version']).status !== 0 && 'OpenSSL has no command line here'

const CONFIG = `[tsa]
default_tsa = invented
[invented]
serial = serial
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
ess_cert_id_alg = sha256
`
let folder = ''

function openssl(...words: string[]): string {
  const run = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  return run.stdout
}

function newKey(name: string, ...more: string[]): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`]
  openssl('req', ...key, '-subj', `/CN=${name} (invented)`, ...more)
}

function certify(name: string, usage: string): void {
  newKey(name, '-out', `${name}.csr`)
  writeFileSync(
    join(folder, `${name}.ext`),
    `extendedKeyUsage=${usage}\nkeyUsage=critical,digitalSignature\n`,
  )
  const by = [
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    `${name}.ext`,
  ]
  openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`)
}

/** Two certificates of one key, each the issuer of the other; the first may sign times. */
function certifyInCircle(): void {
  const names = ['one', 'two']
  newKey('one', '-out', 'one.csr')
  for (const name of names) {
    const self = ['-x509', '-days', '30', '-key', 'one.key', '-subj', `/CN=${name} (invented)`]
    openssl('req', '-new', ...self, '-out', `${name}-self.pem`)
    openssl('req', '-new', '-key', 'one.key', '-subj', `/CN=${name} (invented)`, '-out', `${name}.csr`)
    writeFileSync(
      join(folder, `${name}.ext`),
      `basicConstraints=CA:TRUE\n${name === 'one' ? 'extendedKeyUsage=critical,timeStamping\n' : ''}`,
    )
  }
  for (const [name, by] of [names, names.toReversed()]) {
    const issuer = ['-CA', `${by}-self.pem`, '-CAkey', 'one.key', '-CAcreateserial', '-days', '30']
    openssl('x509', '-req', '-in', `${name}.csr`, ...issuer, '-extfile', `${name}.ext`, '-out', `${name}.pem`)
  }
  writeFileSync(
    join(folder, 'circle.pem'),
    names.map((name) => readFileSync(join(folder, `${name}.pem`), 'utf8')).join(''),
  )
  const config = CONFIG.replace('tsa.pem', 'one.pem').replace('tsa.key', 'one.key')
  writeFileSync(join(folder, 'circle.cnf'), config.replace('ca.pem', 'circle.pem'))
}

before(() => {
  if (skip) return
  folder = mkdtempSync(join(tmpdir(), 'counterpart-tsa-'))
  newKey('ca', '-x509', '-days', '30', '-out', 'ca.pem')
  newKey('other', '-x509', '-days', '30', '-out', 'other.pem')
  certify('tsa', 'critical,timeStamping')
  writeFileSync(join(folder, 'tsa.cnf'), CONFIG)
  writeFileSync(join(folder, 'serial'), '01\n')
})
after(() => rmSync(folder, { recursive: true, force: true }))

function stamped(query: Uint8Array, config = 'tsa.cnf'): Uint8Array {
  writeFileSync(join(folder, 'query.tsq'), query)
  openssl('ts', '-reply', '-config', config, '-queryfile', 'query.tsq', '-out', 'reply.tsr')
  return new Uint8Array(readFileSync(join(folder, 'reply.tsr')))
}

const authority: PostQuery = async (_, query) => ({ status: 200, body: stamped(query) })
const roots = (name = 'ca') => rootsOf(readFileSync(join(folder, `${name}.pem`), 'utf8'))
const incidents = (side: Side) => side.store.read(RELATION, (reader) => reader.incidents())

async function pair(): Promise<[Side, Side]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  return [a, b]
}

test('a head is stamped once a day, and OpenSSL accepts the stamp over what a proof shows', {
  skip,
}, async () => {
  const [a, b] = await pair()
  const relation = a.relation(RELATION)
  const outside = timeStampAuthority(a.node, relation, { url: 'https://tsa.test', roots: roots() }, authority)
  const daily = new Daily(a.node, relation, outside)
  assert.equal(await daily.tick(), true)
  await ask(a)
  await talk(a, b)
  assert.equal(await daily.tick(), false)
  pass(86_400, a, b)
  assert.equal(await daily.tick(), true)
  const [row] = await a.store.read(RELATION, (reader) => reader.stamped())
  const head = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.equal(row?.size, head?.size)
  assert.ok(Math.abs((row?.time ?? 0) - Date.now() / 1000) < 600)
  writeFileSync(join(folder, 'head'), `${head?.note}${head?.cosignature}`)
  writeFileSync(join(folder, 'kept.tsr'), row?.token ?? new Uint8Array())
  openssl('ts', '-verify', '-data', 'head', '-in', 'kept.tsr', '-CAfile', 'ca.pem')
  assert.deepEqual(await incidents(a), [])
  // A scrub verifies it again, of whatever authority, and finds another time or another byte.
  assert.deepEqual(await passOver(a), [])
  const { stamps, version } = a.store.rows(RELATION)
  const [key, kept] = [...stamps.values(version)].at(-1) ?? assert.fail()
  stamps.set(key, { ...kept, time: kept.time + 1 }, version)
  assert.deepEqual(await passOver(a), [{ what: 'stamp', side: 'aaa', size: kept.size }])
})

test('an authority that gives nothing stops nothing, and is told of once', { skip }, async () => {
  const answers: [PostQuery, string][] = [
    [() => Promise.reject(new Error('no route')), 'authority-unreachable'],
    [async () => ({ status: 503, body: utf8('busy') }), 'authority-unreachable'],
    [async () => ({ status: 200, body: utf8('<html>') }), 'authority-bad-answer'],
    [async () => ({ status: 200, body: new Uint8Array() }), 'authority-bad-answer'],
  ]
  for (const [answer, code] of answers) {
    const [a, b] = await pair()
    const relation = a.relation(RELATION)
    const outside = timeStampAuthority(a.node, relation, { url: 'https://tsa.test', roots: roots() }, answer)
    const daily = new Daily(a.node, relation, outside)
    for (let hour = 0; hour < 24 * 7; hour += 8) {
      assert.equal(await daily.tick(), true)
      await ask(a)
      await talk(a, b)
      pass(8 * 3600, a, b)
    }
    assert.equal(relation.line.waiting, 0)
    const told = (await incidents(a)).map((one) => [one.code, one.detail])
    assert.deepEqual(told, [['time-stamp-failed', { url: 'https://tsa.test', code }]])
    assert.deepEqual(await a.store.read(RELATION, (reader) => reader.stamped()), [])
  }
})

test('a stamp of another question, of other bytes, of another chain or with a bit changed does not count', {
  skip,
}, async () => {
  const { createHash } = await import('node:crypto')
  const data = utf8('a head')
  const nonce = Uint8Array.from({ length: 16 }, (_, at) => 255 - at)
  const answer = stamped(stampRequest(createHash('sha256').update(data).digest(), nonce))
  const asked = { data, nonce, roots: roots() }
  const time = await stampedAt(answer, asked)
  assert.ok(time !== null)
  assert.equal(await stampedAt(answer, { ...asked, data: utf8('another') }), null)
  assert.equal(await stampedAt(answer, { ...asked, nonce: nonce.slice(1) }), null)
  assert.equal(await stampedAt(answer, { ...asked, roots: roots('other') }), null)
  assert.equal(await stampedAt(answer, { ...asked, roots: [] }), null)
  let [refused, tried] = [0, 0]
  for (let at = 0; at < answer.length; at += 7) {
    const changed = answer.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    const said = await stampedAt(changed, asked)
    // What is not signed, such as a certificate nobody needs, may change: what is said may not.
    assert.ok(said === null || said === time)
    if (said === null) refused += 1
    tried += 1
  }
  assert.ok(refused > tried / 2)
})

test('a chain that never ends is no stamp, and does not keep the node', {
  skip,
  timeout: 30_000,
}, async () => {
  const { createHash } = await import('node:crypto')
  const [data, nonce] = [utf8('a head'), new Uint8Array(16).fill(1)]
  certifyInCircle()
  const answer = stamped(stampRequest(createHash('sha256').update(data).digest(), nonce), 'circle.cnf')
  assert.equal(await stampedAt(answer, { data, nonce, roots: roots() }), null)
})

test('a root that is no certificate is refused', { skip }, () => {
  for (const pem of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])
    assert.throws(() => rootsOf(pem))
  assert.equal(rootsOf(readFileSync(join(folder, 'ca.pem'), 'utf8')).length, 1)
})
