import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { fileDigest, hex } from '@counterpart/protocol'
import { MemoryUploads } from '../../store/memory/uploads.ts'
import { tooLarge } from '../_damaged.ts'
import { memoryFolder } from '../_file-folder.ts'
import { closed, DAY, ends, PAPER, passTo, read, records, states, time, two } from '../_retained.ts'
import { agree, ask, dossierOf, headsOf, RELATION, talk } from '../_talk.ts'
import { newSide, pass } from '../_world.ts'
import { confirmClock } from '../clock/clock-word.ts'
import { partOf } from '../file/arriving-file.ts'
import { findPieces } from '../file/brought-pieces.ts'
import { newFileKeep } from '../file/file-keep.ts'
import { partName } from '../file/part-name.ts'
import { destroyAgain, findUnremoved } from './destroy-again.ts'

test('RETENTION-1 RETENTION-2 RETENTION-3 what is over is destroyed on both sides at the second that both logs say, and not before', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const [one, other] = [await ends(a, dossier), await ends(b, dossier)]
  assert.deepEqual(one.ends, other.ends)
  const person = one.ends.find(({ name }) => name === 'person')?.at ?? assert.fail('no end')
  assert.equal(person, ((await dossierOf(b, dossier))?.settled.closed ?? 0) + 30 * DAY)
  await passTo(person - 1, a, b)
  for (const side of [a, b]) await time(side)
  assert.deepEqual(await states(a, dossier), ['person held', 'content held'])
  const before = [await dossierOf(a, dossier), await dossierOf(b, dossier)].map((row) => row?.settled)
  pass(1, a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b])
    assert.deepEqual(await states(side, dossier), ['person destroyed', 'content held'])
  await talk(a, b)
  for (const side of [a, b]) {
    assert.deepEqual((await dossierOf(side, dossier))?.settled, before[0])
    assert.deepEqual(side.relation(RELATION).diverged.size, 0)
    const leaf = (await ends(side, dossier)).ends[0]?.leaf ?? ''
    const said = await read(side, async (reader) => (await reader.deletions([leaf])).get(leaf) ?? [])
    assert.deepEqual(said.map((row) => row.side).sort(), ['aaa', 'bbb'], 'both show whose copy is destroyed')
    for (const row of said) assert.equal(row.final, row.time + 30 * DAY)
  }
  assert.deepEqual(before[0], before[1])
  const { ours } = await headsOf(a)
  assert.equal((await headsOf(b)).theirs.size, ours.size)
  assert.equal((await read(a, (reader) => reader.lastCheckpoint('aaa', true)))?.size, ours.size)
})

test('RETENTION-4 a day has one record, however much is over in it, and another day another', async () => {
  const [a, b] = await two()
  const dossiers = [await closed(a, b), await closed(a, b), await closed(a, b)]
  const last = Math.max(
    ...(await Promise.all(dossiers.map((id) => ends(a, id)))).map((one) => one.ends[0]?.at ?? 0),
  )
  await passTo(last, a, b)
  for (let round = 0; round < 3; round++) for (const side of [a, b]) await time(side)
  await talk(a, b)
  for (const side of [a, b]) assert.equal((await records(side)).length, 1)
  const late = await closed(a, b)
  await passTo((await ends(a, late)).ends[0]?.at ?? 0, a, b)
  for (const side of [a, b]) await time(side)
  await talk(a, b)
  for (const side of [a, b]) assert.equal((await records(side)).length, 2)
})

test('RETENTION-5 one clock alone destroys nothing: neither one that was set, nor one that nobody answers', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  a.time.now += 400 * DAY
  await time(a)
  assert.deepEqual(await states(a, dossier), ['person held', 'content held'], 'set forward while it ran')
  await a.restart()
  a.relation(RELATION).start = 'confirmed'
  await time(a)
  assert.deepEqual(await states(a, dossier), ['person held', 'content held'], 'started with a wrong clock')
  assert.equal((await records(a)).length, 0)
})

