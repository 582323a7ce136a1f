/** What one side wrote wrongly, recalled by two of its officers: from the first one's page to the counterpart's. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type Connection, good } from '../../client/src/index.ts'
import { agree, approved, digests, dossierOf, en, signedIn, until } from './_agreed.ts'
import { type Pair, RELATION, startPair } from './_pair.ts'
import { tick } from './uses/tick.ts'

let pair: Pair
let reviewer: Connection
let approver: Connection
let reader: Connection

before(async () => {
  pair = await startPair()
  reviewer = await signedIn(pair, 'vnm', 'legal-reviewer')
  approver = await signedIn(pair, 'vnm', 'approver')
  reader = await signedIn(pair, 'chn', 'secretary')
  await agree(pair)
})
after(() => pair[Symbol.asyncDispose]())

async function letter(): Promise<string> {
  const writer = await signedIn(pair, 'vnm', 'secretary')
  const digest = (await digests(writer)).find((one) => one.procedure === 'correspondence')?.digest ?? ''
  const fields = {
    subject: en('A letter (invented)'),
    kind: 'letter',
    'letter-number': '18/BCA',
    'letter-year': 2023,
    'letter-date': { date: '2023-06-25' },
    'letter-text': en('What should not have been written (invented)'),
  }
  const at = { to: 'chn-ministry', level: 'ministry', handling: 'H1' } as const
  const body = {
    request: randomUUID(),
    relation: RELATION,
    procedure: digest,
    act: 'send-letter',
    ...at,
    fields,
  }
  const { dossier } = await approved(approver, await good(writer.api.POST('/api/dossiers', { body })))
  await until(() => dossierOf(reader, dossier).catch(() => null))
  return dossier
}

function recall(dossier: string, parts: string[], request: string = randomUUID()) {
  const said = { on: dossier, parts, ground: 'wrong', reason: 'another letter is meant' } as const
  const params = { path: { id: dossier } }
  const body = { request, ...said }
  return good(reviewer.api.POST('/api/dossiers/{id}/recall', { params, body }))
}

/** As it stands before the second officer. */
async function drafted(dossier: string, parts: string[]) {
  assert.equal((await recall(dossier, parts)).kind, 'drafted')
  const waiting = await good(approver.api.GET('/api/drafts'))
  return waiting.find((draft) => draft.dossier === dossier) ?? assert.fail('no draft')
}

/** Of the part of the letter: how it stands here, and whose copy is destroyed. */
async function textOf(connection: Connection, dossier: string): Promise<string> {
  const { rungs } = await dossierOf(connection, dossier)
  const part = rungs.find(({ leaf }) => leaf === dossier)?.parts.find(({ name }) => name === 'content')
  return [part?.state, ...(part?.copies ?? []).map(({ side, why }) => `${side} ${why}`)].join(', ')
}

const shown = async (connection: Connection, dossier: string) =>
  (await dossierOf(connection, dossier)).retention.recalls

/** What a node does once a day; here at once. */
async function destroy(): Promise<void> {
  for (const { running } of Object.values(pair.nodes))
    for (const relation of running.node.relations.values()) await tick(running.node, relation)
}

test('RETENTION-12 what one officer recalls leaves only when a second has approved it, and is then destroyed and shown on both sides', async () => {
  const dossier = await letter()
  await assert.rejects(recall(dossier, ['kept']), { code: 'bad-fields' })
  const { id, recall: asked } = await drafted(dossier, ['content'])
  assert.deepEqual(asked?.parts, ['content'])
  await destroy()
  for (const side of [reviewer, reader]) {
    assert.deepEqual(await shown(side, dossier), [])
    assert.equal(await textOf(side, dossier), 'held')
  }
  await assert.rejects(approved(reviewer, { kind: 'drafted', draft: id }), { code: 'same-officer' })
  const { leaf } = await approved(approver, { kind: 'drafted', draft: id })
  const there = await until(async () => (await shown(reader, dossier))[0])
  const said = { leaf, side: 'vnm', on: dossier, office: 'vnm-ministry', ground: 'wrong' }
  const { side, on, office, ground, parts, reason } = there
  assert.deepEqual({ leaf: there.leaf, side, on, office, ground }, said)
  assert.deepEqual([parts, reason], [['content'], 'another letter is meant'])
  await until(async () => {
    await destroy()
    const all = await Promise.all([reviewer, reader].map((one) => textOf(one, dossier)))
    return all.every((one) => one === 'destroying, chn recall, vnm recall')
  })
})

test('PROCEDURE-10 what a colleague records under the id of a draft is no approval of it, and takes it from nobody', async () => {
  const dossier = await letter()
  const request = randomUUID()
  const params = { path: { id: dossier } }
  const again = () => recall(dossier, ['content'], request)
  assert.deepEqual(await again(), { kind: 'drafted', draft: request })
  const colleague = await signedIn(pair, 'vnm', 'secretary')
  const { position } = await dossierOf(colleague, dossier)
  const fields = { message: en('Of something else (invented)') }
  const noted = () =>
    good(
      colleague.api.POST('/api/dossiers/{id}/acts', {
        params,
        body: { request, act: 'note', fields, position: position ?? '' },
      }),
    )
  const note = await noted()
  assert.equal(note.kind, 'recorded')
  const fate = () => good(reviewer.api.GET('/api/drafts/{id}', { params: { path: { id: request } } }))
  const { state, recorded } = await fate()
  assert.deepEqual([state, recorded], ['open', null])
  assert.deepEqual(await again(), { kind: 'drafted', draft: request })
  const done = await approved(approver, { kind: 'drafted', draft: request })
  assert.equal((await fate()).recorded?.leaf, done.leaf)
  assert.deepEqual([await again(), await noted()], [done, note])
  assert.deepEqual(
    (await shown(reviewer, dossier)).map(({ leaf }) => leaf),
    [done.leaf],
  )
})

test('ORDER-11 who acts on the page of a dossier in which something is stayed or recalled is let through', async () => {
  const dossier = await letter()
  const params = { path: { id: dossier } }
  const writer = await signedIn(pair, 'vnm', 'secretary')
  const note = async () => {
    const { position } = await dossierOf(writer, dossier)
    const said = { act: 'note', fields: { message: en('Of nobody (invented)') }, position }
    const body = { request: randomUUID(), ...said }
    return (await good(writer.api.POST('/api/dossiers/{id}/acts', { params, body }))).kind
  }
  const until = Math.floor(Date.now() / 1000) + 90 * 86_400
  const body = { request: randomUUID(), until, ground: 'court', reference: 'invented court 7/1' } as const
  assert.equal((await good(reviewer.api.POST('/api/dossiers/{id}/stay', { params, body }))).kind, 'recorded')
  assert.equal(await note(), 'recorded')
  await approved(approver, await recall(dossier, ['content']))
  assert.equal(await note(), 'recorded')
})
