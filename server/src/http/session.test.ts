import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { HOST, testApp, URL_ } from './_app.ts'
import { CSRF_HEADER } from './session.ts'

const world = await testApp()
after(() => world.app.close())
const json = { 'content-type': 'application/json' }
const signIn = (headers: Record<string, string> = {}) =>
  world.call({
    method: 'POST',
    url: '/api/session',
    payload: '{"persona":"both"}',
    headers: { ...json, ...headers },
  })

test('the cookie is out of reach of scripts and of other sites, and what is stored is not the token', async () => {
  const answer = await signIn()
  const [set] = answer.cookies
  assert.equal(set?.name, 'counterpart-vnm')
  assert.deepEqual(
    [set?.httpOnly, set?.sameSite, set?.path, set?.secure, set?.maxAge],
    [true, 'Strict', '/', undefined, 3600],
  )
  assert.match(String(set?.value), /^[\w-]{43}$/)
  assert.ok(![...world.accounts.sessions.keys()].some((key) => key.includes(String(set?.value))))
  assert.ok(!answer.body.includes(String(set?.value)))
})

test('outside localhost the cookie is Secure, of this host alone, and HTTPS is remembered', async () => {
  const secure = await testApp({ url: 'https://counterpart.example' })
  const answer = await secure.call({
    method: 'POST',
    url: '/api/session',
    payload: '{"persona":"both"}',
    headers: json,
  })
  const [set] = answer.cookies
  assert.equal(set?.name, '__Host-counterpart-vnm')
  assert.equal(set?.secure, true)
  assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000')
  await secure.app.close()
})

test('a session ends by signing out, everywhere at once, by time, and when the account is closed', async () => {
  const url = '/api/relations'
  const first = await world.as('both')
  const second = await world.as('both')
  assert.equal((await world.call({ method: 'DELETE', url: '/api/session' }, first)).statusCode, 200)
  assert.equal((await world.call({ url }, first)).json().error.code, 'session-expired')
  assert.equal((await world.call({ url }, second)).statusCode, 200)
  const third = await world.as('both')
  assert.equal((await world.call({ method: 'DELETE', url: '/api/sessions' }, third)).statusCode, 200)
  assert.equal((await world.call({ url }, second)).statusCode, 401)
  assert.equal((await world.call({ url }, third)).statusCode, 401)
  const fourth = await world.as('both')
  world.now.seconds += 3599
  assert.equal((await world.call({ url }, fourth)).statusCode, 200)
  world.now.seconds += 1
  assert.equal((await world.call({ url }, fourth)).json().error.code, 'session-expired')
  const fifth = await world.as('both')
  const row = await world.accounts.officer('both')
  assert.ok(row)
  await world.accounts.putOfficer({ ...row, validTo: world.now.seconds })
  assert.equal((await world.call({ url }, fifth)).statusCode, 401)
  assert.equal((await signIn()).json().error.code, 'sign-in-failed')
  await world.accounts.putOfficer(row)
})

test('a session that began while the clock was far ahead has ended once that was set back, and by a little it has not', async () => {
  const url = '/api/relations'
  for (const [ahead, status] of [
    [365 * 86_400, 401],
    [60, 200],
  ] as const) {
    world.now.seconds += ahead
    const session = await world.as('both')
    assert.equal((await world.call({ url }, session)).statusCode, 200)
    world.now.seconds -= ahead
    assert.equal((await world.call({ url }, session)).statusCode, status)
  }
})

test('where the clock of the node is behind its own log, whoever is not let in reads that', async () => {
  const behind = await testApp()
  behind.uses.isBehind = () => true
  const row = await behind.accounts.officer('both')
  assert.ok(row)
  const signInThere = () =>
    behind.call({ method: 'POST', url: '/api/session', payload: '{"persona":"both"}', headers: json })
  assert.equal((await signInThere()).statusCode, 200)
  await behind.accounts.putOfficer({ ...row, validFrom: behind.now.seconds + 1 })
  const answer = await signInThere()
  assert.deepEqual([answer.statusCode, answer.json().error.code], [401, 'clock-behind'])
  await behind.app.close()
})

test('signing in again ends the session there was', async () => {
  const first = await world.as('both')
  const again = await world.call(
    {
      method: 'POST',
      url: '/api/session',
      payload: '{"persona":"both"}',
      headers: { ...json, cookie: first.cookie },
    },
    null,
  )
  assert.equal(again.statusCode, 200)
  assert.equal((await world.call({ url: '/api/relations' }, first)).statusCode, 401)
})

test('an officer of no office of this side, or of none, does not sign in', async () => {
  const row = await world.accounts.officer('both')
  assert.ok(row)
  for (const office of ['chn-mps', 'vnm-nowhere', '']) {
    await world.accounts.putOfficer({ ...row, office })
    assert.equal((await signIn()).statusCode, 401)
  }
  await world.accounts.putOfficer(row)
})

