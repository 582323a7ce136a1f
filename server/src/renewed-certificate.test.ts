/** Two whole nodes of which one shows another certificate of its key: no bundle is exchanged, and nothing stops. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { grouped } from '@counterpart/protocol'
import { RELATION, startPair } from './_pair.ts'
import { opening } from './_relation-opening.ts'
import { fingerprintOf } from './keys/certificate.ts'
import { readKeyFile } from './keys/key-file.ts'
import { changeKeyOf, readKeyDates, renewCertificateOf, type StartedNode, startNode } from './main.ts'
import { memoryStorage } from './store/storage.ts'
import { serverNameOf } from './wire/server-name.ts'

const relationOf = ({ running }: StartedNode) =>
  running.node.relations.get(RELATION) ?? assert.fail('no relation')

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !what(); tries++) await pause(20)
  assert.ok(what())
}

/** What the peer endpoint shows whoever calls it by the name for this relation. */
async function shownBy(node: StartedNode, domain: string): Promise<string> {
  const socket = connectTls({
    host: '127.0.0.1',
    port: node.peer.port,
    servername: serverNameOf(RELATION, domain),
    rejectUnauthorized: false,
  })
  socket.on('error', () => undefined)
  await once(socket, 'secureConnect')
  const { raw } = socket.getPeerX509Certificate() ?? assert.fail()
  socket.destroy()
  return fingerprintOf(raw)
}

test('SYNC-10 a node renews its certificate while it runs, and is taken for the same with no new bundle, by who asks and by who is asked', async () => {
  const stores = { chn: memoryStorage(), vnm: memoryStorage() }
  await using pair = await startPair({}, { chn: { storage: stores.chn }, vnm: { storage: stores.vnm } })
  const { chn } = pair.nodes
  const bothUp = () => [chn, pair.nodes.vnm].every((node) => relationOf(node).start === 'confirmed')
  await until(bothUp)
  const before = await shownBy(chn, 'chn.localhost')
  assert.equal(relationOf(pair.nodes.vnm).certificates?.theirs.fingerprint, before)
  const { data } = pair.configs.chn
  await assert.rejects(renewCertificateOf(data, 'chn~vnm/none'), { code: 'unknown-relation' })

  const ends = await renewCertificateOf(data, RELATION)
  const after = await shownBy(chn, 'chn.localhost')
  assert.notEqual(after, before)
  const own = (await readKeyDates(data)).find(({ side, use }) => side === 'chn' && use === 'tls')
  assert.deepEqual([own?.id, own?.until], [grouped(after), ends])
  // What was connected is not cut: an act goes over it, and its receipt comes back.
  await opening(chn.running.node)
  await until(() => relationOf(chn).line.waiting === 0)

  // All connections of both are new ones: the other node asks before it is confirmed, and takes what is recorded here.
  await pair.nodes.vnm.close()
  pair.nodes.vnm = await startNode(pair.configs.vnm, { storage: stores.vnm, log: () => undefined })
  await until(bothUp)
  await until(() => relationOf(pair.nodes.vnm).certificates?.theirs.fingerprint === after)
  await changeKeyOf(data, { relation: RELATION, use: 'seal', revoked: false, outside: null })
  await until(() => relationOf(chn).line.waiting === 0)

  // It is on disk, and shown after a start too.
  assert.equal(readKeyFile(pair.configs.chn.relations[0]?.keys ?? '').tls.fingerprint, after)
  await chn.close()
  pair.nodes.chn = await startNode(pair.configs.chn, { storage: stores.chn, log: () => undefined })
  await until(() => relationOf(pair.nodes.chn).start === 'confirmed')
  assert.equal(await shownBy(pair.nodes.chn, 'chn.localhost'), after)
})
