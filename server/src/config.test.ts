import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { configOf, readConfig, signInSettings } from './config.ts'
import { directoryOf } from './directory.ts'

const folder = mkdtempSync(join(tmpdir(), 'counterpart-config-'))
after(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'oidc-secret'), 'invented\n')
writeFileSync(join(folder, 'empty'), '')

const name = { en: 'Side (invented)', vi: 'Bên (hư cấu)', 'zh-Hans': '一方（虚构）' }
const directory = directoryOf(
  ['vnm', 'chn'].map((side) => ({ code: `${side}-mps`, side, level: 'ministry', name, faces: [] })),
)
const good = () => ({
  party: 'vnm',
  domain: 'vnm.localhost',
  name,
  url: 'http://vnm.localhost:7411',
  listen: { host: '127.0.0.1', port: 7411 },
  peer: { host: '127.0.0.1', port: 7412 },
  data: 'data',
  offices: 'offices.json',
  secret: '/elsewhere/secret',
  relations: [{ keys: 'keys/a.json', counterpart: 'bundles/b.json' }],
})
const oidc = {
  issuer: 'https://id.example',
  clientId: 'node',
  clientSecret: 'oidc-secret',
  claims: { name: 'name', roles: 'roles', office: 'office' },
  roles: { a: 'secretary' },
  offices: { b: 'vnm-mps' },
}
const devnet = { personas: [{ id: 'a', name: 'A (invented)', office: 'vnm-mps', roles: ['secretary'] }] }
const read = (value: unknown, environment: Record<string, string> = {}) =>
  configOf(value, environment, folder)

test('paths start from the folder of the file, and secrets are read from files or the environment', () => {
  const config = read({ ...good(), oidc }, { DATABASE_URL: 'postgres://x/y' })
  assert.equal(config.data, join(folder, 'data'))
  assert.equal(config.secret, '/elsewhere/secret')
  assert.equal(config.relations[0]?.keys, join(folder, 'keys/a.json'))
  assert.equal(config.database, 'postgres://x/y')
  assert.equal(config.oidc?.clientSecret, 'invented')
  assert.equal(config.oidc?.scope, 'openid profile')
  const { clientSecret: _, ...rest } = oidc
  assert.equal(read({ ...good(), oidc: rest }, { COUNTERPART_OIDC_SECRET: 's' }).oidc?.clientSecret, 's')
  assert.equal(read(good()).database, null)
  for (const host of ['127.0.0.1', 'localhost', '::1'])
    assert.equal(read({ ...good(), listen: { host, port: 7411 }, devnet }).devnet?.personas.length, 1)
  assert.equal(read(good(), { DATABASE_URL: '' }).database, null)
  const proxies = ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8', 'loopback', 'uniquelocal']
  assert.deepEqual(read({ ...good(), proxies }).proxies, proxies)
})

