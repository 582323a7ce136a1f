import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directoryOf } from '../directory.ts'
import { NodeError } from '../errors.ts'
import type { Officer, Sight } from '../http/ports.ts'
import type { DeskView } from '../http/schema/dossier.ts'
import { makeQuestion } from '../outbound/exchange.ts'
import type { CheckpointRow, Writer } from '../store/store.ts'
import { damaged, damagedHeader } from '../uses/_damaged.ts'
import { act, agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { desk } from './desk.ts'
import { dossierView } from './dossier.ts'
import { look } from './look.ts'
import { proofFile } from './proof-of.ts'
import { registerPage } from './register.ts'

const name = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }
const office = (side: string) => ({
  code: `${side}-office`,
  side,
  level: 'ministry' as const,
  name,
  faces: [side === 'aaa' ? 'bbb-office' : 'aaa-office'],
})
const OFFICER: Officer = {
  id: 'x',
  name: 'Invented',
  side: 'bbb',
  office: office('bbb'),
  roles: ['duty-officer'],
}
const SIGHT: Sight = { offices: null, sees: () => true }

async function answerer(): Promise<{ a: Side; b: Side; leaves: string[] }> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  b.node.directory = directoryOf([office('aaa'), office('bbb')])
  await agree(a, b)
  const leaves: string[] = []
  for (const title of ['one', 'two', 'three']) leaves.push((await ask(a, title)).leaf)
  await talk(a, b)
  return { a, b, leaves }
}

const relationOf = (side: Side) => side.relation(RELATION)
const shown = (side: Side, id: string) =>
  look(side.node, relationOf(side), (at) => dossierView(at, id, OFFICER, SIGHT, 'somebody'))

test('LOG one damaged entry leaves every list as it is: its row says so, and its own page shows which entry it is', async () => {
  const { b, leaves } = await answerer()
  const [, second = ''] = leaves
  const page = async (view: DeskView) => (await desk(b.node, { view }, OFFICER, SIGHT)).rows
  const before = await page('mine')
  assert.equal(before.length, 3)
  const sound = b.node.store
  b.node.store = damagedHeader(sound, second)
  const id = before.find((row) => row.title === 'two')?.id ?? assert.fail()
  for (const view of ['mine', 'office', 'all'] as const) {
    const rows = await page(view)
    for (const row of rows) assert.equal(row.damaged, row.id === id)
  }
  assert.deepEqual(
    (await page('mine')).filter((row) => row.id !== id),
    before.filter((row) => row.id !== id),
  )
  const shownPage = await shown(b, id)
  assert.equal(shownPage?.damaged, true)
  assert.deepEqual(
    shownPage?.rungs.map(({ kind, leaf, fields }) => [kind, leaf, fields]),
    [['damaged', second, {}]],
  )
  for (const row of before) if (row.id !== id) assert.equal((await shown(b, row.id))?.rungs.length, 1)
  b.node.store = sound
  assert.deepEqual(await page('mine'), before)
  const told = await sound.read(RELATION, (reader) => reader.incidents())
  assert.equal(told.filter(({ code }) => code === 'entry-damaged').length, told.length)
  assert.ok(told.some(({ detail }) => (detail as { dossier?: string }).dossier === id))
})

test('LOG what is damaged among the newest entries is told, and keeps nobody from the desk', async () => {
  const { b } = await answerer()
  b.node.store = damaged(b.node.store, () => ({
    tail: () => Promise.reject(new NodeError({ code: 'entry-damaged' })),
  }))
  assert.equal((await desk(b.node, { view: 'mine' }, OFFICER, SIGHT)).rows.length, 3)
  const told = await b.store.read(RELATION, (reader) => reader.incidents(9, ['entry-damaged']))
  assert.equal(told.length, 1)
})

