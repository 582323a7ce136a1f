/** A node whose database is whole and whose log key is lost, beside one that knows nothing of that. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { until } from './_agreed.ts'
import { RELATION, startPair } from './_pair.ts'
import { headsOf, relationOf } from './_started.ts'
import { outsidePublicKey } from './keys/outside-key.ts'
import { changeKeyOf, confirmStarted, readStarts, replaceLogKeys, startNode } from './main.ts'
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

test('the next epoch begins with the key of a token that keys lost was given, and after a restore it is said that it leaves it', async () => {
  const storage = memoryStorage()
  await using pair = await startPair({}, { vnm: { storage } })
  const { chn } = pair.nodes
  const program = join(pair.folder, 'signer.mjs')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = outsidePublicKey(Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })))
  writeFileSync(
    program,
    `import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
const key = createPrivateKey(${JSON.stringify(privateKey.export({ type: 'pkcs8', format: 'pem' }))})
process.stdout.write(sign(null, readFileSync(0), key))
`,
  )
  const signers = [
    {
      key: Buffer.from(key).toString('base64'),
      command: [process.execPath, program] as [string, ...string[]],
    },
  ]
  const { vnm: plain } = pair.configs
  const config = { ...plain, relations: plain.relations.map((one) => ({ ...one, signers })) }
  const heard = async () => {
    const vnm = await startNode(config, { storage, log: () => undefined })
    pair.nodes.vnm = vnm
    await until(() => relationOf(vnm).restored === 'heard')
    const [start] = await readStarts(config.data)
    await confirmStarted(config.data, { relation: RELATION, operators: ['one', 'two'], checked: 'invented' })
    await until(() => relationOf(vnm).start === 'confirmed')
    await until(async () => (await headsOf(chn)).theirs.size === (await headsOf(vnm)).ours.size)
    const incidents = await vnm.running.node.store.read(RELATION, (reader) => reader.incidents())
    const named = incidents.find(({ code }) => code === 'started-by-operators')?.detail
    assert.deepEqual(
      [(named as { epoch: number }).epoch, (named as { leavesToken: boolean }).leavesToken],
      [(await headsOf(chn)).theirs.epoch, start?.leavesToken],
    )
    const isToken = Buffer.from(relationOf(chn).theirLog.ed25519).equals(key)
    return { leavesToken: start?.leavesToken, isToken }
  }
  await until(() => relationOf(pair.nodes.vnm).start === 'confirmed' && relationOf(chn).start === 'confirmed')
  await pair.nodes.vnm.close()
  replaceLogKeys(config, RELATION, key)
  assert.deepEqual(await heard(), { leavesToken: false, isToken: true })

  // As one that was brought back: its log began with that key, so the next may not.
  const { node } = pair.nodes.vnm.running
  await node.store.locked(RELATION, (writer) => writer.putIncident(node.clock(), 'restored', {}))
  await pair.nodes.vnm.close()
  assert.deepEqual(await heard(), { leavesToken: true, isToken: false })
})
