import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { CollectorEndpoint } from './collector-endpoint.ts'
import { type Watched, watchedBy } from './watched.ts'

function status(port: number, path: string, host = `127.0.0.1:${port}`, method = 'GET'): Promise<number> {
  return new Promise((done, failed) => {
    request({ host: '127.0.0.1', port, path, method, headers: { host } }, (answer) => {
      answer.resume()
      done(answer.statusCode ?? 0)
    })
      .on('error', failed)
      .end()
  })
}

const well: Watched = async ({ url }, response) => {
  if (url !== '/metrics') return false
  response.end()
  return true
}

test('a collector reads on loopback alone; a page by another name that leads here reads nothing', async () => {
  await using endpoint = await CollectorEndpoint.listen(well, 0)
  const { address, port } = endpoint.address
  assert.equal(address, '127.0.0.1')
  assert.equal(await status(port, '/metrics'), 200)
  assert.equal(await status(port, '/metrics', `localhost:${port}`), 200)
  assert.equal(await status(port, '/metrics', `page.example:${port}`), 403)
  assert.equal(await status(port, '/starts'), 404)
  await assert.rejects(CollectorEndpoint.listen(well, port), { code: 'port-in-use' })
})

test('a node that cannot say how it is answers so, and goes on answering', async () => {
  const failing = watchedBy(() => Promise.reject(new Error('invented')))
  await using endpoint = await CollectorEndpoint.listen(failing, 0)
  const { port } = endpoint.address
  for (const path of ['/metrics', '/health']) assert.equal(await status(port, path), 500)
  assert.equal(await status(port, '/metrics', undefined, 'POST'), 404)
})
