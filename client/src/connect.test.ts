import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { typesText } from '../generate.ts'
import { ApiError, CSRF_HEADER, connect, errorOf, good } from './connect.ts'

const text = { en: 'No.', vi: 'Không.', 'zh-Hans': '否。' }

function node(answers: Record<string, (request: Request) => Response>) {
  const seen: Request[] = []
  const fake: typeof fetch = async (input) => {
    const request = input as Request
    seen.push(request)
    const answer = answers[`${request.method} ${new URL(request.url).pathname}`]
    return answer
      ? answer(request)
      : Response.json({ error: { code: 'not-found', message: text } }, { status: 404 })
  }
  return { seen, connection: connect({ url: 'http://vnm.localhost:7411', fetch: fake, cookies: true }) }
}

const session = () => {
  const headers = new Headers({
    'set-cookie': 'counterpart-vnm=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600',
  })
  return Response.json({ officer: null, csrf: 'token' }, { headers })
}

test('keeps the cookie and sends the token with writes, not with reads', async () => {
  const { seen, connection } = node({
    'POST /api/session': session,
    'GET /api/relations': () => Response.json([]),
    'DELETE /api/sessions': () => Response.json(null),
  })
  await good(connection.api.POST('/api/session', { body: { persona: 'a' } }))
  await good(connection.api.GET('/api/relations'))
  await connection.api.DELETE('/api/sessions')
  assert.deepEqual(
    seen.map((request) => [request.headers.get('cookie'), request.headers.get(CSRF_HEADER)]),
    [
      [null, null],
      ['counterpart-vnm=abc', null],
      ['counterpart-vnm=abc', 'token'],
    ],
  )
})

test('forgets the cookie that the node takes back', async () => {
  const gone = 'counterpart-vnm=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'
  const { seen, connection } = node({
    'POST /api/session': session,
    'DELETE /api/session': () => Response.json(null, { headers: { 'set-cookie': gone } }),
    'GET /api/relations': () => Response.json([]),
  })
  await connection.api.POST('/api/session', { body: { persona: 'a' } })
  await connection.api.DELETE('/api/session')
  await connection.api.GET('/api/relations')
  assert.equal(seen.at(-1)?.headers.get('cookie'), null)
})

/** A node whose session was begun anew elsewhere, by `officer`, after a page of `a` had read its own. */
function elsewhere(officer: string) {
  let csrf = 'old'
  let who = 'a'
  const write = (request: Request) =>
    request.headers.get(CSRF_HEADER) === csrf
      ? Response.json({ officer: { id: who }, csrf })
      : Response.json({ error: { code: 'bad-csrf', message: text } }, { status: 403 })
  const of = node({
    'GET /api/session': () => Response.json({ officer: { id: who }, csrf }),
    'POST /api/session': write,
    'DELETE /api/sessions': write,
  })
  return {
    ...of,
    began: () => {
      csrf = 'new'
      who = officer
    },
  }
}

test('after the same officer signed in elsewhere, a write is made again with the new token, once and the same', async () => {
  const { seen, connection, began } = elsewhere('a')
  await connection.api.GET('/api/session')
  began()
  await good(connection.api.POST('/api/session', { body: { persona: 'request-1' } }))
  const writes = seen.filter(({ method }) => method === 'POST')
  assert.deepEqual(
    writes.map((request) => request.headers.get(CSRF_HEADER)),
    ['old', 'new'],
  )
  assert.deepEqual(await writes[1]?.clone().json(), { persona: 'request-1' })
})

test('each of several writes that were refused together is made again', async () => {
  const { seen, connection, began } = elsewhere('a')
  await connection.api.GET('/api/session')
  began()
  await Promise.all([1, 2, 3].map(() => good(connection.api.DELETE('/api/sessions'))))
  const tokens = seen
    .filter(({ method }) => method === 'DELETE')
    .map((request) => request.headers.get(CSRF_HEADER))
  assert.deepEqual(tokens.sort(), ['new', 'new', 'new', 'old', 'old', 'old'])
})

test('after another officer signed in elsewhere, a write of the page is refused, and so is every further one', async () => {
  const { seen, connection, began } = elsewhere('b')
  await connection.api.GET('/api/session')
  began()
  for (const _ of [1, 2])
    await assert.rejects(connection.api.POST('/api/session', { body: { persona: 'a' } }), {
      code: 'other-officer',
    })
  const writes = seen.filter(({ method }) => method === 'POST')
  assert.deepEqual(
    writes.map((request) => request.headers.get(CSRF_HEADER)),
    ['old', 'old'],
  )
})

test('every refusal is an error with its code, text and path', async () => {
  const { connection } = node({
    'POST /api/session': () =>
      Response.json({ error: { code: 'bad-value', message: text, path: '/persona' } }, { status: 400 }),
  })
  await assert.rejects(connection.api.POST('/api/session', { body: { persona: 'A' } }), (error) => {
    assert.ok(error instanceof ApiError)
    assert.deepEqual([error.status, error.code, error.text, error.path], [400, 'bad-value', text, '/persona'])
    return true
  })
  await assert.rejects(connection.fetch('/api/nothing'), { code: 'not-found' })
})

test('an answer that is none of ours is an error all the same', async () => {
  for (const answer of ['', '<html>', '{}', '{"error":7}', '{"error":{"code":7}}', 'null']) {
    const error = await errorOf(new Response(answer, { status: 502 }))
    assert.deepEqual([error.status, error.code], [502, 'no-answer'])
  }
})

test('the types are those of the document: node client/generate.ts', async () => {
  assert.equal(readFileSync(new URL('api.d.ts', import.meta.url), 'utf8'), await typesText())
})
