import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckpointRow, EntryRow, Reader } from '../store/store.ts'
import { RELATION } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { eachBit, eachBitOf, rowsOf, sample } from './_sample.ts'
import { passOver } from './_scrubbed.ts'
import { checkEntry } from './check-entry.ts'
import { boundaryOf, checkHead } from './check-heads.ts'
import type { Finding } from './finding.ts'
import { walkStretch } from './log-walk.ts'

const [a, b] = await sample()
const scrubbed = (side: Side) => ({ node: side.node, relation: side.relation(RELATION) })
const beginning = (side: string) => ({
  side,
  at: 0,
  frontier: { size: 0, hashes: [] },
  before: { running: 0, time: 0 },
})

/** What is found while `look` reads. */
async function foundIn(
  side: Side,
  look: (reader: Reader, found: (finding: Finding) => void) => Promise<unknown>,
): Promise<Finding[]> {
  const findings: Finding[] = []
  await side.store.read(RELATION, (reader) => look(reader, (finding) => findings.push(finding)))
  return findings
}

/** One log of a side, from its first entry to its head. */
const walked = (side: Side, party: string) =>
  foundIn(side, (reader, found) => walkStretch(scrubbed(side), reader, beginning(party), found))

test('LOG a register in which nothing is damaged is found to be so, on both sides', async () => {
  for (const side of [a, b]) {
    assert.ok(rowsOf(side).logs.ours.entries.length > 3)
    assert.deepEqual(await passOver(side), [])
  }
})

test('LOG every flipped bit of a header, of a part and of its salt is found', async () => {
  const { logs, parts, version } = rowsOf(b)
  let bits = 0
  for (const row of [logs.theirs.entries[2], logs.ours.entries.at(-1)]) {
    const { side, index, leaf, bytes } = row ?? assert.fail()
    const before = { running: 0, time: 0, ...logs[side === 'bbb' ? 'ours' : 'theirs'].entries[index - 1] }
    const found = () =>
      foundIn(b, (reader, tell) => checkEntry(scrubbed(b), reader, { side, index, leaf }, row, before, tell))
    assert.deepEqual(await found(), [])
    await eachBit(bytes, async () => {
      bits += 1
      assert.deepEqual(await found(), [{ what: 'header', side, index, leaf }])
    })
    for (const [name, { given }] of parts.get(leaf, version) ?? [])
      for (const one of given ? [given.salt, given.bytes] : [])
        await eachBit(one, async () => {
          bits += 1
          assert.deepEqual(await found(), [{ what: 'part', side, index, leaf, name }])
        })
  }
  assert.ok(bits > 5000)
})

test('LOG every flipped bit of a head and of the receipt over it is found', async () => {
  const { notes, cosignatures, version } = rowsOf(b)
  const key = 'theirs 2'
  const [note, cosignature] = [notes.get(key, version) ?? '', cosignatures.get(key, version) ?? '']
  const found = (row: Partial<CheckpointRow>) => {
    const findings: Finding[] = []
    boundaryOf(scrubbed(b), { side: 'aaa', size: 2, note, cosignature, ...row }, (one) => findings.push(one))
    return findings.map(({ what }) => what)
  }
  assert.deepEqual(found({}), [])
  await eachBitOf(note, async (flipped) => assert.deepEqual(found({ note: flipped }), ['checkpoint']))
  await eachBitOf(cosignature, async (flipped) =>
    assert.deepEqual(found({ cosignature: flipped }), ['cosignature']),
  )
})

test('LOG every flipped bit of a tree, of a leaf and of what is carried on is found where it is', async () => {
  const { logs, heads, version } = rowsOf(a)
  const { nodes, entries } = logs.ours
  for (const [place, hash] of nodes) {
    const [epoch, level, index] = place.split(':').map(Number)
    await eachBit(hash, async (bit) => {
      // Of the others one bit of each byte: the same comparison.
      if (place !== '1:1:0' && bit % 8 !== 3) return
      assert.deepEqual(await walked(a, 'aaa'), [{ what: 'node', side: 'aaa', epoch, level, index }])
    })
  }
  const row = entries[1] ?? assert.fail()
  for (let at = 0; at < row.leaf.length; at++) {
    const flipped = row.leaf.slice(0, at) + (row.leaf[at] === '0' ? '1' : '0') + row.leaf.slice(at + 1)
    entries[1] = { ...row, leaf: flipped }
    assert.deepEqual(await walked(a, 'aaa'), [{ what: 'columns', side: 'aaa', index: 1, leaf: row.leaf }])
  }
  entries[1] = row
  const { ours } = heads.get('', version) ?? assert.fail()
  const walk = {
    side: 'aaa',
    at: ours.size,
    frontier: { size: ours.size, hashes: ours.frontier.map((hash) => hash.slice()) },
    epoch: a.relation(RELATION).chain.ours[0] ?? assert.fail(),
    before: ours,
  }
  for (const hash of ours.frontier)
    await eachBit(hash, async () =>
      assert.deepEqual(await foundIn(a, (reader, found) => checkHead(scrubbed(a), reader, walk, found)), [
        { what: 'head', side: 'aaa' },
      ]),
    )
})

const BESIDE: { name: keyof EntryRow; flip: (row: EntryRow) => Partial<EntryRow> }[] = [
  { name: 'running', flip: (row) => ({ running: row.running ^ 1 }) },
  { name: 'time', flip: (row) => ({ time: row.time ^ 64 }) },
  { name: 'kind', flip: () => ({ kind: 'opened' }) },
  { name: 'dossier', flip: (row) => ({ dossier: row.dossier && row.leaf }) },
]

for (const { name, flip } of BESIDE)
  test(`LOG a ${name} beside a header that is not what the header says is found`, async () => {
    const { entries } = rowsOf(a).logs.theirs
    const at = entries.findIndex(({ kind }) => kind === 'act')
    const row = entries[at] ?? assert.fail()
    entries[at] = { ...row, ...flip(row) }
    assert.deepEqual(await walked(a, 'bbb'), [{ what: 'columns', side: 'bbb', index: at, leaf: row.leaf }])
    entries[at] = row
  })

test('LOG an entry that was changed with its leaf, or with its leaf and its place in the tree, is found', async () => {
  const { entries, nodes } = rowsOf(a).logs.ours
  const row = entries[2] ?? assert.fail()
  const bytes = row.bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte))
  const { leafHash, fromHex } = await import('@counterpart/protocol')
  const leaf = leafHash(bytes)
  entries[2] = { ...row, bytes, leaf }
  assert.deepEqual(await walked(a, 'aaa'), [{ what: 'header', side: 'aaa', index: 2, leaf: row.leaf }])
  const node = nodes.get('1:0:2') ?? assert.fail()
  nodes.set('1:0:2', fromHex(leaf))
  const what = (await walked(a, 'aaa')).map((one) => one.what)
  assert.ok(what.includes('tree'), what.join())
  nodes.set('1:0:2', node)
  entries[2] = row
  assert.deepEqual(await walked(a, 'aaa'), [])
})

test('LOG every flipped bit of a fold is found where it is read', async () => {
  const { dossiers, version } = rowsOf(a)
  const [[id = '', stored = ''] = []] = [...dossiers.values(version)]
  await eachBitOf(stored, async (flipped) => {
    dossiers.set(id, flipped, version)
    await assert.rejects(
      a.store.read(RELATION, (reader) => reader.dossier(id)),
      { code: 'entry-damaged' },
    )
  })
  dossiers.set(id, stored, version)
})
