/** The application over fakes, with an officer of every role and a way to sign in as one. */
import { ROLES, type Role } from '@counterpart/casework'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Directory, directoryOf } from '../directory.ts'
import { MemoryDrafts } from '../store/memory/drafts.ts'
import { fakePouches } from './_fake-pouches.ts'
import { type FakeUses, fakeUses, hexOf, RELATION } from './_fake-uses.ts'
import { fakeAccess, fakeAccounts } from './_stores.ts'
import { buildApp } from './app.ts'
import type { Context, Persona } from './context.ts'
import type { App } from './officer/route.ts'
import { type Allow, allowOf } from './permission/allow.ts'
import type { RowFacts } from './ports.ts'
import { CSRF_HEADER, cookieName } from './session.ts'

export const HOST = 'vnm.localhost:7411'
export const URL_ = `http://${HOST}`

const text = (name: string) => ({ en: name, vi: name, 'zh-Hans': name })

export const DIRECTORY: Directory = directoryOf([
  { code: 'vnm-mps', side: 'vnm', level: 'ministry', name: text('Ministry (invented)'), faces: ['chn-mps'] },
  { code: 'vnm-north', side: 'vnm', level: 'province', name: text('North (invented)'), faces: ['chn-south'] },
  {
    code: 'vnm-gate',
    side: 'vnm',
    level: 'gate',
    name: text('Gate (invented)'),
    faces: ['chn-gate'],
    under: 'vnm-north',
  },
  { code: 'vnm-east', side: 'vnm', level: 'province', name: text('East (invented)'), faces: [] },
  { code: 'chn-mps', side: 'chn', level: 'ministry', name: text('Ministry (invented)'), faces: ['vnm-mps'] },
  { code: 'chn-south', side: 'chn', level: 'province', name: text('South (invented)'), faces: ['vnm-north'] },
  { code: 'chn-gate', side: 'chn', level: 'gate', name: text('Gate (invented)'), faces: ['vnm-gate'] },
])

export const OFFICES = ['vnm-mps', 'vnm-north', 'vnm-gate', 'vnm-east'] as const

/** One person for each role at each office of ours, and a second secretary and approver at the ministry. */
export const PERSONAS: Persona[] = [
  ...OFFICES.flatMap((office) =>
    ROLES.map((role) => ({ id: `${role}-${office}`, name: `${role} (invented)`, office, roles: [role] })),
  ),
  {
    id: 'both',
    name: 'Secretary and approver (invented)',
    office: 'vnm-mps',
    roles: ['secretary', 'approver'],
  },
]

function facts(name: string, offices: string[], plays: string | null = null): RowFacts {
  return {
    id: hexOf(name),
    relation: RELATION,
    digest: hexOf('procedure'),
    plays,
    level: 'gate',
    offices,
    readers: [],
  }
}

export const ROWS = {
  gate: facts('gate', ['vnm-gate', 'chn-gate']),
  north: facts('north', ['vnm-north', 'chn-south']),
  ministry: facts('ministry', ['vnm-mps', 'chn-mps']),
  /** Names no office of ours: it is for those that face its author's. */
  incoming: facts('incoming', ['chn-gate']),
  /** From an office that no office of ours faces: for the head of the ministry. */
  stray: facts('stray', ['chn-inland']),
  frame: facts('frame', ['chn-mps'], 'instrument'),
} satisfies Record<string, RowFacts>

const allow: Allow = allowOf(DIRECTORY)

export interface TestApp {
  app: App
  context: Context & { clock(): number }
  uses: FakeUses
  access: ReturnType<typeof fakeAccess>
  accounts: ReturnType<typeof fakeAccounts>
  now: { seconds: number }
  logged: string[]
  call(options: InjectOptions, session?: Session | null): Promise<LightMyRequestResponse>
  as(persona: string): Promise<Session>
}

export interface Session {
  cookie: string
  csrf: string
}

export async function testApp(changes: Partial<Context> = {}): Promise<TestApp> {
  const uses = fakeUses(Object.values(ROWS))
  const accounts = fakeAccounts()
  const access = fakeAccess()
  const now = { seconds: 1_800_000_000 }
  const logged: string[] = []
  let drawn = 0
  const context: Context = {
    party: 'vnm',
    url: URL_,
    hosts: [],
    sides: {
      vnm: { name: text('Viet Nam'), domain: 'vnm.localhost' },
      chn: { name: text('China'), domain: 'chn.localhost' },
    },
    languages: ['vi', 'zh-Hans', 'en'],
    directory: DIRECTORY,
    allow,
    uses,
    pouches: fakePouches,
    accounts,
    drafts: new MemoryDrafts(),
    access,
    personas: PERSONAS,
    oidc: null,
    clock: () => now.seconds,
    random: (bytes) => {
      drawn += 1
      return new Uint8Array(Buffer.from(hexOf(`random ${drawn}`).repeat(2), 'hex').subarray(0, bytes))
    },
    sessionSeconds: 3600,
    web: null,
    proxies: [],
    enrolment: false,
    checked: true,
    log: (code, error) => void logged.push(`${code}: ${error instanceof Error ? error.message : error}`),
    ...changes,
  }
  for (const { id, name, office, roles } of PERSONAS)
    await accounts.putOfficer({
      id,
      name,
      office,
      roles: [...(roles as Role[])],
      validFrom: 0,
      validTo: null,
    })
  const app = await buildApp(context)
  const call: TestApp['call'] = (options, session = null) =>
    app.inject({
      ...options,
      headers: {
        host: new URL(context.url).host,
        ...(session ? { cookie: session.cookie, [CSRF_HEADER]: session.csrf } : {}),
        ...options.headers,
      },
    })
  const as = async (persona: string) => {
    now.seconds += 60
    const answer = await call({ method: 'POST', url: '/api/session', payload: { persona } })
    const set = answer.cookies.find((cookie) => cookie.name === cookieName(context))
    if (!set) throw new Error(`${persona} did not sign in: ${answer.body}`)
    return { cookie: `${set.name}=${set.value}`, csrf: answer.json().csrf }
  }
  return { app, context, uses, access, accounts, now, logged, call, as }
}
