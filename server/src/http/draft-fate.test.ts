import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { DraftStore } from '../store/drafts.ts'
import { ROWS, type Session, testApp } from './_app.ts'
import { MOST_DRAFTS } from './officer/drafts.ts'

const world = await testApp()
after(() => world.app.close())
const headers = { 'content-type': 'application/json' }
const { ministry, gate } = ROWS

type Method = 'GET' | 'POST' | 'DELETE'
async function call(session: Session, method: Method, url: string, body?: unknown) {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body), headers }
  const answer = await world.call({ method, url, ...payload }, session)
  return { status: answer.statusCode, body: answer.json(), code: answer.json()?.error?.code ?? null }
}
const submit = (session: Session, request: string = randomUUID(), dossier = ministry.id) =>
  call(session, 'POST', `/api/dossiers/${dossier}/acts`, { request, act: 'end', fields: {}, position: '1.1' })
const approve = (session: Session, id: string) =>
  call(session, 'POST', `/api/drafts/${id}/approve`, { request: randomUUID() })
const decline = (session: Session, id: string, reason = 'It is about another paper.') =>
  call(session, 'POST', `/api/drafts/${id}/decline`, { reason })
const discard = (session: Session, id: string) => call(session, 'DELETE', `/api/drafts/${id}`)
const fate = (session: Session, id: string) => call(session, 'GET', `/api/drafts/${id}`)
const list = async (session: Session) => (await call(session, 'GET', '/api/drafts')).body
const shown = async (session: Session, id: string) =>
  (await list(session)).find((one: { id: string }) => one.id === id) ?? null

async function drafted(author: Session): Promise<string> {
  const { body } = await submit(author)
  assert.equal(body.kind, 'drafted')
  return body.draft
}

const author = await world.as('secretary-vnm-mps')
const approver = await world.as('approver-vnm-mps')
const nameOf = async (id: string) => (await world.accounts.officer(id))?.name

/** One write of the drafts that fails, undone or done all the same. */
async function failing<T>(
  write: 'putDraft' | 'declineDraft' | 'endDraft',
  isDone: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const { drafts } = world.context
  const whole = drafts[write].bind(drafts) as (...asked: unknown[]) => Promise<unknown>
  Object.assign(drafts, {
    [write]: async (...asked: unknown[]) => {
      if (isDone) await whole(...asked)
      throw new Error('the connection broke')
    },
  } as Partial<DraftStore>)
  try {
    return await work()
  } finally {
    Object.assign(drafts, { [write]: whole })
  }
}

test('who declines a draft says why: it leaves every other desk, and its author has it until it is discarded', async () => {
  const id = await drafted(author)
  for (const [persona, code] of [
    ['duty-officer-vnm-mps', 'not-allowed'],
    ['overseer-vnm-mps', 'not-allowed'],
    ['approver-vnm-gate', 'draft-gone'],
  ] as const)
    assert.equal((await decline(await world.as(persona), id)).code, code, persona)
  assert.equal((await decline(author, id)).code, 'same-officer')
  for (const bad of ['', 'a\nb', 'of \u202eanother', 'x'.repeat(4000)])
    assert.equal((await decline(approver, id, bad)).code, 'bad-value', JSON.stringify(bad))
  assert.equal(
    (await discard(approver, id)).code,
    'not-allowed',
    'what its author wrote is taken away by nobody',
  )
  assert.deepEqual((await shown(author, id)).declined, null)
  assert.equal((await decline(approver, id)).status, 200)
  const second = await world.as('both')
  for (const other of [approver, second]) {
    assert.equal(await shown(other, id), null)
    assert.equal((await approve(other, id)).code, 'draft-gone')
    assert.equal((await discard(other, id)).code, 'draft-gone')
  }
  assert.equal((await decline(second, id)).code, 'draft-gone')
  assert.equal((await decline(approver, id, 'Another reason.')).code, 'draft-gone', 'what was said stays')
  const { declined, mayApprove, mine, act, until } = await shown(author, id)
  assert.deepEqual(declined, {
    by: await nameOf('approver-vnm-mps'),
    at: world.now.seconds - 60,
    reason: 'It is about another paper.',
  })
  assert.deepEqual([act, mine, mayApprove, until], ['end', true, false, declined.at + 30 * 86_400])
  assert.deepEqual((await submit(author, id)).body, { kind: 'drafted', draft: id })
  assert.equal((await discard(author, id)).status, 200)
  assert.equal((await submit(author, id)).code, 'draft-gone')
})

