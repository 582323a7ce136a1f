import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { HOST, ROWS, type Session, testApp } from './_app.ts'
import { DIGEST, hexOf, RELATION } from './_fake-uses.ts'

const world = await testApp()
let secretary: Session
let administrator: Session
before(async () => {
  secretary = await world.as('secretary-vnm-mps')
  administrator = await world.as('administrator-vnm-mps')
})
after(() => world.app.close())

const request = () => randomUUID()
const subject = { en: { text: 'x', standing: 'authoritative' } }
const opening = () => ({
  request: request(),
  relation: RELATION,
  procedure: DIGEST,
  act: 'ask',
  fields: { subject },
  handling: 'H0',
})
const acting = () => ({ request: request(), act: 'tell', fields: {}, position: '1.1' })
const id = ROWS.gate.id

interface Valid {
  method: 'POST' | 'GET' | 'DELETE'
  url: string
  body?: () => Record<string, unknown>
  session?: () => Session | null
}

/** Every route that reads a body, with a body it takes. */
const bodies: Valid[] = [
  { method: 'POST', url: '/api/session', body: () => ({ persona: 'both' }), session: () => null },
  { method: 'POST', url: '/api/dossiers', body: opening },
  { method: 'POST', url: `/api/dossiers/${id}/acts`, body: acting },
  { method: 'POST', url: `/api/dossiers/${id}/opened`, body: () => ({ request: request() }) },
  { method: 'POST', url: '/api/preview', body: opening },
  { method: 'POST', url: '/api/preview', body: () => ({ dossier: id, ...acting() }) },
  {
    method: 'POST',
    url: '/api/accounts',
    body: () => ({ name: 'Somebody (invented)', office: 'vnm-gate', roles: ['duty-officer'] }),
    session: () => administrator,
  },
  {
    method: 'POST',
    url: '/api/accounts/duty-officer-vnm-gate',
    body: () => ({ office: 'vnm-north' }),
    session: () => administrator,
  },
]

test('a change of an account that changes nothing is refused, and ends no session', async () => {
  const url = '/api/accounts/duty-officer-vnm-gate'
  const officer = await world.as('duty-officer-vnm-gate')
  const seen = async () => (await world.call({ url: '/api/relations' }, officer)).statusCode
  wrong(await world.call({ method: 'POST', url, payload: {} }, administrator), 400, 'missing-field')
  assert.equal(await seen(), 200)
})

function send(valid: Valid, payload: string | Buffer, headers: Record<string, string> = {}) {
  const session = valid.session ? valid.session() : secretary
  return world.call(
    {
      method: valid.method,
      url: valid.url,
      payload,
      headers: { 'content-type': 'application/json', ...headers },
    },
    session,
  )
}

function wrong(
  answer: { statusCode: number; body: string },
  status: number,
  code: string,
  path?: string,
): void {
  assert.equal(answer.statusCode, status, answer.body)
  const { error } = JSON.parse(answer.body)
  assert.equal(error.code, code)
  for (const language of ['en', 'vi', 'zh-Hans']) assert.ok(error.message[language].length > 3)
  if (path !== undefined) assert.equal(error.path, path)
}

