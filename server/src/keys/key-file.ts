/**
 * The keys of one relation: six pairs made for it alone, none used twice. Private halves are kept
 * encrypted under the node's secret; what is public about the first of each use stands beside, readable.
 * Later keys are kept with them before the entry is written that makes one current: the log says which is.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { keysOf, type NoteKeys, type NoteSigner, type SigningKey, vkeysOf } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { type Certificate, fingerprintOf, newCertificate, type Shown } from './certificate.ts'
import { fileFailure } from './file-failure.ts'
import { newSecret, signingKey } from './node-crypto.ts'
import { OutsideKey } from './outside-key.ts'
import { marksKey } from './request-marks.ts'
import { type OpeningKey, openingKey, sealingKeyId } from './sealing.ts'

/** Base64 of a secret; or of the public key, when the secret is an outside command's or was destroyed. */
type Half = string | { outside: string } | { gone: string }

interface Pair {
  ed25519: Half
  mlDsa44: Half
}

/** Everything secret, as plain data; binary in base64. */
interface Secrets {
  log: Pair
  custody: Pair
  seal: Half
  tls: Certificate
  later?: Later[]
  /** Public keys of our logs before this one, oldest first: what they signed is verified by them. */
  past?: [string, string][]
  bases?: LogBase[]
}

/** So many entries all our logs before that of this number have: the other side has promised that there are no more. */
export interface LogBase {
  epoch: number
  base: number
}

export type KeyUse = 'log' | 'custody' | 'seal'

type Later = { use: 'log' | 'custody'; pair: Pair } | { use: 'seal'; seal: Half }

/** Signs what an outside command signs: by its public key, base64. */
export type CommandOf = (publicKey: string) => readonly string[] | undefined

export interface KeyFile {
  v: 1
  party: string
  domain: string
  relation: string
  epoch: number
  vkeys: { log: [string, string]; custody: [string, string] }
  seal: string
  tls: { certificate: string; fingerprint: string }
  /** Something was signed for this log, or was about to be: no other database begins it at its first index again. */
  begun?: true
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
  tls: Shown
  /** Keys of our logs before this one, oldest first. */
  past: readonly NoteKeys[]
  /** Every key whose secret is there, the first ones among them. */
  ring: Ring
  /** Bases of our logs that were made after a loss. */
  bases: readonly LogBase[]
  /** For the marks of requests; it follows from the node's secret. */
  marks: Uint8Array
}

type Signers = Omit<Keys, 'marks'>

