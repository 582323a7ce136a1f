import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { freePort, initialised, OFFICES, PERSONAS, RELATION } from './_pair.ts'
import { configOf, readConfig } from './config.ts'
import { authenticatorOf } from './http/sign-in/_authenticator.ts'
import { init } from './init.ts'
import { readBundle } from './keys/bundle.ts'
import { startFailure } from './log.ts'
import { enrolFirst, startNode } from './main.ts'
import { temporaryFolder } from './store/_temporary.ts'
import { startEmbedded } from './store/embedded/embedded-postgres.ts'
import { memoryStorage } from './store/storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'counterpart-init-'))
after(() => rmSync(folder, { recursive: true }))
const made = await initialised(folder, 'vnm')
const home = join(folder, 'vnm')
const config = configOf({ ...made.config, relations: [] }, {}, home)
const quiet = { log: () => undefined }
const given = {
  party: 'vnm',
  domain: 'vnm.localhost',
  name: config.name,
  url: config.url,
  listen: config.listen,
  peer: config.peer,
  peerUrl: 'https://127.0.0.1:1',
  relation: RELATION,
  offices: join(folder, 'offices.json'),
  now: 1_800_000_000,
}

function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(config.url)
    const headers = { host, 'content-type': 'application/json' }
    const sent = request(
      { host: '127.0.0.1', port: config.listen.port, method: 'POST', path, headers },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }))
      },
    )
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}

test('makes keys, a bundle for the counterpart and a configuration, readable by their owner alone', () => {
  const { bundle } = readBundle(readFileSync(made.bundle))
  assert.deepEqual([bundle.party, bundle.relation, bundle.epoch], ['vnm', RELATION, 1])
  for (const file of ['secret', 'counterpart.json', 'keys/chn-vnm-border.json', 'offices.json'])
    assert.equal(statSync(join(home, file)).mode & 0o077, 0, file)
  const secret = readFileSync(join(home, 'secret'), 'utf8').trim()
  const keys = readFileSync(join(home, 'keys/chn-vnm-border.json'), 'utf8')
  assert.ok(!keys.includes(secret) && !readFileSync(made.bundle, 'utf8').includes('secrets'))
})

test('takes the offices of a public record, and an identity provider whose secret comes later', async () => {
  const offices = join(folder, 'record.json')
  const noted = OFFICES.map((office) => ({ ...office, note: 'invented' }))
  writeFileSync(offices, JSON.stringify({ form: 1, note: 'invented', offices: noted }))
  const other = join(folder, 'provider')
  const oidc = {
    issuer: 'https://id.vnm.example',
    clientId: 'counterpart',
    clientSecret: 'client-secret',
    claims: { name: 'name', roles: 'roles', office: 'office' },
    roles: { one: 'secretary' },
    offices: { one: 'vnm-ministry' },
  }
  const options = { ...given, folder: other, offices, oidc }
  await assert.rejects(init({ ...options, oidc: { ...oidc, clientSecret: '' } }), { code: 'bad-config' })
  const { clientSecretFile, configFile } = await init(options)
  assert.equal(clientSecretFile, join(other, 'client-secret'))
  assert.deepEqual(JSON.parse(readFileSync(join(other, 'offices.json'), 'utf8')), OFFICES)
  assert.throws(() => readConfig(configFile, {}), /put the secret there/)
  writeFileSync(clientSecretFile, 'invented\n')
  assert.equal(readConfig(configFile, {}).oidc?.clientSecret, 'invented')
})

test('does not touch a node that is there, and writes nothing when something does not fit', async () => {
  const options = given
  await assert.rejects(init({ ...options, folder: home }), { code: 'bad-config', message: /there is a node/ })
  const other = join(folder, 'other')
  await assert.rejects(init({ ...options, folder: other, url: 'http://vnm.example' }), { code: 'bad-config' })
  await assert.rejects(init({ ...options, folder: other, offices: '/nowhere' }), { code: 'bad-config' })
  for (const [name, offices] of [
    ['none.json', []],
    ['theirs.json', OFFICES.filter(({ side }) => side !== 'vnm').map((one) => ({ ...one, faces: [] }))],
  ] as const) {
    const file = join(folder, name)
    writeFileSync(file, JSON.stringify(offices))
    await assert.rejects(init({ ...options, folder: other, offices: file }), {
      code: 'bad-config',
      message: /names no office of vnm$/,
    })
  }
  assert.throws(() => statSync(other))
  await assert.rejects(init({ ...options, folder: join(home, 'secret', 'x') }), { code: 'EEXIST' })
})

test('a token that signs short texts alone holds the key of the log, and not that of custody', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = join(folder, 'token.pub')
  writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }))
  const program = join(folder, 'token.mjs')
  writeFileSync(
    program,
    `import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
const text = readFileSync(0)
if (text.length > 1024) process.exit(1)
process.stdout.write(sign(null, text, createPrivateKey(${JSON.stringify(privateKey.export({ type: 'pkcs8', format: 'pem' }))})))
`,
  )
  const signer = { key, command: [process.execPath, program] }
  const home = (use: string) => join(folder, `token-${use}`)
  await assert.rejects(init({ ...given, folder: home('custody'), signers: { custody: signer } }), {
    code: 'signer-failed',
    message: /custody, asked to sign 4096 bytes/,
  })
  assert.equal(existsSync(home('custody')), false)
  await init({ ...given, folder: home('log'), signers: { log: signer } })
  assert.ok(existsSync(join(home('log'), 'counterpart.json')))
})

test('a folder that cannot be made is refused at once', { skip: process.platform !== 'linux' }, async () => {
  await assert.rejects(init({ ...given, folder: '/proc/none/node' }), { code: 'ENOENT' })
})

