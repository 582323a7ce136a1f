/**
 * A key that this node uses and never holds: an outside command signs, such as one that asks a token. It is
 * fed the exact bytes on standard input and writes the 64 bytes of an Ed25519 signature to standard output.
 */
import { spawn } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import type { NoteSigner, SigningKey, Verifier } from '@counterpart/protocol'
import { killGroup, OWN_GROUP } from '../command-group.ts'
import { NodeError } from '../errors.ts'
import { nodeVerifier } from './node-crypto.ts'

const SIGNATURE_BYTES = 64
const PUBLIC_BYTES = 32
/** A transaction waits for it, and with it everybody who records in this relation. */
const LONGEST = 10_000

export class OutsideKey implements SigningKey {
  readonly publicKey: Uint8Array
  readonly #command: readonly string[]
  readonly #patience: number

  constructor(publicKey: Uint8Array, command: readonly string[], patience = LONGEST) {
    this.publicKey = publicKey
    this.#command = command
    this.#patience = patience
  }

  sign(): never {
    throw new NodeError({ code: 'internal', message: 'an outside key signs by `signing`' })
  }

  /**
   * What it gives is used only when it verifies: a token that signs with another key would make a head that
   * nobody accepts, and it is stored once.
   *
   * @throws NodeError `signer-failed`
   */
  async ask(message: Uint8Array): Promise<Uint8Array> {
    const signature = await this.#run(message)
    if (!nodeVerifier.ed25519(this.publicKey, message, signature))
      throw failed('what it gave does not verify under the public key')
    return signature
  }

  #run(message: Uint8Array): Promise<Uint8Array> {
    const [command = '', ...args] = this.#command
    return new Promise((resolve, reject) => {
      // What it prints beside the signature is thrown away: a token's library may name what it is asked with.
      const child = spawn(command, args, { ...OWN_GROUP, stdio: ['pipe', 'pipe', 'ignore'] })
      const timer = setTimeout(() => {
        killGroup(child)
        // One that left the group may hold the output open for ever: nobody waits for that.
        child.stdout.destroy()
        reject(failed(`no answer within ${this.#patience / 1000} seconds`))
      }, this.#patience)
      const given: Buffer[] = []
      let size = 0
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size <= SIGNATURE_BYTES) given.push(chunk)
        else killGroup(child)
      })
      child.stdin.on('error', () => undefined)
      child.once('error', (cause) => {
        clearTimeout(timer)
        reject(failed('it cannot be started', cause))
      })
      child.once('close', (code, signal) => {
        clearTimeout(timer)
        if (size > SIGNATURE_BYTES) reject(failed(`more than ${SIGNATURE_BYTES} bytes`))
        else if (code !== 0) reject(failed(`it ended with ${code ?? signal}`))
        else if (size < SIGNATURE_BYTES) reject(failed(`${size} bytes instead of ${SIGNATURE_BYTES}`))
        else resolve(new Uint8Array(Buffer.concat(given)))
      })
      child.stdin.end(message)
    })
  }
}

function failed(why: string, cause?: unknown): NodeError {
  return new NodeError({ code: 'signer-failed', message: `the outside signer: ${why}`, cause })
}

/**
 * Makes what is signed with keys of which some take their time. What is to be signed is found out by making
 * it once with signatures that are none, so that the formats know nothing of where a key lies.
 *
 * Whatever signed, each signature is verified before it is used: one that went wrong while it was made can give its key
 * away. With a verifier that remembers, nothing is verified again when it is given on.
 *
 * @throws NodeError `signer-failed`
 */
export async function signing<T>(
  signer: NoteSigner,
  verifier: Verifier,
  make: (signer: NoteSigner) => T,
): Promise<T> {
  const { ed25519, mlDsa44 } = signer
  const checked: NoteSigner = {
    name: signer.name,
    ed25519: verified('ed25519', ed25519, verifier),
    mlDsa44: verified('mlDsa44', mlDsa44, verifier),
  }
  if (!(ed25519 instanceof OutsideKey)) return make(checked)
  const asked: Uint8Array[] = []
  const record = (message: Uint8Array) => {
    asked.push(message)
    return new Uint8Array(SIGNATURE_BYTES)
  }
  make({
    name: signer.name,
    ed25519: { publicKey: ed25519.publicKey, sign: record },
    mlDsa44: { publicKey: mlDsa44.publicKey, sign: () => new Uint8Array(ML_DSA_44_SIGNATURE_BYTES) },
  })
  const signed = new Map<string, Uint8Array>()
  for (const message of asked) signed.set(nameOf(message), await ed25519.ask(message))
  const give = (message: Uint8Array): Uint8Array => {
    const signature = signed.get(nameOf(message))
    if (!signature) throw new NodeError({ code: 'internal', message: 'signed twice, and not the same' })
    return signature
  }
  const given = verified('ed25519', { publicKey: ed25519.publicKey, sign: give }, verifier)
  return make({ ...checked, ed25519: given })
}

function verified(algorithm: keyof Verifier, key: SigningKey, verifier: Verifier): SigningKey {
  const sign = (message: Uint8Array): Uint8Array => {
    const signature = key.sign(message)
    if (verifier[algorithm](key.publicKey, message, signature)) return signature
    throw new NodeError({ code: 'signer-failed', message: 'a signature does not verify under its own key' })
  }
  return { publicKey: key.publicKey, sign }
}

const ML_DSA_44_SIGNATURE_BYTES = 2420

function nameOf(message: Uint8Array): string {
  return Buffer.from(message).toString('latin1')
}

/** The 32 bytes of an Ed25519 public key from a PEM or DER file of a token. @throws NodeError `bad-config` */
export function outsidePublicKey(file: Uint8Array): Uint8Array {
  try {
    const pem = Buffer.from(file).toString('latin1').includes('BEGIN PUBLIC KEY')
    const key = pem
      ? createPublicKey(Buffer.from(file))
      : createPublicKey({ key: Buffer.from(file), format: 'der', type: 'spki' })
    if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('another algorithm')
    const raw = new Uint8Array(key.export({ format: 'raw-public' }))
    if (raw.length !== PUBLIC_BYTES) throw new TypeError('another length')
    return raw
  } catch (cause) {
    throw new NodeError({ code: 'bad-config', message: 'not the public key of an Ed25519 key', cause })
  }
}