export interface Ring {
  log: NoteSigner[]
  custody: NoteSigner[]
  seal: OpeningKey[]
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

/** Public Ed25519 keys whose secrets an outside command has. */
export type Outside = Partial<Record<'log' | 'custody', Uint8Array>>

/** `secret`: the node's, from its key file or typed by its operator. `now` in seconds UTC. */
export async function newKeyFile(
  of: For,
  secret: Uint8Array,
  now: number,
  outside: Outside = {},
): Promise<KeyFile> {
  const secrets: Secrets = {
    log: newPair(outside.log),
    custody: newPair(outside.custody),
    seal: encode(randomBytes(32)),
    tls: await newCertificate(of.domain, now),
  }
  return lock(of, secrets, secret)
}

/** With one more key, whose secret is new or an outside command's. */
export function withKey(file: KeyFile, secret: Uint8Array, use: KeyUse, outside?: Uint8Array): KeyFile {
  const secrets = unlocked(file, secret)
  const made: Later =
    use === 'seal' ? { use, seal: encode(randomBytes(32)) } : { use, pair: newPair(outside) }
  return lock(forOf(file), { ...secrets, later: [...(secrets.later ?? []), made] }, secret, file.begun)
}

/** Without the secret of this key: of the first of a use its public half stays, for it stands in the bundle. */
export function withoutKey(file: KeyFile, secret: Uint8Array, use: KeyUse, publicKey: string): KeyFile {
  const of = forOf(file)
  const secrets = unlocked(file, secret)
  const first = keysFrom(of, { ...secrets, later: [] }, () => [])[use]
  const later = (secrets.later ?? []).filter(
    (one) => one.use !== use || nameOf(of, { ...secrets, ...firstOf(one) }, use) !== publicKey,
  )
  const gone = { ...secrets, later }
  if (nameOf(of, secrets, use) === publicKey) {
    if ('publicKey' in first) gone.seal = { gone: encode(first.publicKey) }
    else if (use !== 'seal')
      gone[use] = {
        ed25519: { gone: encode(first.ed25519.publicKey) },
        mlDsa44: { gone: encode(first.mlDsa44.publicKey) },
      }
  }
  return lock(of, gone, secret, file.begun)
}

/** Said in the clear: the counterpart knows it, and whoever can change it here can take the file away. */
export function withBegun(file: KeyFile): KeyFile {
  return { ...file, begun: true }
}

/** With another certificate of the same key. */
export function withCertificate(file: KeyFile, secret: Uint8Array, tls: Certificate): KeyFile {
  return lock(forOf(file), { ...unlocked(file, secret), tls }, secret, file.begun)
}

function firstOf(one: Later): Partial<Secrets> {
  return one.use === 'seal' ? { seal: one.seal } : { [one.use]: one.pair }
}

function nameOf(of: For, secrets: Secrets, use: KeyUse): string {
  const key = keysFrom(of, { ...secrets, later: [] }, () => [])[use]
  return encode('publicKey' in key ? key.publicKey : key.ed25519.publicKey)
}

function forOf({ party, domain, relation, epoch }: KeyFile): For {
  return { party, domain, relation, epoch }
}

/**
 * The same with log keys made for another epoch; everything else goes on. A file that has them already is given back.
 *
 * `outside`: the public key of an outside command. `base`: where the new log begins, where that is known. `keeps`: the log
 * keys of the file lie ready for it, and get its name.
 *
 * @throws NodeError `key-wrong`
 */
export function renewKeyFile(
  file: KeyFile,
  secret: Uint8Array,
  epoch: number,
  { outside, base, keeps = false }: { outside?: Uint8Array | undefined; base?: number; keeps?: boolean } = {},
): KeyFile {
  if (file.epoch === epoch) return file
  const before = unlocked(file, secret)
  const known = base === undefined ? [] : [{ epoch, base }]
  const secrets = { ...before, bases: [...(before.bases ?? []), ...known] }
  const past = [...(secrets.past ?? []), ...(keeps ? [] : [file.vkeys.log])]
  const later = (secrets.later ?? []).filter(({ use }) => use !== 'log')
  const log = keeps ? secrets.log : newPair(outside)
  return lock({ ...forOf(file), epoch }, { ...secrets, log, past, later }, secret)
}

function newPair(outside?: Uint8Array): Pair {
  return {
    ed25519: outside ? { outside: encode(outside) } : encode(newSecret('ed25519')),
    mlDsa44: encode(newSecret('ml-dsa-44')),
  }
}

function lock(of: For, secrets: Secrets, secret: Uint8Array, begun?: true): KeyFile {
  const keys = keysFrom(of, secrets, () => [])
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', scryptSync(secret, salt, 32, COST), iv)
  cipher.setAAD(associated(of))
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()])
  return {
    v: 1,
    ...of,
    ...publicHalves(keys),
    ...(begun ? { begun } : {}),
    secrets: {
      salt: encode(salt),
      iv: encode(iv),
      tag: encode(cipher.getAuthTag()),
      ciphertext: encode(ciphertext),
    },
  }
}

function publicHalves(keys: Signers): Pick<KeyFile, 'vkeys' | 'seal' | 'tls'> {
  const { certificate, fingerprint } = keys.tls
  return {
    vkeys: { log: vkeysOf(publicOf(keys.log), 'log'), custody: vkeysOf(publicOf(keys.custody), 'custody') },
    seal: encode(keys.seal.publicKey),
    tls: { certificate, fingerprint },
  }
}

/**
 * @throws NodeError `key-wrong` when the secret does not open the file, or the file was changed; `bad-config`
 * when nothing says how a key that is outside signs
 */
