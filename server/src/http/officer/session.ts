import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import type { Rate } from '../rate.ts'
import { SessionView, SignIn } from '../schema/session.ts'
import { endSession, type SignedIn, signedInOf, startSession } from '../session.ts'
import { type App, answers, Done } from './route.ts'

export async function sessionView(context: Context, signedIn: SignedIn | null): Promise<SessionView> {
  const ways: SessionView['signIn'] = []
  if (context.personas.length > 0) ways.push('persona')
  if (await context.accounts.anyPasskey()) ways.push('passkey')
  if (context.oidc) ways.push('oidc')
  return {
    officer: signedIn ? officerView(signedIn) : null,
    side: context.party,
    sides: { ...context.sides },
    languages: [...context.languages],
    signIn: ways,
    personas: context.personas.flatMap((persona) => {
      const office = context.directory.office(persona.office)
      if (!office) return []
      const { id, name, roles } = persona
      return [{ id, name, office: office.name, level: office.level, roles: [...roles] }]
    }),
    passkeys: signedIn ? await passkeysSince(context, signedIn) : [],
    csrf: signedIn?.csrf ?? null,
  }
}

async function passkeysSince(context: Context, { officer }: SignedIn): Promise<number[]> {
  const rows = await context.accounts.passkeysOf(officer.id)
  return rows.map(({ created }) => created).sort((a, b) => b - a)
}

function officerView({ officer }: SignedIn): NonNullable<SessionView['officer']> {
  const { code, name, level } = officer.office
  return { id: officer.id, name: officer.name, office: { code, name, level }, roles: [...officer.roles] }
}

export function addSessionRoutes(app: App, context: Context, rate: Rate): void {
  app.get(
    '/api/session',
    {
      config: { open: true },
      schema: {
        operationId: 'session',
        summary: 'Who is signed in, and how one signs in here',
        tags: ['session'],
        response: answers(SessionView),
      },
    },
    (request) => sessionView(context, request.signedIn),
  )

  app.post(
    '/api/session',
    {
      config: { open: true },
      schema: {
        operationId: 'signInAsPersona',
        summary: 'Sign in as an invented person (devnet only)',
        tags: ['session'],
        body: SignIn,
        response: answers(SessionView),
      },
    },
    async (request, reply) => {
      rate.take(request.ip)
      const persona = context.personas.find((one) => one.id === request.body.persona)
      const account = persona ? await context.accounts.officer(persona.id) : null
      if (!account) {
        await note(context, null, 'sign-in', { kind: 'persona', id: '' }, false)
        throw new NodeError({ code: 'sign-in-failed' })
      }
      const signedIn = await startSession(context, request, reply, account)
      await note(context, signedIn.officer, 'sign-in', { kind: 'persona', id: persona?.id ?? '' })
      return sessionView(context, signedIn)
    },
  )

  app.delete(
    '/api/session',
    {
      config: { open: true },
      schema: {
        operationId: 'signOut',
        summary: 'End the session',
        tags: ['session'],
        response: answers(Done),
      },
    },
    async (request, reply) => {
      const officer = request.signedIn?.officer ?? null
      await endSession(context, request, reply)
      if (officer) await note(context, officer, 'sign-out', { kind: 'session', id: '' })
      return null
    },
  )

  app.delete(
    '/api/sessions',
    {
      schema: {
        operationId: 'endSessions',
        summary: 'End all your sessions, on every machine',
        tags: ['session'],
        response: answers(Done),
      },
    },
    async (request, reply) => {
      const { officer } = signedInOf(request)
      await context.accounts.revokeSessionsOf(officer.id, context.clock())
      await endSession(context, request, reply)
      await note(context, officer, 'sign-out', { kind: 'session', id: 'all' })
      return null
    },
  )
}