const wrong: [string, unknown, RegExp][] = [
  ['no object', [], /^configuration: \/: /],
  ['an unknown key', { ...good(), sessionHour: 1 }, /\/sessionHour: is not known here$/],
  [
    'an unknown key inside',
    { ...good(), listen: { host: 'a', port: 1, tls: true } },
    /\/listen\/tls: is not known here$/,
  ],
  ['a missing key', { ...good(), party: undefined }, /\/party/],
  ['a missing key inside', { ...good(), listen: { host: 'a' } }, /\/listen\/port: is missing$/],
  ['a port as text', { ...good(), listen: { host: 'a', port: '7411' } }, /\/listen\/port: /],
  ['a port that is none', { ...good(), listen: { host: 'a', port: 70_000 } }, /\/listen\/port: /],
  ['a name in two languages', { ...good(), name: { en: 'a', vi: 'b' } }, /\/name\/zh-Hans: is missing$/],
  ['a URL with a path', { ...good(), url: 'http://vnm.localhost/x' }, /\/url: /],
  [
    'plain HTTP outside localhost',
    { ...good(), url: 'http://vnm.example' },
    /\/url: outside localhost it has to be https$/,
  ],
  ['HTTP to a name that only looks local', { ...good(), url: 'http://localhost.evil.example' }, /\/url: /],
  ['no port', { ...good(), url: 'https://vnm.example:99999' }, /\/url: no address/],
  ['personas outside localhost', { ...good(), url: 'https://vnm.example', devnet }, /\/devnet: /],
  ...['0.0.0.0', '::', '192.0.2.1', 'vnm.example'].map((host): [string, unknown, RegExp] => [
    `personas for whoever reaches ${host}`,
    { ...good(), listen: { host, port: 7411 }, devnet },
    /\/devnet: invented persons are for localhost alone/,
  ]),
  [
    'a demonstration that nobody can sign in to',
    { ...good(), devnet: { personas: [] } },
    /\/devnet\/personas: /,
  ],
  ['personas beside a provider', { ...good(), devnet, oidc }, /\/devnet: /],
  [
    'a provider without TLS',
    { ...good(), url: 'https://vnm.example', oidc: { ...oidc, issuer: 'http://id.example' } },
    /\/oidc\/issuer/,
  ],
  [
    'a secret that is not there',
    { ...good(), oidc: { ...oidc, clientSecret: 'nowhere' } },
    /oidc\.clientSecret: /,
  ],
  ...['nope', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/8/8', '::1/129', ''].map(
    (proxy): [string, unknown, RegExp] => [
      `the proxy “${proxy}”`,
      { ...good(), proxies: ['127.0.0.1', proxy] },
      /\/proxies\/1: /,
    ],
  ),
  [
    'a key for TLS that is none',
    { ...good(), tls: { key: 'oidc-secret', certificate: 'oidc-secret' } },
    /\/tls: key and certificate are not two PEM files .*ERR_OSSL/,
  ],
  [
    'an empty file for TLS',
    { ...good(), tls: { key: 'empty', certificate: 'empty' } },
    /\/tls: key and certificate are not two PEM files/,
  ],
  ['a session without end', { ...good(), sessionHours: 1000 }, /\/sessionHours: /],
]
for (const [what, value, line] of wrong)
  test(`refuses ${what} in one line that says where`, () => {
    assert.throws(
      () => read(JSON.parse(JSON.stringify(value))),
      (error: Error & { code: string }) =>
        error.code === 'bad-config' && line.test(error.message) && !error.message.includes('\n'),
    )
  })

test('refuses a provider without its secret', () => {
  const { clientSecret: _, ...rest } = oidc
  const without = read({ ...good(), oidc: rest })
  assert.throws(() => signInSettings(without, directory), /COUNTERPART_OIDC_SECRET is missing/)
  const given = read({ ...good(), oidc: rest }, { COUNTERPART_OIDC_SECRET: 'invented' })
  assert.equal(signInSettings(given, directory)?.clientSecret, 'invented')
  assert.equal(signInSettings(read(good()), directory), null)
})

test('refuses tables of a provider that lead to no role, to no office or to one of the other side', () => {
  const settings = (tables: object) => () =>
    signInSettings(read({ ...good(), oidc: { ...oidc, ...tables } }), directory)
  settings({})()
  for (const [tables, message] of [
    [{ roles: { a: 'secretary', 'b\n': 'king' } }, 'configuration: /oidc/roles/b\\n: no role'],
    [{ offices: { b: 'vnm-none' } }, 'configuration: /oidc/offices/b: no office of vnm'],
    [{ offices: { b: 'vnm-mps', c: 'chn-mps' } }, 'configuration: /oidc/offices/c: no office of vnm'],
  ] as const)
    assert.throws(settings(tables), { code: 'bad-config', message })
})

test('refuses a file that is not there, is no JSON or says something twice', () => {
  const file = join(folder, 'counterpart.json')
  assert.throws(() => readConfig(file, {}), /cannot be read$/)
  for (const text of ['', '{', '{"party":"vnm","party":"chn"}', '\ufeff{}']) {
    writeFileSync(file, text)
    assert.throws(() => readConfig(file, {}), { code: 'bad-config', message: /is not well-formed JSON$/ })
  }
  writeFileSync(file, JSON.stringify(good()))
  assert.equal(readConfig(file, {}).party, 'vnm')
})
