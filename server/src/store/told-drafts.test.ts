import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newEvents } from '../events.ts'
import { MemoryDrafts } from './memory/drafts.ts'
import { toldDrafts } from './told-drafts.ts'

test('whoever listens hears of a draft that was stored or ended, and of none that was not', async () => {
  const kept = new MemoryDrafts()
  let fails = false
  const { putDraft } = kept
  kept.putDraft = async (draft) => {
    if (fails) throw new Error('the disk is full')
    await putDraft.call(kept, draft)
  }
  const events = newEvents()
  const heard: unknown[] = []
  events.listen((event) => heard.push([event.kind, event.relation]))
  const drafts = toldDrafts(kept, events)
  const draft = { id: 'one', relation: 'here', dossier: null, command: {}, by: 'x', created: 1 }
  await drafts.putDraft(draft)
  assert.equal(await drafts.declineDraft('one', {}, 2), true)
  assert.equal(await drafts.declineDraft('one', {}, 2), false)
  assert.equal(await drafts.endDraft('one', 'withdrawn', 3), true)
  assert.equal(await drafts.endDraft('one', 'lapsed', 4), false)
  fails = true
  await assert.rejects(drafts.putDraft({ ...draft, id: 'two' }))
  assert.deepEqual(heard, Array(3).fill(['changed', 'here']))
})
