/** The officers' API and pages as one Fastify application. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import fastifyCookie from '@fastify/cookie'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { NodeError } from '../errors.ts'
import type { Context } from './context.ts'
import { answerTo, asNodeError } from './errors.ts'
import { addAccountRoutes } from './officer/accounts.ts'
import { addActRoutes } from './officer/acts.ts'
import { addAnnouncedRoutes } from './officer/announced.ts'
import { addDossierRoutes } from './officer/dossiers.ts'
import { addDraftRoutes } from './officer/draft-routes.ts'
import { addEventRoutes } from './officer/events.ts'
import { addFileRoutes } from './officer/files.ts'
import { addOperationRoutes } from './officer/operation.ts'
import { addPouchRoutes } from './officer/pouch.ts'
import { addRegisterRoutes } from './officer/register.ts'
import { addRelationRoutes } from './officer/relations.ts'
import { addRetentionRoutes } from './officer/retention.ts'
import { addReviewRoutes } from './officer/review.ts'
import { type App, answers } from './officer/route.ts'
import { addSessionRoutes } from './officer/session.ts'
import { addOidcRoutes, addPasskeyRoutes } from './officer/sign-in.ts'
import { collectRoutes, openApi, type Route } from './openapi.ts'
import { addPages } from './pages.ts'
import { addParser, BODY_LIMIT } from './parse.ts'
import { addPatience, READ_WITHIN } from './patience.ts'
import { rateOf } from './rate.ts'
import { addSecurity, setHeaders } from './security.ts'
import { addSessions, cookieName } from './session.ts'
import { passkeysOf } from './sign-in/passkey.ts'
import { validatorCompiler } from './validate.ts'

/** Tries to sign in from one address, and the seconds after which all of them are there again. */
const SIGN_IN = { tries: 20, seconds: 60 }

export async function buildApp(context: Context, tls?: { key: string; cert: string }): Promise<App> {
  const stopping = { now: false }
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    // Whoever left in the middle of a request is told nothing, and this node has not failed.
    const gone = request.raw.errored === error
    void answer(gone ? { ...context, log: () => undefined } : context, error, reply, stopping.now)
  }
  const options = {
    bodyLimit: BODY_LIMIT,
    trustProxy: context.proxies.length > 0 ? [...context.proxies] : false,
    // Reading a file may take long; the time of all other requests is bounded below.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: fail,
    clientErrorHandler: refuseBytes,
    return503OnClosing: false,
    forceCloseConnections: true,
  } as const
  // A request without a host is answered like one with a wrong host.
  const wire = { requireHostHeader: false, headersTimeout: READ_WITHIN } as const
  const made = tls ? Fastify({ ...options, https: { ...tls, ...wire } }) : Fastify({ ...options, http: wire })
  const app = (made as unknown as App).withTypeProvider<TypeBoxTypeProvider>()
  addRefusals(app)
  addPatience(app, refuseBytes)
  app.setErrorHandler(fail)
  app.setValidatorCompiler(validatorCompiler)
  // Answers leave as the route made them: a serializer made from the schema would drop and convert members.
  app.setSerializerCompiler(({ schema }) => serializer(context, schema as TSchema))
  const routes = collectRoutes(app)
  addParser(app)
  addSecurity(app, context)
  addStopping(app, stopping)
  await app.register(fastifyCookie)
  addSessions(app, context)
  app.addHook('preValidation', async (request) => {
    if (!request.routeOptions.url?.startsWith('/api/')) return
    if (
      !request.routeOptions.schema?.body &&
      !request.routeOptions.config.stream &&
      request.body !== undefined &&
      request.body !== null
    )
      throw new NodeError({ code: 'bad-input' })
    const query = request.query as Record<string, unknown>
    if (!request.routeOptions.schema?.querystring && Object.keys(query).length > 0)
      throw new NodeError({ code: 'bad-query' })
  })
  addRoutes(app, context, routes)
  await addPages(app, context)
  app.setNotFoundHandler(async (request, reply) => notFound(request, reply, routes))
  return app
}

