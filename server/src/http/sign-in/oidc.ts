/**
 * Sign-in at an OpenID provider: authorization code with PKCE, state and nonce, and the signature of the
 * ID token checked. Roles and office are read from its claims through two tables of the configuration;
 * whoever is in neither table does not sign in.
 */
import { createHash } from 'node:crypto'
import { ROLES, type Role } from '@counterpart/casework'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
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
      attempt(async () => {
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
      attempt(async () => {
        const back = new URL(redirect)
        back.search = current.search
        const tokens = await authorizationCodeGrant(await configuration(), back, {
          expectedState: leaving.state,
          expectedNonce: leaving.nonce,
          pkceCodeVerifier: leaving.verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new NodeError({ code: 'sign-in-failed' })
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
  // With two offices it would be open for which one he or she acts.
  if (office === undefined || offices.length !== 1 || roles.length === 0 || !directory.office(office))
    throw new NodeError({ code: 'sign-in-failed' })
  const subject = JSON.stringify([settings.issuer, claims.sub])
  const id = `oidc-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`
  return { id, name: name.slice(0, 200), office, roles }
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    throw new NodeError({ code: 'sign-in-failed', cause })
  }
}