test('LOG a dossier in which one body is damaged shows all the rest, and which entry that is', async () => {
  const { a, b, leaves } = await answerer()
  const [leaf = ''] = leaves
  const id = (await b.store.read(RELATION, (reader) => reader.entryByLeaf(leaf)))?.dossier ?? ''
  await act(b, id, 'answer', { on: leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  const before = await shown(b, id)
  const lost = before?.rungs.find(({ act: name }) => name === 'answer')?.leaf ?? assert.fail()
  b.node.store = damaged(b.node.store, (writer) => ({
    async parts(asked) {
      if (asked.includes(lost)) throw new NodeError({ code: 'entry-damaged' })
      return writer.parts(asked)
    },
    async storedParts(of) {
      const parts = await writer.storedParts(of)
      return of === lost ? parts.map(({ name: part }) => ({ name: part, state: 'damaged' })) : parts
    },
  }))
  const after = await shown(b, id)
  assert.equal(after?.damaged, true)
  assert.equal(after?.rungs.length, before?.rungs.length)
  for (const [at, rung] of (after?.rungs ?? []).entries()) {
    if (rung.leaf !== lost) assert.deepEqual(rung, before?.rungs[at])
    else
      assert.deepEqual(
        [rung.act, rung.fields, rung.parts],
        ['answer', {}, [{ name: 'kept', state: 'damaged', ends: null, copies: [], late: [] }]],
      )
  }
})

test('LOG the register shows which entry is damaged, and the others in their order', async () => {
  const { b, leaves } = await answerer()
  const page = () => look(b.node, relationOf(b), (at) => registerPage(at, { relation: RELATION }))
  const before = await page()
  const index = before.entries.find((entry) => entry.leaf === leaves[1])?.index
  b.node.store = damagedHeader(b.node.store, leaves[1] ?? '')
  const after = await page()
  const nothing = { leaf: null, kind: 'damaged', act: null, dossier: null, time: null, settled: null }
  assert.deepEqual(
    after.entries,
    before.entries.map((entry) => (entry.leaf === leaves[1] ? { side: 'aaa', index, ...nothing } : entry)),
  )
})

/** One character of a signature is another. */
const flipped = (lines: string) =>
  lines.replace(/(— \S+ .{20})(.)/, (_, before: string, at: string) => `${before}${at === 'A' ? 'B' : 'A'}`)

const DAMAGES: Record<string, (writer: Writer) => Partial<Writer>> = {
  checkpoint: (writer) => checkpoints(writer, (row) => ({ ...row, note: flipped(row.note) })),
  'size of a checkpoint': (writer) => checkpoints(writer, (row) => ({ ...row, size: row.size + 1 })),
  cosignature: (writer) =>
    checkpoints(writer, (row) => ({ ...row, cosignature: row.cosignature && flipped(row.cosignature) })),
  'tree node': (writer) => ({
    nodes: async (...asked) =>
      (await writer.nodes(...asked)).map((hash) => hash.map((byte, at) => (at === 5 ? byte ^ 16 : byte))),
  }),
}

function checkpoints(writer: Writer, flip: (row: CheckpointRow) => CheckpointRow): Partial<Writer> {
  const read = (row: CheckpointRow | null) => row && flip(row)
  return {
    checkpointFrom: async (...asked) => read(await writer.checkpointFrom(...asked)),
    lastCheckpoint: async (...asked) => read(await writer.lastCheckpoint(...asked)),
  }
}

for (const [name, instead] of Object.entries(DAMAGES))
  test(`LOG a damaged ${name} is handed out in no proof and no message`, async () => {
    const { b, leaves } = await answerer()
    const prove = () =>
      look(b.node, relationOf(b), async (at) => {
        const row = await at.reader.entryByLeaf(leaves[1] ?? '')
        return proofFile(at, row ?? assert.fail(), 'proof')
      })
    const question = () => makeQuestion(b.node, relationOf(b), new Uint8Array(16))
    await prove()
    await question()
    b.node.store = damaged(b.node.store, instead)
    await assert.rejects(prove(), { code: 'entry-damaged' })
    if (name !== 'tree node') await assert.rejects(question(), { code: 'entry-damaged' })
  })
