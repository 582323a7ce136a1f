/**
 * Sign-in at an OpenID provider: authorization code with PKCE, state and nonce, and the signature of the
 * ID token checked. Roles and office are read from its claims through two tables of the configuration;
 * whoever is in neither table does not sign in.
 */
import { createHash } from 'node:crypto'
import { ROLES, type Role } from '@counterpart/casework'
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import type { Directory } from '../../directory.ts'
import { NodeError } from '../../errors.ts'

export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string
  scope: string
  /** Names of the claims. */
  claims: { name: string; roles: string; office: string }
  /** Roles by what the provider says. */
  roles: Readonly<Record<string, string>>
  /** Offices of the directory by what the provider says. */
  offices: Readonly<Record<string, string>>
}

/** What is kept in the browser between leaving for the provider and coming back. */
export interface Leaving {
  state: string
  nonce: string
  verifier: string
}

export interface Identity {
  id: string
  name: string
  office: string
  roles: Role[]
}

/** What an operator is told of a sign-in that failed: enough to know whose fault it is, and nothing of the person. */
export type OidcFault =
  /** Its description, its keys or its tokens are not to be had. */
  | 'provider-unreachable'
  /** It sent the officer back with a refusal, such as one who turned it down. */
  | 'provider-refused'
  /** It does not take our `clientId` with our secret. */
  | 'wrong-secret'
  /** It does not take the code it gave, or the browser came back with something else than it left with. */
  | 'bad-code'
  /** Its ID token is not signed, not for this node, over, or not for this sign-in. */
  | 'bad-token'
  | 'unknown-roles'
  | 'unknown-office'
  | 'two-offices'
  /** An administrator has no other role. */
  | 'roles-apart'
  | 'bad-name'
  | 'no-subject'
  /** The account is closed here, or not valid yet by our clock. */
  | 'account-closed'

/** Nobody but the operator reads the fault. */
export function oidcFailed(fault: OidcFault, cause?: unknown): NodeError {
  return new NodeError({
    code: 'sign-in-failed',
    message: `oidc ${fault}`,
    ...(cause === undefined ? {} : { cause }),
  })
}

export interface Provider {
  /** @throws NodeError `sign-in-failed` when the provider cannot be reached */
  start(): Promise<{ url: string; leaving: Leaving }>
  /** @throws NodeError `sign-in-failed` for everything that does not fit */
  finish(current: URL, leaving: Leaving): Promise<Identity>
}

const RENEW_MS = 3600_000

export function providerOf(settings: OidcSettings, origin: string, directory: Directory): Provider {
  const redirect = new URL('/api/oidc/callback', origin).href
  let kept: { configuration: Configuration; until: number } | null = null

  async function configuration(): Promise<Configuration> {
    if (kept && kept.until > performance.now()) return kept.configuration
    const issuer = new URL(settings.issuer)
    const local = issuer.protocol === 'http:' && /^(.+\.)?localhost$|^127\.0\.0\.1$/.test(issuer.hostname)
    const made = await discovery(
      issuer,
      settings.clientId,
      undefined,
      ClientSecretBasic(settings.clientSecret),
      { execute: [enableNonRepudiationChecks, ...(local ? [allowInsecureRequests] : [])], timeout: 10 },
    )
    kept = { configuration: made, until: performance.now() + RENEW_MS }
    return made
  }

  return {
    start: () =>
      attempt('provider-unreachable', async () => {
        const leaving = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
        const url = buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirect,
          scope: settings.scope,
          state: leaving.state,
          nonce: leaving.nonce,
          code_challenge: await calculatePKCECodeChallenge(leaving.verifier),
          code_challenge_method: 'S256',
        })
        return { url: url.href, leaving }
      }),
    finish: (current, leaving) =>
      attempt('bad-token', async () => {
        const back = new URL(redirect)
        back.search = current.search
        const known = await attempt('provider-unreachable', configuration)
        const tokens = await authorizationCodeGrant(known, back, {
          expectedState: leaving.state,
          expectedNonce: leaving.nonce,
          pkceCodeVerifier: leaving.verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw oidcFailed('bad-token')
        return identityOf(settings, directory, claims)
      }),
  }
}

/** Own keys only: a claim such as `constructor` is in no table. */
function lookUp(table: Readonly<Record<string, string>>, key: string): string[] {
  const found = Object.hasOwn(table, key) ? table[key] : undefined
  return found === undefined ? [] : [found]
}

function lines(claim: unknown): string[] {
  const all = Array.isArray(claim) ? claim : [claim]
  return all.filter((one) => typeof one === 'string')
}

const LONGEST_NAME = 200

export function identityOf(
  settings: OidcSettings,
  directory: Directory,
  claims: Readonly<Record<string, unknown>> & { sub: string },
): Identity {
  const given = lines(claims[settings.claims.roles]).flatMap((one) => lookUp(settings.roles, one))
  const roles = ROLES.filter((role) => given.includes(role))
  const offices = lines(claims[settings.claims.office]).flatMap((one) => lookUp(settings.offices, one))
  const [office] = offices
  const [name = claims.sub] = lines(claims[settings.claims.name])
  // All that have none would be one officer.
  if (claims.sub.trim() === '') throw oidcFailed('no-subject')
  if (roles.length === 0) throw oidcFailed('unknown-roles')
  // With two offices it would be open for which one he or she acts.
  if (offices.length > 1) throw oidcFailed('two-offices')
  if (office === undefined || !directory.office(office)) throw oidcFailed('unknown-office')
  const subject = JSON.stringify([settings.issuer, claims.sub])
  const id = `oidc-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`
  // Many directories keep Vietnamese names decomposed, which no field of ours takes; the cut leaves no half of a sign.
  return { id, name: [...name.normalize('NFC')].slice(0, LONGEST_NAME).join(''), office, roles }
}

/** `fault`: what it is where nothing better is known. */
async function attempt<T>(fault: OidcFault, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof NodeError ? cause : oidcFailed(faultOf(cause) ?? fault, cause)
  }
}

function faultOf(cause: unknown): OidcFault | null {
  if (cause instanceof AuthorizationResponseError) return 'provider-refused'
  if (cause instanceof WWWAuthenticateChallengeError) return 'wrong-secret'
  if (cause instanceof ResponseBodyError)
    return cause.error === 'invalid_client' || cause.error === 'unauthorized_client'
      ? 'wrong-secret'
      : 'bad-code'
  if (!(cause instanceof Error)) return null
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM')
    return 'provider-unreachable'
  return isUnreached(cause) ? 'provider-unreachable' : null
}

/** `fetch` says no more than that it failed, and the system's error is below it. */
function isUnreached(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return 'syscall' in error || isUnreached(error.cause)
}
