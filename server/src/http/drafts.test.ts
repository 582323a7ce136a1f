import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { Role } from '@counterpart/casework'
import { type NodeCode, NodeError } from '../errors.ts'
import { ROWS, type Session, testApp } from './_app.ts'
import { RELATION } from './_fake-uses.ts'
import { approversOf } from './officer/command.ts'
import type { Kept } from './officer/draft-open.ts'

const world = await testApp()
after(() => world.app.close())
const json = { 'content-type': 'application/json' }
const dossier = ROWS.ministry.id

function post(url: string, body: unknown, session: Session) {
  return world.call({ method: 'POST', url, payload: JSON.stringify(body), headers: json }, session)
}
const end = (request: string) => ({ request, act: 'end', fields: {}, position: '1.1' })
const submit = (request: string, session: Session) =>
  post(`/api/dossiers/${dossier}/acts`, end(request), session)
const approve = (id: string, session: Session) =>
  post(`/api/drafts/${id}/approve`, { request: randomUUID() }, session)
const drafts = async (session: Session) => (await world.call({ url: '/api/drafts' }, session)).json()

test('an act that needs a second person waits as a draft until another officer approves it', async () => {
  const author = await world.as('secretary-vnm-mps')
  const approver = await world.as('approver-vnm-mps')
  const id = randomUUID()
  const before = world.uses.recorded.length
  assert.deepEqual((await submit(id, author)).json(), { kind: 'drafted', draft: id })
  assert.deepEqual((await submit(id, author)).json(), { kind: 'drafted', draft: id })
  assert.equal(world.uses.recorded.length, before)
  const [mine] = await drafts(author)
  assert.deepEqual([mine.id, mine.act, mine.mine, mine.mayApprove], [id, 'end', true, false])
  const [theirs] = await drafts(approver)
  assert.deepEqual([theirs.mine, theirs.mayApprove, theirs.dossier], [false, true, dossier])
  const first = await approve(id, approver)
  assert.equal(first.json().kind, 'recorded', first.body)
  assert.deepEqual(world.uses.recorded.at(-1)?.officer, 'secretary-vnm-mps')
  assert.deepEqual(world.uses.recorded.at(-1)?.approver, 'approver-vnm-mps')
  assert.deepEqual((await approve(id, approver)).json(), first.json())
  // The answer again is for whoever approved it: to others, also to those who may read the dossier, it is no draft any more.
  for (const persona of ['duty-officer', 'overseer', 'legal-reviewer', 'secretary']) {
    const session = persona === 'secretary' ? await world.as('both') : await world.as(`${persona}-vnm-mps`)
    const answer = await approve(id, session)
    assert.deepEqual([answer.statusCode, answer.json().error?.code], [409, 'draft-gone'], persona)
  }
  assert.deepEqual((await submit(id, author)).json(), first.json())
  assert.equal(world.uses.recorded.length, before + 1)
  assert.deepEqual(await drafts(approver), [])
})

test('a draft keeps what could be read when it was written', async () => {
  const author = await world.as('secretary-vnm-mps')
  const id = randomUUID()
  await submit(id, author)
  const row = await world.context.drafts.draft(id)
  const kept = row?.command as Kept | undefined
  assert.deepEqual(kept?.here, await world.uses.here(RELATION))
  await world.call({ method: 'DELETE', url: `/api/drafts/${id}` }, author)
})

