import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { isName, postFault } from '../account-fault.ts'
import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import type { Rate } from '../rate.ts'
import { ErrorAnswer, shape } from '../schema/base.ts'
import { SessionView } from '../schema/session.ts'
import { isSecure } from '../security.ts'
import { officerOf, startSession } from '../session.ts'
import { type Identity, type Leaving, oidcFailed } from '../sign-in/oidc.ts'
import type { Passkeys } from '../sign-in/passkey.ts'
import { type App, answers } from './route.ts'
import { sessionView } from './session.ts'

const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

/** Bytes as browsers write them. */
const Base64url = Type.String({ pattern: '^[A-Za-z0-9_-]{1,2000}$' })

/** Options and answers of the ceremony as browsers give and take them; the WebAuthn standard says what is in them. */
const Credential = Type.Object(
  {
    id: Base64url,
    rawId: Base64url,
    type: Type.Literal('public-key'),
    response: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
    clientExtensionResults: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
    authenticatorAttachment: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { title: 'PublicKeyCredential', additionalProperties: false },
)
const Options = Type.Record(Type.String(), Type.Unknown(), { title: 'PublicKeyOptions' })

export function addPasskeyRoutes(app: App, context: Context, rate: Rate, passkeys: Passkeys): void {
  app.post(
    '/api/passkeys/options',
    {
      config: { open: true },
      schema: {
        operationId: 'enrolOptions',
        summary:
          'Begin to enrol a passkey with a one-time link; its secret is used up, the answer has the next one',
        tags: ['session'],
        body: shape({ token: Token }),
        response: answers(shape({ options: Options, token: Token })),
      },
    },
    async (request) => {
      rate.take(request.ip)
      const begun = await passkeys.enrolOptions(request.body.token)
      return { options: { ...begun.options }, token: begun.token }
    },
  )

  app.post(
    '/api/passkeys/enrol',
    {
      config: { open: true },
      schema: {
        operationId: 'enrol',
        summary: 'Enrol the passkey and sign in',
        tags: ['session'],
        body: shape({ token: Token, response: Credential }),
        response: answers(SessionView),
      },
    },
    async (request, reply) => {
      rate.take(request.ip)
      const row = await passkeys.enrol(request.body.token, request.body.response)
      const signedIn = await startSession(context, request, reply, row)
      await note(context, signedIn.officer, 'enrol', { kind: 'passkey', id: '' })
      return sessionView(context, signedIn)
    },
  )

  app.post(
    '/api/passkeys/sign-in-options',
    {
      config: { open: true },
      schema: {
        operationId: 'signInOptions',
        summary: 'Begin to sign in with a passkey',
        tags: ['session'],
        body: shape({}),
        response: answers(Options),
      },
    },
    async (request) => {
      rate.take(request.ip)
      return { ...(await passkeys.signInOptions()) }
    },
  )

  app.post(
    '/api/passkeys/sign-in',
    {
      config: { open: true },
      schema: {
        operationId: 'signInByPasskey',
        summary: 'Sign in with a passkey',
        tags: ['session'],
        body: Credential,
        response: answers(SessionView),
      },
    },
    async (request, reply) => {
      rate.take(request.ip)
      try {
        const row = await passkeys.signIn(request.body)
        const signedIn = await startSession(context, request, reply, row)
        await note(context, signedIn.officer, 'sign-in', { kind: 'passkey', id: '' })
        return await sessionView(context, signedIn)
      } catch (error) {
        await note(context, null, 'sign-in', { kind: 'passkey', id: '' }, false)
        throw error
      }
    },
  )
}

const LEAVING_SECONDS = 600

export function addOidcRoutes(app: App, context: Context, rate: Rate): void {
  // Lax, unlike the session: the provider sends the browser back from another site.
  const options = { path: '/api/oidc', httpOnly: true, sameSite: 'lax', secure: isSecure(context) } as const
  const cookie = `counterpart-${context.party}-leaving`
  const response = { 302: Type.Null(), '4xx': ErrorAnswer, '5xx': ErrorAnswer }

  app.get(
    '/api/oidc/start',
    {
      config: { open: true },
      exposeHeadRoute: false,
      schema: {
        operationId: 'oidcStart',
        summary: 'Go to the identity provider',
        tags: ['session'],
        response,
      },
    },
    async (request, reply) => {
      rate.take(request.ip)
      const { oidc } = context
      if (!oidc) throw new NodeError({ code: 'not-found' })
      const left = await oidc.start().catch((error: unknown) => failed(context, error, request))
      if (left === null) return reply.redirect(BACK, 302)
      const { url, leaving } = left
      const value = Buffer.from(JSON.stringify(leaving)).toString('base64url')
      reply.setCookie(cookie, value, { ...options, maxAge: LEAVING_SECONDS })
      return reply.redirect(url, 302)
    },
  )

  app.get(
    '/api/oidc/callback',
    {
      config: { open: true },
      exposeHeadRoute: false,
      schema: {
        operationId: 'oidcCallback',
        summary: 'Come back from the identity provider',
        tags: ['session'],
        // The OpenID library checks whatever the provider adds.
        querystring: Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 4000 })),
        response,
      },
    },
    async (request, reply) => {
      rate.take(request.ip)
      const leaving = readLeaving(request.cookies[cookie])
      reply.clearCookie(cookie, options)
      try {
        // Whoever comes without having left, or after too long, is no fault that an operator could mend.
        if (!context.oidc || !leaving) throw new NodeError({ code: 'sign-in-failed' })
        const identity = await context.oidc.finish(new URL(request.url, context.url), leaving)
        checkIdentity(context, identity)
        const row = await keep(context, identity)
        if (officerOf(context, row) === null) throw oidcFailed('account-closed')
        const signedIn = await startSession(context, request, reply, row)
        await note(context, signedIn.officer, 'sign-in', { kind: 'oidc', id: '' })
      } catch (error) {
        if (leaving) await note(context, null, 'sign-in', { kind: 'oidc', id: '' }, false)
        failed(context, error, request)
        return reply.redirect(BACK, 302)
      }
      return reply.redirect('/', 302)
    },
  )
}

