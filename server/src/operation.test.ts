/** What an operator is shown of a node that runs, on the page and to a collector: the same, and nothing of anybody. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { connect, good } from '../../client/src/index.ts'
import { switchedLink } from './_line-faults.ts'
import { PERSONAS, RELATION, startPair } from './_pair.ts'
import { opening } from './_relation-opening.ts'
import { socketOf } from './operator/socket.ts'
import { noteBackup } from './store/backup/last-backup.ts'
import { LinkFailure } from './wire/link.ts'

async function asked(socketPath: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((done, failed) => {
    request({ socketPath, path }, async (answer) => {
      let text = ''
      for await (const chunk of answer.setEncoding('utf8')) text += chunk
      done({ status: answer.statusCode ?? 0, text })
    })
      .on('error', failed)
      .end()
  })
}

/** By name and labels as they are written. A line that is no sample of the format is refused. */
function samplesIn(text: string): Map<string, number> {
  const LABEL = '[a-z_]+="[^"\\n]*"'
  const SAMPLE = new RegExp(
    `^([a-z0-9_:]+(?:\\{(?:${LABEL}(?:,${LABEL})*)?\\})?) (-?[0-9.e+-]+|Na[nN]|[+]Inf)$`,
  )
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, name = '', value = ''] = SAMPLE.exec(line) ?? assert.fail(line)
        return [name, Number(value)]
      }),
  )
}

test('what waits, what ends and what to look at: on the page of administrators and in metrics, and of nobody', async () => {
  // Both ways: what the other side asks for is answered with what waits here.
  const [link, back] = [switchedLink(), switchedLink()]
  await using pair = await startPair({}, { chn: { link: link.make }, vnm: { link: back.make } })
  const { officers, running } = pair.nodes.chn
  const officer = connect({ url: `http://127.0.0.1:${officers.port}`, cookies: true })
  await good(officer.api.POST('/api/session', { body: { persona: 'administrator' } }))
  const shown = () => good(officer.api.GET('/api/operation'))
  while ((await shown()).relations[0]?.start !== 'confirmed')
    await new Promise((done) => setTimeout(done, 20))
  for (const way of [link, back]) way.to({ exchange: () => Promise.reject(new LinkFailure('line-refused')) })
  const title = 'An invented relation that no metric names'
  const { leaf } = await opening(running.node, title)

  const before = await shown()
  const queue = before.relations[0]?.stored?.queue
  assert.deepEqual([queue?.entries, before.relations[0]?.stored?.logs.ours], [1, { size: 1, receipted: 0 }])
  assert.ok((queue?.bytes ?? 0) > title.length && (queue?.oldest ?? 0) > before.now - 60)
  assert.deepEqual(
    before.dates.map(
      ({ what, side, until, state }) => `${what} ${side} ${until === null ? '' : 'ends'} ${state}`,
    ),
    ['chn', 'vnm'].flatMap((side) =>
      ['log-key', 'custody-key', 'seal-key', 'line-certificate'].map((what) => `${what} ${side} ends good`),
    ),
  )
  assert.deepEqual(
    before.alarms.map(({ code }) => code).filter((code) => code.startsWith('backup')),
    ['backup-none'],
  )
  assert.ok((before.storage.disk?.free ?? 0) > 0)

  await noteBackup(pair.configs.chn.data, before.now - 3 * 24 * 3600)
  const socket = socketOf(pair.configs.chn.data)
  const { status, text } = await asked(socket, '/metrics')
  assert.equal(status, 200)
  const samples = samplesIn(text)
  const of = `relation="${RELATION}"`
  assert.equal(samples.get(`counterpart_queue_entries{${of}}`), 1)
  assert.equal(samples.get(`counterpart_queue_bytes{${of}}`), queue?.bytes)
  assert.ok((samples.get(`counterpart_queue_oldest_age_seconds{${of}}`) ?? -1) >= 0)
  assert.equal(samples.get('counterpart_backup_timestamp_seconds'), before.now - 3 * 24 * 3600)
  assert.equal(
    samples.get('counterpart_alarm{code="backup-old",level="warning",relation="",side=""}'),
    1,
    'the same alarms as on the page',
  )
  const left = (what: string) =>
    samples.get(`counterpart_key_remaining_seconds{what="${what}",${of},side="vnm"}`)
  const log = before.dates.find(({ what, side }) => what === 'log-key' && side === 'vnm')
  assert.ok(Math.abs((left('log-key') ?? 0) - ((log?.until ?? 0) - before.now)) < 60)
  assert.ok((left('seal-key') ?? 0) < (left('line-certificate') ?? 0))
  assert.deepEqual(before.relations[0]?.scrub?.open, { count: 0, newest: [], kinds: [] })
  assert.equal(samples.get(`counterpart_damage_open{${of},what="part"}`), 0)
  // There from the beginning, so that the first is seen as one more.
  assert.equal(samples.get(`counterpart_incidents_total{${of},code="fork"}`), 0)
  assert.match(text, /^# TYPE counterpart_incidents_total counter$/m)
  assert.ok(samples.has('process_resident_memory_bytes'))
  // Nothing that is said in a dossier, no office, no officer, no entry.
  for (const word of [title, leaf, 'invented', 'chn-ministry', ...PERSONAS('chn').map(({ name }) => name)])
    assert.ok(!text.includes(word), word)

  assert.equal((await asked(socket, '/health')).status, 200)
  assert.equal((await asked(socket, '/nothing')).status, 404)
})
