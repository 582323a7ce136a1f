/** Every route, by every role at every office, rightly and wrongly: generated from the routes themselves. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { ROLES, type Role } from '@counterpart/casework'
import type { HTTPMethods } from 'fastify'
import { OFFICES, PERSONAS, ROWS, type Session, testApp } from './_app.ts'
import { DIGEST, hexOf, RELATION } from './_fake-uses.ts'

const world = await testApp()
const sessions = new Map<string, Session>()
before(async () => {
  for (const { id } of PERSONAS) sessions.set(id, await world.as(id))
})
after(() => world.app.close())

const subject = { en: { text: 'x', standing: 'authoritative' } }
const stranger = hexOf('nobody has this')
type Who = { role: Role; office: (typeof OFFICES)[number] }

const isDesk = ({ role }: Who) => role !== 'administrator'
const isLead = ({ role, office }: Who) =>
  office === 'vnm-mps' && ['secretary', 'approver', 'legal-reviewer', 'overseer'].includes(role)
const readsGate = (who: Who) => isDesk(who) && (isLead(who) || who.office !== 'vnm-east')
const actsGate = (who: Who) =>
  who.role !== 'overseer' && isDesk(who) && (who.office === 'vnm-gate' || isLead(who))
const retainsGate = ({ role, office }: Who) => role === 'legal-reviewer' && office !== 'vnm-east'
const opens = (who: Who) => isDesk(who) && who.role !== 'overseer'
const carries = ({ role, office }: Who) =>
  role === 'administrator' || (role === 'secretary' && office === 'vnm-mps')
const gate = ROWS.gate.id

interface Case {
  method: HTTPMethods
  url: string
  body?: () => unknown
  /** Expected status for an officer. */
  status(who: Who): number
  /** The same with an id that is nobody's; the answer for those who are refused has to be the same. */
  other?: string
}

const act = () => ({ request: randomUUID(), act: 'tell', fields: {}, position: '1.1' })
const opening = () => ({
  request: randomUUID(),
  relation: RELATION,
  procedure: DIGEST,
  act: 'ask',
  fields: { subject },
  handling: 'H0',
})

/** What a draft would recall already is not drafted again. */
const anotherPart = () => `person-${randomUUID()}`

function ofEntry(what: string): Case {
  const [url, other] = [`/api/entries/${gate}/${what}`, `/api/entries/${stranger}/${what}`]
  return { method: 'GET', url, other, status: (who) => (readsGate(who) ? 200 : 404) }
}

