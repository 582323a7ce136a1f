import assert from 'node:assert/strict'
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
    `/api/dossiers/${ROWS.gate.id}/evidence`,
  ]) {
    const answer = await world.call({ url }, session)
    assert.equal(answer.statusCode, 200, `${url}: ${answer.body}`)
  }
})
