import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { type Session, testApp } from './_app.ts'
import { draftCalls } from './_draft-calls.ts'
import { RELATION } from './_fake-uses.ts'
import type { Kept } from './officer/draft-open.ts'

const world = await testApp()
after(() => world.app.close())
const { dossier, post, end, submit, approve, drafts } = draftCalls(world)

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

test('whoever has the desk open hears that a draft waits, was declined, and was taken back', async () => {
  const [author, other] = [await world.as('secretary-vnm-mps'), await world.as('approver-vnm-mps')]
  const heard: string[] = []
  const stop = world.uses.listen((event) => void heard.push(event.kind))
  const counts: number[] = []
  const after = async (work: Promise<unknown>) => {
    await work
    counts.push(heard.length)
  }
  const [one, two] = [randomUUID(), randomUUID()]
  await after(submit(one, author))
  await after(post(`/api/drafts/${one}/decline`, { reason: 'Another is meant' }, other))
  await after(submit(two, author))
  await after(world.call({ method: 'DELETE', url: `/api/drafts/${two}` }, author))
  stop()
  assert.deepEqual(counts, [1, 2, 3, 4])
  assert.deepEqual([...new Set(heard)], ['changed'])
  await world.call({ method: 'DELETE', url: `/api/drafts/${one}` }, author)
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
