/** A counterpart that keeps back what it holds for us, or says of our copy what is for us to say. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GiveBack } from '@counterpart/protocol'
import { NO_REST, passOver, scrubOf } from '../scrub/_scrubbed.ts'
import { allOpen } from '../scrub/tell.ts'
import { MemoryUploads } from '../store/memory/uploads.ts'
import { allow, bringBack, two } from '../uses/_brought-back.ts'
import { memoryFolder } from '../uses/_file-folder.ts'
import { forgeDestroyed } from '../uses/_forged.ts'
import { DAY, PAPER, read, records, time } from '../uses/_retained.ts'
import { dossierOf, RELATION, request, say, talk } from '../uses/_talk.ts'
import { channelTo, type Equipment, newSide, officer, pass, type Side } from '../uses/_world.ts'
import { newFileKeep } from '../uses/file/file-keep.ts'
import { record } from '../uses/record/record.ts'
import { recalls, worked } from './_recalled.ts'
import { look } from './look.ts'
import { lateIn } from './operation/destroying.ts'
import { ladderOf } from './rungs.ts'

async function stored(side: Side, leaf: string): Promise<string | undefined> {
  const parts = await read(side, async (reader) => (await reader.parts([leaf])).get(leaf) ?? [])
  return parts.find(({ name }) => name === 'person')?.state
}

/** The side `aaa`, which lost everything and had all of it back but what is said of the person. */
async function broughtBackWithout(b: Side, equipment: Equipment = {}): Promise<Side> {
  const a = await newSide('aaa', [RELATION], 3, {}, equipment)
  const honest = channelTo(b, RELATION)
  const channel = {
    ...honest,
    async giveBack(asked: GiveBack) {
      const given = await honest.giveBack(asked)
      const entries = given.entries.map(({ header, parts }) => ({
        header,
        parts: parts.filter(({ name }) => name !== 'person'),
      }))
      return { ...given, entries }
    },
  }
  await allow(b)
  await say(a, channel).catch(() => undefined)
  await two(a)
  await say(a, channel)
  assert.equal(a.relation(RELATION).start, 'confirmed')
  return a
}

const open = (side: Side) => read(side, allOpen)

/** What an officer is told of the file that the opening encloses. */
async function shownFile(side: Side, dossier: string): Promise<string | undefined> {
  const row = await dossierOf(side, dossier)
  const declared = side.node.procedures.get(row?.ahead.digest ?? '')?.procedure
  if (!row || !declared) return undefined
  const { rungs } = await look(side.node, side.relation(RELATION), (at) => ladderOf(at, row, declared))
  return rungs.find(({ leaf }) => leaf === dossier)?.files[0]?.state
}

test('RETENTION-14 what is lost stays so through a start in which the counterpart is not heard', async () => {
  const { b, dossier } = await worked([])
  const a = await broughtBackWithout(b)
  await passOver(a)
  assert.equal((await open(a)).length, 1)
  await a.restart()
  assert.equal(a.relation(RELATION).start, 'waiting')
  await passOver(a)
  assert.equal(await stored(a, dossier), 'absent')
  assert.equal((await open(a)).length, 1)
})

test('RETENTION-14 a file whose key was kept back stays on the disk, and is there when the key is', async () => {
  const { b, dossier } = await worked([])
  const disk = new Map([[PAPER.digest, Buffer.alloc(40)]])
  const files = newFileKeep({
    folder: memoryFolder(disk),
    uploads: new MemoryUploads(),
    most: 2 ** 20,
    scanner: null,
  })
  const a = await broughtBackWithout(b, { files })
  await talk(a, b)
  await time(a)
  assert.equal(await shownFile(a, dossier), 'absent')
  const askBack = (asked: GiveBack) => channelTo(b, RELATION).giveBack(asked)
  await scrubOf(a, { askBack }).pass(NO_REST, new AbortController().signal)
  await time(a)
  assert.equal(await stored(a, dossier), 'held')
  assert.notEqual(await shownFile(a, dossier), 'absent')
  const [row] = await read(a, (reader) => reader.filesByDigest(PAPER.digest))
  assert.deepEqual([row?.state, [...disk.keys()]], ['here', [PAPER.digest]])
})

test('RETENTION-13 RETENTION-14 that a part never left its author the other side cannot say', async () => {
  const { b, dossier } = await worked([])
  const a = await broughtBackWithout(b)
  await talk(a, b)
  await forgeDestroyed(b, [{ leaf: dossier, name: 'person', why: 'undelivered' }])
  await talk(a, b)
  await passOver(a)
  assert.equal((await open(a)).length, 1)
  await recalls(a, dossier)
  await talk(a, b)
  await time(a)
  assert.equal((await records(a, 'aaa')).length, 1)
  await passOver(a)
  assert.deepEqual([await stored(a, dossier), await open(a)], ['destroyed', []])
  pass(3 * DAY, a, b)
  const { ours } = await look(a.node, a.relation(RELATION), lateIn)
  assert.equal(ours.count, 0)
})

test('RETENTION-13 RETENTION-8 a backup keeps under a stay what the other side alone says is destroyed', async () => {
  const { a, b, dossier } = await worked([])
  await record(a.node, a.relation(RELATION), {
    kind: 'stay',
    request: request(),
    author: officer('aaa', 'legal-reviewer'),
    dossier,
    until: a.time.now + 300 * DAY,
    ground: 'court',
    reference: 'invented 7/1',
  })
  await talk(a, b)
  await forgeDestroyed(b, [{ leaf: dossier, name: 'person', why: 'time' }])
  await talk(a, b)
  await bringBack(a)
  await say(a, channelTo(b, RELATION)).catch(() => undefined)
  await two(a)
  await allow(b)
  await say(a, channelTo(b, RELATION))
  await time(a)
  assert.deepEqual([a.relation(RELATION).start, await stored(a, dossier)], ['confirmed', 'held'])
})
