import { DAY } from '@counterpart/casework/civil'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { OfficerRow } from '../../store/accounts.ts'
import { isName, postFault } from '../account-fault.ts'
import type { Context } from '../context.ts'
import { demand, note } from '../guard.ts'
import type { Officer } from '../ports.ts'
import { shape } from '../schema/base.ts'
import { AccessPage, AccountChange, AccountView, AccountWanted, EnrolmentLink } from '../schema/register.ts'
import { newToken, signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'

/** How long an enrolment link may be used, seconds. */
const ENROLMENT_SECONDS = 3 * DAY

const ById = shape({ id: Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }) })

export function addAccountRoutes(app: App, context: Context): void {
  const { accounts, access } = context

  app.get(
    '/api/accounts',
    {
      schema: {
        operationId: 'accounts',
        summary: 'Officers of this node',
        tags: ['account'],
        response: answers(Type.Array(AccountView)),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demandManage(context, officer, 'list')
      await note(context, officer, 'list', { kind: 'accounts', id: '' })
      return Promise.all((await accounts.officers()).map((row) => accountView(context, row)))
    },
  )

  app.post(
    '/api/accounts',
    {
      schema: {
        operationId: 'addAccount',
        summary: 'Add an officer; the link in the answer enrols his or her passkey, once',
        tags: ['account'],
        body: AccountWanted,
        response: answers(EnrolmentLink),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demandManage(context, officer, 'add-account')
      const { name, office, roles } = request.body
      if (!isName(name)) throw new NodeError({ code: 'bad-value', path: '/name' })
      checkPost(context, office, roles)
      const id = Buffer.from(context.random(16)).toString('hex')
      const row: OfficerRow = {
        id,
        name,
        office,
        roles: [...roles],
        validFrom: context.clock(),
        validTo: null,
      }
      await noteChange(context, officer, 'add-account', { ...row, office: '', roles: [] }, row)
      await accounts.putOfficer(row)
      return enrolmentLink(context, id)
    },
  )

  app.post(
    '/api/accounts/:id',
    {
      schema: {
        operationId: 'changeAccount',
        summary: 'Change an office or roles, or close an account; its sessions end',
        tags: ['account'],
        params: ById,
        body: AccountChange,
        response: answers(AccountView),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demandManage(context, officer, 'change-account', request.params.id)
      const row = await found(context, request.params.id)
      const { office = row.office, roles = row.roles, validTo = row.validTo } = request.body
      checkPost(context, office, roles)
      const changed = { ...row, office, roles: [...roles], validTo }
      await noteChange(context, officer, 'change-account', row, changed)
      await accounts.putOfficer(changed)
      await accounts.revokeSessionsOf(row.id, context.clock())
      return accountView(context, changed)
    },
  )

  app.post(
    '/api/accounts/:id/enrolment',
    {
      schema: {
        operationId: 'newEnrolment',
        summary: 'A new one-time link to enrol a passkey',
        tags: ['account'],
        params: ById,
        response: answers(EnrolmentLink),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demandManage(context, officer, 'enrol-link', request.params.id)
      const row = await found(context, request.params.id)
      await note(context, officer, 'enrol-link', { kind: 'accounts', id: row.id })
      return enrolmentLink(context, row.id)
    },
  )

  app.get(
    '/api/accesses',
    {
      schema: {
        operationId: 'accesses',
        summary: 'Who looked at, changed and exported what',
        tags: ['oversight'],
        querystring: shape({
          before: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
        }),
        response: answers(AccessPage),
      },
    },
    async (request) => {
      await demand(
        context,
        signedInOf(request).officer,
        'inspect',
        { kind: 'node' },
        { kind: 'accesses', id: '' },
      )
      const { before } = request.query
      const limit = 100
      const entries = await access.accesses({
        limit,
        ...(before === undefined ? {} : { before: Number(before) }),
      })
      return { entries, next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) }
    },
  )
}

/** Notes only a refusal. What is done is noted later with an action of its own, once it is known to be possible. */
async function demandManage(context: Context, officer: Officer, action: string, id = ''): Promise<void> {
  if (context.allow(officer, 'manage', { kind: 'accounts' }).allowed) return
  await note(context, officer, action, { kind: 'accounts', id }, false)
  throw new NodeError({ code: 'not-allowed' })
}

/**
 * Notes what an account had before and has now, since whoever gives roles could make two persons of one. The `kind` of
 * a row is the role, the office, or the time until which the account is valid.
 */
async function noteChange(
  context: Context,
  officer: Officer,
  action: string,
  before: OfficerRow,
  after: OfficerRow,
): Promise<void> {
  const all = [...new Set([...before.roles, ...after.roles])].sort()
  const said = all.map((role) => {
    const did = !before.roles.includes(role) ? 'give' : after.roles.includes(role) ? 'keep' : 'take'
    return [`${did}-role`, role]
  })
  if (before.office !== after.office)
    said.push(['leave-office', before.office], ['join-office', after.office])
  if (before.validTo !== after.validTo) said.push(['set-end', `${after.validTo ?? 'open'}`])
  const row = { at: context.clock(), officer: officer.id, resource: after.id }
  await context.access.log([
    { ...row, action, kind: 'accounts' },
    ...said.flatMap(([done = '', kind = '']) => (kind === '' ? [] : [{ ...row, action: done, kind }])),
  ])
}

async function found(context: Context, id: string): Promise<OfficerRow> {
  const row = await context.accounts.officer(id)
  if (!row) throw new NodeError({ code: 'not-found' })
  return row
}

/** Refuses an office that is not ours, and further roles for an administrator, who reads no dossier. */
function checkPost(context: Context, office: string, roles: readonly string[]): void {
  const path = postFault({ office, roles }, context)
  if (path !== null) throw new NodeError({ code: 'bad-value', path })
}

async function accountView(context: Context, row: OfficerRow): Promise<AccountView> {
  const { id, name, office, roles, validFrom, validTo } = row
  const passkeys = (await context.accounts.passkeysOf(id)).length
  return { id, name, office, roles, validFrom, validTo, passkeys }
}

/** The secret stands behind the `#`, which browsers do not send, so it stays out of logs of proxies. */
export async function enrolmentLink(
  context: Pick<Context, 'accounts' | 'random' | 'clock' | 'url'>,
  account: string,
): Promise<{ account: string; url: string; expires: number }> {
  const token = newToken(context)
  const expires = context.clock() + ENROLMENT_SECONDS
  await context.accounts.putEnrolment(token, account, expires)
  return { account, url: `${new URL('/enrol', context.url)}#${token}`, expires }
}
