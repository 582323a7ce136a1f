/** A node whose database is whole and whose log key is lost, beside one that knows nothing of that. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from './_agreed.ts'
import { RELATION, startPair } from './_pair.ts'
import { headsOf, relationOf } from './_started.ts'
import { changeKeyOf, confirmStarted, replaceLogKeys, startNode } from './main.ts'
import { memoryStorage } from './store/storage.ts'

test('EPOCH-2 a log whose key is lost is not continued: custody keys introduce those of the next epoch, also after a change', async () => {
  const storage = memoryStorage()
  await using pair = await startPair({}, { vnm: { storage } })
  const { chn } = pair.nodes
  const config = pair.configs.vnm
  await until(() => relationOf(pair.nodes.vnm).start === 'confirmed' && relationOf(chn).start === 'confirmed')
  await changeKeyOf(config.data, { relation: RELATION, use: 'log', revoked: false, outside: null })
  await until(async () => (await headsOf(chn)).theirs.size === 1)
  const { ours } = await headsOf(pair.nodes.vnm)
  await pair.nodes.vnm.close()

  assert.throws(() => replaceLogKeys(config, 'chn~vnm/other'), { code: 'unknown-relation' })
  assert.throws(() => replaceLogKeys(config, RELATION, new Uint8Array(32)), { code: 'bad-config' })
  assert.equal(replaceLogKeys(config, RELATION), 2)
  const vnm = await startNode(config, { storage, log: () => undefined })
  pair.nodes.vnm = vnm
  await until(() => relationOf(vnm).restored === 'heard')
  assert.deepEqual([relationOf(vnm).start, (await headsOf(vnm)).ours], ['waiting', ours])
  await confirmStarted(config.data, { relation: RELATION, operators: ['one', 'two'], checked: 'invented' })
  await until(() => relationOf(vnm).start === 'confirmed')
  await changeKeyOf(config.data, { relation: RELATION, use: 'log', revoked: false, outside: null })
  await until(async () => (await headsOf(chn)).theirs.size === (await headsOf(vnm)).ours.size)
  const { epoch, base } = (await headsOf(chn)).theirs
  // Keys were made for the second, and a number for which there were keys once is not given again (EPOCH-6).
  assert.deepEqual([epoch, base], [3, ours.size])
  const incidents = await chn.running.node.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(incidents.map(({ code }) => code).sort(), ['epoch-begun', 'epoch-closed'])
})