for (const valid of bodies) {
  const name = `${valid.method} ${valid.url.replace(id, ':id')}${valid.body?.().dossier ? ' (act)' : ''}`
  const good = () => valid.body?.() ?? {}
  const text = () => JSON.stringify(good())

  test(`${name} takes a good body`, async () => {
    const answer = await send(valid, text())
    assert.equal(answer.statusCode, 200, answer.body)
  })

  test(`${name} refuses bodies that are no JSON`, async () => {
    for (const bad of [
      '',
      ' ',
      '{',
      '{"a":1',
      "{'a':1}",
      'null,',
      '{"a":1}}',
      '\ufeff{}',
      '{"a":NaN}',
      '// x\n{}',
      '{"a":01}',
    ])
      wrong(await send(valid, bad), 400, 'bad-json')
  })

  test(`${name} refuses JSON that is not strict`, async () => {
    const [key = 'a'] = Object.keys(good())
    const doubled = text().replace('{', `{${JSON.stringify(key)}:1,`)
    wrong(await send(valid, doubled), 400, 'bad-json')
    wrong(await send(valid, '{"a":9007199254740993}'), 400, 'bad-json')
    wrong(await send(valid, '{"a":1e400}'), 400, 'bad-json')
    wrong(await send(valid, '{"a":"e\u0302"}'), 400, 'bad-json')
    wrong(await send(valid, '{"a":"\\ud800"}'), 400, 'bad-json')
    wrong(await send(valid, `${'['.repeat(5000)}${']'.repeat(5000)}`), 400, 'bad-json')
    wrong(await send(valid, `{"a":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`), 400, 'bad-json')
  })

  test(`${name} refuses bytes that are not UTF-8`, async () => {
    wrong(await send(valid, Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])), 400, 'bad-json')
    wrong(await send(valid, Buffer.from([0xff, 0xfe, 0x7b, 0, 0x7d, 0])), 400, 'bad-json')
    wrong(await send(valid, Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])), 400, 'bad-json')
  })

  test(`${name} refuses what is no object`, async () => {
    for (const bad of ['null', '[]', '"text"', '7', 'true', '[{}]'])
      wrong(await send(valid, bad), 400, 'bad-input')
  })

  test(`${name} refuses keys it does not name`, async () => {
    wrong(await send(valid, JSON.stringify({ ...good(), extra: 1 })), 400, 'unknown-field', '/extra')
    wrong(await send(valid, text().replace('{', '{"__proto__":{"admin":true},')), 400, 'bad-json')
    wrong(await send(valid, text().replace('{', '{"constructor":1,')), 400, 'unknown-field', '/constructor')
    const personal = await send(valid, text().replace('{', '{"Nguyễn Văn A <a@b.c>":1,'))
    wrong(personal, 400, 'unknown-field')
    assert.ok(!personal.body.includes('Nguy'))
  })

  test(`${name} refuses a body without what it needs, and values of another kind`, async () => {
    for (const key of Object.keys(good())) {
      if (valid.url.startsWith('/api/accounts/') || key === 'dossier') continue
      const { [key]: _, ...rest } = good()
      wrong(await send(valid, JSON.stringify(rest)), 400, 'missing-field', `/${key}`)
      for (const bad of [null, 7, true, [], { a: [] }]) {
        if (key === 'fields' && !Array.isArray(bad) && typeof bad === 'object' && bad !== null) continue
        if (key === 'roles' && Array.isArray(bad)) continue
        const answer = await send(valid, JSON.stringify({ ...good(), [key]: bad }))
        assert.equal(answer.statusCode, 400, `${key} ${JSON.stringify(bad)}: ${answer.body}`)
        assert.match(answer.json().error.code, /^(bad-value|unknown-field|missing-field)$/)
      }
    }
  })

  test(`${name} refuses other content types and encodings`, async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
      'application/jsonx',
      'application/json, text/plain',
      'application/merge-patch+json',
    ])
      wrong(await send(valid, text(), { 'content-type': type }), 415, 'bad-media-type')
    wrong(await send(valid, text(), { 'content-encoding': 'gzip' }), 415, 'bad-media-type')
    const bare = valid.session ? valid.session() : secretary
    const none = await world.app.inject({
      method: 'POST',
      url: valid.url,
      headers: { host: HOST, ...(bare ? { cookie: bare.cookie, 'x-counterpart-csrf': bare.csrf } : {}) },
    })
    assert.ok([400, 415].includes(none.statusCode), none.body)
  })

  test(`${name} refuses a body that is too large, also when its length is not told`, async () => {
    const large = JSON.stringify({ ...good(), extra: 'x'.repeat(256 * 1024) })
    wrong(await send(valid, large), 413, 'too-large')
  })
}

