/**
 * What `counterpart init` does: keys, configuration and the bundle for the counterpart, then the first
 * administrator with a link that enrols one passkey, once.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { base64 } from '@counterpart/protocol'
import type { Config, ConfigFile } from './config.ts'
import { checkConfig } from './config.ts'
import { type Directory, directoryOf } from './directory.ts'
import { isDiskFull, NodeError } from './errors.ts'
import type { Text3 } from './http/schema/base.ts'
import { checkAlone } from './keys/at-rest.ts'
import { bundleDigest, bundleOf } from './keys/bundle.ts'
import { fileFailure } from './keys/file-failure.ts'
import { newKeyFile, writeKeyFile } from './keys/key-file.ts'
import { OutsideKey, outsidePublicKey } from './keys/outside-key.ts'

export const CONFIG_FILE = 'counterpart.json'

export interface InitOptions {
  /** Made when it is not there; everything of the node lies in it. */
  folder: string
  party: string
  domain: string
  name: Text3
  /** How officers reach this node. */
  url: string
  listen: { host: string; port: number }
  peer: { host: string; port: number }
  /** How the counterpart reaches this node, `https://host:port`. */
  peerUrl: string
  /** Such as `chn~vnm/border`. */
  relation: string
  /** File with the offices of both sides. */
  offices: string
  oidc?: ConfigFile['oidc']
  /** Keys that outside commands sign with: the public half as a token gives it (PEM or DER), and the command. */
  signers?: Partial<Record<'log' | 'custody', { key: string; command: string[] }>>
  /** Seconds UTC. */
  now: number
}

export interface Initialised {
  configFile: string
  /** To be given to the counterpart, face to face. */
  bundleFile: string
  /** What both operators compare, hexadecimal. */
  bundleDigest: string
  /** Where the counterpart's bundle has to be put. */
  counterpartFile: string
  /** Where the identity provider's secret has to be put; `null` when it comes from the environment or none is used. */
  clientSecretFile: string | null
}

/** The secret that opens the key files: from the file beside them, or typed by the operator. */
export function readSecret(file: string): Uint8Array {
  let text: string
  try {
    checkAlone(file)
    text = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    throw fileFailure(cause, file, `the secret ${file} cannot be read`)
  }
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new NodeError({ code: 'key-wrong', message: `${file} holds no secret` })
  return new Uint8Array(Buffer.from(text, 'hex'))
}

/** What `offices` of an init says. @throws NodeError `bad-config`, also when there is no office of the party */
export function officesFor(file: string, party: string): Directory {
  const directory = directoryOf(readOffices(file))
  if (!directory.offices.some(({ side }) => side === party))
    throw new NodeError({ code: 'bad-config', message: `the directory ${file} names no office of ${party}` })
  return directory
}

/**
 * @throws NodeError `bad-config` when there is a node in the folder already, or something does not fit
 * @throws what the system says, when a folder cannot be made
 */
export async function init(options: InitOptions): Promise<Initialised> {
  const { folder, party, domain, name, relation, peerUrl, now } = options
  const configFile = join(folder, CONFIG_FILE)
  if (existsSync(configFile))
    throw new NodeError({ code: 'bad-config', message: `there is a node in ${folder} already` })
  const { offices } = officesFor(options.offices, party)
  const slug = relation.replaceAll(/[^a-z0-9]+/g, '-')
  const signers = await triedSigners(options.signers ?? {})
  const config: ConfigFile = {
    party,
    domain,
    name,
    url: options.url,
    listen: options.listen,
    peer: options.peer,
    data: 'data',
    offices: 'offices.json',
    secret: 'secret',
    relations: [
      {
        keys: `keys/${slug}.json`,
        counterpart: `bundles/counterpart-${slug}.json`,
        ...(signers.length === 0
          ? {}
          : { signers: signers.map(({ key, command }) => ({ key: base64(key), command })) }),
      },
    ],
    ...(options.oidc === undefined ? {} : { oidc: options.oidc }),
  }
  // What would not start later is refused before anything is written.
  checkConfig(config)
  const { clientSecret } = options.oidc ?? {}
  for (const one of ['', 'data', 'keys', 'bundles']) makeFolder(resolve(folder, one))
  return writing(folder, async () => {
    const secret = readOrMakeSecret(join(folder, 'secret'))
    const outside = Object.fromEntries(signers.map(({ use, key }) => [use, key]))
    const keys = await newKeyFile({ party, domain, relation, epoch: 1 }, secret, now, outside)
    writeKeyFile(join(folder, 'keys', `${slug}.json`), keys)
    const bundle = bundleOf(keys, name, peerUrl)
    const bundleFile = join(folder, 'bundles', `${party}-${slug}.json`)
    write(bundleFile, bundle)
    write(join(folder, 'offices.json'), offices)
    // Last, so that an init that was broken off can be begun again.
    write(configFile, config)
    return {
      configFile,
      bundleFile,
      bundleDigest: bundleDigest(bundle),
      counterpartFile: join(folder, 'bundles', `counterpart-${slug}.json`),
      clientSecretFile: clientSecret === undefined ? null : resolve(folder, clientSecret),
    }
  })
}

