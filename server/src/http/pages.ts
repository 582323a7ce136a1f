/**
 * The built web pages. Every page is the one document of the web build, with a nonce of its own for
 * styles; every path that is no file and no API is that document too, since its routes are in the browser.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { Context } from './context.ts'
import type { App } from './officer/route.ts'
import { pagePolicy } from './security.ts'

/** Where the build leaves room for the nonce; a document without it gets one in its head. */
const PLACE = '__CSP_NONCE__'

/** Names of built files; nothing hidden, and no way out of the folder. */
const FILE = /^(?:[\w@-][\w@.-]*\/)*[\w@-][\w@.-]*$/

const enrolFolder = new URL('enrol/', import.meta.url)

export async function addPages(app: App, context: Context): Promise<void> {
  const hidden = { config: { open: true }, schema: {} } as const
  const then = context.enrolment ? 'node-ends' : 'sign-in'
  const enrol = readFileSync(new URL('enrol.html', enrolFolder), 'utf8').replace('__THEN__', then)
  const script = readFileSync(new URL('enrol.js', enrolFolder), 'utf8')
  app.get('/enrol', hidden, (_request, reply) => sendPage(context, reply, enrol))
  app.get('/enrol.js', hidden, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
  const web = context.web
  const file = web === null ? null : join(web, 'index.html')
  if (web === null || file === null || !existsSync(file)) return
  const page = readFileSync(file, 'utf8')
  await app.register(fastifyStatic, {
    root: web,
    serve: false,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
  })
  app.get('/', hidden, (_request, reply) => sendPage(context, reply, page))
  app.get('/*', hidden, (request, reply) => {
    const path = (request.params as { '*': string })['*']
    if (path.startsWith('api/') || path === 'api') return reply.callNotFound()
    if (!/\.[a-z0-9]{1,8}$/i.test(path)) return sendPage(context, reply, page)
    if (!FILE.test(path)) return reply.callNotFound()
    // Names of built files carry the digest of their content.
    if (path.startsWith('assets/')) reply.header('cache-control', 'public, max-age=31536000, immutable')
    return reply.sendFile(path)
  })
}

function sendPage(context: Context, reply: FastifyReply, page: string): FastifyReply {
  const nonce = Buffer.from(context.random(16)).toString('base64url')
  reply.header('content-security-policy', pagePolicy(nonce))
  return reply.type('text/html; charset=utf-8').send(withNonce(page, nonce))
}

export function withNonce(page: string, nonce: string): string {
  if (page.includes(PLACE)) return page.replaceAll(PLACE, nonce)
  return page.replace(/<head[^>]*>/i, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`)
}