const CASES: Record<string, Case> = {
  session: { method: 'GET', url: '/api/session', status: () => 200 },
  relations: { method: 'GET', url: '/api/relations', status: () => 200 },
  procedures: { method: 'GET', url: '/api/procedures', status: () => 200 },
  offices: { method: 'GET', url: '/api/offices', status: () => 200 },
  keys: { method: 'GET', url: `/api/keys?relation=${RELATION}`, status: () => 200 },
  pouch: {
    method: 'GET',
    url: `/api/pouch?relation=${RELATION}`,
    status: (who) => (carries(who) ? 200 : 403),
  },
  pouchFiles: {
    method: 'GET',
    url: `/api/pouch/files?relation=${RELATION}&bytes=20000000`,
    status: (who) => (carries(who) ? 200 : 403),
  },
  pouchFile: {
    method: 'GET',
    url: `/api/pouch/file?relation=${RELATION}&start=1&end=3&part=1&of=1`,
    status: (who) => (carries(who) ? 200 : 403),
  },
  /** Without a file. */
  takePouch: {
    method: 'POST',
    url: `/api/pouch?relation=${RELATION}`,
    status: (who) => (carries(who) ? 415 : 403),
  },
  retention: { method: 'GET', url: `/api/retention?relation=${RELATION}`, status: () => 200 },
  stay: {
    method: 'POST',
    url: `/api/dossiers/${gate}/stay`,
    body: () => ({ request: randomUUID(), until: 0, ground: 'court', reference: 'x' }),
    status: (who) => (!readsGate(who) ? 404 : retainsGate(who) ? 200 : 403),
    other: `/api/dossiers/${stranger}/stay`,
  },
  recall: {
    method: 'POST',
    url: `/api/dossiers/${gate}/recall`,
    body: () => ({ request: randomUUID(), on: gate, parts: [anotherPart()], ground: 'wrong', reason: 'x' }),
    status: (who) => (!readsGate(who) ? 404 : retainsGate(who) ? 200 : 403),
    other: `/api/dossiers/${stranger}/recall`,
  },
  noted: {
    method: 'POST',
    url: `/api/dossiers/${gate}/noted`,
    body: () => ({ request: randomUUID(), on: gate }),
    status: (who) => (!readsGate(who) ? 404 : actsGate(who) ? 200 : 403),
    other: `/api/dossiers/${stranger}/noted`,
  },
  incidents: {
    method: 'GET',
    url: '/api/incidents',
    status: (who) => (isLead(who) || who.role === 'administrator' ? 200 : 403),
  },
  health: { method: 'GET', url: '/api/health', status: () => 200 },
  operation: {
    method: 'GET',
    url: '/api/operation',
    status: (who) => (who.role === 'administrator' ? 200 : 403),
  },
  announcements: { method: 'GET', url: `/api/announcements?relation=${RELATION}`, status: () => 200 },
  late: { method: 'GET', url: `/api/late?relation=${RELATION}`, status: () => 200 },
  desk: { method: 'GET', url: '/api/desk', status: () => 200 },
  frame: { method: 'GET', url: `/api/frame?relation=${RELATION}&plays=instrument`, status: () => 200 },
  review: {
    method: 'GET',
    url: `/api/review?relation=${RELATION}&until=2023`,
    status: (who) => (isLead(who) ? 200 : 403),
  },
  dossiers: { method: 'GET', url: '/api/dossiers', status: () => 200 },
  dossier: {
    method: 'GET',
    url: `/api/dossiers/${gate}`,
    other: `/api/dossiers/${stranger}`,
    status: (who) => (readsGate(who) ? 200 : 404),
  },
  opened: {
    method: 'POST',
    url: `/api/dossiers/${gate}/opened`,
    other: `/api/dossiers/${stranger}/opened`,
    body: () => ({ request: randomUUID() }),
    status: (who) => (actsGate(who) ? 200 : readsGate(who) ? 403 : 404),
  },
  open: { method: 'POST', url: '/api/dossiers', body: opening, status: (who) => (opens(who) ? 200 : 403) },
  act: {
    method: 'POST',
    url: `/api/dossiers/${gate}/acts`,
    other: `/api/dossiers/${stranger}/acts`,
    body: act,
    status: (who) => (actsGate(who) ? 200 : readsGate(who) ? 403 : 404),
  },
  preview: { method: 'POST', url: '/api/preview', body: opening, status: (who) => (opens(who) ? 200 : 403) },
  drafts: { method: 'GET', url: '/api/drafts', status: () => 200 },
  approve: {
    method: 'POST',
    url: `/api/drafts/${randomUUID()}/approve`,
    body: () => ({ request: randomUUID() }),
    status: () => 409,
  },
  draftFile: { method: 'GET', url: `/api/drafts/${randomUUID()}/files/${gate}`, status: () => 409 },
  draftFileShown: {
    method: 'GET',
    url: `/api/drafts/${randomUUID()}/files/${gate}/shown`,
    status: () => 409,
  },
  discard: { method: 'DELETE', url: `/api/drafts/${randomUUID()}`, status: () => 409 },
  decline: {
    method: 'POST',
    url: `/api/drafts/${randomUUID()}/decline`,
    body: () => ({ reason: 'of another person (invented)' }),
    status: () => 409,
  },
  draftFate: { method: 'GET', url: `/api/drafts/${randomUUID()}`, status: () => 409 },
  endedDrafts: { method: 'GET', url: '/api/drafts/ended', status: () => 200 },
  register: { method: 'GET', url: `/api/register?relation=${RELATION}`, status: () => 200 },
  proof: ofEntry('proof'),
  way: ofEntry('way'),
  held: { method: 'GET', url: `/api/held?relation=${RELATION}`, status: () => 200 },
  file: {
    method: 'GET',
    url: `/api/entries/${gate}/files/${gate}`,
    other: `/api/entries/${stranger}/files/${gate}`,
    status: (who) => (readsGate(who) ? 200 : 404),
  },
  fileShown: {
    method: 'GET',
    url: `/api/entries/${gate}/files/${gate}/shown`,
    other: `/api/entries/${stranger}/files/${gate}/shown`,
    // What the fake holds is neither a picture nor a PDF.
    status: (who) => (readsGate(who) ? 415 : 404),
  },
  upload: {
    method: 'POST',
    url: '/api/uploads',
    body: () => ({ relation: RELATION, name: 'plan.pdf', bytes: 1 }),
    status: (who) => (opens(who) ? 200 : 403),
  },
  continueUpload: { method: 'PUT', url: `/api/uploads/${'ab'.repeat(16)}?offset=0`, status: () => 200 },
  uploadState: { method: 'GET', url: `/api/uploads/${'ab'.repeat(16)}`, status: () => 404 },
  cancelUpload: { method: 'DELETE', url: `/api/uploads/${'ab'.repeat(16)}`, status: () => 404 },
  timeStamp: ofEntry('time-stamp'),
  actEvidence: ofEntry('evidence'),
  evidence: {
    method: 'GET',
    url: `/api/dossiers/${gate}/evidence`,
    other: `/api/dossiers/${stranger}/evidence`,
    status: (who) => (readsGate(who) ? 200 : 404),
  },
  accounts: {
    method: 'GET',
    url: '/api/accounts',
    status: (who) => (who.role === 'administrator' ? 200 : 403),
  },
  addAccount: {
    method: 'POST',
    url: '/api/accounts',
    body: () => ({ name: 'New (invented)', office: 'vnm-gate', roles: ['duty-officer'] }),
    status: (who) => (who.role === 'administrator' ? 200 : 403),
  },
  changeAccount: {
    method: 'POST',
    url: '/api/accounts/nobody',
    body: () => ({ validTo: null }),
    status: (who) => (who.role === 'administrator' ? 404 : 403),
  },
  newEnrolment: {
    method: 'POST',
    url: '/api/accounts/nobody/enrolment',
    status: (who) => (who.role === 'administrator' ? 404 : 403),
  },
  accesses: {
    method: 'GET',
    url: '/api/accesses',
    status: (who) => (who.role === 'overseer' && who.office === 'vnm-mps' ? 200 : 403),
  },
  openapi: { method: 'GET', url: '/api/openapi.json', status: () => 200 },
}