/** The page that says that it did not work, and lets one try again. */
const BACK = '/?sign-in=failed'

/** Tells the operator why. `null` for a browser that goes from page to page and is sent back to one; whatever else asks is answered. */
function failed(context: Context, error: unknown, request: FastifyRequest): null {
  if (!(error instanceof NodeError) || error.code !== 'sign-in-failed') throw error
  if (error.message !== error.code) context.log(error.code, error)
  // That the clock of this node is behind is said in words of its own, by whatever answers with an error.
  if (context.uses.isBehind() || !/\btext\/html\b/.test(request.headers.accept ?? '')) throw error
  return null
}

/** What an administrator could not make either. */
function checkIdentity(context: Context, identity: Identity): void {
  const path = postFault(identity, context)
  if (path !== null) throw oidcFailed(path === '/office' ? 'unknown-office' : 'roles-apart')
  if (!isName(identity.name)) throw oidcFailed('bad-name')
}

function readLeaving(cookie: string | undefined): Leaving | null {
  try {
    const value = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString('utf8')) as Partial<Leaving>
    const { state, nonce, verifier } = value
    return typeof state === 'string' && typeof nonce === 'string' && typeof verifier === 'string'
      ? { state, nonce, verifier }
      : null
  } catch {
    return null
  }
}

/** Stores the identity that the provider gives at each sign-in. An account that was closed here stays closed. */
async function keep(context: Context, identity: Identity) {
  const known = await context.accounts.officer(identity.id)
  const row = {
    ...identity,
    validFrom: known?.validFrom ?? context.clock(),
    validTo: known?.validTo ?? null,
  }
  await context.accounts.putOfficer(row)
  return row
}