export function openKeyFile(file: KeyFile, secret: Uint8Array, commandOf: CommandOf = () => undefined): Keys {
  const of = forOf(file)
  const keys = keysFrom(of, unlocked(file, secret), commandOf)
  const marks = marksKey(secret, of.party, of.relation)
  const { vkeys, seal, tls } = file
  // What stands beside the secrets is what a bundle is made from and two operators compare.
  if (!isDeepStrictEqual(publicHalves(keys), { vkeys, seal, tls }))
    throw new NodeError({ code: 'key-wrong', message: 'the public keys in this key file are not its own' })
  return { ...keys, marks }
}

function unlocked(file: KeyFile, secret: Uint8Array): Secrets {
  try {
    const key = scryptSync(secret, decode(file.secrets.salt), 32, COST)
    const decipher = createDecipheriv('aes-256-gcm', key, decode(file.secrets.iv))
    decipher.setAAD(associated(file))
    decipher.setAuthTag(decode(file.secrets.tag))
    const text = Buffer.concat([decipher.update(decode(file.secrets.ciphertext)), decipher.final()])
    return JSON.parse(text.toString('utf8')) as Secrets
  } catch (cause) {
    throw new NodeError({ code: 'key-wrong', message: 'the secret does not open this key file', cause })
  }
}

/** Written whole or not at all, readable by its owner only. */
export function writeKeyFile(path: string, file: KeyFile): void {
  const beside = `${path}.new`
  writeFileSync(beside, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true })
  chmodSync(beside, 0o600)
  // Written by root, it would be one that the node may not read.
  const before = statSync(path, { throwIfNoEntry: false })
  if (before && process.getuid?.() === 0) chownSync(beside, before.uid, before.gid)
  renameSync(beside, path)
  // A key that is named in the log must not go with a power cut.
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** @throws NodeError `key-missing`, `key-wrong` */
export function readKeyFile(path: string): KeyFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw fileFailure(cause, path, `no key file at ${path}`)
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

function keysFrom(of: For, secrets: Secrets, commandOf: CommandOf): Signers {
  const names = {
    log: originOf(of.domain, of.relation, of.epoch),
    custody: custodyOf(of.domain, of.relation),
  }
  const signer = (use: 'log' | 'custody', { ed25519, mlDsa44 }: Pair): NoteSigner => ({
    name: names[use],
    ed25519: signingHalf('ed25519', ed25519, commandOf),
    mlDsa44: signingHalf('ml-dsa-44', mlDsa44, commandOf),
  })
  const { log, custody, seal, tls } = secrets
  const first = { log: signer('log', log), custody: signer('custody', custody), seal: openingHalf(seal) }
  const ring: Ring = { log: [], custody: [], seal: [] }
  const all: Later[] = [
    { use: 'log', pair: log },
    { use: 'custody', pair: custody },
    { use: 'seal', seal },
    ...(secrets.later ?? []),
  ]
  for (const one of all) {
    if (one.use === 'seal') {
      if (!isGone(one.seal)) ring.seal.push(openingHalf(one.seal))
    } else if (!isGone(one.pair.mlDsa44)) ring[one.use].push(signer(one.use, one.pair))
  }
  const past = (secrets.past ?? []).map((vkeys) => keysOf(vkeys, 'log'))
  const { bases = [] } = secrets
  return { ...of, ...first, tls: { ...tls, fingerprint: fingerprintOf(tls.certificate) }, past, bases, ring }
}

function isGone(half: Half): half is { gone: string } {
  return typeof half !== 'string' && 'gone' in half
}

function signingHalf(algorithm: 'ed25519' | 'ml-dsa-44', half: Half, commandOf: CommandOf): SigningKey {
  if (typeof half === 'string') return signingKey(algorithm, decode(half))
  if (isGone(half)) return { publicKey: decode(half.gone), sign: destroyed }
  const command = commandOf(half.outside)
  if (command === undefined)
    throw new NodeError({
      code: 'bad-config',
      message: `configuration: signers: no command for the key ${half.outside}`,
    })
  return new OutsideKey(decode(half.outside), command)
}

function openingHalf(half: Half): OpeningKey {
  if (typeof half === 'string') return openingKey(decode(half))
  const publicKey = decode(isGone(half) ? half.gone : half.outside)
  return { id: sealingKeyId(publicKey), publicKey, open: destroyed }
}

function destroyed(): never {
  throw new NodeError({ code: 'key-missing', message: 'this key was changed, and its secret destroyed' })
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
