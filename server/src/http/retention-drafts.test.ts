/** Recalls and stays that wait for a second person. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { Role } from '@counterpart/casework'
import { type NodeCode, NodeError } from '../errors.ts'
import { ROWS, testApp } from './_app.ts'
import { draftCalls } from './_draft-calls.ts'
import { approversOf } from './officer/command.ts'
import type { Kept } from './officer/draft-open.ts'

const world = await testApp()
after(() => world.app.close())
const { dossier, post, submit, approve, drafts } = draftCalls(world)

test('RETENTION-12 a recall waits as a draft for a second officer, who may not be its author or anybody without the role', async () => {
  const [author, other] = [await world.as('legal-reviewer-vnm-mps'), await world.as('approver-vnm-mps')]
  const request = randomUUID()
  const said = { parts: ['content'], ground: 'wrong', reason: 'another one is meant' }
  const recall = () => post(`/api/dossiers/${dossier}/recall`, { request, on: dossier, ...said }, author)
  const before = world.uses.recorded.length
  for (let time = 0; time < 2; time++)
    assert.deepEqual((await recall()).json(), { kind: 'drafted', draft: request })
  const [seen] = await drafts(other)
  assert.deepEqual([seen.recall, seen.on, seen.act, seen.mayApprove], [said, dossier, null, true])
  assert.equal((await approve(request, author)).json().error.code, 'same-officer')
  for (const persona of ['secretary-vnm-mps', 'duty-officer-vnm-mps', 'overseer-vnm-mps'])
    assert.equal((await approve(request, await world.as(persona))).json().error.code, 'not-allowed', persona)
  assert.equal(world.uses.recorded.length, before)
  const row = await world.accounts.officer('legal-reviewer-vnm-mps')
  assert.ok(row)
  await world.accounts.putOfficer({ ...row, roles: ['secretary'] })
  assert.equal((await approve(request, other)).json().error.code, 'not-allowed', 'who may recall no more')
  await world.accounts.putOfficer(row)
  const looked = () =>
    world.access.rows.filter(
      ({ officer, action, kind, resource }) =>
        officer === 'approver-vnm-mps' && action === 'read' && kind === 'dossier' && resource === dossier,
    ).length
  const times = looked()
  const first = await approve(request, other)
  assert.equal(first.json().kind, 'recorded', first.body)
  assert.equal(looked(), times + 1, 'whoever approves that something is destroyed has read it, and is noted')
  assert.deepEqual((await recall()).json(), first.json())
  const [done, ...more] = world.uses.recorded.slice(before)
  assert.deepEqual([done?.officer, done?.approver, more], [row.id, 'approver-vnm-mps', []])
})

test('RETENTION-8 a stay that is to end earlier waits as a draft for a second officer; one that is longer does not', async () => {
  const [author, other] = [await world.as('legal-reviewer-vnm-mps'), await world.as('approver-vnm-mps')]
  const said = { ground: 'court', reference: 'invented court 7/1' }
  const stay = (request: string, until: number) =>
    post(`/api/dossiers/${dossier}/stay`, { request, until, ...said }, author)
  assert.equal((await stay(randomUUID(), 1_900_000_000)).json().kind, 'recorded')
  assert.equal((await stay(randomUUID(), 1_900_000_001)).json().kind, 'recorded')
  const before = world.uses.recorded.length
  const request = randomUUID()
  for (let time = 0; time < 2; time++)
    assert.deepEqual((await stay(request, 0)).json(), { kind: 'drafted', draft: request })
  const [seen] = await drafts(other)
  assert.deepEqual(
    [seen.stay, seen.recall, seen.act, seen.mayApprove],
    [{ until: 0, ...said }, null, null, true],
  )
  assert.equal((await approve(request, author)).json().error.code, 'same-officer')
  assert.equal((await approve(request, await world.as('secretary-vnm-mps'))).json().error.code, 'not-allowed')
  assert.equal(world.uses.recorded.length, before)
  const first = await approve(request, other)
  assert.equal(first.json().kind, 'recorded', first.body)
  assert.deepEqual((await stay(request, 0)).json(), first.json())
  const [done, ...more] = world.uses.recorded.slice(before)
  const by = [done?.command.kind, done?.officer, done?.approver]
  assert.deepEqual([by, more], [['stay', 'legal-reviewer-vnm-mps', 'approver-vnm-mps'], []])
  assert.equal(done?.command.kind === 'stay' && done.command.over, 1_900_000_001)
})

test('RETENTION-8 a draft that shortens a stay is outdated once another one stands', async () => {
  const [author, other] = [await world.as('legal-reviewer-vnm-mps'), await world.as('approver-vnm-mps')]
  const stay = (request: string, until: number) =>
    post(
      `/api/dossiers/${dossier}/stay`,
      { request, until, ground: 'court', reference: 'invented court 7/2' },
      author,
    )
  const outdated = async (id: string) =>
    (await drafts(other)).find((draft: { id: string }) => draft.id === id)?.outdated
  const request = randomUUID()
  assert.equal((await stay(randomUUID(), 1_900_000_002)).json().kind, 'recorded')
  await stay(request, 0)
  assert.equal(await outdated(request), false)
  await stay(randomUUID(), 1_900_000_003)
  assert.equal(await outdated(request), true)
  await world.call({ method: 'DELETE', url: `/api/drafts/${request}` }, author)
  // As a former version kept it.
  const row = await world.context.drafts.draft(request)
  const former = { ...(row ?? assert.fail()), id: randomUUID(), dossier }
  const command = { kind: 'stay', request: former.id, dossier, until: 0, ground: 'court', reference: 'x' }
  const office = 'vnm-mps'
  await world.context.drafts.putDraft({ ...former, command: { command, office } })
  assert.equal(await outdated(former.id), true)
  assert.equal((await approve(former.id, other)).json().error?.code, 'look-again')
  await world.call({ method: 'DELETE', url: `/api/drafts/${former.id}` }, author)
})

test('a stay and an act that wait in what cannot be read are listed with the drafts of all others', async () => {
  const [author, other] = [await world.as('legal-reviewer-vnm-mps'), await world.as('approver-vnm-mps')]
  const [stays, acts] = [randomUUID(), randomUUID()]
  const said = { until: 0, ground: 'court', reference: 'invented court 7/4' }
  await post(`/api/dossiers/${dossier}/stay`, { request: stays, ...said }, author)
  await submit(acts, author)
  const { ownStay, standsAt, answeredGates, facts } = world.uses
  const listed = async () => {
    const all: { id: string; outdated: boolean }[] = await drafts(other)
    return [stays, acts].map((draft) => all.find(({ id }) => id === draft)?.outdated)
  }
  const refuse = (code: NodeCode) => {
    const refused = () => Promise.reject(new NodeError({ code }))
    Object.assign(world.uses, { ownStay: refused, standsAt: refused, answeredGates: refused })
  }
  for (const code of ['entry-damaged', 'dossier-too-large'] as const) {
    refuse(code)
    assert.deepEqual(await listed(), [false, false], code)
    // Whose a draft is stands in its dossier too: those elsewhere are listed all the same.
    const elsewhere = randomUUID()
    const row = (await world.context.drafts.draft(acts)) ?? assert.fail()
    const { command, office } = row.command as Kept
    const moved = { command: { ...command, request: elsewhere, dossier: ROWS.north.id }, office }
    await world.context.drafts.putDraft({ ...row, id: elsewhere, dossier: ROWS.north.id, command: moved })
    world.uses.facts = (ids) => (ids.includes(dossier) ? Promise.reject(new NodeError({ code })) : facts(ids))
    assert.deepEqual(await listed(), [undefined, undefined], code)
    assert.ok((await drafts(other)).some(({ id }: { id: string }) => id === elsewhere))
    world.uses.facts = facts
    await world.call({ method: 'DELETE', url: `/api/drafts/${elsewhere}` }, author)
  }
  refuse('line-down')
  const failed = await world.call({ url: '/api/drafts' }, other)
  Object.assign(world.uses, { ownStay, standsAt, answeredGates })
  assert.equal(failed.json().error?.code, 'line-down')
  for (const id of [stays, acts]) await world.call({ method: 'DELETE', url: `/api/drafts/${id}` }, author)
})

test('RETENTION-8 a stay that waits for a second person is no one person’s once it would take none any more', async () => {
  const author = await world.as('legal-reviewer-vnm-mps')
  const request = randomUUID()
  const stay = () =>
    post(
      `/api/dossiers/${ROWS.gate.id}/stay`,
      { request, until: 0, ground: 'court', reference: 'invented 7/3' },
      author,
    )
  const { retain } = world.uses
  world.uses.retain = () => Promise.reject(new NodeError({ code: 'needs-approval' }))
  assert.deepEqual((await stay()).json(), { kind: 'drafted', draft: request })
  world.uses.retain = () => assert.fail('recorded of one person alone')
  assert.deepEqual((await stay()).json(), { kind: 'drafted', draft: request })
  world.uses.retain = retain
  await world.call({ method: 'DELETE', url: `/api/drafts/${request}` }, author)
})

test('RETENTION-12 a recall in what a procedure closes is approved by the head of protection too, and elsewhere it is not', async () => {
  const { uses } = world.context
  const approvers = async (readers: Role[]) => {
    const procedure = { ...(uses.procedure(ROWS.gate.digest) ?? assert.fail()), readers }
    const context = { ...world.context, uses: { ...uses, procedure: () => procedure } }
    const command = { kind: 'stay', dossier, request: '', until: 0, ground: 'court', reference: '' } as const
    return (await approversOf(context, command)).approvers
  }
  assert.deepEqual(await approvers([]), ['approver', 'legal-reviewer'])
  assert.deepEqual(await approvers(['protection-officer']), ['approver', 'legal-reviewer', 'protection-lead'])
})

test('what is said for a recall or a stay holds no sign that nobody sees: what is approved reads as it is', async () => {
  const author = await world.as('legal-reviewer-vnm-mps')
  const at = `/api/dossiers/${dossier}`
  for (const words of ['wrong \u202e(invented)', '\u2066x', 'a\nb', '\u200b']) {
    const recall = { on: dossier, parts: ['content'], ground: 'wrong', reason: words }
    const stay = { until: 0, ground: 'court', reference: words }
    for (const [path, body] of [
      ['recall', recall],
      ['stay', stay],
    ] as const) {
      const answer = await post(`${at}/${path}`, { request: randomUUID(), ...body }, author)
      assert.equal(answer.json().error?.code, 'bad-value', JSON.stringify([path, words]))
    }
  }
})

test('what a recall that waits would destroy is not recalled a second time, until it was taken back', async () => {
  const author = await world.as('legal-reviewer-vnm-mps')
  const recall = async (parts: string[], on = dossier) => {
    const request = randomUUID()
    const said = { ground: 'wrong', reason: 'another one is meant' }
    const answer = await post(`/api/dossiers/${dossier}/recall`, { request, on, parts, ...said }, author)
    return { request, code: answer.json().error?.code ?? answer.json().kind }
  }
  const tries = await Promise.all([recall(['content', 'person']), recall(['person'])])
  assert.deepEqual(tries.map(({ code }) => code).sort(), ['drafted', 'recall-drafted'])
  assert.equal((await recall(['person'])).code, 'recall-drafted')
  const others = [await recall(['other']), await recall(['person'], ROWS.gate.id)]
  for (const { code } of others) assert.equal(code, 'drafted')
  for (const { request, code } of [...tries, ...others])
    if (code === 'drafted') await world.call({ method: 'DELETE', url: `/api/drafts/${request}` }, author)
  const again = await recall(['person'])
  assert.equal(again.code, 'drafted')
  const reason = { reason: 'It is right.' }
  const no = await post(`/api/drafts/${again.request}/decline`, reason, await world.as('approver-vnm-mps'))
  assert.equal(no.statusCode, 200, no.body)
  const anew = await recall(['person'])
  assert.equal(anew.code, 'drafted', 'one that was declined waits for nobody')
  for (const { request } of [again, anew])
    await world.call({ method: 'DELETE', url: `/api/drafts/${request}` }, author)
})
