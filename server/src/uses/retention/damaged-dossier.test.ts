/** What is damaged keeps only itself from its end. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { passOver } from '../../scrub/_scrubbed.ts'
import { MemoryUploads } from '../../store/memory/uploads.ts'
import { type PostgresHarness, postgresHarness } from '../../store/postgres/_harness.ts'
import { damagedAt } from '../_damaged.ts'
import { memoryFolder } from '../_file-folder.ts'
import { closed, DAY, ends, PAPER, passTo, read, states, time, two } from '../_retained.ts'
import { RELATION, request, talk } from '../_talk.ts'
import { officer, pass } from '../_world.ts'
import { newFileKeep } from '../file/file-keep.ts'
import { record } from '../record/record.ts'
import { destroyAgain } from './destroy-again.ts'

let harness: PostgresHarness
before(async () => {
  harness = await postgresHarness()
})
after(() => harness?.close())

const keep = () =>
  newFileKeep({ folder: memoryFolder(), uploads: new MemoryUploads(), most: 2 ** 31, scanner: null })

test('RETENTION-2 dossiers in which a row is damaged keep no other from its end, and each is told by its name', async () => {
  const [a, b] = await two({ store: harness.store, files: keep() }, { files: keep() })
  const [header, fold, stayed, paper] = [
    await closed(a, b),
    await closed(a, b),
    await closed(a, b),
    await closed(a, b, { paper: PAPER }),
  ]
  const sound = await closed(a, b)
  const { leaf: stay } = await record(a.node, a.relation(RELATION), {
    kind: 'stay',
    request: request(),
    author: officer('aaa', 'legal-reviewer'),
    dossier: stayed,
    until: a.time.now + DAY,
    ground: 'court',
    reference: 'invented',
  })
  await passTo((await ends(a, sound)).ends[0]?.at ?? 0, a, b)
  const damage = async () => {
    await harness.damage(RELATION, 'header', header)
    await harness.damage(RELATION, 'part', stay)
    await harness.damage(RELATION, 'part', paper)
  }
  await damage()
  await harness.damage(RELATION, 'fold', fold)
  await time(a)
  const over = ['person destroyed', 'content held']
  assert.deepEqual(await states(a, sound), over)
  assert.deepEqual(await states(a, paper), ['person held', 'content held'])
  const told = await read(a, (reader) => reader.incidents(10, ['entry-damaged']))
  const named = told.map(({ detail }) => (detail as { dossier?: string }).dossier)
  assert.deepEqual(named.toSorted(), [header, fold, stayed, paper].toSorted())
  // The bits are as they were written again.
  await damage()
  pass(DAY, a, b)
  await talk(a, b)
  await time(a)
  for (const dossier of [header, stayed, paper])
    assert.equal((await states(a, dossier))[0], 'person destroyed')
})

test('RETENTION-14 what is damaged keeps nothing else from being destroyed again, with its file', async () => {
  const [a, b] = await two({ files: keep() }, { files: keep() })
  const dossiers: string[] = []
  while (dossiers.length < 3) dossiers.push(await closed(a, b, { paper: PAPER }))
  const [header = '', part = '', sound = ''] = dossiers
  pass(((await ends(a, sound)).ends[0]?.at ?? 0) - a.time.now, a, b)
  const named = dossiers.map((leaf) => ({ leaf, name: 'person', record: leaf, time: 1, final: 1 }))
  await a.store.locked(RELATION, (writer) =>
    writer.putDeletions(named.map((one) => ({ ...one, side: 'bbb', why: 'time' }))),
  )
  a.node.store = damagedAt(a.node.store, new Set([`header ${header}`, `part ${part}`]))
  await destroyAgain(a.node, a.relation(RELATION), true)
  a.node.store = a.store
  const left = dossiers.map(async (dossier) => (await states(a, dossier))[0])
  assert.deepEqual(await Promise.all(left), ['person held', 'person destroyed', 'person destroyed'])
  const files = await read(a, (reader) => reader.files([part, sound]))
  assert.equal(files.get(sound)?.[0]?.state, 'destroyed')
})

test('RETENTION-4 what the other side names as destroyed and is damaged here holds back nothing that it says, and counts once it is mended', async () => {
  const [a, b] = await two()
  const notes: string[] = []
  let end = 0
  for (const dossier of [await closed(a, b), await closed(a, b)])
    for (const { leaf, name, at } of (await ends(b, dossier)).ends) {
      if (name !== 'content') continue
      notes.push(leaf)
      end = at ?? assert.fail()
    }
  await passTo(end, a, b)
  a.node.store = damagedAt(a.node.store, new Set([`header ${notes[0]}`]))
  await time(b)
  await talk(a, b)
  const named = async () => {
    const said = await read(a, (reader) => reader.deletions(notes))
    return notes.map((leaf) => said.get(leaf)?.map(({ side, name }) => `${side} ${name}`) ?? [])
  }
  assert.deepEqual(await named(), [[], ['bbb content']])
  a.node.store = a.store
  await passOver(a)
  assert.deepEqual(await named(), [['bbb content'], ['bbb content']])
})
