/** An authenticator in software: makes and uses passkeys as browsers hand them over. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

export interface Authenticator {
  create(challenge: string, changes?: Changes): object
  get(challenge: string, changes?: Changes): object
  counter: number
}

interface Changes {
  origin?: string
  rpId?: string
  flags?: number
  type?: string
}

const PRESENT_AND_VERIFIED = 0x05
const ATTESTED = 0x40

export function authenticatorOf(origin: string): Authenticator {
  const rp = new URL(origin).hostname
  const id = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const base = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' }
  const self: Authenticator = {
    counter: 0,
    create(challenge, changes = {}) {
      self.counter += 1
      const data = authData(
        changes,
        ATTESTED,
        Buffer.concat([Buffer.alloc(16), length(id), id, coseOf(publicKey)]),
      )
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(data)],
      ])
      const attestationObject = Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url')
      const clientDataJSON = clientData('webauthn.create', challenge, changes).toString('base64url')
      return {
        ...base,
        response: { clientDataJSON, attestationObject, transports: ['internal'] },
        clientExtensionResults: {},
      }
    },
    get(challenge, changes = {}) {
      self.counter += 1
      const data = authData(changes, 0, Buffer.alloc(0))
      const client = clientData('webauthn.get', challenge, changes)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
      }
      return { ...base, response, clientExtensionResults: {} }
    },
  }
  return self

  function authData(changes: Changes, more: number, rest: Buffer): Buffer {
    const head = Buffer.alloc(5)
    head.writeUInt8((changes.flags ?? PRESENT_AND_VERIFIED) | more, 0)
    head.writeUInt32BE(self.counter, 1)
    return Buffer.concat([
      createHash('sha256')
        .update(changes.rpId ?? rp)
        .digest(),
      head,
      rest,
    ])
  }

  function clientData(type: string, challenge: string, changes: Changes): Buffer {
    return Buffer.from(
      JSON.stringify({ type: changes.type ?? type, challenge, origin: changes.origin ?? origin }),
    )
  }
}

function length(bytes: Buffer): Buffer {
  const two = Buffer.alloc(2)
  two.writeUInt16BE(bytes.length)
  return two
}

function coseOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const cose = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ])
  return Buffer.from(isoCBOR.encode(cose as never))
}
