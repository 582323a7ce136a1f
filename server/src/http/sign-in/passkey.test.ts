import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type TestApp, testApp, URL_ } from '../_app.ts'
import { authenticatorOf } from './_authenticator.ts'

const world = await testApp({ personas: [] })
after(() => world.app.close())

function post(
  url: string,
  body: unknown,
  session: { cookie: string; csrf: string } | null = null,
  on: TestApp = world,
) {
  on.now.seconds += 10
  const headers = { 'content-type': 'application/json' }
  return on.call({ method: 'POST', url, payload: JSON.stringify(body), headers }, session)
}

async function link(officer: string): Promise<string> {
  const token = Buffer.from(world.context.random(32)).toString('base64url')
  await world.accounts.putEnrolment(token, officer, world.now.seconds + 3600)
  return token
}

async function enrol(officer: string) {
  const device = authenticatorOf(URL_)
  const begun = (await post('/api/passkeys/options', { token: await link(officer) })).json()
  const answer = await post('/api/passkeys/enrol', {
    token: begun.token,
    response: device.create(begun.options.challenge),
  })
  return { device, answer, begun }
}

const challenge = async () => (await post('/api/passkeys/sign-in-options', {})).json().challenge

function refused(answer: { statusCode: number; body: string }) {
  assert.equal(answer.statusCode, 401, answer.body)
  assert.equal(JSON.parse(answer.body).error.code, 'sign-in-failed')
}

test('a one-time link enrols a passkey, which signs in from then on', async () => {
  const { device, answer, begun } = await enrol('secretary-vnm-mps')
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.json().officer.id, 'secretary-vnm-mps')
  assert.deepEqual(
    begun.options.pubKeyCredParams.map((one: { alg: number }) => one.alg),
    [-8, -7, -257],
  )
  assert.equal(begun.options.authenticatorSelection.userVerification, 'required')
  const signed = await post('/api/passkeys/sign-in', device.get(await challenge()))
  assert.equal(signed.statusCode, 200, signed.body)
  assert.equal(signed.json().officer.id, 'secretary-vnm-mps')
  assert.deepEqual(signed.json().signIn, ['passkey'])
})

test('a link works once, and so does what is given for it', async () => {
  const token = await link('approver-vnm-mps')
  const begun = (await post('/api/passkeys/options', { token })).json()
  refused(await post('/api/passkeys/options', { token }))
  const first = authenticatorOf(URL_).create(begun.options.challenge)
  assert.equal((await post('/api/passkeys/enrol', { token: begun.token, response: first })).statusCode, 200)
  const second = authenticatorOf(URL_).create(begun.options.challenge)
  refused(await post('/api/passkeys/enrol', { token: begun.token, response: second }))
  refused(await post('/api/passkeys/options', { token: begun.token }))
})

test('a ceremony that was broken off can be begun again with what the first answer gave', async () => {
  const begun = (await post('/api/passkeys/options', { token: await link('approver-vnm-mps') })).json()
  const again = (await post('/api/passkeys/options', { token: begun.token })).json()
  const response = authenticatorOf(URL_).create(again.options.challenge)
  assert.equal((await post('/api/passkeys/enrol', { token: again.token, response })).statusCode, 200)
})

test('links that are unknown, expired or of nobody are refused alike', async () => {
  refused(await post('/api/passkeys/options', { token: 'A'.repeat(43) }))
  refused(await post('/api/passkeys/options', { token: await link('nobody') }))
  const late = await link('approver-vnm-mps')
  world.now.seconds += 3600
  refused(await post('/api/passkeys/options', { token: late }))
})

const wrongs: [string, { origin?: string; rpId?: string; flags?: number; type?: string }][] = [
  ['from another origin', { origin: 'http://evil.example' }],
  ['from another port', { origin: 'http://vnm.localhost:1' }],
  ['for another site', { rpId: 'evil.example' }],
  ['without a person present', { flags: 0x04 }],
  ['without the person verified', { flags: 0x01 }],
  ['of another type', { type: 'payment.get' }],
]
for (const [what, changes] of wrongs)
  test(`refuses to enrol and to sign in ${what}`, async () => {
    const { device } = await enrol('secretary-vnm-mps')
    refused(await post('/api/passkeys/sign-in', device.get(await challenge(), changes)))
    const begun = (await post('/api/passkeys/options', { token: await link('secretary-vnm-mps') })).json()
    const response = authenticatorOf(URL_).create(begun.options.challenge, changes)
    refused(await post('/api/passkeys/enrol', { token: begun.token, response }))
  })