test('of a draft whose keeping, declining or ending failed, or failed and was kept, the repeat says what is so', async () => {
  for (const isDone of [false, true]) {
    const id = randomUUID()
    assert.equal((await failing('putDraft', isDone, () => submit(author, id))).status, 500)
    assert.equal((await shown(author, id)) !== null, isDone)
    assert.deepEqual((await submit(author, id)).body, { kind: 'drafted', draft: id })
    assert.equal((await failing('declineDraft', isDone, () => decline(approver, id))).status, 500)
    assert.equal((await shown(approver, id)) === null, isDone)
    assert.equal((await decline(approver, id)).status, 200)
    assert.equal((await shown(author, id)).declined.reason, 'It is about another paper.')
    assert.equal((await failing('endDraft', isDone, () => discard(author, id))).status, 500)
    assert.equal((await shown(author, id)) === null, isDone)
    assert.equal((await discard(author, id)).code, isDone ? 'draft-gone' : null)
    assert.equal((await fate(author, id)).body.state, 'withdrawn')
  }
})

test('whoever wrote a draft or was shown it is told what became of it, and nobody else', async () => {
  const one = async (become: (id: string) => Promise<unknown>) => {
    const id = await drafted(author)
    await list(approver)
    await become(id)
    const { body } = await fate(approver, id)
    assert.deepEqual((await fate(author, id)).body, body)
    assert.equal((await fate(await world.as('legal-reviewer-vnm-mps'), id)).code, 'draft-gone')
    return body
  }
  const open = await one(async () => undefined)
  assert.deepEqual([open.state, open.by, open.recorded, open.dossier], ['open', null, null, ministry.id])
  const recorded = await one((id) => approve(approver, id))
  assert.equal(recorded.state, 'approved')
  assert.equal(recorded.recorded.dossier, ministry.id)
  // Recorded, and stopped before that was said.
  const stopped = await one((id) => failing('endDraft', false, () => approve(approver, id)))
  assert.deepEqual([stopped.state, stopped.recorded.kind], ['approved', 'recorded'])
  const declined = await one((id) => decline(approver, id))
  assert.deepEqual([declined.state, declined.by], ['declined', await nameOf('approver-vnm-mps')])
  const back = await one((id) => discard(author, id))
  assert.deepEqual(
    [back.state, back.by, back.recorded],
    ['withdrawn', await nameOf('secretary-vnm-mps'), null],
  )
  assert.equal((await fate(approver, randomUUID())).code, 'draft-gone')
  // Who may not read the dossier any more is not told that something was recorded in it.
  const id = await drafted(author)
  await list(approver)
  await approve(approver, id)
  const row = await world.accounts.officer('approver-vnm-mps')
  assert.ok(row)
  await world.accounts.putOfficer({ ...row, office: 'vnm-east' })
  assert.equal((await fate(approver, id)).code, 'draft-gone')
  await world.accounts.putOfficer(row)
})

test('what the node ends by itself while it is being recorded is approved all the same, and its approver is answered again', async () => {
  const { drafts } = world.context
  for (const [end, stopped] of [
    ['destroyed', false],
    ['lapsed', true],
  ] as const) {
    const id = await drafted(author)
    const { record } = world.uses
    world.uses.record = async (...asked) => {
      const done = await record(...asked)
      await drafts.endDraft(id, end, world.now.seconds)
      return done
    }
    const approving = () => approve(approver, id)
    const first = stopped ? await failing('endDraft', true, approving) : await approving()
    world.uses.record = record
    assert.equal(first.status, stopped ? 500 : 200)
    const { body } = await fate(author, id)
    assert.deepEqual([body.state, body.recorded?.kind], ['approved', 'recorded'])
    assert.deepEqual((await approve(approver, id)).body, body.recorded)
    const { body: ended } = await call(author, 'GET', '/api/drafts/ended')
    assert.ok(!ended.some((one: { id: string }) => one.id === id))
  }
})

