import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newEvents } from '../events.ts'
import type { DraftRow, DraftStore } from './drafts.ts'
import { toldDrafts } from './told-drafts.ts'

test('whoever listens hears of a draft that was stored or ended, and of none that was not', async () => {
  const rows = new Map<string, DraftRow>()
  let fails = false
  const kept: DraftStore = {
    async putDraft(draft) {
      if (fails) throw new Error('the disk is full')
      rows.set(draft.id, { ...draft, state: 'open' })
    },
    draft: async (id) => rows.get(id) ?? null,
    openDrafts: async () => [...rows.values()],
    async endDraft(id, state) {
      const row = rows.get(id)
      if (row?.state !== 'open') return false
      rows.set(id, { ...row, command: null, state })
      return true
    },
  }
  const events = newEvents()
  const heard: unknown[] = []
  events.listen((event) => heard.push([event.kind, event.relation, rows.get('one')?.state]))
  const drafts = toldDrafts(kept, events)
  const draft = { id: 'one', relation: 'here', dossier: null, command: {}, by: 'x', created: 1 }
  await drafts.putDraft(draft)
  assert.equal(await drafts.endDraft('one', 'approved'), true)
  assert.equal(await drafts.endDraft('one', 'withdrawn'), false)
  fails = true
  await assert.rejects(drafts.putDraft({ ...draft, id: 'two' }))
  assert.deepEqual(heard, [
    ['changed', 'here', 'open'],
    ['changed', 'here', 'approved'],
  ])
})
