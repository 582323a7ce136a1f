/**
 * The keys of one relation: six pairs made for it alone, none used twice. Private halves are kept
 * encrypted under the node's secret; what is public about them stands beside, readable.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { keysOf, type NoteKeys, type NoteSigner, vkeysOf } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { type Certificate, fingerprintOf, newCertificate } from './certificate.ts'
import { newSecret, signingKey } from './node-crypto.ts'
import { type OpeningKey, openingKey } from './sealing.ts'

/** Everything secret, as plain data; binary in base64. */
interface Secrets {
  log: { ed25519: string; mlDsa44: string }
  custody: { ed25519: string; mlDsa44: string }
  seal: string
  tls: Certificate
  /** Public keys of our logs before this one, oldest first: what they signed is verified by them. */
  past?: [string, string][]
}

export interface KeyFile {
  v: 1
  party: string
  domain: string
  relation: string
  epoch: number
  vkeys: { log: [string, string]; custody: [string, string] }
  seal: string
  tls: { certificate: string; fingerprint: string }
  /** AES-256-GCM under scrypt of the node's secret; base64. */
  secrets: { salt: string; iv: string; tag: string; ciphertext: string }
}

export interface Keys {
  party: string
  domain: string
  relation: string
  epoch: number
  log: NoteSigner
  custody: NoteSigner
  seal: OpeningKey
  tls: Certificate & { fingerprint: string }
  /** Of our logs before this one, oldest first. */
  past: readonly NoteKeys[]
}

export function originOf(domain: string, relation: string, epoch: number): string {
  return `${domain}/${relation}/${epoch}`
}

export function custodyOf(domain: string, relation: string): string {
  return `${domain}/${relation}/custody`
}

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

export interface For {
  party: string
  domain: string
  relation: string
  epoch: number
}

/** `secret`: the node's, from its key file or typed by its operator. `now` in seconds UTC. */
export async function newKeyFile(of: For, secret: Uint8Array, now: number): Promise<KeyFile> {
  const pair = () => ({ ed25519: encode(newSecret('ed25519')), mlDsa44: encode(newSecret('ml-dsa-44')) })
  const secrets: Secrets = {
    log: pair(),
    custody: pair(),
    seal: encode(randomBytes(32)),
    tls: await newCertificate(of.domain, now),
  }
  return lock(of, secrets, secret)
}

/**
 * The same with log keys made for another epoch; everything else goes on. A file that has them already is given back.
 *
 * @throws NodeError `key-wrong`
 */
export function renewKeyFile(file: KeyFile, secret: Uint8Array, epoch: number): KeyFile {
  if (file.epoch === epoch) return file
  const secrets = unlocked(file, secret, (found) => found)
  const past = [...(secrets.past ?? []), file.vkeys.log]
  const log = { ed25519: encode(newSecret('ed25519')), mlDsa44: encode(newSecret('ml-dsa-44')) }
  const { party, domain, relation } = file
  return lock({ party, domain, relation, epoch }, { ...secrets, log, past }, secret)
}

function lock(of: For, secrets: Secrets, secret: Uint8Array): KeyFile {
  const keys = keysFrom(of, secrets)
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', scryptSync(secret, salt, 32, COST), iv)
  cipher.setAAD(associated(of))
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()])
  return {
    v: 1,
    ...of,
    ...publicHalves(keys),
    secrets: {
      salt: encode(salt),
      iv: encode(iv),
      tag: encode(cipher.getAuthTag()),
      ciphertext: encode(ciphertext),
    },
  }
}

function publicHalves(keys: Keys): Pick<KeyFile, 'vkeys' | 'seal' | 'tls'> {
  const { certificate, fingerprint } = keys.tls
  return {
    vkeys: { log: vkeysOf(publicOf(keys.log), 'log'), custody: vkeysOf(publicOf(keys.custody), 'custody') },
    seal: encode(keys.seal.publicKey),
    tls: { certificate, fingerprint },
  }
}

/** @throws NodeError `key-wrong` when the secret does not open the file, or the file was changed */
export function openKeyFile(file: KeyFile, secret: Uint8Array): Keys {
  const of: For = { party: file.party, domain: file.domain, relation: file.relation, epoch: file.epoch }
  const keys = unlocked(file, secret, (secrets) => keysFrom(of, secrets))
  const { vkeys, seal, tls } = file
  // What stands beside the secrets is what a bundle is made from and two operators compare.
  if (!isDeepStrictEqual(publicHalves(keys), { vkeys, seal, tls }))
    throw new NodeError({ code: 'key-wrong', message: 'the public keys in this key file are not its own' })
  return keys
}

function unlocked<T>(file: KeyFile, secret: Uint8Array, read: (secrets: Secrets) => T): T {
  try {
    const key = scryptSync(secret, decode(file.secrets.salt), 32, COST)
    const decipher = createDecipheriv('aes-256-gcm', key, decode(file.secrets.iv))
    decipher.setAAD(associated(file))
    decipher.setAuthTag(decode(file.secrets.tag))
    const text = Buffer.concat([decipher.update(decode(file.secrets.ciphertext)), decipher.final()])
    return read(JSON.parse(text.toString('utf8')) as Secrets)
  } catch (cause) {
    throw new NodeError({ code: 'key-wrong', message: 'the secret does not open this key file', cause })
  }
}

/** Written whole or not at all, readable by its owner only. */
export function writeKeyFile(path: string, file: KeyFile): void {
  const beside = `${path}.new`
  writeFileSync(beside, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true })
  chmodSync(beside, 0o600)
  renameSync(beside, path)
}

/** @throws NodeError `key-missing`, `key-wrong` */
export function readKeyFile(path: string): KeyFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new NodeError({ code: 'key-missing', message: `no key file at ${path}`, cause })
  }
  try {
    const file = JSON.parse(text) as KeyFile
    if (file.v !== 1 || typeof file.relation !== 'string' || typeof file.secrets?.ciphertext !== 'string')
      throw new TypeError('not a key file')
    return file
  } catch (cause) {
    throw new NodeError({ code: 'key-wrong', message: `${path} is no key file`, cause })
  }
}

function keysFrom(of: For, secrets: Secrets): Keys {
  const signer = (name: string, pair: { ed25519: string; mlDsa44: string }): NoteSigner => ({
    name,
    ed25519: signingKey('ed25519', decode(pair.ed25519)),
    mlDsa44: signingKey('ml-dsa-44', decode(pair.mlDsa44)),
  })
  return {
    ...of,
    log: signer(originOf(of.domain, of.relation, of.epoch), secrets.log),
    custody: signer(custodyOf(of.domain, of.relation), secrets.custody),
    seal: openingKey(decode(secrets.seal)),
    tls: { ...secrets.tls, fingerprint: fingerprintOf(secrets.tls.certificate) },
    past: (secrets.past ?? []).map((vkeys) => keysOf(vkeys, 'log')),
  }
}

function publicOf(signer: NoteSigner): { name: string; ed25519: Uint8Array; mlDsa44: Uint8Array } {
  return { name: signer.name, ed25519: signer.ed25519.publicKey, mlDsa44: signer.mlDsa44.publicKey }
}

function associated(of: For): Uint8Array {
  return Buffer.from(`counterpart keys v1\n${of.party}\n${of.domain}\n${of.relation}\n${of.epoch}\n`)
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function decode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
