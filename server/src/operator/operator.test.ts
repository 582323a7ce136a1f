import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { NodeError } from '../errors.ts'
import { newSide } from '../uses/_world.ts'
import { raise } from '../uses/incident.ts'
import { confirmStarted, readIncidents, readStarts } from './call.ts'
import { OperatorEndpoint } from './endpoint.ts'
import { socketOf } from './socket.ts'

const RELATION = 'aaa~bbb/test'
const data = mkdtempSync(join(tmpdir(), 'counterpart-operator-'))
after(() => rmSync(data, { recursive: true }))

const none = () => {
  throw new NodeError({ code: 'unknown-relation' })
}

const unwatched = async () => false

function post(body: string): Promise<number | undefined> {
  return new Promise((done, failed) => {
    const asked = request({ socketPath: socketOf(data), path: '/starts', method: 'POST' }, (response) => {
      response.resume()
      done(response.statusCode)
    })
    asked.on('error', failed)
    asked.end(body)
  })
}

test('two operators are heard by the node that runs, its user alone, and what a killed one left is no hindrance', async () => {
  await assert.rejects(readStarts(data), { code: 'not-running' })
  writeFileSync(socketOf(data), '')
  const side = await newSide('aaa', [RELATION], 1)
  await using _ = await OperatorEndpoint.listen(side.node, none, unwatched, data)
  assert.equal(statSync(socketOf(data)).mode & 0o777, 0o600)
  const [start] = await readStarts(data)
  assert.deepEqual([start?.relation, start?.start, start?.ours.size], [RELATION, 'waiting', 0])
  const word = { relation: RELATION, checked: 'nothing (invented)' }
  const given = (first: string, second: string, relation = RELATION) =>
    confirmStarted(data, { ...word, relation, operators: [first, second] })
  await assert.rejects(given('A (invented)', 'a (invented)'), { code: 'same-officer' })
  await assert.rejects(given('A (invented)', 'B (invented)', 'aaa~bbb/none'), { code: 'unknown-relation' })
  for (const [body, status] of [
    ['{', 400],
    ['{}', 400],
    [JSON.stringify({ ...word, operators: ['A', 'B'], checked: ' ' }), 400],
    [JSON.stringify({ ...word, operators: ['A', 'B'], more: 1 }), 400],
    [' '.repeat(20_000), 413],
  ] as const)
    assert.equal(await post(body), status)
  await given('A (invented)', 'B (invented)')
  assert.equal((await readStarts(data))[0]?.start, 'confirmed')
  await assert.rejects(given('A (invented)', 'B (invented)'), { code: 'start-confirmed' })
})

test('what incidents say is read at the socket, by code and newest first', async () => {
  const side = await newSide('aaa', [RELATION], 1)
  await using _ = await OperatorEndpoint.listen(side.node, none, unwatched, data)
  const detail = { operators: ['A (invented)', 'B (invented)'] }
  await side.store.locked(RELATION, async (writer) => {
    await raise(writer, 10, 'restored', { rebuilt: true })
    await raise(writer, 20, 'entry-damaged', { what: 'header', index: 3 })
    await raise(writer, 30, 'giving-back', detail)
  })
  const all = await readIncidents(data, null)
  assert.deepEqual(
    all.map(({ at, code, relation }) => [at, code, relation]),
    [
      [30, 'giving-back', RELATION],
      [20, 'entry-damaged', RELATION],
      [10, 'restored', RELATION],
    ],
  )
  assert.deepEqual(all[0]?.detail, detail)
  assert.deepEqual(await readIncidents(data, 'entry-damaged'), all.slice(1, 2))
  await assert.rejects(readIncidents(data, 'entry'), { code: 'bad-value' })
})

test('a folder in which there can be no socket is said in one line', async () => {
  const side = await newSide('aaa', [RELATION], 1)
  for (const folder of [join(data, 'x'.repeat(120)), join(data, 'none')])
    await assert.rejects(OperatorEndpoint.listen(side.node, none, unwatched, folder), { code: 'bad-config' })
})