test('the first administrator enrols a passkey; before that the node does not start, and then it does', async () => {
  const storage = memoryStorage()
  const overrides = { ...quiet, storage }
  await assert.rejects(startNode(config, overrides), (error) => {
    assert.match(
      startFailure(error),
      /^no-sign-in: nobody can sign in: no passkey is enrolled in .*, as DATABASE_URL is not set, and no/,
    )
    return true
  })
  const enrolment = await enrolFirst(
    config,
    { name: 'Administrator (invented)', office: 'vnm-ministry' },
    overrides,
  )
  const token = enrolment.link.split('#')[1]
  const begun = (await post('/api/passkeys/options', { token })).body as {
    token: string
    options: { challenge: string }
  }
  const response = authenticatorOf(config.url).create(begun.options.challenge)
  const session = (await post('/api/passkeys/enrol', { token: begun.token, response })).body as {
    officer: { roles: string[] }
  }
  assert.deepEqual(session.officer.roles, ['administrator'])
  await enrolment.enrolled
  await enrolment.close()
  await assert.rejects(enrolFirst(config, { name: 'Second (invented)', office: 'vnm-ministry' }, overrides), {
    message: /a passkey is enrolled/,
  })
  const node = await startNode(config, overrides)
  await node.close()
})

test('a start that is asked to end breaks off and leaves nothing behind', async () => {
  const ending = new AbortController()
  const devnet = { personas: PERSONAS('vnm') }
  const begun = startNode(
    { ...config, devnet },
    { ...quiet, storage: memoryStorage(), signal: ending.signal },
  )
  ending.abort()
  await assert.rejects(begun, { name: 'AbortError' })
  // The port is free: nothing of it listens any more.
  const node = await startNode({ ...config, devnet }, { ...quiet, storage: memoryStorage() })
  await node.close()
})

test('a port in use, wrong secrets and missing bundles are said in one line each', async () => {
  const devnet = { personas: PERSONAS('vnm') }
  const busy = createServer()
  await new Promise<void>((done) => busy.listen(config.listen.port, '127.0.0.1', done))
  const fails = async (value: Parameters<typeof startNode>[0], line: RegExp) => {
    await assert.rejects(startNode(value, { ...quiet, storage: memoryStorage() }), (error) => {
      const said = startFailure(error)
      assert.match(said, line)
      assert.ok(!said.includes('\n'))
      return true
    })
  }
  await fails({ ...config, devnet }, /^port-in-use: port \d+ on 127\.0\.0\.1 is in use$/)
  await new Promise<void>((done) => busy.close(() => done()))
  const whole = configOf({ ...made.config, devnet }, {}, home)
  await fails(
    whole,
    /^bad-config: the counterpart's bundle .* is not there: exchange bundles face to face first$/,
  )
  writeFileSync(made.counterpart, '{}')
  await fails(whole, /^bad-config: not the bundle of a counterpart/)
  writeFileSync(made.counterpart, readFileSync(made.bundle))
  await fails(whole, /^bad-config: .*do not belong together$/)
  await fails({ ...whole, secret: join(home, 'nowhere') }, /^key-missing: /)
  writeFileSync(join(home, 'wrong'), `${'0'.repeat(64)}\n`, { mode: 0o600 })
  await fails({ ...whole, secret: join(home, 'wrong') }, /^key-wrong: /)
  const readable = join(home, 'readable')
  writeFileSync(readable, readFileSync(whole.secret), { mode: 0o644 })
  await fails({ ...whole, secret: readable }, /^key-wrong: others may read .* \(chmod 600\)$/)
  writeFileSync(join(home, 'wrong'), 'secret')
  await fails({ ...whole, secret: join(home, 'wrong') }, /^key-wrong: /)
  await fails({ ...config, offices: '/nowhere' }, /^bad-config: the list of offices/)
  await fails(
    { ...config, listen: { host: '192.0.2.1', port: 1 }, devnet },
    /^bad-config: cannot listen on 192\.0\.2\.1:1 \(EADDRNOTAVAIL\)$/,
  )
  for (const place of ['listen', 'peer'])
    await fails(
      { ...config, [place]: { host: 'no.such.host.invalid', port: 0 }, devnet },
      /^bad-config: cannot listen on no\.such\.host\.invalid:0 \(E[A-Z_]+\)$/,
    )
  const strangers = [{ id: 'a', name: 'A (invented)', office: 'chn-ministry', roles: ['secretary'] }]
  await fails(
    { ...config, devnet: { personas: strangers } },
    /^bad-config: the persona a has no such office or role$/,
  )
})

test('on the PostgreSQL that comes along: what was kept is there again, and a newer database is refused', async () => {
  const data = await temporaryFolder()
  const devnet = { personas: PERSONAS('vnm') }
  const port = await freePort()
  const value = {
    ...config,
    data,
    devnet,
    url: `http://vnm.localhost:${port}`,
    listen: { host: '127.0.0.1', port },
  }
  writeFileSync(value.offices, JSON.stringify(OFFICES))
  try {
    const first = await startNode(value, quiet)
    const { account } = await first.newEnrolment('secretary')
    assert.equal(account, 'secretary')
    await first.close()
    const second = await startNode(value, quiet)
    assert.equal((await second.accounts.officer('secretary'))?.name, 'Secretary (invented)')
    await second.close()
    const server = await startEmbedded({ directory: data })
    const client = new pg.Client(server.connection)
    await client.connect()
    await client.query("insert into counterpart.migration (version, name) values (999, 'later')")
    await client.end()
    await server.stop()
    await assert.rejects(startNode(value, quiet), (error) => {
      assert.match(startFailure(error), /^database-newer: /)
      return true
    })
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})
