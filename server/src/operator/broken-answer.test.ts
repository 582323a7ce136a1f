import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { changeKeyOf, readKeyDates } from './call.ts'
import { givePouch, openPouch, planPouch } from './pouch-call.ts'
import { beginScrub, readScrubs } from './scrub-call.ts'
import { socketOf } from './socket.ts'

const RELATION = 'aaa~bbb/test'
const WISH = { relation: RELATION, use: 'log', revoked: false, outside: null } as const

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
      const file = { name: 'a.pouch', start: 0, end: 1, part: 1, of: 1, bytes: 9 }
      for (const written of [
        () => changeKeyOf(data, WISH),
        () => beginScrub(data, RELATION),
        () => givePouch(data, RELATION, Readable.from([Buffer.from('pouch')])),
      ])
        await assert.rejects(written, { code: 'outcome-unknown', unknown: true })
      for (const asked of [
        () => readKeyDates(data),
        () => readScrubs(data),
        () => planPouch(data, RELATION, 1e9, null),
      ])
        await assert.rejects(asked, { code: 'not-running' })
      if (answer === silent) await assert.rejects(openPouch(data, RELATION, file), { code: 'not-running' })
    })
})

test('a medium that cannot be read is told as that, and not as a node that ended', async () => {
  const unread = () =>
    new Readable({
      read() {
        this.destroy(Object.assign(new Error('bad sector'), { code: 'EIO', syscall: 'read' }))
      },
    })
  const never: RequestListener = () => assert.fail('the file is not whole')
  await ending(never, (data) => assert.rejects(givePouch(data, RELATION, unread()), { code: 'EIO' }))
})

test('where no node listens nothing was recorded', async () => {
  const data = mkdtempSync(join(tmpdir(), 'counterpart-broken-'))
  await assert.rejects(changeKeyOf(data, WISH), { code: 'not-running' })
  rmSync(data, { recursive: true })
})
