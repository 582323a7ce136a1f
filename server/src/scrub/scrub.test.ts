import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { DAY } from '@counterpart/casework/civil'
import { NodeError } from '../errors.ts'
import { OperatorEndpoint } from '../operator/endpoint.ts'
import { beginScrub, readScrubs } from '../operator/scrub-call.ts'
import { MemoryScrubs } from '../store/memory/scrubs.ts'
import { allow, two } from '../uses/_brought-back.ts'
import { forgeDestroyed } from '../uses/_forged.ts'
import { closed, two as pair, read, records, time } from '../uses/_retained.ts'
import { ask, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { destroyAgain } from '../uses/retention/destroy-again.ts'
import { recalls, worked } from '../views/_recalled.ts'
import { healthOf } from '../views/health.ts'
import { rowsOf, sample } from './_sample.ts'
import { NO_REST, passOver, scrubOf } from './_scrubbed.ts'
import { Scrubber } from './scrubber.ts'

const data = mkdtempSync(join(tmpdir(), 'counterpart-scrub-'))
after(() => rmSync(data, { recursive: true }))

/** One byte of a part is another. */
function damagePart(side: Side): { leaf: string; name: string } {
  const { parts, version } = rowsOf(side)
  for (const [leaf, of] of parts.values(version))
    for (const [name, { given }] of of) {
      if (!given) continue
      given.bytes = given.bytes.map((byte, at) => (at === 2 ? byte ^ 4 : byte))
      return { leaf, name }
    }
  return assert.fail()
}

test('LOG a pass that was left goes on where it was after a restart, and what it finds is on record once', async () => {
  const [a, b] = await sample()
  for (let i = 0; i < 3; i++) await ask(a, `question ${i}`)
  await talk(a, b)
  const { leaf, name } = damagePart(b)
  const scrubs = new MemoryScrubs()
  const stop = new AbortController()
  let stretches = 0
  await scrubOf(b, { scrubs, entries: 2 }).pass(async () => {
    stretches += 1
    if (stretches === 2) stop.abort()
  }, stop.signal)
  const kept = (await scrubOf(b, { scrubs, entries: 2 }).progress()).pass ?? assert.fail()
  assert.ok(kept.entries > 0)
  const again = scrubOf(b, { scrubs, entries: 2 })
  const found = await passOver(b, again)
  const { last, pass } = await again.progress()
  const { logs } = rowsOf(b)
  assert.equal(pass, null)
  assert.equal(last?.entries, logs.ours.entries.length + logs.theirs.entries.length)
  assert.equal(last?.found, 1)
  const [only, ...more] = found as { leaf: string; what: string; name: string }[]
  assert.deepEqual([only?.what, only?.leaf, only?.name, more], ['part', leaf, name, []])
  assert.deepEqual(await passOver(b), found)
})

test('LOG a pass whose place cannot be trusted any more begins at the first entry', async () => {
  const [a, b] = await sample()
  await talk(a, b)
  const counted = (await (async () => {
    const scrub = scrubOf(b)
    await passOver(b, scrub)
    return (await scrub.progress()).last?.entries
  })()) as number
  for (const kept of [null, 1, { pass: { stage: 'theirs' } }, { pass: null, last: { began: -1 } }]) {
    const scrubs = new MemoryScrubs()
    await scrubs.keepProgress(RELATION, kept)
    const scrub = scrubOf(b, { scrubs, entries: 2 })
    assert.deepEqual(await passOver(b, scrub), [])
    assert.equal((await scrub.progress()).last?.entries, counted)
  }
})

for (const when of ['before', 'after'] as const)
  test(`LOG what a scrub found is on record also when the write failed ${when} it was made`, async () => {
    const [, b] = await sample()
    damagePart(b)
    const scrub = scrubOf(b)
    for (const method of ['putIncident', 'commit'] as const) {
      b.store.failNext(when, method)
      const failed = scrub.pass(NO_REST, new AbortController().signal)
      await assert.rejects(failed, (error) => error instanceof NodeError)
    }
    assert.equal((await passOver(b, scrub)).length, 1)
  })

test('LOG an operator asks the running node for a whole pass, sees how far it is, and what it found', async () => {
  const [a, b] = await sample()
  await talk(a, b)
  const { leaf } = damagePart(b)
  const one = { id: RELATION, scrub: scrubOf(b), size: async () => 12 }
  await using scrubber = new Scrubber([one], () => b.time.now, { wait: 3_600_000 })
  const none = () => {
    throw new NodeError({ code: 'unknown-relation' })
  }
  await using _ = await OperatorEndpoint.listen(b.node, none, async () => false, data, scrubber)
  scrubber.start()
  const [before] = await readScrubs(data)
  assert.deepEqual([before?.pass, before?.last], ['none', null])
  await assert.rejects(beginScrub(data, 'aaa~bbb/none'), { code: 'unknown-relation' })
  const [begun] = await beginScrub(data, RELATION)
  assert.equal(begun?.pass, 'whole')
  for (;;) {
    const [state] = await readScrubs(data)
    if (state?.pass === 'whole') continue
    assert.equal(state?.last?.found, 1)
    // Nobody was asked for it: it stands where it lies until it is as it was, and health says so.
    const { ours, theirs } = rowsOf(b).logs
    const { side, index } =
      [...ours.entries, ...theirs.entries].find((row) => row.leaf === leaf) ?? assert.fail()
    assert.deepEqual(state.open, [{ what: 'part', side, index }])
    break
  }
  const health = () =>
    healthOf({ node: b.node, check: async () => undefined, scrubs: scrubber, officers: null })
  assert.equal((await health()).checks[`scrub ${RELATION}`], 'held')
  damagePart(b)
  await beginScrub(data, RELATION)
  for (;;) {
    const [state] = await readScrubs(data)
    if (state?.pass === 'whole') continue
    assert.deepEqual([state?.last?.found, state?.open], [0, []])
    break
  }
  assert.equal((await health()).checks[`scrub ${RELATION}`], 'ok')
})

test('LOG a pass that began while the clock was far ahead keeps the next from beginning for no longer than a day', async () => {
  const [, b] = await sample()
  const scrub = scrubOf(b)
  const one = { id: RELATION, scrub, size: async () => 12 }
  b.time.now += 365 * DAY
  await passOver(b, scrub)
  const ahead = (await scrub.progress()).last?.began ?? assert.fail()
  b.time.now -= 365 * DAY
  await using scrubber = new Scrubber([one], () => b.time.now, { wait: 1, share: 1 })
  scrubber.start()
  for (;;) {
    const [state] = await scrubber.state()
    if (state?.last && state.last.began < ahead) break
    await pause(1)
  }
})

test('LOG a pass that cannot come to its end is told of, is not waited for, and is made again', async () => {
  const [, b] = await sample()
  const scrub = scrubOf(b)
  const pass = scrub.pass.bind(scrub)
  const one = { id: RELATION, scrub, size: async () => 12 }
  await using scrubber = new Scrubber([one], () => b.time.now, { wait: 3_600_000 })
  scrubber.start()
  const whole = async () => {
    scrubber.whole(RELATION)
    for (;;) {
      const [state] = await scrubber.state()
      if (state && state.pass !== 'whole') return state
      await pause(1)
    }
  }
  scrub.pass = () => Promise.reject(new NodeError({ code: 'internal' }))
  assert.deepEqual((await whole()).failed, 'internal')
  const health = await healthOf({
    node: b.node,
    check: async () => undefined,
    scrubs: scrubber,
    officers: null,
  })
  assert.equal(health.checks[`scrub ${RELATION}`], 'held')
  scrub.pass = pass
  const { failed, last } = await whole()
  assert.deepEqual([failed, last?.found], [null, 0])
})

test('RETENTION-14 a part that the counterpart left out of what it gave back is told as lost until a record names it', async () => {
  const { b, dossier: leaf } = await worked([])
  const { parts, version } = rowsOf(b)
  const withheld = new Map(parts.get(leaf, version))
  assert.ok(withheld.delete('person'))
  parts.set(leaf, withheld, version)
  const a = await newSide('aaa', [RELATION], 3)
  await allow(b)
  await say(a, channelTo(b, RELATION)).catch(() => undefined)
  await two(a)
  await say(a, channelTo(b, RELATION))
  const { index } = (await a.store.read(RELATION, (reader) => reader.entryByLeaf(leaf))) ?? assert.fail()
  const lost = [{ what: 'part', side: 'aaa', index, leaf, name: 'person' }]
  assert.deepEqual(await passOver(a), lost)
  // Who holds it back says that it was destroyed: of what has not ended here that is no word on our copy.
  await forgeDestroyed(b, [{ leaf, name: 'person', why: 'time' }])
  await talk(a, b)
  const told = scrubOf(a)
  await passOver(a, told)
  assert.deepEqual(await told.open(), lost)
  await recalls(a, leaf)
  await talk(a, b)
  await time(a)
  const found = scrubOf(a)
  await passOver(a, found)
  assert.equal((await found.progress()).last?.found, 0)
})

test('RETENTION-14 a part that no record names is damaged, also where a row says that it is destroyed', async () => {
  const { b, dossier: leaf } = await worked([])
  const { index } = (await b.store.read(RELATION, (reader) => reader.entryByLeaf(leaf))) ?? assert.fail()
  await b.store.locked(RELATION, (writer) => writer.destroyParts([{ leaf, name: 'person' }]))
  assert.deepEqual(await passOver(b), [{ what: 'part', side: 'aaa', index, leaf, name: 'person' }])
})

const fileOf = async (side: Side, leaf: string) =>
  (await read(side, (reader) => reader.files([leaf]))).get(leaf)?.[0] ?? assert.fail()

/** How often something was found in a pass, and put back. */
async function figures(side: Side): Promise<[number | undefined, number | undefined]> {
  const scrub = scrubOf(side)
  await passOver(side, scrub)
  const { last } = await scrub.progress()
  return [last?.found, last?.repaired]
}

test('RETENTION-2 a file that a row calls destroyed while every part of its entry is there is damaged, and comes again', async () => {
  const { a, b, dossier: leaf } = await worked([])
  const again = { aaa: 'here', bbb: 'wanted' } as const
  for (const side of [a, b]) {
    const { digest, state } = await fileOf(side, leaf)
    await side.store.locked(RELATION, (writer) => writer.moveFile(leaf, digest, [state], 'destroyed'))
    const scrub = scrubOf(side)
    assert.deepEqual(await passOver(side, scrub), [{ what: 'file-row', leaf, digest }])
    assert.equal((await scrub.progress()).last?.repaired, 1)
    assert.equal((await fileOf(side, leaf)).state, again[side.node.party as 'aaa'])
    assert.deepEqual(await figures(side), [0, 0])
  }
})

test('FILES-6 whose file it is, and of which dossier, is put back without what was known of it being lost', async () => {
  const { b, dossier: leaf } = await worked([])
  const kept = await fileOf(b, leaf)
  for (const wrong of [{ own: true }, { dossier: 'ab'.repeat(32) }, { dossier: null }]) {
    await b.store.locked(RELATION, async (writer) => {
      await writer.mendFile({ ...kept, state: 'refused', ...wrong })
    })
    assert.deepEqual(await figures(b), [1, 1])
    assert.deepEqual(await fileOf(b, leaf), { ...kept, state: 'refused' })
  }
})

test('RETENTION-3 a row that says a part was destroyed without a record destroys nothing, and goes', async () => {
  const { b, dossier: leaf } = await worked([])
  const row = { leaf, name: 'person', record: leaf, time: 1, final: 1, why: 'time' } as const
  for (const side of ['aaa', 'bbb']) {
    await b.store.locked(RELATION, (writer) => writer.putDeletions([{ ...row, side }]))
    await destroyAgain(b.node, b.relation(RELATION))
    const parts = await read(b, (reader) => reader.storedParts(leaf))
    assert.equal(parts.find(({ name }) => name === 'person')?.state, 'held')
    assert.deepEqual(await figures(b), [1, 1])
    assert.equal((await read(b, (reader) => reader.deletions([leaf]))).size, 0)
  }
})

test('RETENTION-3 a row of what a record says that is gone is put back from the record', async () => {
  const { b, dossier: leaf } = await worked(['aaa', 'bbb'])
  const { deletions, version } = rowsOf(b)
  const kept = deletions.get(leaf, version) ?? assert.fail()
  assert.equal(kept.length, 2)
  assert.equal((await records(b)).length, 1)
  deletions.set(leaf, [], version)
  assert.deepEqual(await figures(b), [2, 2])
  assert.deepEqual(await figures(b), [0, 0])
  assert.deepEqual(deletions.get(leaf, rowsOf(b).version)?.length, 2)
})

test('RETENTION-4 a dossier in which something ends, and that nobody would look at, is looked at again', async () => {
  const [a, b] = await pair()
  const dossier = await closed(a, b)
  await time(b)
  const falling = async () => (await read(b, (reader) => reader.storedFalling([dossier]))).get(dossier)
  const kept = await falling()
  assert.ok(kept && kept.at > 0)
  for (const late of [null, { at: kept.at + 1, recalled: null }]) {
    await b.store.locked(RELATION, (writer) => writer.putFalling(dossier, late))
    assert.deepEqual(await figures(b), [1, 1])
    assert.equal((await falling())?.at, 0)
    await time(b)
    assert.deepEqual(await falling(), kept)
    assert.deepEqual(await figures(b), [0, 0])
  }
  await b.store.locked(RELATION, (writer) => writer.putFalling(dossier, { at: 1, recalled: null }))
  assert.deepEqual(await figures(b), [0, 0])
})
