import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { changeKeyOf, readKeyDates } from './call.ts'
import { socketOf } from './socket.ts'

const WISH = { relation: 'aaa~bbb/test', use: 'log', revoked: false, outside: null } as const

/** A node that has heard the question and ends. */
async function ending(answer: RequestListener, work: (data: string) => Promise<void>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'counterpart-broken-'))
  const server = createServer((request, response) => {
    request.resume().once('end', () => answer(request, response))
  })
  server.listen(socketOf(data))
  await once(server, 'listening')
  try {
    await work(data)
  } finally {
    server.close()
    rmSync(data, { recursive: true })
  }
}

test('a node that ends during its answer may have recorded what was asked, and what was only read is not there', async () => {
  const silent: RequestListener = (request) => request.socket.destroy()
  const half: RequestListener = (request, response) => {
    response.writeHead(200, { 'content-length': '20' }).write('{"index":', () => request.socket.destroy())
  }
  for (const answer of [silent, half])
    await ending(answer, async (data) => {
      await assert.rejects(changeKeyOf(data, WISH), { code: 'outcome-unknown', unknown: true })
      await assert.rejects(readKeyDates(data), { code: 'not-running' })
    })
})

test('where no node listens nothing was recorded', async () => {
  const data = mkdtempSync(join(tmpdir(), 'counterpart-broken-'))
  await assert.rejects(changeKeyOf(data, WISH), { code: 'not-running' })
  rmSync(data, { recursive: true })
})