/** Routes that are tried on their own, with what they need: sign-in, sign-out and the stream. */
const ELSEWHERE = [
  'signInAsPersona',
  'signOut',
  'endSessions',
  'enrolOptions',
  'enrol',
  'signInOptions',
  'signInByPasskey',
  'oidcStart',
  'oidcCallback',
  'events',
]
const OPEN = ['session', 'health', 'openapi']

interface Operation {
  operationId: string
  security: unknown[]
}

async function operations(): Promise<(Operation & { method: string })[]> {
  const { paths } = (await world.call({ url: '/api/openapi.json' })).json() as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.values(paths).flatMap((methods) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method })),
  )
}

test('every route is tried here or by name elsewhere', async () => {
  const all = (await operations()).map((one) => one.operationId)
  assert.deepEqual([...all].sort(), [...Object.keys(CASES), ...ELSEWHERE].sort())
  assert.equal(new Set(all).size, all.length)
})

function send(one: Case, session: Session | null, url = one.url) {
  const payload = one.body?.()
  return world.call(
    {
      method: one.method,
      url,
      ...(payload === undefined
        ? {}
        : { payload: JSON.stringify(payload), headers: { 'content-type': 'application/json' } }),
    },
    session,
  )
}

for (const [name, one] of Object.entries(CASES)) {
  test(`${name} without a session`, async () => {
    const answer = await send(one, null)
    assert.equal(answer.statusCode, OPEN.includes(name) ? 200 : 401, answer.body)
    assert.ok(!answer.body.includes('SECRET'))
  })

  test(`${name} with a session that is forged, of nobody or cut`, async () => {
    if (OPEN.includes(name)) return
    const { cookie = '', csrf = '' } = sessions.get('secretary-vnm-mps') ?? {}
    for (const bad of [
      `${cookie}x`,
      cookie.slice(0, -1),
      `${cookie.split('=')[0]}=`,
      `other=${cookie.split('=')[1]}`,
    ]) {
      const answer = await send(one, { cookie: bad, csrf })
      assert.equal(answer.statusCode, 401, answer.body)
    }
  })

  if (one.method !== 'GET')
    test(`${name} without the token against forged writes, or with another's`, async () => {
      const { cookie = '' } = sessions.get('secretary-vnm-mps') ?? {}
      const { csrf: others = '' } = sessions.get('approver-vnm-mps') ?? {}
      for (const csrf of ['', 'x', others]) {
        const answer = await send(one, { cookie, csrf })
        assert.equal(answer.statusCode, 403, answer.body)
        assert.equal(answer.json().error.code, 'bad-csrf')
      }
    })

  for (const role of ROLES)
    test(`${name} as ${role}, at every office`, async () => {
      for (const office of OFFICES) {
        const session = sessions.get(`${role}-${office}`) ?? null
        const expected = one.status({ role, office })
        const answer = await send(one, session)
        assert.equal(answer.statusCode, expected, `${office}: ${answer.body}`)
        if (expected >= 400) assert.ok(!answer.body.includes('SECRET'))
        if (one.other === undefined) continue
        const missing = await send(one, session, one.other)
        assert.equal(missing.statusCode, 404, missing.body)
        if (expected === 404) {
          assert.equal(answer.body, missing.body)
          const { date: _a, ...given } = answer.headers
          const { date: _b, ...absent } = missing.headers
          assert.deepEqual(given, absent)
        }
      }
    })
}

