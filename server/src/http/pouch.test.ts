import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApp } from './_app.ts'
import { RELATION } from './_fake-uses.ts'

const query = `relation=${encodeURIComponent(RELATION)}`
const octets = { 'content-type': 'application/octet-stream' }

test('a secretary of the ministry carries: what waits, the files of a size, each file under its name, and what came', async () => {
  const { call, as, access } = await testApp()
  const me = await as('secretary-vnm-mps')
  const get = (path: string) => call({ method: 'GET', url: `/api/pouch${path}` }, me)
  const state = (await get(`?${query}`)).json()
  assert.deepEqual([state.waiting, state.sizes.smallest, state.in], [2, 20_000_000, null])
  const files = (await get(`/files?${query}&bytes=650000000&since=2`)).json()
  assert.deepEqual(files[0].start, 2)
  const file = await get(`/file?${query}&start=2&end=3&part=1&of=1`)
  assert.equal(file.headers['content-disposition'], 'attachment; filename="fake_2-3.pouch"')
  assert.equal(file.body, 'sealed bytes')
  const asked = { method: 'HEAD', url: `/api/pouch/file?${query}&start=2&end=3&part=1&of=1` } as const
  assert.equal((await call(asked, me)).statusCode, 404)
  const taken = await call(
    { method: 'POST', url: `/api/pouch?${query}`, headers: octets, payload: Buffer.alloc(5) },
    me,
  )
  assert.deepEqual([taken.statusCode, taken.json().fresh], [200, 5])
  const logged = access.rows.filter(({ kind }) => kind === 'pouch').map(({ action }) => action)
  assert.deepEqual(logged, ['carry', 'carry', 'carry', 'carry'])
})

test('what cannot be carried is refused with its code, and what was refused half way says so', async () => {
  const { call, as } = await testApp()
  const me = await as('administrator-vnm-gate')
  const code = async (path: string, payload?: Buffer, headers: Record<string, string> = octets) => {
    const answer = await call(
      payload
        ? { method: 'POST', url: `/api/pouch${path}`, headers, payload }
        : { method: 'GET', url: `/api/pouch${path}` },
      me,
    )
    return answer.json().error?.code ?? answer.json().refused
  }
  const other = `relation=${encodeURIComponent('chn~vnm/other')}`
  assert.equal(await code(`?${other}`), 'unknown-relation')
  assert.equal(await code(`?${other}`, Buffer.alloc(5)), 'unknown-relation')
  assert.equal(await code(`/files?${query}&bytes=1000`), 'pouch-too-small')
  assert.equal(await code(`/files?${query}&bytes=20000000&since=9`), 'bad-query')
  assert.equal(await code(`/files?${query}&bytes=2e7`), 'bad-query')
  assert.equal(await code(`/file?${query}&start=2&end=9&part=1&of=1`), 'bad-query')
  assert.equal(await code(`/file?${query}&start=3&end=2&part=1&of=1`), 'bad-query')
  assert.equal(await code(`/file?${query}&start=2&end=3&part=2&of=1`), 'bad-query')
  const pieces = `${query}&start=3&end=3&part=2&of=2&leaf=${'ab'.repeat(32)}&digest=${'cd'.repeat(32)}`
  for (const bad of ['', '&offset=0', '&bytes=9', '&offset=1&bytes=9', '&offset=-1&bytes=9'])
    assert.equal(await code(`/file?${pieces}${bad}`), 'bad-query', bad)
  assert.equal(await code(`?${query}`, Buffer.alloc(1)), 'pouch-damaged')
  assert.equal(await code(`?${query}`, Buffer.alloc(2)), 'pouch-own')
  assert.equal(
    await code(`?${query}`, Buffer.from('{}'), { 'content-type': 'application/json' }),
    'bad-media-type',
  )
  assert.equal(
    await code(`?${query}`, Buffer.alloc(3), { ...octets, 'content-encoding': 'gzip' }),
    'bad-media-type',
  )
  const large = { ...octets, 'content-length': String(5 * 1024 ** 3) }
  assert.equal(await code(`?${query}`, Buffer.alloc(3), large), 'too-large')
})

test('nobody else carries anything, and no other route reads a file', async () => {
  const { call, as } = await testApp()
  for (const persona of [
    'secretary-vnm-gate',
    'approver-vnm-mps',
    'overseer-vnm-mps',
    'duty-officer-vnm-mps',
  ]) {
    const me = await as(persona)
    for (const path of ['', '/files', '/file']) {
      const more = { '': '', '/files': '&bytes=20000000', '/file': '&start=0&end=1&part=1&of=1' }[path]
      const answer = await call({ method: 'GET', url: `/api/pouch${path}?${query}${more}` }, me)
      assert.deepEqual([persona, answer.json().error.code], [persona, 'not-allowed'])
    }
    const given = {
      method: 'POST' as const,
      url: `/api/pouch?${query}`,
      headers: octets,
      payload: Buffer.alloc(5),
    }
    assert.equal((await call(given, me)).json().error.code, 'not-allowed')
  }
  const me = await as('secretary-vnm-mps')
  const preview = await call(
    { method: 'POST', url: '/api/preview', headers: octets, payload: Buffer.alloc(5) },
    me,
  )
  assert.equal(preview.statusCode, 415)
})