const values: { what: string; url: string; body: Record<string, unknown>; path: string }[] = [
  ...['', 'x', 'chn~vnm', 'chn~vnm/', 'CHN~VNM/border', 'chn~vnm/border/1', 'vnm/../x'].map((relation) => ({
    what: `relation ${relation}`,
    url: '/api/dossiers',
    body: { ...opening(), relation },
    path: '/relation',
  })),
  ...['', 'x', hexOf('a').toUpperCase(), hexOf('a').slice(1), `${hexOf('a')}0`, ` ${hexOf('a')}`].map(
    (procedure) => ({
      what: `procedure ${procedure}`,
      url: '/api/dossiers',
      body: { ...opening(), procedure },
      path: '/procedure',
    }),
  ),
  ...['', 'Ask', 'a b', '../x', 'a'.repeat(65), '__proto__'].map((act) => ({
    what: `act ${act}`,
    url: '/api/dossiers',
    body: { ...opening(), act },
    path: '/act',
  })),
  ...['', 'not-a-uuid', randomUUID().toUpperCase(), '00000000-0000-0000-0000-000000000000'].map((given) => ({
    what: `request ${given}`,
    url: '/api/dossiers',
    body: { ...opening(), request: given },
    path: '/request',
  })),
  ...['', 'h0', 'H4', 'H00'].map((handling) => ({
    what: `handling ${handling}`,
    url: '/api/dossiers',
    body: { ...opening(), handling },
    path: '/handling',
  })),
  ...['', 'Ministry', 'national'].map((level) => ({
    what: `level ${level}`,
    url: '/api/dossiers',
    body: { ...opening(), level },
    path: '/level',
  })),
  {
    what: 'too many it is filed under',
    url: '/api/dossiers',
    body: { ...opening(), under: Array.from({ length: 21 }, () => ({ dossier: hexOf('a') })) },
    path: '/under',
  },
  {
    what: 'filed under no id',
    url: '/api/dossiers',
    body: { ...opening(), under: [{ dossier: 'x' }] },
    path: '/under/0/dossier',
  },
  {
    what: 'an empty position',
    url: `/api/dossiers/${id}/acts`,
    body: { ...acting(), position: '' },
    path: '/position',
  },
  {
    what: 'a long position',
    url: `/api/dossiers/${id}/acts`,
    body: { ...acting(), position: 'x'.repeat(201) },
    path: '/position',
  },
  {
    what: 'on that is no leaf',
    url: `/api/dossiers/${id}/acts`,
    body: { ...acting(), on: 'x' },
    path: '/on',
  },
]
for (const { what, url, body, path } of values)
  test(`refuses a bad value: ${what}`, async () => {
    const answer = await send({ method: 'POST', url }, JSON.stringify(body))
    wrong(answer, 400, 'bad-value', path)
  })

test('refuses fields by names that no field can have', async () => {
  for (const key of ['constructor.prototype', 'A', 'a b', '', 'ă']) {
    const body = JSON.stringify(opening()).replace('"fields":{', `"fields":{${JSON.stringify(key)}:1,`)
    const answer = await send({ method: 'POST', url: '/api/dossiers' }, body)
    wrong(answer, 400, 'unknown-field')
  }
})

const queries: [string, number, string][] = [
  ['/api/desk?extra=1', 400, 'bad-query'],
  ['/api/desk?view=nobody', 400, 'bad-query'],
  ['/api/desk?view=mine&view=all', 400, 'bad-query'],
  ['/api/desk?view[]=mine', 400, 'bad-query'],
  ['/api/desk?relation=x', 400, 'bad-query'],
  ['/api/desk?after=', 400, 'bad-query'],
  [`/api/desk?after=${'x'.repeat(300)}`, 400, 'bad-query'],
  ['/api/desk?__proto__=1', 400, 'bad-query'],
  ['/api/dossiers?under=x', 400, 'bad-query'],
  ['/api/dossiers?plays=A', 400, 'bad-query'],
  ['/api/register', 400, 'bad-query'],
  ['/api/register?relation=chn~vnm/border&before=-1', 400, 'bad-query'],
  ['/api/register?relation=chn~vnm/border&before=1.5', 400, 'bad-query'],
  ['/api/register?relation=chn~vnm/border&before=01', 400, 'bad-query'],
  ['/api/register?relation=chn~vnm/border&before=1e3', 400, 'bad-query'],
  ['/api/register?relation=chn~vnm/border&before=99999999999999999', 400, 'bad-query'],
  ['/api/register?relation=chn~vnm/other', 404, 'unknown-relation'],
  ['/api/keys', 400, 'bad-query'],
  ['/api/keys?relation=chn~vnm/other', 404, 'unknown-relation'],
  ['/api/session?x=1', 400, 'bad-query'],
  ['/api/relations?x', 400, 'bad-query'],
  ['/api/health?x=1', 400, 'bad-query'],
  [`/api/dossiers/${id}?x=1`, 400, 'bad-query'],
  ['/api/dossiers/x', 404, 'not-found'],
  [`/api/dossiers/${id.toUpperCase()}`, 404, 'not-found'],
  [`/api/dossiers/${id}0`, 404, 'not-found'],
  ['/api/dossiers/..%2f..%2fetc', 404, 'not-found'],
  [`/api/dossiers/${'a'.repeat(5000)}`, 404, 'not-found'],
  ['/api/dossiers/%', 404, 'not-found'],
  ['/api/dossiers/%ff', 404, 'not-found'],
  ['/api/entries/x/proof', 404, 'not-found'],
  ['/api/entries/x/evidence', 404, 'not-found'],
  ['/api/register?relation=chn~vnm/border&side=aaa', 400, 'bad-query'],
  ['/api', 404, 'not-found'],
  ['/api/', 404, 'not-found'],
  ['/api/nothing', 404, 'not-found'],
  ['/api//session', 404, 'not-found'],
]
for (const [url, status, code] of queries)
  test(`answers ${url.slice(0, 60)} with ${code}`, async () => {
    wrong(await world.call({ url }, secretary), status, code)
  })