test('roles that are none of the language are no roles', async () => {
  const row = await world.accounts.officer('both')
  assert.ok(row)
  await world.accounts.putOfficer({ ...row, roles: ['root', 'secretary', '__proto__'] })
  const session = await world.as('both')
  assert.deepEqual((await world.call({ url: '/api/session' }, session)).json().officer.roles, ['secretary'])
  await world.accounts.putOfficer(row)
})

test('refuses writes that come from a page of another origin', async () => {
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `https://${HOST}` },
    { origin: 'http://vnm.localhost' },
    { origin: `${URL_}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ]) {
    const answer = await signIn(headers)
    assert.equal(answer.statusCode, 403, JSON.stringify(headers))
    assert.equal(answer.json().error.code, 'bad-csrf')
    assert.equal(answer.cookies.length, 0)
  }
  assert.equal((await signIn({ origin: URL_, 'sec-fetch-site': 'same-origin' })).statusCode, 200)
})

test('answers under its own name alone', async () => {
  for (const host of [
    'evil.example',
    'vnm.localhost',
    'vnm.localhost:80',
    '127.0.0.1:7411',
    'localhost:7411',
    `${HOST}.`,
    '',
  ])
    for (const url of ['/api/session', '/api/health', '/', '/enrol', '/api/nothing']) {
      const answer = await world.app.inject({ url, headers: { host } })
      assert.equal(answer.statusCode, 421, `${host} ${url}`)
      assert.equal(answer.json().error.code, 'bad-host')
    }
  assert.equal(
    (await world.app.inject({ url: '/api/session', headers: { host: HOST.toUpperCase() } })).statusCode,
    200,
  )
})

test('every answer carries the headers that keep a page in its place, errors too', async () => {
  for (const url of [
    '/api/session',
    '/api/nothing',
    '/api/relations',
    '/api/dossiers/%',
    `/api/dossiers/${'a'.repeat(999)}`,
  ]) {
    const { headers } = await world.call({ url })
    assert.equal(headers['x-content-type-options'], 'nosniff', url)
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    )
    assert.equal(headers['access-control-allow-origin'], undefined)
    assert.equal(headers['x-powered-by'], undefined)
  }
})

test('a node without personas signs nobody in by choosing', async () => {
  const real = await testApp({ personas: [] })
  const answer = await real.call({
    method: 'POST',
    url: '/api/session',
    payload: '{"persona":"both"}',
    headers: json,
  })
  assert.equal(answer.json().error.code, 'sign-in-failed')
  const view = (await real.call({ url: '/api/session' })).json()
  assert.deepEqual([view.signIn, view.personas, view.officer, view.csrf], [[], [], null, null])
  assert.equal((await real.call({ url: '/api/oidc/start' })).statusCode, 404)
  await real.app.close()
})

test('signing in is slowed down for an address that tries too often', async () => {
  const slow = await testApp()
  const attempt = () =>
    slow.call({ method: 'POST', url: '/api/session', payload: '{"persona":"nobody"}', headers: json })
  const statuses: number[] = []
  for (let tries = 0; tries < 25; tries++) statuses.push((await attempt()).statusCode)
  assert.deepEqual([...new Set(statuses.slice(0, 20))], [401])
  assert.deepEqual([...new Set(statuses.slice(20))], [429])
  assert.equal((await attempt()).headers['retry-after'], '60')
  slow.now.seconds += 3
  assert.equal((await attempt()).statusCode, 401)
  assert.equal((await attempt()).statusCode, 429)
  await slow.app.close()
})

test('a network of version 6 has the tries of ten addresses, however many addresses try', async () => {
  const slow = await testApp()
  const attempt = async (remoteAddress: string) => {
    const request = {
      method: 'POST',
      url: '/api/session',
      payload: '{"persona":"nobody"}',
      headers: json,
    } as const
    return (await slow.call({ ...request, remoteAddress })).statusCode
  }
  const statuses: number[] = []
  for (let tries = 0; tries < 201; tries++) statuses.push(await attempt(`2001:db8::${tries}:1`))
  assert.deepEqual(statuses.slice(199), [401, 429])
  assert.equal(await attempt('2001:db8:0:1::1'), 401)
  await slow.app.close()
})

test('a token of a session is good for that session alone', async () => {
  const one = await world.as('both')
  const two = await world.as('approver-vnm-mps')
  const swapped = await world.call(
    { method: 'DELETE', url: '/api/sessions', headers: { [CSRF_HEADER]: two.csrf } },
    one,
  )
  assert.equal(swapped.json().error.code, 'bad-csrf')
})
