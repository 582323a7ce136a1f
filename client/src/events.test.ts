import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError, type Connection } from './connect.ts'
import { subscribe, tell } from './events.ts'

function connectionOver(answers: (() => Response)[]): Connection & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    api: undefined as never,
    fetch: async (path) => {
      asked.push(path)
      const next = answers.shift()
      if (!next) throw new TypeError('no line')
      return next()
    },
  }
}

function streamOf(...chunks: (string | Uint8Array)[]): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        const encoder = new TextEncoder()
        for (const chunk of chunks)
          controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
        controller.close()
      },
    }),
  )
}

test('reads events however the line cuts them, characters included', async () => {
  const whole = new TextEncoder().encode(
    ': hello\n\nevent: changed\ndata: {"relation":"Trung–Việt","dossiers":["a"]}\n\nevent: other\ndata: {}\n\n',
  )
  const ending = new AbortController()
  const told: unknown[] = []
  const pieces = Array.from(whole, (_, at) => whole.subarray(at, at + 1))
  const connection = connectionOver([() => streamOf(...pieces)])
  await subscribe(
    connection,
    {
      changed: (event) => {
        told.push(event)
        ending.abort()
      },
    },
    ending.signal,
  )
  assert.deepEqual(told, [{ relation: 'Trung–Việt', dossiers: ['a'] }])
})

test('comes back after the line broke, and says that something may have been missed', async () => {
  const ending = new AbortController()
  const opened: (boolean | 'lost')[] = []
  const connection = connectionOver([() => streamOf(': hello\n\n'), () => streamOf(': hello\n\n')])
  await subscribe(
    connection,
    {
      open: (again) => {
        opened.push(again)
        if (again) ending.abort()
      },
      lost: () => void opened.push('lost'),
    },
    ending.signal,
  )
  assert.deepEqual(opened, [false, 'lost', true])
})

test('ends when the node refuses', async () => {
  const connection = connectionOver([
    () => {
      throw new ApiError({ status: 401, code: 'not-signed-in' })
    },
  ])
  await assert.rejects(subscribe(connection, {}, new AbortController().signal), { code: 'not-signed-in' })
  assert.equal(connection.asked.length, 1)
})

test('passes over what it does not know', () => {
  const told: unknown[] = []
  const listener = { changed: (event: unknown) => told.push(event) }
  for (const block of [
    '',
    ':',
    'event: later\ndata: {"a":1}',
    'data: {"a":1}',
    'event: changed-not\ndata: x',
  ])
    tell(block, listener as never)
  assert.deepEqual(told, [])
})