interface Tried {
  use: 'log' | 'custody'
  key: Uint8Array
  command: string[]
}

/**
 * Bytes that a key is tried with. A head is short; what custody signs when a log begins anew or a key changes names whole
 * keys, and a token that takes less shows it on the day of a loss.
 */
const PROBE = { log: 512, custody: 4096 } as const

async function trySigner(use: 'log' | 'custody', key: OutsideKey): Promise<void> {
  await key.ask(randomBytes(PROBE[use])).catch((cause: unknown) => {
    if (!(cause instanceof NodeError)) throw cause
    const message = `${cause.message} (${use}, asked to sign ${PROBE[use]} bytes)`
    throw new NodeError({ code: cause.code, message, cause })
  })
}

/** Each signs something once, before a bundle names its key. @throws NodeError `bad-config`, `signer-failed` */
async function triedSigners(given: NonNullable<InitOptions['signers']>): Promise<Tried[]> {
  const tried: Tried[] = []
  for (const use of ['log', 'custody'] as const) {
    const signer = given[use]
    if (!signer) continue
    const key = outsidePublicKey(readPublic(signer.key))
    if (tried.some((other) => base64(other.key) === base64(key)))
      throw new NodeError({ code: 'bad-config', message: 'one key would serve two names' })
    await trySigner(use, new OutsideKey(key, signer.command))
    tried.push({ use, key, command: signer.command })
  }
  return tried
}

function readPublic(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new NodeError({ code: 'bad-config', message: `the public key ${file} cannot be read`, cause })
  }
}

/** A list, or the `offices` of a public record, whose notes are not for a node. */
function readOffices(file: string): unknown {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8'))
    if (!Array.isArray(value?.offices)) return value
    return value.offices.map(({ note: _, ...office }: { note?: string }) => office)
  } catch (cause) {
    throw new NodeError({
      code: 'bad-config',
      message: `the list of offices, ${file}, cannot be read`,
      cause,
    })
  }
}

/** One by one: below `/proc`, `recursive` tries for ever. */
function makeFolder(path: string): void {
  const above = dirname(path)
  if (!isThere(above)) makeFolder(above)
  if (!isThere(path)) mkdirSync(path, { mode: 0o700 })
}

/** @throws what the system says when something that is no folder stands in its place, or above it */
function isThere(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found && !found.isDirectory()) mkdirSync(path)
  return found !== undefined
}

function readOrMakeSecret(file: string): Uint8Array {
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return readSecret(file)
}

function write(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true })
}

async function writing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    const full = isDiskFull(cause)
    throw new NodeError({
      code: full ? 'disk-full' : 'bad-config',
      message: full ? `the disk that holds ${folder} is full` : `cannot write into ${folder}`,
      cause,
    })
  }
}

/** A node that only enrols its first administrator. */
export interface Enrolment {
  /** To be opened once, by the administrator. */
  link: string
  /** Resolves when the passkey is enrolled. */
  enrolled: Promise<void>
  close(): Promise<void>
}

export interface Administrator {
  name: string
  office: string
}

interface EnrolmentNode {
  accounts: {
    putOfficer(row: {
      id: string
      name: string
      office: string
      roles: string[]
      validFrom: number
      validTo: null
    }): Promise<void>
    anyPasskey(): Promise<boolean>
    endEnrolments(at: number): Promise<void>
  }
  newEnrolment(account: string): Promise<{ url: string }>
  close(): Promise<void>
}

const LOOK_AGAIN_MS = 500
const ANSWERED_MS = 1000

/** `start`: starts the node of this configuration for enrolment alone. */
export async function enrolAdministrator(
  config: Config,
  administrator: Administrator,
  now: number,
  start: (config: Config) => Promise<EnrolmentNode>,
): Promise<Enrolment> {
  const node = await start({ ...config, relations: [] })
  try {
    if (await node.accounts.anyPasskey())
      throw new NodeError({
        code: 'bad-config',
        message: 'a passkey is enrolled: let an administrator make links',
      })
    // A link that was made before and not used would let a second person in as administrator.
    await node.accounts.endEnrolments(now)
    const id = randomBytes(16).toString('hex')
    const { name, office } = administrator
    await node.accounts.putOfficer({
      id,
      name,
      office,
      roles: ['administrator'],
      validFrom: now,
      validTo: null,
    })
    const { url } = await node.newEnrolment(id)
    return { link: url, ...watch(node) }
  } catch (error) {
    await node.close()
    throw error
  }
}

function watch(node: EnrolmentNode): Pick<Enrolment, 'enrolled' | 'close'> {
  let timer: ReturnType<typeof setInterval> | null = null
  const enrolled = new Promise<void>((resolve, reject) => {
    timer = setInterval(() => {
      node.accounts.anyPasskey().then((there) => {
        // The browser gets its answer a moment after what is looked for here is there.
        if (there) setTimeout(resolve, ANSWERED_MS)
      }, reject)
    }, LOOK_AGAIN_MS)
  })
  const stop = () => {
    if (timer) clearInterval(timer)
  }
  enrolled.then(stop, stop)
  return {
    enrolled,
    close: async () => {
      stop()
      await node.close()
    },
  }
}
