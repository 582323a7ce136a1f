import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { agree, ask, headsOf, RELATION, request, say, talk } from '../../uses/_talk.ts'
import { channelTo, newSide } from '../../uses/_world.ts'
import { confirmStart } from '../../uses/restore/statement.ts'
import { openHighWater } from './high-water.ts'

async function folder(work: (path: string) => Promise<void>): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'water-'))
  try {
    await work(path)
  } finally {
    await rm(path, { recursive: true })
  }
}

test('EPOCH-10 the mark is on disk when it is said to be, and never falls within an epoch', async () => {
  await folder(async (path) => {
    const file = join(path, 'water')
    const water = await openHighWater(file)
    assert.equal(water.last(RELATION), null)
    await Promise.all([3, 7, 5].map((size) => water.raise(RELATION, { epoch: 1, size })))
    assert.deepEqual((await openHighWater(file)).last(RELATION), { epoch: 1, size: 7 })
    await water.raise(RELATION, { epoch: 2, size: 4 })
    await water.raise('aaa~bbb/other', { epoch: 1, size: 1 })
    await water.raise(RELATION, { epoch: 1, size: 9 })
    assert.deepEqual((await openHighWater(file)).last(RELATION), { epoch: 2, size: 4 })
    const written = readFileSync(file, 'utf8')
    for (const broken of ['', '{', written.replace('"size":4', '"size":-4')]) {
      writeFileSync(file, broken)
      await assert.rejects(openHighWater(file), { code: 'high-water' })
    }
    rmSync(path, { recursive: true })
    await assert.rejects(openHighWater(file), {
      code: 'high-water',
      message: `the file of the high-water mark, ${file}, cannot be read or written (ENOENT)`,
    })
    await assert.rejects(water.raise(RELATION, { epoch: 3, size: 5 }), { code: 'high-water' })
    assert.deepEqual(water.last(RELATION), { epoch: 2, size: 4 })
    writeFileSync(path, '')
  })
})

test('EPOCH-10 a database that is behind the mark signs nothing, with no line too; what was never sent costs nothing', async () => {
  await folder(async (path) => {
    const water = await openHighWater(join(path, 'water'))
    const a = await newSide('aaa', [RELATION], 1)
    const b = await newSide('bbb', [RELATION], 2, {}, { water })
    await agree(a, b)
    await ask(b)
    await talk(a, b)
    const { ours } = await headsOf(b)
    assert.deepEqual(water.last(RELATION), { epoch: 1, size: ours.size })
    await ask(b, 'recorded only')
    assert.deepEqual(water.last(RELATION), { epoch: 1, size: ours.size })
    await b.restart()
    assert.equal(b.relation(RELATION).start, 'waiting')

    const copy = await newSide('bbb', [RELATION], 3, {}, { water })
    assert.equal(copy.relation(RELATION).start, 'rolled-back')
    await assert.rejects(ask(copy, 'again', RELATION, request()), { code: 'rolled-back' })
    await assert.rejects(say(copy, channelTo(a, RELATION)), { code: 'rolled-back' })
    // Two operators can say that it is the node from now on: nothing of the old log is signed even then.
    await confirmStart(copy.node, copy.relation(RELATION), ['one', 'two'], 'invented')
    await assert.rejects(ask(copy), { code: 'rolled-back' })
    assert.equal((await headsOf(copy)).ours.size, 0)
  })
})