test('refuses challenges that are old, used, of the other ceremony or invented', async () => {
  const { device, begun } = await enrol('secretary-vnm-mps')
  const used = await challenge()
  assert.equal((await post('/api/passkeys/sign-in', device.get(used))).statusCode, 200)
  refused(await post('/api/passkeys/sign-in', device.get(used)))
  refused(await post('/api/passkeys/sign-in', device.get(begun.options.challenge)))
  refused(await post('/api/passkeys/sign-in', device.get(Buffer.alloc(32).toString('base64url'))))
  const old = await challenge()
  world.now.seconds += 300
  refused(await post('/api/passkeys/sign-in', device.get(old)))
})

test('refuses a passkey nobody enrolled, a changed signature and a copied authenticator', async () => {
  const { device } = await enrol('secretary-vnm-mps')
  refused(await post('/api/passkeys/sign-in', authenticatorOf(URL_).get(await challenge())))
  const good = device.get(await challenge()) as { response: { signature: string } }
  const { signature } = good.response
  const flipped = Buffer.from(signature, 'base64url')
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1)
  refused(
    await post('/api/passkeys/sign-in', {
      ...good,
      response: { ...good.response, signature: flipped.toString('base64url') },
    }),
  )
  const before = device.counter
  assert.equal((await post('/api/passkeys/sign-in', device.get(await challenge()))).statusCode, 200)
  device.counter = before
  refused(await post('/api/passkeys/sign-in', device.get(await challenge())))
})

test("an officer's passkey is nobody else's, and a closed account has no use of it", async () => {
  const { device } = await enrol('legal-reviewer-vnm-mps')
  const begun = (await post('/api/passkeys/options', { token: await link('approver-vnm-mps') })).json()
  refused(
    await post('/api/passkeys/enrol', {
      token: begun.token,
      response: device.create(begun.options.challenge),
    }),
  )
  const row = await world.accounts.officer('legal-reviewer-vnm-mps')
  assert.ok(row)
  await world.accounts.putOfficer({ ...row, validTo: world.now.seconds })
  refused(await post('/api/passkeys/sign-in', device.get(await challenge())))
})

test('what is no credential is refused without an error inside', async () => {
  const { device } = await enrol('secretary-vnm-mps')
  const good = device.get(await challenge()) as Record<string, unknown>
  for (const response of [
    {},
    { clientDataJSON: 7 },
    { clientDataJSON: '!', authenticatorData: '', signature: '' },
  ])
    refused(await post('/api/passkeys/sign-in', { ...good, response }))
  for (const body of [{}, { ...good, id: '' }, { ...good, type: 'password' }, { ...good, extra: 1 }])
    assert.equal((await post('/api/passkeys/sign-in', body)).statusCode, 400)
  assert.deepEqual(world.logged, [])
})

test('the administrator makes accounts and links, and an account he closes is out at once', async () => {
  const { answer } = await enrol('administrator-vnm-mps')
  const [set] = answer.cookies
  const admin = { cookie: `${set?.name}=${set?.value}`, csrf: answer.json().csrf }
  const wanted = { name: 'New (invented)', office: 'vnm-gate', roles: ['duty-officer'] }
  const made = (await post('/api/accounts', wanted, admin)).json()
  assert.match(made.url, /^http:\/\/vnm\.localhost:7411\/enrol#[\w-]{43}$/)
  const token = made.url.split('#')[1]
  const begun = (await post('/api/passkeys/options', { token })).json()
  const device = authenticatorOf(URL_)
  const first = await post('/api/passkeys/enrol', {
    token: begun.token,
    response: device.create(begun.options.challenge),
  })
  assert.equal(first.json().officer.name, 'New (invented)')
  const [cookie] = first.cookies
  const officer = { cookie: `${cookie?.name}=${cookie?.value}`, csrf: '' }
  assert.equal((await world.call({ url: '/api/desk' }, officer)).statusCode, 200)
  const closing = await post(`/api/accounts/${made.account}`, { validTo: world.now.seconds }, admin)
  assert.equal(closing.statusCode, 200, closing.body)
  assert.equal((await world.call({ url: '/api/desk' }, officer)).statusCode, 401)
  for (const bad of [
    { ...wanted, office: 'chn-mps' },
    { ...wanted, office: 'vnm-nowhere' },
    { ...wanted, roles: ['administrator', 'secretary'] },
    { ...wanted, roles: [] },
    { ...wanted, roles: ['root'] },
    { ...wanted, roles: ['secretary', 'secretary'] },
    { ...wanted, name: '' },
  ])
    assert.equal((await post('/api/accounts', bad, admin)).json().error?.code, 'bad-value')
})