for (const killed of ['before', 'after'] as const)
  test(`RETENTION-2 a file goes with the part that its key stood in, from the disk and from what stands for its upload, also where the process ended ${killed} the first of it went`, async () => {
    const files = new Map<string, Buffer>()
    const uploads = new MemoryUploads()
    let failing = false
    const folder = memoryFolder(files, (call, when) => {
      if (failing && call === 'remove' && when === killed)
        throw new Error('killed between the register and the disk')
    })
    const [a, b] = await two({ files: newFileKeep({ folder, uploads, most: 2 ** 20, scanner: null }) })
    const [salt, ciphertext] = [new Uint8Array(randomBytes(32)), randomBytes(40)]
    const digest = fileDigest(salt, ciphertext)
    files.set(digest, ciphertext)
    files.set(partOf(RELATION, digest), ciphertext)
    const secret = { name: 'paper.pdf', type: 'application/pdf', bytes: 24, salt: hex(salt), key: hex(salt) }
    const upload = {
      id: 'u',
      relation: RELATION,
      officer: 'o',
      created: 0,
      secret,
      digest,
      state: 'ready',
    } as const
    await uploads.putUpload(upload)
    const dossier = await closed(a, b, { paper: { ...secret, digest } })
    await passTo((await ends(a, dossier)).ends[0]?.at ?? 0, a, b)
    failing = true
    await assert.rejects(time(a), /killed/)
    assert.deepEqual(await states(a, dossier), ['person destroyed', 'content held'])
    failing = false
    await a.restart()
    await findUnremoved(a.node, a.relation(RELATION))
    await talk(a, b)
    await time(a)
    assert.deepEqual([...files.keys()], [])
    assert.equal(await uploads.upload('u'), null)
    await time(b)
    for (const side of [a, b]) {
      const [row] = await read(side, (reader) => reader.filesByDigest(digest))
      assert.equal(row?.state, 'destroyed', 'what was still wanted is not asked for again')
    }
  })

test('RETENTION-2 a piece that was brought of a file that is destroyed goes, where the process ended before the last of them went', async () => {
  const files = new Map<string, Buffer>()
  const keep = newFileKeep({
    folder: memoryFolder(files),
    uploads: new MemoryUploads(),
    most: 2 ** 20,
    scanner: null,
  })
  const [a, b] = await two({ files: keep })
  const dossier = await closed(a, b, { paper: PAPER })
  await passTo((await ends(a, dossier)).ends[0]?.at ?? 0, a, b)
  await time(a)
  const piece = `${partName(RELATION, PAPER.digest)}.3.piece`
  const other = `${partName(RELATION, 'f'.repeat(64))}.0.piece`
  for (const name of [piece, other]) files.set(name, Buffer.alloc(9))
  await a.restart()
  await findPieces(keep)
  await findUnremoved(a.node, a.relation(RELATION))
  await time(a)
  assert.deepEqual([...files.keys()], [other], 'what is still wanted stays')
})

const WRITES = [
  'append',
  'putCheckpoint',
  'putDeletions',
  'destroyParts',
  'putFalling',
  'moveFile',
  'commit',
] as const

for (const method of WRITES)
  for (const when of ['before', 'after'] as const)
    test(`RETENTION-2 a store that fails ${when} ${method} has destroyed all of it or nothing, once`, async () => {
      const [a, b] = await two({ files: null })
      const dossier = await closed(a, b, { paper: PAPER })
      await passTo((await ends(a, dossier)).ends[0]?.at ?? 0, a, b)
      a.store.failNext(when, method)
      await time(a).catch(() => undefined)
      const isDone = (await states(a, dossier)).includes('person destroyed')
      assert.equal((await records(a)).length, isDone ? 1 : 0)
      await a.restart()
      await talk(a, b)
      for (const side of [a, b]) await time(side)
      await talk(a, b)
      for (const side of [a, b]) {
        assert.deepEqual(await states(side, dossier), ['person destroyed', 'content held'])
        assert.equal((await records(side, 'aaa')).length, 1)
      }
    })

