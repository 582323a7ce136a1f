/** A file that was told as damaged and comes again: it is said once that this is over. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { RELATION, talk } from '../uses/_talk.ts'
import { fileReturned } from '../uses/file/returned-file.ts'
import { ask, bring, fetching, incidents, line, pair, stateAt } from './_fetching.ts'

type OnCall = NonNullable<NonNullable<Parameters<typeof pair>[0]>['onCall']>

async function lost(onCall: OnCall = () => undefined) {
  const both = await pair({ onCall })
  const { a, b, disk } = both
  const file = await bring(both.keeps.a, randomBytes(1000))
  const leaf = await ask(both, file)
  const again = () =>
    fetching(b, line(a), async () => disk.has(file.digest) && (await stateAt(b, leaf)) === 'held')
  await again()
  await talk(a, b)
  disk.clear()
  const of = { what: 'file', leaf, digest: file.digest }
  return {
    b,
    of,
    disk,
    again,
    say: (code: string, detail: object) =>
      b.store.locked(RELATION, (writer) => writer.putIncident(0, code, detail)),
    told: async () => (await incidents(b)).filter((code) => code === 'damage-repaired').length,
  }
}

test('a file that was damaged and comes again is told to be repaired, once, however much was told since', async () => {
  const { b, of, disk, again, say, told } = await lost()
  await say('entry-damaged', of)
  await b.store.locked(RELATION, async (writer) => {
    for (let more = 0; more < 1100; more++) await writer.putIncident(0, 'line-broken', {})
  })
  await again()
  assert.equal(await told(), 1)
  disk.clear()
  await again()
  assert.equal(await told(), 1, 'of what nobody called damaged since nothing is said')
  await fileReturned(b.node, b.relation(RELATION), of)
  await fileReturned(b.node, b.relation(RELATION), { ...of, digest: 'ab'.repeat(32) })
  assert.equal(await told(), 1)
})

test('where saying it failed, or failed and was kept, the file is asked for until it is said', async () => {
  for (const isKept of [false, true]) {
    let said = 0
    const { of, again, say, told } = await lost((method, when) => {
      if (method === 'putIncident' && when === 'before') said += 1
      // The first is what was told as damaged.
      if (said !== 2 || when !== (isKept ? 'after' : 'before')) return
      if (method !== (isKept ? 'commit' : 'putIncident')) return
      said += 1
      throw new Error('the disk is gone')
    })
    await say('entry-damaged', of)
    await again()
    assert.ok(said > 2)
    assert.equal(await told(), 1, String(isKept))
  }
})
