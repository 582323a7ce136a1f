/** What the fields of an act name: dossiers that its author may see, offices that are there. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { ROWS, type Session, testApp } from './_app.ts'
import { hexOf } from './_fake-uses.ts'

const world = await testApp()
let contact: Session
before(async () => {
  contact = await world.as('contact-point-vnm-gate')
})
after(() => world.app.close())

async function tell(fields: Record<string, unknown>) {
  const before = world.uses.recorded.length
  const answer = await world.call(
    {
      method: 'POST',
      url: `/api/dossiers/${ROWS.gate.id}/acts`,
      payload: { request: randomUUID(), act: 'tell', fields, position: '1.1' },
    },
    contact,
  )
  const { error } = answer.json() as { error?: { code: string; path?: string } }
  return {
    status: answer.statusCode,
    error,
    recorded: world.uses.recorded.length - before,
    body: answer.body,
  }
}

test('a reference to a dossier the officer may not see is one to none, wherever it stands', async () => {
  const hidden = { dossier: ROWS.north.id }
  const none = { dossier: hexOf('nothing is here') }
  for (const [fields, path] of [
    [{ parent: hidden }, '/fields/parent'],
    [{ rows: [{ kind: 'x', to: hidden }] }, '/fields/rows/0/to'],
  ] as const) {
    const refused = await tell(fields)
    const absent = await tell(JSON.parse(JSON.stringify(fields).replaceAll(hidden.dossier, none.dossier)))
    assert.deepEqual([refused.status, refused.error?.code, refused.recorded], [404, 'not-found', 0])
    assert.equal(refused.error?.path, path)
    assert.equal(refused.body, absent.body)
  }
  assert.equal((await tell({ parent: { dossier: ROWS.gate.id } })).recorded, 1)
})

test('an office that a common act names is of the side and the level that the act says', async () => {
  const wrong = [
    { 'raised-to': 'province', 'our-office': 'chn-south', 'their-office': 'chn-south' },
    { 'raised-to': 'province', 'our-office': 'vnm-mps', 'their-office': 'chn-south' },
    { 'raised-to': 'province', 'our-office': 'vnm-north', 'their-office': 'vnm-east' },
    { 'raised-to': 'province', 'our-office': 'vnm-north', 'their-office': 'nowhere' },
    { 'offered-side': 'own', 'offered-to': 'chn-gate' },
    { 'offered-side': 'other', 'offered-to': 'vnm-gate' },
    { 'call-with': 'vnm-gate' },
  ]
  for (const fields of wrong) {
    const { status, error, recorded } = await tell(fields)
    assert.deepEqual([status, error?.code, recorded], [400, 'bad-value', 0], JSON.stringify(fields))
  }
  const right = [
    { 'raised-to': 'province', 'our-office': 'vnm-north', 'their-office': 'chn-south' },
    { 'offered-side': 'other', 'offered-to': 'chn-gate' },
    { 'call-with': 'chn-gate' },
  ]
  for (const fields of right) assert.equal((await tell(fields)).recorded, 1, JSON.stringify(fields))
})
