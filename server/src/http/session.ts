/**
 * Sessions. The token is only in its owner's cookie: HttpOnly, SameSite=Strict and, outside localhost,
 * Secure. Stored is its hash. The token against forged writes follows from it, and a page of another
 * origin can read neither.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { ROLES } from '@counterpart/casework'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NodeError } from '../errors.ts'
import type { OfficerRow } from '../store/accounts.ts'
import { TOLERANCE } from '../uses/limits.ts'
import type { Context } from './context.ts'
import type { Officer } from './ports.ts'
import { isRead, isSecure } from './security.ts'

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: SignedIn | null
  }
  interface FastifyContextConfig {
    /** Needs no session: signing in, and what is told to everyone. */
    open?: boolean
  }
}

export interface SignedIn {
  officer: Officer
  /** Never logged, never sent. */
  token: string
  csrf: string
}

export const CSRF_HEADER = 'x-counterpart-csrf'

export function newToken(context: Pick<Context, 'random'>): string {
  return Buffer.from(context.random(32)).toString('base64url')
}

export function cookieName(context: Pick<Context, 'party' | 'url'>): string {
  return `${isSecure(context) ? '__Host-' : ''}counterpart-${context.party}`
}

function cookieOptions(context: Context): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(context) }
}

function csrfOf(token: string): string {
  return createHmac('sha256', token).update('counterpart csrf v1').digest('base64url')
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The officer an account stands for; null when it is closed or its office is not in the directory. */
export function officerOf(context: Context, row: OfficerRow | null): Officer | null {
  const office = row ? context.directory.office(row.office) : null
  const now = context.clock()
  if (!row || office?.side !== context.party) return null
  if (now < row.validFrom || (row.validTo !== null && now >= row.validTo)) return null
  const roles = ROLES.filter((role) => row.roles.includes(role))
  return { id: row.id, name: row.name, side: context.party, office, roles }
}

/** Signs in: a session replaces whatever the browser had before. */
export async function startSession(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  row: OfficerRow | null,
): Promise<SignedIn> {
  const officer = officerOf(context, row)
  if (!officer) throw new NodeError({ code: 'sign-in-failed' })
  const now = context.clock()
  if (request.signedIn) await context.accounts.revokeSession(request.signedIn.token, now)
  const token = newToken(context)
  const session = { officer: officer.id, created: now, expires: now + context.sessionSeconds }
  await context.accounts.putSession(token, session)
  reply.setCookie(cookieName(context), token, { ...cookieOptions(context), maxAge: context.sessionSeconds })
  request.signedIn = { officer, token, csrf: csrfOf(token) }
  return request.signedIn
}

export async function endSession(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (request.signedIn) await context.accounts.revokeSession(request.signedIn.token, context.clock())
  request.signedIn = null
  reply.clearCookie(cookieName(context), cookieOptions(context))
}

/**
 * The officer that a token stands for now. A session that was revoked or expired, or an account that was closed or
 * moved, counts from the next request on.
 */
export async function load(context: Context, token: string): Promise<SignedIn | null> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null
  const now = context.clock()
  const session = await context.accounts.session(token, now)
  // One that began while the clock was far ahead would last until that time is here.
  if (session && session.created > now + TOLERANCE) return null
  const officer = session ? officerOf(context, await context.accounts.officer(session.officer)) : null
  return officer ? { officer, token, csrf: csrfOf(token) } : null
}

export function addSessions(app: FastifyInstance, context: Context): void {
  app.decorateRequest('signedIn', null)
  app.addHook('onRequest', async (request) => {
    if (request.is404) return
    const open = request.routeOptions.config.open === true
    const token = request.cookies[cookieName(context)]
    request.signedIn = token === undefined ? null : await load(context, token)
    if (!request.signedIn) {
      if (open) return
      throw new NodeError({ code: token === undefined ? 'not-signed-in' : 'session-expired' })
    }
    if (isRead(request)) return
    // Signing in anew over an old session needs no token of the old one: the origin was checked.
    const given = request.headers[CSRF_HEADER]
    if (open && given === undefined) return
    if (typeof given !== 'string' || !same(given, request.signedIn.csrf))
      throw new NodeError({ code: 'bad-csrf' })
  })
}

/** The officer of a route that is not open. */
export function signedInOf(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw new NodeError({ code: 'not-signed-in' })
  return request.signedIn
}