test('a node that was stopped between recording and saying so takes nobody else for the approver', async () => {
  const author = await world.as('secretary-vnm-mps')
  const approver = await world.as('approver-vnm-mps')
  const second = await world.as('both')
  const stopped = async () => {
    const id = randomUUID()
    await submit(id, author)
    const { drafts: kept } = world.context
    const { endDraft } = kept
    kept.endDraft = () => Promise.reject(new Error('stopped'))
    assert.equal((await approve(id, approver)).statusCode, 500)
    kept.endDraft = endDraft
    return id
  }
  const before = world.uses.recorded.length
  const id = await stopped()
  const other = await approve(id, second)
  assert.deepEqual([other.statusCode, other.json().error?.code], [409, 'draft-gone'])
  assert.deepEqual((await approve(id, approver)).json().kind, 'recorded')
  assert.equal((await submit(await stopped(), author)).json().kind, 'recorded')
  const left = await stopped()
  for (const session of [author, approver])
    assert.deepEqual(
      (await drafts(session)).filter((one: { id: string }) => one.id === left),
      [],
      'what is recorded is offered to nobody to be written again',
    )
  const taken = await world.call({ method: 'DELETE', url: `/api/drafts/${await stopped()}` }, author)
  assert.equal(taken.json().error?.code, 'draft-gone', 'what is recorded is not taken back')
  assert.equal(world.uses.recorded.length, before + 4)
  const noted = world.access.rows.filter(({ action, resource }) => /^approve/.test(action) && resource === id)
  assert.deepEqual(
    noted.map(({ officer, action }) => `${officer} ${action}`),
    ['approver-vnm-mps approve', 'both approve-refused'],
  )
})

test('nobody approves an act of their own, whatever roles they hold', async () => {
  const both = await world.as('both')
  const id = randomUUID()
  await submit(id, both)
  const answer = await approve(id, both)
  assert.equal(answer.statusCode, 403)
  assert.equal(answer.json().error.code, 'same-officer')
  assert.equal((await world.call({ method: 'DELETE', url: `/api/drafts/${id}` }, both)).statusCode, 200)
  assert.equal((await approve(id, await world.as('approver-vnm-mps'))).json().error.code, 'draft-gone')
  assert.equal((await submit(id, both)).json().error.code, 'draft-gone')
})

test('who holds no approving role, or none there, does not approve', async () => {
  const author = await world.as('secretary-vnm-mps')
  const id = randomUUID()
  await submit(id, author)
  const cases: [string, string][] = [
    ['legal-reviewer-vnm-mps', 'not-allowed'],
    ['overseer-vnm-mps', 'not-allowed'],
    ['duty-officer-vnm-mps', 'not-allowed'],
    ['approver-vnm-gate', 'draft-gone'],
    ['approver-vnm-north', 'draft-gone'],
    ['administrator-vnm-mps', 'draft-gone'],
  ]
  for (const [persona, code] of cases) {
    const session = await world.as(persona)
    assert.equal((await approve(id, session)).json().error.code, code, persona)
    const discard = await world.call({ method: 'DELETE', url: `/api/drafts/${id}` }, session)
    assert.equal(discard.json().error.code, code, `discard ${persona}`)
  }
  assert.equal((await approve(id, author)).json().error.code, 'same-officer')
  assert.equal((await approve(id, await world.as('approver-vnm-mps'))).statusCode, 200)
})

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
  const { ownStay, standsAt } = world.uses
  const listed = async () => {
    const all: { id: string; outdated: boolean }[] = await drafts(other)
    return [stays, acts].map((draft) => all.find(({ id }) => id === draft)?.outdated)
  }
  const refuse = (code: NodeCode) => {
    const refused = () => Promise.reject(new NodeError({ code }))
    Object.assign(world.uses, { ownStay: refused, standsAt: refused })
  }
  for (const code of ['entry-damaged', 'dossier-too-large'] as const) {
    refuse(code)
    assert.deepEqual(await listed(), [false, false], code)
  }
  refuse('line-down')
  const failed = await world.call({ url: '/api/drafts' }, other)
  Object.assign(world.uses, { ownStay, standsAt })
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

test('of approving and taking back at the same moment one wins', async () => {
  const author = await world.as('secretary-vnm-mps')
  const approver = await world.as('approver-vnm-mps')
  for (let round = 0; round < 10; round++) {
    const id = randomUUID()
    await submit(id, author)
    const before = world.uses.recorded.length
    const [approved, discarded] = await Promise.all([
      approve(id, approver),
      world.call({ method: 'DELETE', url: `/api/drafts/${id}` }, author),
    ])
    assert.deepEqual([approved.statusCode, discarded.statusCode].sort(), [200, 409])
    assert.equal(world.uses.recorded.length - before, approved.statusCode === 200 ? 1 : 0)
  }
})

