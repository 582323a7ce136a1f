import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { after, before, test } from 'node:test'
import { HOST, testApp } from './_app.ts'
import texts from './texts/errors.json' with { type: 'json' }

const world = await testApp()
let port = 0
before(async () => {
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  port = (world.app.server.address() as AddressInfo).port
})
after(() => world.app.close())

/** What comes back for these bytes until the line is closed. */
async function sent(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    answer += chunk
  })
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

const refusals: Record<string, [string, keyof typeof texts]> = {
  'no host': ['GET /api/session HTTP/1.1\r\nConnection: close\r\n\r\n', 'bad-host'],
  'two hosts': [
    `GET /api/session HTTP/1.1\r\nHost: ${HOST}\r\nhost: other.example\r\nConnection: close\r\n\r\n`,
    'bad-host',
  ],
  'an expectation nobody meets': [
    `POST /api/session HTTP/1.1\r\nHost: ${HOST}\r\nExpect: more\r\nContent-Length: 2\r\n\r\n{}`,
    'bad-input',
  ],
  'a tunnel': [`CONNECT ${HOST} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 'bad-input'],
  'a method nobody knows': [`FOO / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, 'bad-input'],
  'two lengths': [
    `POST /api/session HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    'bad-input',
  ],
  'no protocol at all': ['\u0016\u0003\u0001\r\n\r\n', 'bad-input'],
}
for (const [name, [bytes, code]] of Object.entries(refusals))
  test(`${name} is refused by a code and a sentence in three languages`, async () => {
    const answer = await sent(bytes)
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4)
    assert.deepEqual(JSON.parse(body), { error: { code, message: texts[code] } }, answer)
  })

test('who goes away in the middle of a body is no fault of the node', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST /api/session HTTP/1.1\r\nHost: ${HOST}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  socket.resetAndDestroy()
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(
    (await sent(`GET /api/session HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`)).slice(9, 12),
    '200',
  )
  assert.deepEqual(world.logged, [])
})

for (const [what, head] of Object.entries({
  'another host': 'Host: other.example',
  'a page of another origin': `Host: ${HOST}\r\nOrigin: https://other.example`,
}))
  test(`of a request for ${what} the body is not read on to its end`, async () => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    // That it was closed while more was sent may be told as a reset.
    socket.on('error', () => undefined)
    socket.write(`POST /api/session HTTP/1.1\r\n${head}\r\nTransfer-Encoding: chunked\r\n\r\n`)
    const sending = setInterval(() => socket.write('1\r\nx\r\n'), 5)
    await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 5000))])
    clearInterval(sending)
    assert.match(answer, /^HTTP\/1\.1 4(03|21) /)
    assert.equal(socket.closed, true)
  })
