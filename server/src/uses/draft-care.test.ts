import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryDrafts } from '../store/memory/drafts.ts'
import { closed, two } from './_retained.ts'
import { RELATION } from './_talk.ts'
import { careForDrafts } from './draft-care.ts'

test('a draft goes with what is destroyed in its dossier, and a recall only when nothing is left of what it says is wrong', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const drafts = new MemoryDrafts()
  const put = (id: string, command: object) =>
    drafts.putDraft({ id, relation: RELATION, dossier, command: { command }, by: 'one', created: 5 })
  await put('act', { kind: 'act', act: 'note' })
  await put('recall', { kind: 'recall', on: dossier, parts: ['person'] })
  const open = async () => {
    await careForDrafts(a.node, drafts)
    return (await drafts.openDrafts(RELATION)).map(({ id }) => id).sort()
  }
  const say = (name: string) =>
    a.node.store.locked(RELATION, (writer) =>
      writer.putDeletions([
        { leaf: dossier, name, side: 'aaa', record: dossier, time: 6, final: 7, why: 'time' },
      ]),
    )
  assert.deepEqual(await open(), ['act', 'recall'])
  await say('content')
  assert.deepEqual(await open(), ['recall'])
  await say('person')
  assert.deepEqual(await open(), [])
})