test('lists, counts and the register show each officer what he or she may read and no more', async () => {
  for (const role of ROLES)
    for (const office of OFFICES) {
      const who = { role, office }
      const session = sessions.get(`${role}-${office}`) ?? null
      const readable = Object.values(ROWS).filter((facts) => {
        if (!isDesk(who)) return false
        if (isLead(who) || facts === ROWS.frame) return true
        if (facts === ROWS.stray) return false
        if (facts === ROWS.north) return ['vnm-north', 'vnm-mps'].includes(office)
        if (facts === ROWS.ministry) return office === 'vnm-mps'
        return office !== 'vnm-east'
      })
      const ids = readable.map((facts) => facts.id).sort()
      const list = (await world.call({ url: '/api/dossiers' }, session)).json()
      assert.deepEqual(list.rows.map((row: { id: string }) => row.id).sort(), ids, `${role} ${office}`)
      const desk = (await world.call({ url: '/api/desk' }, session)).json()
      for (const rows of [desk.rows, desk.fresh])
        assert.deepEqual(rows.map((row: { id: string }) => row.id).sort(), ids)
      assert.equal(desk.counts.all, ids.length)
      const held = (await world.call({ url: `/api/held?relation=${RELATION}` }, session)).json()
      assert.deepEqual(held.rows.map((row: { dossier: string }) => row.dossier).sort(), ids)
      assert.equal(held.others, Object.keys(ROWS).length - ids.length)
      const announced = (await world.call({ url: `/api/announcements?relation=${RELATION}` }, session)).json()
      assert.deepEqual(announced.map(({ leaf }: { leaf: string }) => leaf).sort(), ids)
      const late = (await world.call({ url: `/api/late?relation=${RELATION}` }, session)).json()
      assert.deepEqual(late, announced)
      const { entries } = (await world.call({ url: `/api/register?relation=${RELATION}` }, session)).json()
      assert.equal(entries.length, Object.keys(ROWS).length + 1)
      for (const entry of entries)
        if (entry.kind === 'entry')
          assert.deepEqual([entry.leaf, entry.act, entry.dossier, entry.settled], [null, null, null, null])
        else if (entry.kind !== 'mark') assert.ok(ids.includes(entry.dossier))
      assert.equal(entries.filter((entry: { kind: string }) => entry.kind === 'open').length, ids.length)
      if (!readable.includes(ROWS.gate)) continue
      const dossier = (await world.call({ url: `/api/dossiers/${gate}` }, session)).json()
      assert.deepEqual(dossier.children.map((child: { id: string }) => child.id).sort(), ids)
      assert.equal(dossier.unopened, actsGate(who), 'asks a page to say what its officer may not say')
    }
})

test('every read, export and refusal is in the log of accesses', async () => {
  const before = world.access.rows.length
  const session = sessions.get('secretary-vnm-east') ?? null
  await world.call({ url: `/api/dossiers/${gate}` }, session)
  await world.call({ url: `/api/dossiers/${ROWS.frame.id}` }, session)
  await world.call({ url: `/api/dossiers/${ROWS.frame.id}/evidence` }, session)
  await world.call({ url: '/api/accesses' }, session)
  const told = world.access.rows.slice(before).map((row) => [row.officer, row.action, row.kind, row.resource])
  assert.deepEqual(told, [
    ['secretary-vnm-east', 'read-refused', 'dossier', gate],
    ['secretary-vnm-east', 'read', 'dossier', ROWS.frame.id],
    ['secretary-vnm-east', 'export', 'dossier', ROWS.frame.id],
    ['secretary-vnm-east', 'inspect-refused', 'accesses', ''],
  ])
})

test('nothing went wrong inside', () => assert.deepEqual(world.logged, []))