test('what the node ends by itself is told to its author alone', async () => {
  const { drafts } = world.context
  const [lapsed, back] = [await drafted(author), await drafted(author)]
  await drafts.endDraft(lapsed, 'lapsed', world.now.seconds)
  await discard(author, back)
  const ended = async (who: Session) => (await call(who, 'GET', '/api/drafts/ended')).body
  const [told, ...more] = await ended(author)
  assert.deepEqual([told.id, told.state, told.dossier, more], [lapsed, 'lapsed', ministry.id, []])
  assert.deepEqual(await ended(approver), [])
  world.now.seconds += 31 * 86_400
  assert.deepEqual(await ended(await world.as('secretary-vnm-mps')), [])
})

test('who was shown a draft is noted, beside its dossier and once for all readings of an hour', async () => {
  const [writes, reads] = [await world.as('secretary-vnm-mps'), await world.as('approver-vnm-mps')]
  for (const { id } of await list(writes)) await discard(writes, id)
  const id = await drafted(writes)
  const noted = (who = 'approver-vnm-mps') =>
    world.access.rows
      .filter(({ officer, action }) => officer === who && action === 'read')
      .map(({ kind, resource }) => `${kind} ${resource}`)
  const before = noted().length
  const { log } = world.access
  for (const isDone of [false, true]) {
    world.access.log = async (rows) => {
      if (isDone) await log(rows)
      if (rows.some(({ kind }) => kind === 'draft')) throw new Error('the connection broke')
    }
    const answer = await call(reads, 'GET', '/api/drafts')
    world.access.log = log
    assert.deepEqual(
      [answer.status, answer.body.error?.code],
      [500, 'internal'],
      'what is not noted is not shown',
    )
  }
  const both = [`draft ${id}`, `dossier ${ministry.id}`]
  assert.deepEqual(noted().slice(before), both)
  for (let times = 0; times < 3; times++) assert.equal((await list(reads)).length, 1)
  assert.deepEqual(noted().slice(before), [...both, ...both])
  const others = noted('both').length
  await list(await world.as('both'))
  assert.deepEqual(noted('both').slice(others), both, 'whoever else reads it in that hour is noted too')
  world.now.seconds += 3600
  const again = await world.as('approver-vnm-mps')
  for (let times = 0; times < 3; times++) await list(again)
  assert.deepEqual(noted().slice(before), [...both, ...both, ...both])
  assert.equal((await list(await world.as('approver-vnm-gate'))).length, 0)
  assert.ok(
    world.access.rows.every(({ officer, resource }) => officer !== 'approver-vnm-gate' || resource !== id),
  )
  await discard(await world.as('secretary-vnm-mps'), id)
})

test('an officer has so many drafts at the most, and nobody by them hides what others wrote later', async () => {
  const full = await world.as('secretary-vnm-mps')
  const sent = await Promise.all(Array.from({ length: MOST_DRAFTS + 5 }, () => submit(full)))
  const kept = sent.filter(({ status }) => status === 200)
  assert.equal(kept.length, MOST_DRAFTS)
  for (const { code } of sent) assert.ok(code === null || code === 'drafts-full')
  assert.deepEqual(
    (await submit(full, kept[0]?.body.draft)).body,
    kept[0]?.body,
    'a repeat is no further one',
  )
  const at = await world.as('secretary-vnm-gate')
  const { body } = await submit(at, randomUUID(), gate.id)
  for (const who of [at, await world.as('approver-vnm-gate')])
    assert.deepEqual(
      (await list(who)).map(({ id }: { id: string }) => id),
      [body.draft],
    )
  assert.equal((await list(await world.as('approver-vnm-mps'))).length, MOST_DRAFTS + 1)
  const [first] = kept
  assert.equal((await decline(await world.as('approver-vnm-mps'), first?.body.draft)).status, 200)
  assert.equal((await submit(full)).code, 'drafts-full', 'one that was declined is kept too')
  await discard(full, first?.body.draft)
  assert.equal((await submit(full)).status, 200)
})
