/** What is done with accounts can be told from the log of accesses, and by whose account it is done to. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { ROWS, type Session, testApp, URL_ } from './_app.ts'
import { authenticatorOf } from './sign-in/_authenticator.ts'

const world = await testApp()
after(() => world.app.close())

function post(url: string, body: unknown, session: Session | null) {
  const headers = { 'content-type': 'application/json' }
  return world.call({ method: 'POST', url, payload: JSON.stringify(body), headers }, session)
}

function linkFor(id: string, session: Session) {
  return world.call({ method: 'POST', url: `/api/accounts/${id}/enrolment` }, session)
}

async function noted(work: () => Promise<unknown>): Promise<string[]> {
  const before = world.access.rows.length
  await work()
  const rows = world.access.rows.slice(before)
  return rows.map(({ officer, action, kind, resource }) => [officer, action, kind, resource].join(' '))
}

const ME = 'administrator-vnm-mps'

test('what an administrator does with an account is told apart from a look at the list, with its id and the roles before and after', async () => {
  const session = await world.as(ME)
  assert.deepEqual(await noted(() => world.call({ url: '/api/accounts' }, session)), [`${ME} list accounts `])
  let id = ''
  const roles = ['approver', 'legal-reviewer']
  const added = await noted(async () => {
    const answer = await post(
      '/api/accounts',
      { name: 'Second (invented)', office: 'vnm-mps', roles },
      session,
    )
    id = answer.json().account
  })
  assert.match(id, /^[0-9a-f]{32}$/)
  assert.deepEqual(added, [
    `${ME} add-account accounts ${id}`,
    `${ME} give-role approver ${id}`,
    `${ME} give-role legal-reviewer ${id}`,
    `${ME} join-office vnm-mps ${id}`,
  ])
  const change = { roles: ['approver', 'protection-lead'], office: 'vnm-gate', validTo: 1_900_000_000 }
  assert.deepEqual(await noted(() => post(`/api/accounts/${id}`, change, session)), [
    `${ME} change-account accounts ${id}`,
    `${ME} keep-role approver ${id}`,
    `${ME} take-role legal-reviewer ${id}`,
    `${ME} give-role protection-lead ${id}`,
    `${ME} leave-office vnm-mps ${id}`,
    `${ME} join-office vnm-gate ${id}`,
    `${ME} set-end 1900000000 ${id}`,
  ])
  assert.deepEqual(await noted(() => linkFor('both', session)), [`${ME} enrol-link accounts both`])
})

test('what was refused, or could not be, is not noted as done', async () => {
  const session = await world.as(ME)
  const wanted = { name: 'New (invented)', office: 'chn-mps', roles: ['secretary'] }
  assert.deepEqual(await noted(() => post('/api/accounts', wanted, session)), [])
  assert.deepEqual(await noted(() => linkFor('nobody', session)), [])
  const other = await world.as('overseer-vnm-mps')
  assert.deepEqual(await noted(() => post('/api/accounts/both', { roles: ['overseer'] }, other)), [
    'overseer-vnm-mps change-account-refused accounts both',
  ])
})

test('an officer is told when each passkey of the own account was enrolled, and nobody else is', async () => {
  const session = await world.as('secretary-vnm-mps')
  const passkeys = async (of: Session | null) =>
    (await world.call({ url: '/api/session' }, of)).json().passkeys
  assert.deepEqual(await passkeys(session), [])
  const times: number[] = []
  for (let round = 0; round < 2; round++) {
    const token = Buffer.from(world.context.random(32)).toString('base64url')
    await world.accounts.putEnrolment(token, 'secretary-vnm-mps', world.now.seconds + 3600)
    const begun = (await post('/api/passkeys/options', { token }, null)).json()
    const response = authenticatorOf(URL_).create(begun.options.challenge)
    assert.equal((await post('/api/passkeys/enrol', { token: begun.token, response }, null)).statusCode, 200)
    times.unshift(world.now.seconds)
    world.now.seconds += 60
  }
  assert.deepEqual(await passkeys(session), times)
  assert.deepEqual(await passkeys(await world.as('both')), [])
  assert.deepEqual(await passkeys(null), [])
})

test('an approval is noted for whoever approves, and not for the author, who does nothing then', async () => {
  const author = await world.as('secretary-vnm-mps')
  const approver = await world.as('approver-vnm-mps')
  const request = randomUUID()
  const act = { request, act: 'end', fields: {}, position: '1.1' }
  await post(`/api/dossiers/${ROWS.ministry.id}/acts`, act, author)
  const approve = () => post(`/api/drafts/${request}/approve`, { request: randomUUID() }, approver)
  const row = await world.accounts.officer('secretary-vnm-mps')
  assert.ok(row)
  // Also where the author may no longer do it.
  await world.accounts.putOfficer({ ...row, roles: ['overseer'] })
  const mine = [`approver-vnm-mps approve draft ${request}`]
  assert.deepEqual(await noted(approve), mine)
  await world.accounts.putOfficer(row)
  assert.deepEqual(await noted(approve), mine)
  assert.equal(world.uses.recorded.at(-1)?.officer, 'secretary-vnm-mps')
})
