/** Two started nodes whose relation is open, so that dossiers can be; and officers signed in at them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, connect, good } from '../../client/src/index.ts'
import { type Pair, RELATION, type Side } from './_pair.ts'

export const en = (text: string) => ({ en: { text, standing: 'authoritative' } })

export async function signedIn(pair: Pair, side: Side, persona: string): Promise<Connection> {
  const { port } = pair.nodes[side].officers
  const connection = connect({ url: `http://127.0.0.1:${port}`, cookies: true })
  await good(connection.api.POST('/api/session', { body: { persona } }))
  return connection
}

type Looked<T> = T | null | undefined | false

export async function until<T>(what: () => Promise<Looked<T>> | Looked<T>, seconds = 30): Promise<T> {
  for (let tries = 0; tries < seconds * 20; tries++) {
    const found = await what()
    if (found) return found
    await pause(50)
  }
  throw new Error('it did not happen')
}

export async function digests(connection: Connection) {
  const all = await good(connection.api.GET('/api/procedures'))
  return all.map(({ digest, procedure }) => ({ digest, procedure: procedure.name }))
}

export function dossierOf(connection: Connection, id: string) {
  return good(connection.api.GET('/api/dossiers/{id}', { params: { path: { id } } }))
}

/** What a second officer of the same office does with a draft. */
export async function approved(connection: Connection, draft: unknown) {
  const { kind, draft: id } = draft as { kind: string; draft: string }
  assert.equal(kind, 'drafted')
  const answer = await good(
    connection.api.POST('/api/drafts/{id}/approve', {
      params: { path: { id } },
      body: { request: randomUUID() },
    }),
  )
  assert.equal(answer.kind, 'recorded')
  return answer as Extract<typeof answer, { kind: 'recorded' }>
}

/** Opens the relation at one side and confirms it at the other. */
export async function agree(pair: Pair): Promise<void> {
  const sign = (side: Side, persona: string) => signedIn(pair, side, persona)
  const [chn, vnm] = [await sign('chn', 'secretary'), await sign('vnm', 'secretary')]
  const known = await digests(chn)
  const digest = known.find((one) => one.procedure === 'relation')?.digest ?? ''
  const listed = (party: string) => known.map((one) => ({ party, ...one }))
  await until(async () => (await good(chn.api.GET('/api/relations')))[0]?.line.state === 'up')
  const draft = await good(
    chn.api.POST('/api/dossiers', {
      body: {
        request: randomUUID(),
        relation: RELATION,
        procedure: digest,
        act: 'open',
        handling: 'H0',
        fields: {
          title: en('An invented relation'),
          parties: ['chn', 'vnm'].map((code) => ({ code, domain: `${code}.localhost`, name: en(code) })),
          keys: [{ party: 'chn', use: 'log', key: 'invented' }],
          'digests-first': listed('chn'),
        },
      },
    }),
  )
  const { dossier } = await approved(await sign('chn', 'approver'), draft)
  const there = await until(() => dossierOf(vnm, dossier).catch(() => null))
  const on = there.offers.find((offer) => offer.act === 'confirm')?.answers[0]?.leaf ?? ''
  const confirming = await good(
    vnm.api.POST('/api/dossiers/{id}/acts', {
      params: { path: { id: dossier } },
      body: {
        request: randomUUID(),
        act: 'confirm',
        on,
        position: there.position,
        fields: { 'digests-other': listed('vnm') },
      },
    }),
  )
  await approved(await sign('vnm', 'approver'), confirming)
  for (const side of [chn, vnm])
    await until(async () => (await good(side.api.GET('/api/procedures'))).every((one) => one.agreed))
}
