/**
 * Passkeys. A ceremony has two calls; the challenge between them is kept here, works once and for five
 * minutes. Who enrols holds a one-time link; a call uses its secret up and gives the next one, so that a
 * cancelled ceremony can be begun again but a copied link is good for nothing once it was opened.
 */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { NodeError } from '../../errors.ts'
import type { OfficerRow } from '../../store/accounts.ts'
import type { Context } from '../context.ts'
import { newToken, officerOf } from '../session.ts'

/** One module in nine of a whole node, which no command needs and no node before the first ceremony. */
const webauthn = () => import('@simplewebauthn/server')

/** Ed25519, P-256, RSA: what authenticators have; others are not offered. */
const ALGORITHMS = [-8, -7, -257]
const CEREMONY_SECONDS = 300
const RENEWED_SECONDS = 3600
const MOST_CEREMONIES = 10_000

interface Ceremony {
  kind: 'enrol' | 'sign-in'
  officer: string | null
  expires: number
}

export interface Passkeys {
  enrolOptions(token: string): Promise<{ options: object; token: string }>
  enrol(token: string, response: unknown): Promise<OfficerRow>
  signInOptions(): Promise<object>
  signIn(response: unknown): Promise<OfficerRow>
}

export function passkeysOf(context: Context): Passkeys {
  const { accounts, clock } = context
  const { hostname: rpID, origin } = new URL(context.url)
  const challenges = new Map<string, Ceremony>()
  const rpName = context.sides[context.party]?.name.en ?? context.party

  function begin(kind: Ceremony['kind'], officer: string | null): string {
    const challenge = newToken(context)
    for (const [old, { expires }] of challenges) {
      if (expires > clock() && challenges.size < MOST_CEREMONIES) break
      challenges.delete(old)
    }
    challenges.set(challenge, { kind, officer, expires: clock() + CEREMONY_SECONDS })
    return challenge
  }

  function take(challenge: string, kind: Ceremony['kind']): Ceremony | null {
    const ceremony = challenges.get(challenge)
    challenges.delete(challenge)
    return ceremony && ceremony.kind === kind && ceremony.expires > clock() ? ceremony : null
  }

  async function invited(token: string): Promise<OfficerRow> {
    const id = await accounts.takeEnrolment(token, clock())
    const row = id === null ? null : await accounts.officer(id)
    if (!row || !officerOf(context, row)) throw failed()
    return row
  }

  return {
    async enrolOptions(token) {
      const row = await invited(token)
      const next = newToken(context)
      await accounts.putEnrolment(next, row.id, clock() + RENEWED_SECONDS)
      const known = await accounts.passkeysOf(row.id)
      const { generateRegistrationOptions } = await webauthn()
      const options = await generateRegistrationOptions({
        rpID,
        rpName,
        userID: new Uint8Array(Buffer.from(row.id, 'utf8')),
        userName: row.name,
        userDisplayName: row.name,
        challenge: new Uint8Array(Buffer.from(begin('enrol', row.id), 'base64url')),
        supportedAlgorithmIDs: ALGORITHMS,
        attestationType: 'none',
        excludeCredentials: known.map((one) => ({ id: one.credential })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      return { options, token: next }
    },

    async enrol(token, response) {
      const row = await invited(token)
      const { verifyRegistrationResponse } = await webauthn()
      const verified = await attempt(() =>
        verifyRegistrationResponse({
          response: response as RegistrationResponseJSON,
          expectedChallenge: (challenge) => take(challenge, 'enrol')?.officer === row.id,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          supportedAlgorithmIDs: ALGORITHMS,
        }),
      )
      if (!verified.verified) throw failed()
      const { credential } = verified.registrationInfo
      if (await accounts.passkey(credential.id)) throw failed()
      await accounts.putPasskey({
        credential: credential.id,
        officer: row.id,
        publicKey: credential.publicKey,
        counter: credential.counter,
        transports: [...(credential.transports ?? [])],
        created: clock(),
      })
      return row
    },

    async signInOptions() {
      const { generateAuthenticationOptions } = await webauthn()
      return generateAuthenticationOptions({
        rpID,
        challenge: new Uint8Array(Buffer.from(begin('sign-in', null), 'base64url')),
        userVerification: 'required',
      })
    },

    async signIn(response) {
      const given = response as AuthenticationResponseJSON
      const passkey = await accounts.passkey(given.id)
      if (!passkey) throw failed()
      const { verifyAuthenticationResponse } = await webauthn()
      const verified = await attempt(() =>
        verifyAuthenticationResponse({
          response: given,
          expectedChallenge: (challenge) => take(challenge, 'sign-in') !== null,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          credential: {
            id: passkey.credential,
            publicKey: new Uint8Array(passkey.publicKey),
            // The store compares, in one statement: two sign-ins at once cannot both pass.
            counter: 0,
          },
        }),
      )
      if (!verified.verified) throw failed()
      if (!(await accounts.usePasskey(passkey.credential, verified.authenticationInfo.newCounter)))
        throw failed()
      const row = await accounts.officer(passkey.officer)
      if (!row) throw failed()
      return row
    },
  }
}

/** Everything that does not fit is one and the same failure to the outside; the operator's log has the reason. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw failed(cause)
  }
}

function failed(cause?: unknown): NodeError {
  return new NodeError({ code: 'sign-in-failed', ...(cause === undefined ? {} : { cause }) })
}
