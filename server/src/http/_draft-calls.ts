/** Questions of officers to a node about what waits for a second person. */
import { randomUUID } from 'node:crypto'
import { ROWS, type Session, type testApp } from './_app.ts'

export function draftCalls(world: Pick<Awaited<ReturnType<typeof testApp>>, 'call'>) {
  const json = { 'content-type': 'application/json' }
  const dossier = ROWS.ministry.id
  const post = (url: string, body: unknown, session: Session) =>
    world.call({ method: 'POST', url, payload: JSON.stringify(body), headers: json }, session)
  const end = (request: string) => ({ request, act: 'end', fields: {}, position: '1.1' })
  return {
    dossier,
    post,
    end,
    submit: (request: string, session: Session) =>
      post(`/api/dossiers/${dossier}/acts`, end(request), session),
    approve: (id: string, session: Session) =>
      post(`/api/drafts/${id}/approve`, { request: randomUUID() }, session),
    drafts: async (session: Session) => (await world.call({ url: '/api/drafts' }, session)).json(),
  }
}