function addRoutes(app: App, context: Context, routes: readonly Route[]): void {
  const rate = rateOf(context.clock, SIGN_IN.tries, SIGN_IN.seconds)
  addSessionRoutes(app, context, rate)
  addPasskeyRoutes(app, context, rate, passkeysOf(context))
  addOidcRoutes(app, context, rate)
  addOperationRoutes(app, context)
  addRelationRoutes(app, context)
  addAnnouncedRoutes(app, context)
  addDossierRoutes(app, context)
  addActRoutes(app, context)
  addDraftRoutes(app, context)
  addFileRoutes(app, context)
  addReviewRoutes(app, context)
  addRetentionRoutes(app, context)
  addRegisterRoutes(app, context)
  addPouchRoutes(app, context)
  addAccountRoutes(app, context)
  addEventRoutes(app, context)
  app.get(
    '/api/openapi.json',
    {
      config: { open: true },
      schema: {
        operationId: 'openapi',
        summary: 'This document',
        tags: ['node'],
        response: answers(Type.Record(Type.String(), Type.Unknown())),
      },
    },
    async () => openApi(routes, cookieName(context)),
  )
}

/**
 * Says that this node's clock is behind where it would otherwise say that an account is not valid yet, or an identity is
 * dated later than now: nobody could sign in to read why. A stranger learns nothing by it, since the date is in every answer.
 */
function known(context: Context, error: NodeError): NodeError {
  if (error.code !== 'sign-in-failed' || !context.uses.isBehind()) return error
  return new NodeError({ code: 'clock-behind', cause: error })
}

async function answer(
  context: Context,
  thrown: unknown,
  reply: FastifyReply,
  stopping: boolean,
): Promise<void> {
  const error = known(context, asNodeError(thrown))
  const { status, body } = answerTo(error)
  // While the node ends, a last request that still wants the database is no failure.
  const isEnd = stopping && (error.code === 'database-unreachable' || error.code === 'stopping')
  if (status >= 500 && !isEnd) context.log(error.code, thrown)
  if (!reply.hasHeader('content-security-policy')) setHeaders(reply, false)
  if (status === 429) reply.header('retry-after', '60')
  await reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body)
}

/** Answers bytes that are no HTTP request, and closes the line. */
function refuseBytes(error: Error & { code?: string }, socket: Socket): void {
  const code =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'too-large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'timeout'
        : 'bad-input'
  const { status, body } = answerTo(new NodeError({ code }))
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ]
  if (socket.writable && error.code !== 'ECONNRESET') socket.write(`${head.join('\r\n')}\r\n\r\n${text}`)
  socket.destroySoon()
}

/** Refuses in the same form what never becomes a request: an expectation that nobody meets, a tunnel. */
function addRefusals(app: App): void {
  app.server.on('checkExpectation', ({ socket }: IncomingMessage) => refuseBytes(new Error(), socket))
  app.server.on('connect', (_request: IncomingMessage, socket: Socket) => refuseBytes(new Error(), socket))
}

/** While the node stops, tells whoever still has an open line to come back. */
function addStopping(app: App, stopping: { now: boolean }): void {
  app.addHook('preClose', async () => {
    stopping.now = true
  })
  app.addHook('onRequest', async () => {
    if (stopping.now) throw new NodeError({ code: 'stopping' })
  })
}

async function notFound(
  request: FastifyRequest,
  reply: FastifyReply,
  routes: readonly Route[],
): Promise<never> {
  const path = request.url.split('?', 1)[0] ?? ''
  const methods = routes.filter((route) => patternOf(route.url).test(path)).map((route) => route.method)
  const allowed = methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]))
  // An allowed method comes here where an id was too long to be looked up.
  if (allowed.length === 0 || allowed.includes(request.method)) throw new NodeError({ code: 'not-found' })
  reply.header('allow', allowed.join(', '))
  throw new NodeError({ code: 'method-not-allowed' })
}

function patternOf(url: string): RegExp {
  return new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`)
}

function serializer(context: Context, schema: TSchema): (data: unknown) => string {
  if (!context.checked) return (data) => JSON.stringify(data)
  const compiled = Compile(schema)
  return (data) => {
    if (!compiled.Check(data)) {
      const [first] = compiled.Errors(data)
      throw new NodeError({
        code: 'internal',
        message: `an answer breaks its schema at ${first?.instancePath}: ${first?.message}`,
      })
    }
    return JSON.stringify(data)
  }
}