test('names the end of a period that is no day', async () => {
  const review = (query: string) =>
    world.call({ url: `/api/review?relation=chn~vnm/border&${query}` }, secretary)
  wrong(await review('from=2023-02-30&until=2024'), 400, 'bad-query', '/from')
  wrong(await review('from=2023-13&until=2024'), 400, 'bad-query', '/from')
  wrong(await review('from=2023&until=2024-02-30'), 400, 'bad-query', '/until')
  wrong(await review('from=2024&until=2023'), 400, 'bad-query', '/until')
})

test('refuses methods an address does not take, and names those it does', async () => {
  const cases: [InjectOptions['method'], string, string][] = [
    ['DELETE', '/api/relations', 'GET, HEAD'],
    ['PUT', `/api/dossiers/${id}`, 'GET, HEAD'],
    ['PATCH', '/api/session', 'GET, HEAD, POST, DELETE'],
    ['OPTIONS', '/api/dossiers', 'GET, HEAD, POST'],
    ['GET', '/api/preview', 'POST'],
    ['GET', `/api/dossiers/${id}/acts`, 'POST'],
  ]
  for (const [method, url, allow] of cases) {
    const answer = await world.call({ ...(method ? { method } : {}), url }, secretary)
    wrong(answer, 405, 'method-not-allowed')
    assert.equal(answer.headers.allow, allow)
  }
})

test('refuses a name nobody could read, and what no browser writes for a passkey', async () => {
  const account = (name: string) => JSON.stringify({ name, office: 'vnm-gate', roles: ['duty-officer'] })
  const json = { 'content-type': 'application/json' }
  for (const name of ['\u0000', 'A\u0000', ' ', 'A\nB', 'A\u202eB', 'A\u001b[2K']) {
    const answer = await world.call(
      { method: 'POST', url: '/api/accounts', payload: account(name), headers: json },
      administrator,
    )
    wrong(answer, 400, 'bad-value', '/name')
  }
  const passkey = { id: '\u0000', rawId: 'x', type: 'public-key', response: {}, clientExtensionResults: {} }
  const payload = JSON.stringify(passkey)
  const answer = await world.call({ method: 'POST', url: '/api/passkeys/sign-in', payload, headers: json })
  wrong(answer, 400, 'bad-value', '/id')
})

test('refuses a body where none belongs', async () => {
  const json = { 'content-type': 'application/json' }
  wrong(await world.call({ url: '/api/desk', payload: '{}', headers: json }, secretary), 400, 'bad-input')
  const answer = await world.call(
    { method: 'DELETE', url: '/api/session', payload: '{}', headers: json },
    secretary,
  )
  wrong(answer, 400, 'bad-input')
})

test('nothing of all this was recorded twice or half, and nothing of it is in the log', () => {
  assert.equal(world.uses.recorded.length, 2)
  assert.deepEqual(world.logged, [])
})