test('RETENTION-13 what came back with a backup is destroyed again: by our own word, and by that of the other side once it is over', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const [person, content] = (await ends(a, dossier)).ends
  assert.ok(person?.at && content?.at && person.at < content.at)
  const backup = () => a.store.rows(RELATION).parts.get(person.leaf, a.store.rows(RELATION).version)
  const whole = backup() ?? assert.fail()
  await passTo(person.at, a, b)
  await time(a)
  assert.deepEqual(await states(a, dossier), ['person destroyed', 'content held'])
  a.store.rows(RELATION).parts.set(person.leaf, whole, a.store.rows(RELATION).version)
  assert.deepEqual(await states(a, dossier), ['person held', 'content held'])
  await destroyAgain(a.node, a.relation(RELATION), false)
  assert.deepEqual(await states(a, dossier), ['person destroyed', 'content held'])
  const deletion = { record: content.leaf, time: 1, final: 2, why: 'time' } as const
  await a.node.store.locked(RELATION, (writer) =>
    writer.putDeletions([{ ...deletion, side: 'bbb', leaf: content.leaf, name: 'content' }]),
  )
  await destroyAgain(a.node, a.relation(RELATION), true)
  assert.deepEqual(await states(a, dossier), ['person destroyed', 'content held'])
  await passTo(content.at, a, b)
  await destroyAgain(a.node, a.relation(RELATION), false)
  assert.deepEqual(await states(a, dossier), ['person destroyed', 'content held'])
  await destroyAgain(a.node, a.relation(RELATION), true)
  assert.deepEqual(await states(a, dossier), ['person destroyed', 'content destroyed'])
})

test('RETENTION-2 RETENTION-4 a log that was dated ahead ends what is over, a record a day by the clock', async () => {
  const [a, b] = await two()
  const dossiers = [await closed(a, b)]
  pass(3 * DAY, a, b)
  dossiers.push(await closed(a, b))
  const relation = a.relation(RELATION)
  Object.assign(relation.line, { clockDifference: null, compared: null })
  a.time.now += 5000 * DAY
  await ask(a)
  a.time.now -= 5000 * DAY
  await confirmClock(a.node, relation, ['one', 'two'], 'the radio (invented)')
  for (const [at, dossier] of dossiers.entries()) {
    await passTo((await ends(a, dossier)).ends[0]?.at ?? 0, a, b)
    for (let round = 0; round < 3; round++) await time(a)
    assert.deepEqual(await states(a, dossier), ['person destroyed', 'content held'])
    assert.equal((await records(a)).length, at + 1)
  }
})

test('RETENTION-2 a dossier in which something is damaged keeps no other from its end, and is told', async () => {
  const [a, b] = await two()
  const [damaged, sound] = [await closed(a, b), await closed(a, b)]
  const last = (await ends(a, sound)).ends[0]?.at ?? 0
  const { entries } = a.store.rows(RELATION).logs.ours
  const at = entries.findIndex(({ leaf }) => leaf === damaged)
  const row = entries[at]
  assert.ok(row)
  const bytes = row.bytes.slice()
  bytes[40] = (bytes[40] ?? 0) ^ 1
  entries[at] = { ...row, bytes }
  await passTo(last + DAY, a, b)
  await time(a)
  assert.deepEqual(await states(a, sound), ['person destroyed', 'content held'])
  const told = await read(a, (reader) => reader.incidents(10, ['entry-damaged']))
  assert.equal(told.length, 1)
  // Once it is whole again it ends as well.
  entries[at] = row
  pass(DAY, a, b)
  await talk(a, b)
  await time(a)
  assert.deepEqual(await states(a, damaged), ['person destroyed', 'content held'])
})

test('RETENTION-2 a dossier that is too large to be read keeps no other from its end, and is told by its own code', async () => {
  const [a, b] = await two()
  const [large, small] = [await closed(a, b), await closed(a, b)]
  await passTo((await ends(a, small)).ends[0]?.at ?? 0, a, b)
  a.node.store = tooLarge(a.node.store, large)
  await time(a)
  assert.deepEqual(await states(a, small), ['person destroyed', 'content held'])
  const told = await read(a, (reader) => reader.incidents(10, ['entry-damaged', 'dossier-too-large']))
  assert.deepEqual(
    told.map(({ code, detail }) => [code, detail]),
    [['dossier-too-large', { what: 'more than is read at once', dossier: large }]],
  )
})

test('RETENTION-1 a log that is dated to the past ends nothing of ours before its time', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  // It states the right time, and nobody is held by what its entries say.
  b.time.now = 1000
  for (const side of [a, b]) side.relation(RELATION).tolerance = Number.MAX_SAFE_INTEGER
  await agree(a, b)
  const dossier = await closed(a, b)
  const [person] = (await ends(a, dossier)).ends
  assert.ok(person?.at && person.at > a.time.now, `${person?.at}`)
  assert.deepEqual(
    (await ends(b, dossier)).ends.map(({ at }) => at),
    (await ends(a, dossier)).ends.map(({ at }) => at),
  )
  await time(a)
  assert.deepEqual(await states(a, dossier), ['person held', 'content held'])
})