test('an author who moved or left has no act to be approved', async () => {
  const author = await world.as('secretary-vnm-mps')
  const approver = await world.as('approver-vnm-mps')
  const row = await world.accounts.officer('secretary-vnm-mps')
  assert.ok(row)
  const id = randomUUID()
  await submit(id, author)
  for (const changed of [
    { office: 'vnm-gate' },
    { validTo: world.now.seconds },
    { roles: ['overseer'] },
    { roles: [] },
  ]) {
    await world.accounts.putOfficer({ ...row, ...changed })
    const answer = await approve(id, approver)
    assert.ok(['draft-gone', 'not-allowed', 'not-found'].includes(answer.json().error?.code), answer.body)
  }
  await world.accounts.putOfficer(row)
  assert.equal((await approve(id, approver)).statusCode, 200)
})

test('what could not be recorded is told to its author and never becomes a draft', async () => {
  const author = await world.as('secretary-vnm-mps')
  const id = randomUUID()
  const stale = await post(`/api/dossiers/${dossier}/acts`, { ...end(id), position: '0.0' }, author)
  assert.equal(stale.json().error.code, 'look-again')
  assert.deepEqual(await drafts(author), [])
})

test("a request id of another's draft is not taken over", async () => {
  const id = randomUUID()
  await submit(id, await world.as('secretary-vnm-mps'))
  const answer = await submit(id, await world.as('both'))
  assert.equal(answer.json().error.code, 'bad-value')
  assert.equal(answer.json().error.path, '/request')
})

test('a request that is a draft already is not taken for another act', async () => {
  const author = await world.as('secretary-vnm-mps')
  const id = randomUUID()
  await submit(id, author)
  for (const change of [{ fields: { why: 'x' } }, { position: '1.2' }, { handling: 'H1' }]) {
    const { error } = (await post(`/api/dossiers/${dossier}/acts`, { ...end(id), ...change }, author)).json()
    assert.deepEqual([error?.code, error?.path], ['bad-value', '/request'], JSON.stringify(change))
  }
  assert.deepEqual((await submit(id, author)).json(), { kind: 'drafted', draft: id })
  const kept = (await drafts(author)).find((draft: { id: string }) => draft.id === id)
  assert.deepEqual([kept.act, kept.fields, kept.handling, kept.outdated], ['end', {}, null, false])
  const { standsAt } = world.uses
  for (const [now, outdated, saidSince] of [
    ['1.1', false, false],
    ['2.1', false, true],
    ['2.2', true, false],
    ['2', true, false],
  ] as const) {
    world.uses.standsAt = async () => now
    const moved = (await drafts(author)).find((draft: { id: string }) => draft.id === id)
    assert.deepEqual([moved.outdated, moved.saidSince], [outdated, saidSince], now)
  }
  world.uses.standsAt = standsAt
})

test('whoever answered a safeguard before an act is not asked to approve it, and is told why', async () => {
  const approver = await world.as('approver-vnm-mps')
  const id = randomUUID()
  await submit(id, await world.as('secretary-vnm-mps'))
  const { answeredGates } = world.uses
  world.uses.answeredGates = async (_relation, { act }, officer) =>
    act === 'end' && officer.id === 'approver-vnm-mps' ? ['sure'] : []
  const seenBy = async (session: Session) => {
    const found = (await drafts(session)).find((draft: { id: string }) => draft.id === id)
    return [found.mayApprove, found.answered]
  }
  assert.deepEqual(await seenBy(approver), [false, ['sure']])
  assert.deepEqual(await seenBy(await world.as('both')), [true, []])
  world.uses.answeredGates = answeredGates
})
