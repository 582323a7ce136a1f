import assert from 'node:assert/strict'
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { DIRECTORY, type TestApp, testApp, URL_ } from '../_app.ts'
import { isName } from '../account-fault.ts'
import { identityOf, type OidcSettings, providerOf } from './oidc.ts'

interface Said {
  claims: Record<string, unknown>
  /** What the provider does wrong. */
  change?: (token: { header: Record<string, unknown>; claims: Record<string, unknown> }) => unknown
  key?: KeyObject
}

/** A provider that says what it is told to say. */
class FakeProvider {
  server: Server
  said: Said = { claims: {} }
  keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  kid = 'first'
  readonly #codes = new Map<string, { nonce: string; challenge: string }>()
  asked = 0
  /** What its tokens' address answers instead. */
  failing: { error: string; status: number } | null = null

  constructor() {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', this.issuer)
      this.asked += 1
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const failing = url.pathname === '/token' ? this.failing : null
        const answer = failing ? null : this.answer(url, new URLSearchParams(body))
        const { error, status } = failing ?? { error: 'invalid_grant', status: 400 }
        response.writeHead(answer ? 200 : status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(answer ?? { error }))
      })
    })
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** What a browser does there: agrees, and is sent back with a code. */
  agree(authorize: string): string {
    const asked = new URL(authorize).searchParams
    const code = randomBytes(8).toString('hex')
    this.#codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' })
    return `/api/oidc/callback?code=${code}&state=${asked.get('state')}`
  }

  answer(url: URL, body: URLSearchParams): unknown {
    if (url.pathname === '/.well-known/openid-configuration')
      return {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }
    if (url.pathname === '/jwks')
      return {
        keys: [
          {
            ...createPublicKey(this.keys.privateKey).export({ format: 'jwk' }),
            kid: this.kid,
            alg: 'RS256',
            use: 'sig',
          },
        ],
      }
    const begun = this.#codes.get(body.get('code') ?? '')
    this.#codes.delete(body.get('code') ?? '')
    const verifier = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    if (!begun || verifier !== begun.challenge) return null
    return { access_token: 'opaque', token_type: 'bearer', id_token: this.token(begun.nonce) }
  }

  token(nonce: string): string {
    const now = Math.floor(Date.now() / 1000)
    const token = {
      header: { alg: 'RS256', kid: this.kid } as Record<string, unknown>,
      claims: {
        iss: this.issuer,
        aud: 'node',
        sub: 'u1',
        iat: now,
        exp: now + 60,
        nonce,
        ...this.said.claims,
      },
    }
    this.said.change?.(token)
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part(token.header)}.${part(token.claims)}`
    return `${signed}.${sign('sha256', Buffer.from(signed), this.said.key ?? this.keys.privateKey).toString('base64url')}`
  }
}

const provider = new FakeProvider()
let world: TestApp
const good = { given: 'A person (invented)', groups: ['border-secretary', 'canteen'], unit: 'MPS' }

function settings(issuer: string): OidcSettings {
  return {
    issuer,
    clientId: 'node',
    clientSecret: 'invented',
    scope: 'openid profile',
    claims: { name: 'given', roles: 'groups', office: 'unit' },
    roles: {
      'border-secretary': 'secretary',
      machines: 'administrator',
      'border-approver': 'approver',
      strange: 'root',
    },
    offices: { MPS: 'vnm-mps', Gate: 'vnm-gate', Abroad: 'chn-mps' },
  }
}

before(async () => {
  await new Promise<void>((done) => provider.server.listen(0, '127.0.0.1', done))
  world = await testApp({ personas: [], oidc: providerOf(settings(provider.issuer), URL_, DIRECTORY) })
})
after(async () => {
  await world.app.close()
  provider.server.close()
})

async function leave() {
  world.now.seconds += 60
  const start = await world.call({ url: '/api/oidc/start' })
  assert.equal(start.statusCode, 302, start.body)
  const [cookie] = start.cookies
  return { to: String(start.headers.location), cookie: `${cookie?.name}=${cookie?.value}`, set: cookie }
}

async function signIn(said: Said) {
  provider.said = said
  const { to, cookie } = await leave()
  return world.call({ url: provider.agree(to), headers: { cookie } })
}

function refused(answer: { statusCode: number; body: string; cookies: { name: string; value: string }[] }) {
  assert.equal(answer.statusCode, 401, answer.body)
  assert.equal(JSON.parse(answer.body).error.code, 'sign-in-failed')
  assert.ok(!answer.cookies.some((cookie) => cookie.name === 'counterpart-vnm' && cookie.value !== ''))
}

test('signs in at the provider, with roles and office from its claims', async () => {
  const { set } = await leave()
  assert.deepEqual([set?.httpOnly, set?.sameSite, set?.path, set?.maxAge], [true, 'Lax', '/api/oidc', 600])
  const answer = await signIn({ claims: good })
  assert.equal(answer.statusCode, 302, answer.body)
  assert.equal(answer.headers.location, '/')
  const session = answer.cookies.find((cookie) => cookie.name === 'counterpart-vnm')
  assert.equal(session?.sameSite, 'Strict')
  const view = await world.call({
    url: '/api/session',
    headers: { cookie: `counterpart-vnm=${session?.value}` },
  })
  const { officer } = view.json()
  assert.deepEqual(
    [officer.name, officer.roles, officer.office.code],
    ['A person (invented)', ['secretary'], 'vnm-mps'],
  )
  assert.deepEqual(view.json().signIn, ['oidc'])
})

test('who was closed here stays out, whatever the provider says', async () => {
  assert.equal((await signIn({ claims: { ...good, sub: 'closed' } })).statusCode, 302)
  const row = (await world.accounts.officers()).at(-1)
  assert.ok(row)
  assert.ok(row.id.startsWith('oidc-'))
  await world.accounts.putOfficer({ ...row, validTo: world.now.seconds })
  refused(await signIn({ claims: { ...good, sub: 'closed' } }))
})

const lies: [string, Said][] = [
  ['no role of ours', { claims: { ...good, groups: ['canteen'] } }],
  ['a role that is mapped to none', { claims: { ...good, groups: ['strange', 'constructor', '__proto__'] } }],
  ['no roles at all', { claims: { ...good, groups: undefined } }],
  ['roles of another kind', { claims: { ...good, groups: { a: 'border-secretary' } } }],
  ['no office', { claims: { ...good, unit: undefined } }],
  ['an office that is not ours', { claims: { ...good, unit: 'Abroad' } }],
  ['an office nobody knows', { claims: { ...good, unit: 'toString' } }],
  ['two offices', { claims: { ...good, unit: ['MPS', 'Gate'] } }],
  [
    'another issuer',
    { claims: good, change: ({ claims }) => Object.assign(claims, { iss: 'https://evil.example' }) },
  ],
  ['another audience', { claims: good, change: ({ claims }) => Object.assign(claims, { aud: 'other' }) }],
  ['another nonce', { claims: good, change: ({ claims }) => Object.assign(claims, { nonce: 'x' }) }],
  ['no nonce', { claims: good, change: ({ claims }) => void delete claims.nonce }],
  ['a token that expired', { claims: good, change: ({ claims }) => Object.assign(claims, { exp: 1 }) }],
  [
    'a token without a signature',
    { claims: good, change: ({ header }) => Object.assign(header, { alg: 'none' }) },
  ],
  [
    'a token with another key',
    { claims: good, key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey },
  ],
]
for (const [what, said] of lies) test(`refuses ${what}`, async () => refused(await signIn(said)))

test('refuses to come back without having left, with another state, or twice', async () => {
  provider.said = { claims: good }
  const { to, cookie } = await leave()
  refused(await world.call({ url: provider.agree(to) }))
  refused(
    await world.call({ url: provider.agree(to).replace(/state=.*/, 'state=other'), headers: { cookie } }),
  )
  refused(await world.call({ url: '/api/oidc/callback?error=access_denied', headers: { cookie } }))
  refused(await world.call({ url: '/api/oidc/callback', headers: { cookie } }))
  refused(await world.call({ url: provider.agree(to), headers: { cookie: `${cookie.split('=')[0]}=%%%` } }))
  const back = provider.agree(to)
  assert.equal((await world.call({ url: back, headers: { cookie } })).statusCode, 302)
  refused(await world.call({ url: back, headers: { cookie } }))
  const other = await leave()
  refused(await world.call({ url: provider.agree(to), headers: { cookie: other.cookie } }))
})

type Wrong = [fault: string, said: Said]
const other = { ...good, unit: 'Gate' }
const unlike = (changes: Record<string, unknown>): Said => ({ claims: { ...good, sub: 'u9', ...changes } })
const wrong: Wrong[] = [
  ['unknown-roles', unlike({ groups: ['canteen'] })],
  ['unknown-roles', unlike({ groups: ['strange'] })],
  ['unknown-office', unlike({ unit: 'Canteen' })],
  ['unknown-office', unlike({ unit: 'Abroad' })],
  ['two-offices', unlike({ unit: ['MPS', 'Gate'] })],
  ['roles-apart', unlike({ groups: ['border-secretary', 'machines'] })],
  ['bad-name', unlike({ given: '' })],
  ['bad-name', unlike({ given: 'evil \u202e (invented)' })],
  ['bad-name', unlike({ given: 'two\nlines (invented)' })],
  ['no-subject', unlike({ sub: ' ' })],
  ['bad-token', { claims: other, change: ({ claims }) => Object.assign(claims, { aud: 'another' }) }],
  ['bad-token', { claims: other, key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }],
]
for (const [place, [fault, said]] of wrong.entries())
  test(`the operator reads ${fault} and nothing of the person (${place})`, async () => {
    const before = await world.accounts.officers()
    world.logged.length = 0
    refused(await signIn(said))
    assert.deepEqual(world.logged, [`sign-in-failed: oidc ${fault}`])
    // Whoever is not let in is not kept.
    assert.deepEqual(await world.accounts.officers(), before)
  })

test('a secret that the provider does not take, and a refusal of its own, are told apart', async () => {
  provider.said = { claims: good }
  const answered = async (error: string, status: number) => {
    provider.failing = { error, status }
    const { to, cookie } = await leave()
    world.logged.length = 0
    refused(await world.call({ url: provider.agree(to), headers: { cookie } }))
    provider.failing = null
    return world.logged.join()
  }
  assert.equal(await answered('invalid_client', 401), 'sign-in-failed: oidc wrong-secret')
  assert.equal(await answered('invalid_grant', 400), 'sign-in-failed: oidc bad-code')
  const { to, cookie } = await leave()
  const state = new URL(to).searchParams.get('state')
  world.logged.length = 0
  refused(
    await world.call({ url: `/api/oidc/callback?error=access_denied&state=${state}`, headers: { cookie } }),
  )
  assert.deepEqual(world.logged, ['sign-in-failed: oidc provider-refused'])
})

test('a browser that is not let in is sent back to the page that says so', async () => {
  const accept = 'text/html,application/xhtml+xml;q=0.9'
  provider.said = { claims: { ...good, groups: [] } }
  const { to, cookie } = await leave()
  for (const headers of [{ cookie, accept }, { accept }]) {
    const answer = await world.call({ url: provider.agree(to), headers })
    assert.deepEqual([answer.statusCode, answer.headers.location], [302, '/?sign-in=failed'])
    assert.ok(!answer.cookies.some(({ name, value }) => name === 'counterpart-vnm' && value !== ''))
  }
  const down = await testApp({
    personas: [],
    oidc: providerOf(settings('http://127.0.0.1:1'), URL_, DIRECTORY),
  })
  const answer = await down.call({ url: '/api/oidc/start', headers: { accept } })
  assert.deepEqual([answer.statusCode, answer.headers.location], [302, '/?sign-in=failed'])
  await down.app.close()
})

test('a provider that changed its keys is asked for them again', async () => {
  provider.keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  provider.kid = 'second'
  const answer = await signIn({ claims: good })
  assert.ok([302, 401].includes(answer.statusCode))
})

test('a provider that is down is a sign-in that failed, and is tried again the next time', async () => {
  const down = await testApp({
    personas: [],
    oidc: providerOf(settings('http://127.0.0.1:1'), URL_, DIRECTORY),
  })
  refused(await down.call({ url: '/api/oidc/start' }))
  assert.deepEqual(down.logged, ['sign-in-failed: oidc provider-unreachable'])
  await down.app.close()
})

test('a name is taken in whichever form a directory keeps it, and cut where a sign ends', () => {
  const of = (name: string) => identityOf(settings(URL_), DIRECTORY, { ...good, given: name, sub: 'u' }).name
  const name = 'Nguyễn Văn Ất (hư cấu)'
  assert.equal(of(name.normalize('NFD')), name.normalize('NFC'))
  assert.ok(isName(of(name.normalize('NFD'))))
  assert.equal(of(`${'x'.repeat(199)}𠮷𠮷`), `${'x'.repeat(199)}𠮷`)
})

test('the id is of issuer and subject together', () => {
  const of = (issuer: string, sub: string) => identityOf(settings(issuer), DIRECTORY, { ...good, sub }).id
  assert.equal(of('https://a.example', 'u'), of('https://a.example', 'u'))
  assert.notEqual(of('https://a.example', 'u'), of('https://b.example', 'u'))
  assert.match(of('https://a.example', 'x'.repeat(1000)), /^oidc-[0-9a-f]{32}$/)
})
