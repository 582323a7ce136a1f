/** What looks like damage and is none, and what is told as often as it is found. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { ask, bring, fetching, line, pair, stateAt } from '../outbound/_fetching.ts'
import type { FileRow } from '../store/store.ts'
import { tooLarge } from '../uses/_damaged.ts'
import { closed, DAY, ends, time, two } from '../uses/_retained.ts'
import { act, ask as inquire, RELATION, talk } from '../uses/_talk.ts'
import { NO_REST, passOver, scrubOf } from './_scrubbed.ts'
import { checkFalling } from './check-falling.ts'
import { checkFile } from './check-files.ts'
import type { Finding } from './finding.ts'

/** A file of the other side that is on the disk here. */
async function given() {
  const both = await pair()
  const { a, b, disk } = both
  const file = await bring(both.keeps.a, randomBytes(1000))
  const leaf = await ask(both, file)
  const again = () =>
    fetching(b, line(a), async () => disk.has(file.digest) && (await stateAt(b, leaf)) === 'held')
  await again()
  return { b, disk, again, of: { what: 'file', leaf, digest: file.digest } }
}

test('RETENTION-14 a file that a node which was brought back has not fetched yet is not damaged, and one that it has lost since is', async () => {
  const { b, disk, of } = await given()
  disk.clear()
  const relation = b.relation(RELATION)
  const [row] = await b.store.read(RELATION, (reader) => reader.filesByDigest(of.digest))
  const found = async () => {
    const all: Finding[] = []
    await checkFile({ node: b.node, relation }, b.store, row as FileRow, NO_REST, (one) => void all.push(one))
    return all
  }
  relation.start = 'waiting'
  assert.deepEqual(await found(), [])
  relation.start = 'confirmed'
  assert.deepEqual(await found(), [of])
})

test('a file that is damaged again, after it had come again by itself, is told again', async () => {
  const { b, disk, again, of } = await given()
  const scrub = scrubOf(b)
  const spoil = () => disk.set(of.digest, Buffer.alloc(1))
  spoil()
  assert.deepEqual(await passOver(b, scrub), [of])
  disk.clear()
  await again()
  spoil()
  assert.deepEqual(await passOver(b, scrub), [of, of])
})

test('RETENTION-15 a dossier that is looked at again within a day is none that is looked at too late', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const [first] = (await ends(a, dossier)).ends
  const at = first?.at ?? assert.fail()
  a.time.now = at - DAY / 2
  const relation = a.relation(RELATION)
  const found = async (again: number) => {
    const all: Finding[] = []
    await a.store.locked(RELATION, async (writer) => {
      await writer.putFalling(dossier, { at: again, recalled: null })
      await checkFalling({ node: a.node, relation }, writer, [dossier], (one) => void all.push(one))
    })
    return all
  }
  assert.deepEqual(await found(at), [])
  assert.deepEqual(await found(at + DAY / 2), [], 'a day from now')
  assert.deepEqual(await found(at + DAY / 2 + 1), [{ what: 'falling', dossier }])
})

test('a dossier that is too large to be folded is told once, and what stands behind it is looked at as ever', async () => {
  const [a, b] = await two()
  const large = await closed(a, b)
  const small = await inquire(a, 'behind it')
  await talk(a, b)
  const { leaf } = await act(b, small.dossier, 'answer', { on: small.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  // When something in it ends was known before.
  await time(b)
  b.node.store = tooLarge(b.node.store, large)
  const { judged, version } = b.store.rows(RELATION)
  const row = judged.get(leaf, version) ?? assert.fail()
  judged.set(leaf, { ...row, verdict: 'overtaken' }, version)
  const scrub = scrubOf(b)
  for (let times = 0; times < 2; times++)
    assert.deepEqual(await passOver(b, scrub), [{ what: 'verdict', leaf, dossier: small.dossier }])
  const told = await b.store.read(RELATION, (reader) => reader.incidents(10, ['dossier-too-large']))
  assert.deepEqual(
    told.map(({ detail }) => detail),
    [{ what: 'more than is read at once', dossier: large }],
  )
})
