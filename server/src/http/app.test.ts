import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { ROWS, testApp } from './_app.ts'

const world = await testApp()
after(() => world.app.close())

test('reads every page of the API as a secretary of the ministry', async () => {
  const session = await world.as('secretary-vnm-mps')
  for (const url of [
    '/api/session',
    '/api/relations',
    '/api/procedures',
    '/api/offices',
    '/api/desk?view=mine&relation=chn~vnm/border',
    '/api/dossiers?plays=instrument',
    `/api/dossiers/${ROWS.gate.id}`,
    '/api/drafts',
    '/api/keys?relation=chn~vnm/border',
    '/api/register?relation=chn~vnm/border',
    '/api/incidents',
    '/api/health',
    '/api/openapi.json',
    `/api/entries/${ROWS.gate.id}/proof`,
    `/api/entries/${ROWS.gate.id}/evidence`,
    `/api/dossiers/${ROWS.gate.id}/evidence`,
  ]) {
    const answer = await world.call({ url }, session)
    assert.equal(answer.statusCode, 200, `${url}: ${answer.body}`)
  }
})

test('a date of a year that nobody can mean, or of what has happened and is to come, is refused where it stands, when it is looked at and when it is recorded', async () => {
  const session = await world.as('secretary-vnm-mps')
  const send = (url: string, date: string, more = {}) => {
    const payload = { request: randomUUID(), act: 'tell', position: '1.1', fields: { on: { date } }, ...more }
    return world.call({ method: 'POST', url, payload }, session)
  }
  for (const [date, expected] of [
    ['1026-11-29', 'year-unlikely'],
    ['9999', 'year-unlikely'],
    ['2027-01-17', 'day-to-come'],
    ['2028', 'day-to-come'],
  ] as const) {
    const answers = [
      await send(`/api/dossiers/${ROWS.gate.id}/acts`, date),
      await send('/api/preview', date, { dossier: ROWS.gate.id }),
    ]
    for (const answer of answers) {
      assert.equal(answer.statusCode, 400, answer.body)
      const { code, path } = answer.json().error
      assert.deepEqual([code, path], [expected, '/fields/on/date'])
    }
  }
  for (const date of ['1999-12-30', '2027-01-16'])
    assert.equal((await send(`/api/dossiers/${ROWS.gate.id}/acts`, date)).statusCode, 200)
})

test('evidence is saved under a name by which a machine knows what opens it', async () => {
  const session = await world.as('secretary-vnm-mps')
  const answer = await world.call({ url: `/api/dossiers/${ROWS.gate.id}/evidence` }, session)
  assert.match(
    String(answer.headers['content-disposition']),
    /^attachment; filename="[0-9a-f]+\.evidence\.zip"$/,
  )
  assert.equal(answer.headers['content-type'], 'application/zip')
})
