/** What somebody who was stopped, or somebody else, left at a node before a record is entered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PublicRecord } from '@counterpart/record'
import { inventedRecord, type Nodes, startNodes } from './_nodes.ts'
import { draftsLeft, type Pair } from './deed.ts'
import { EnterError, type Entered, enter } from './enter.ts'
import { type Persona, RefusedError, signIn } from './persona.ts'
import { type View, viewOf } from './view.ts'

const record = await inventedRecord()
type Items = PublicRecord['items']

async function load(
  nodes: Nodes,
  { items = record.items, seated = (pair: Pair, _side: string): Pair | Promise<Pair> => pair } = {},
): Promise<Entered> {
  const pairs = new Map<string, Pair>()
  for (const side of nodes.parties) pairs.set(side, await seated(await nodes.pair(side), side))
  return enter({ record: { ...record, items }, pairs, progress: () => undefined })
}

/** Stops before anything of one item is approved; `written` may change what is drafted of it. */
function stoppedAt(item: string, written = (body: Record<string, unknown>) => body) {
  const requests = new Set<unknown>()
  const drafting = (persona: Persona): Persona => ({
    id: persona.id,
    call: (method, path, given) => {
      const body = given as { request: string; fields: Record<string, unknown> } | undefined
      if (method !== 'POST' || body?.fields?.['record-id'] !== item) return persona.call(method, path, given)
      requests.add(body.request)
      return persona.call(method, path, written(body))
    },
  })
  const approving = (persona: Persona): Persona => ({
    id: persona.id,
    call: async (method, path, body) => {
      if (path.endsWith('/approve') && requests.has((body as { request: string }).request))
        throw new RefusedError({ status: 0, code: 'stopped', path })
      return persona.call(method, path, body)
    },
  })
  return ({ drafter, approver }: Pair): Pair => ({
    drafter: drafting(drafter),
    approver: approving(approver),
  })
}

/** Another officer of the same ministry writes. */
async function othersAt(nodes: Nodes, { drafter, approver }: Pair, side: string): Promise<Pair> {
  const id = drafter.id.replace(/secretary$/, 'contact-point')
  assert.notEqual(id, drafter.id)
  return { drafter: await signIn(nodes.urls.get(side) ?? new URL('http://none.localhost'), id), approver }
}

async function viewIn(nodes: Nodes, entered: Entered, item: string): Promise<View> {
  const { drafter } = await nodes.pair(nodes.parties[0])
  const view = await viewOf(drafter, entered.dossiers.get(item) ?? '')
  assert.ok(view)
  return view
}

async function allDrafts(nodes: Nodes) {
  const all = await Promise.all(nodes.parties.map(async (side) => draftsLeft(await nodes.pair(side))))
  return all.flatMap((drafts) => [...drafts.values()])
}

async function isWhole(nodes: Nodes): Promise<void> {
  for (const side of nodes.parties)
    assert.deepEqual(
      (await nodes.rows(side)).map((row) => row.record),
      record.items.map(({ id }) => id).sort(),
    )
  assert.deepEqual(await allDrafts(nodes), [])
}

function changed(id: string, change: Partial<Items[number]>): Items {
  return record.items.map((one) => (one.id === id ? { ...one, ...change } : one))
}

test('a draft from before the item was corrected is not approved, whatever of it was corrected', async () => {
  for (const [item, before] of [
    ['more-boats', { under: ['second-conference'] }],
    ['boats-stopped', { level: 'gate' }],
  ] as const) {
    await using nodes = await startNodes(record)
    const items = changed(item, before as Partial<Items[number]>)
    await assert.rejects(load(nodes, { items, seated: stoppedAt(item) }), EnterError)
    assert.equal((await allDrafts(nodes)).length, 1)
    const entered = await load(nodes)
    assert.deepEqual(entered.differing, [])
    const view = await viewIn(nodes, entered, item)
    assert.equal(view.level, 'ministry')
    const under = record.items.find(({ id }) => id === item)?.under ?? []
    assert.deepEqual(
      view.under.map(({ dossier }) => dossier),
      under.map((id) => entered.dossiers.get(id)),
    )
    await isWhole(nodes)
  }
})

test('a draft that was sent away does not keep another officer from entering the same', async () => {
  await using nodes = await startNodes(record)
  await assert.rejects(load(nodes, { seated: stoppedAt('boats-stopped') }), EnterError)
  const [draft, ...others] = await allDrafts(nodes)
  assert.ok(draft)
  assert.deepEqual(others, [])
  const { approver } = await nodes.pair(nodes.parties[0])
  await approver.call('POST', `/api/drafts/${draft.id}/decline`, { reason: 'Another one enters it.' })
  const entered = await load(nodes, { seated: (pair, side) => othersAt(nodes, pair, side) })
  assert.deepEqual(entered.differing, [])
  await isWhole(nodes)
})

test("another officer's draft is approved where it says the same, and sent away where it does not", async () => {
  for (const value of [12, 99]) {
    await using nodes = await startNodes(record)
    const written = (body: Record<string, unknown>) => ({
      ...body,
      fields: { ...(body.fields as Record<string, unknown>), value },
    })
    await assert.rejects(load(nodes, { seated: stoppedAt('boats-stopped', written) }), EnterError)
    const [draft] = await allDrafts(nodes)
    assert.equal(draft?.fields.value, value)
    const entered = await load(nodes, { seated: (pair, side) => othersAt(nodes, pair, side) })
    assert.equal((await viewIn(nodes, entered, 'boats-stopped')).fields.value, 12)
    await isWhole(nodes)
  }
})
