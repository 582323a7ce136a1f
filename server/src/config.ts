/**
 * The configuration of a node: one JSON file, with secrets in files beside it or in the environment.
 * Whatever is wrong with it is said in one line, with the place in the file.
 */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { ROLES } from '@counterpart/casework'
import { ProtocolError, parseJson, text } from '@counterpart/protocol'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Directory } from './directory.ts'
import { NodeError } from './errors.ts'
import { CODE, DOMAIN, PARTY } from './names.ts'

const closed = { additionalProperties: false }
const line = (maxLength = 300) => Type.String({ minLength: 1, maxLength })
const path = line(4000)
const port = Type.Integer({ minimum: 0, maximum: 65_535 })
const text3 = Type.Object({ en: line(), vi: line(), 'zh-Hans': line() }, closed)
const party = Type.String({ pattern: PARTY })
const table = Type.Record(line(), line())

export const ConfigFile = Type.Object(
  {
    party,
    /** Part of the names in every signature; never changes. */
    domain: Type.String({ pattern: DOMAIN }),
    name: text3,
    /** How officers reach this node. */
    url: Type.String({ pattern: '^https?://[a-z0-9.-]{1,200}(:[0-9]{1,5})?$' }),
    listen: Type.Object({ host: line(), port }, closed),
    /** Where the counterpart reaches this node. */
    peer: Type.Object({ host: line(), port }, closed),
    /** Port on the loopback of this machine where a collector reads metrics and health. */
    metricsPort: Type.Optional(port),
    /** Other hosts that are answered, such as `127.0.0.1:7411`. */
    hosts: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z0-9.-]{1,200}(:[0-9]{1,5})?$' }))),
    /** Folder for the embedded database and the key for data at rest. */
    data: path,
    /** The largest file that is taken, from an officer or from the other side: bytes; 2 GiB when absent. */
    fileLimit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 40 })),
    /** A file outside the database, at best on a second disk: how far our logs were signed when something left. */
    highWater: Type.Optional(path),
    /** For how many days a backup of the keys may be kept; 30 when absent. *Destroyed* is said only after them. */
    keyBackupDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
    /** What is kept of a counterpart beside its log, in one relation; what is absent is as in `limits.ts`. */
    bounds: Type.Optional(
      Type.Object(
        {
          /** Entries of its logs that ended, and bytes of them: at least what one message may hold (EPOCH-12). */
          lateEntries: Type.Optional(Type.Integer({ minimum: 4096, maximum: 1_000_000 })),
          lateBytes: Type.Optional(Type.Integer({ minimum: 2 ** 25, maximum: 2 ** 40 })),
          /** Logs that it may begin. */
          logs: Type.Optional(Type.Integer({ minimum: 100, maximum: 1_000_000 })),
        },
        closed,
      ),
    ),
    /** An outside command that is fed each file: 0 lets it in, 1 keeps it out. */
    scanner: Type.Optional(Type.Array(line(4000), { minItems: 1, maxItems: 40 })),
    /** Offices of both sides. */
    offices: path,
    /** The secret that opens the key files. */
    secret: path,
    relations: Type.Array(
      Type.Object(
        {
          /** Our keys in this relation. */
          keys: path,
          /** The counterpart's bundle, as compared face to face. */
          counterpart: path,
          /** Outside witnesses of our log: where each is asked, and its keys as its operator gave them. */
          witnesses: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  url: Type.String({
                    pattern: '^https?://[a-z0-9.-]{1,200}(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$',
                  }),
                  vkeys: Type.Array(line(4000), { minItems: 1, maxItems: 2 }),
                },
                closed,
              ),
              { maxItems: 10 },
            ),
          ),
          /** Outside commands that sign, each for the key it has: the 32 bytes of its public half, base64. */
          signers: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  key: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
                  command: Type.Array(line(4000), { minItems: 1, maxItems: 40 }),
                },
                closed,
              ),
              { maxItems: 10 },
            ),
          ),
          /** RFC 3161 authorities that stamp our log's head, and the certificates their chains end in, PEM. */
          timeStamps: Type.Optional(
            Type.Array(
              Type.Object({ url: Type.String({ pattern: '^https?://[!-~]{1,300}$' }), roots: path }, closed),
              { maxItems: 10 },
            ),
          ),
        },
        closed,
      ),
      { maxItems: 100 },
    ),
    languages: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z]{4})?$' }), { minItems: 1 }),
    ),
    /** TLS for officers, where no proxy does it. */
    tls: Type.Optional(Type.Object({ key: path, certificate: path }, closed)),
    proxies: Type.Optional(Type.Array(line(), { maxItems: 20 })),
    sessionHours: Type.Optional(Type.Number({ minimum: 0.1, maximum: 24 })),
    oidc: Type.Optional(
      Type.Object(
        {
          issuer: Type.String({ pattern: '^https?://[^\\s]{1,500}$' }),
          clientId: line(),
          /** A file with the secret; else it is in COUNTERPART_OIDC_SECRET. */
          clientSecret: Type.Optional(path),
          scope: Type.Optional(line()),
          claims: Type.Object({ name: line(), roles: line(), office: line() }, closed),
          roles: table,
          offices: table,
        },
        closed,
      ),
    ),
    /** Invented persons anybody may sign in as. Never where there is anything real. */
    devnet: Type.Optional(
      Type.Object(
        {
          personas: Type.Array(
            Type.Object(
              {
                id: Type.String({ pattern: CODE }),
                name: line(),
                office: line(64),
                roles: Type.Array(line(64), { minItems: 1 }),
              },
              closed,
            ),
            { minItems: 1 },
          ),
        },
        closed,
      ),
    ),
    /** Folder of the built pages, when they lie elsewhere. */
    web: Type.Optional(path),
  },
  closed,
)
export type ConfigFile = Static<typeof ConfigFile>

/** A configuration with its paths made absolute and its secrets read. */
export interface Config extends Omit<ConfigFile, 'oidc' | 'tls'> {
  /** `postgres://…`; `null` for the PostgreSQL that comes along. */
  database: string | null
  /** Without its secret nobody signs in by it; what signs nobody in does without. */
  oidc:
    | (Required<Omit<NonNullable<ConfigFile['oidc']>, 'clientSecret'>> & { clientSecret: string | null })
    | null
  tls: { key: string; cert: string } | null
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws NodeError `bad-config` with one line that says where */
export function readConfig(file: string, environment: Environment): Config {
  let value: unknown
  try {
    value = parseJson(text(readFileSync(file)))
  } catch (cause) {
    const why = cause instanceof ProtocolError ? 'is not well-formed JSON' : 'cannot be read'
    throw new NodeError({ code: 'bad-config', message: `the configuration ${file} ${why}`, cause })
  }
  return configOf(value, environment, dirname(resolve(file)))
}

/** Everything about a configuration that can be known before its files are there. @throws NodeError `bad-config` */
export function checkConfig(value: unknown): ConfigFile {
  if (!Value.Check(ConfigFile, value)) throw wrong(firstProblem(value))
  checkAddresses(value)
  for (const [index, proxy] of (value.proxies ?? []).entries())
    if (!isProxy(proxy)) throw wrong(`/proxies/${index}: no address, and no network such as 10.0.0.0/8`)
  return value
}

/** `folder`: what relative paths start from. */
export function configOf(value: unknown, environment: Environment, folder: string): Config {
  const { oidc, tls, ...rest } = checkConfig(value)
  const at = (one: string) => (isAbsolute(one) ? one : resolve(folder, one))
  return {
    ...rest,
    data: at(rest.data),
    offices: at(rest.offices),
    secret: at(rest.secret),
    relations: rest.relations.map(({ keys, counterpart, timeStamps, ...more }) => ({
      ...more,
      ...(timeStamps ? { timeStamps: timeStamps.map(({ url, roots }) => ({ url, roots: at(roots) })) } : {}),
      keys: at(keys),
      counterpart: at(counterpart),
    })),
    ...(rest.web === undefined ? {} : { web: at(rest.web) }),
    database: environment.DATABASE_URL || null,
    tls: tls
      ? pairOf(secretFrom(at(tls.key), 'tls.key'), secretFrom(at(tls.certificate), 'tls.certificate'))
      : null,
    oidc: oidc
      ? {
          ...oidc,
          scope: oidc.scope ?? 'openid profile',
          clientSecret:
            oidc.clientSecret === undefined
              ? environment.COUNTERPART_OIDC_SECRET || null
              : secretFrom(at(oidc.clientSecret), 'oidc.clientSecret', 'put the secret there'),
        }
      : null,
  }
}

/** Networks that have a name. */
const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal']
const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|::1)$/

function checkAddresses(config: ConfigFile): void {
  const url = URL.parse(config.url)
  if (url === null) throw wrong('/url: no address, such as for its port')
  const local =
    url.hostname === 'localhost' || url.hostname.endsWith('.localhost') || url.hostname === '127.0.0.1'
  if (url.protocol === 'http:' && !local) throw wrong('/url: outside localhost it has to be https')
  // Whoever can reach the port can name any host: the name alone keeps nobody out.
  if (config.devnet && !(local && LOOPBACK.test(config.listen.host)))
    throw wrong('/devnet: invented persons are for localhost alone, in url and listen')
  if (config.devnet && config.oidc) throw wrong('/devnet: not together with an identity provider')
  for (const [index, relation] of config.relations.entries())
    for (const [place, witness] of (relation.witnesses ?? []).entries()) {
      const { protocol, hostname } = new URL(witness.url)
      if (protocol === 'http:' && !LOOPBACK.test(hostname))
        throw wrong(`/relations/${index}/witnesses/${place}/url: outside localhost it has to be https`)
    }
  if (config.oidc && new URL(config.oidc.issuer).protocol === 'http:' && !local)
    throw wrong('/oidc/issuer: has to be https')
}

/** What the server believes of a proxy is read by a library that throws at the start: nothing of it is to be our mistake. */
function isProxy(text: string): boolean {
  if (PROXY_NAMES.includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  if (isIP(address) === 0 || more.length > 0) return false
  return bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most)
}

/** @throws NodeError `bad-config` for what TLS with officers could not be spoken with */
function pairOf(key: string, cert: string): { key: string; cert: string } {
  try {
    // An empty text would pass as none given.
    createSecureContext({ key: `${key}\n`, cert: `${cert}\n` })
    return { key, cert }
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    const message = `configuration: /tls: key and certificate are not two PEM files that belong together (${code})`
    throw new NodeError({ code: 'bad-config', message, cause })
  }
}

/** The plainest of what is wrong, with a pointer to it. */
function firstProblem(value: unknown): string {
  const problems = [...Value.Errors(ConfigFile, value)] as {
    keyword: string
    instancePath: string
    message: string
    params: { additionalProperties?: string[]; requiredProperties?: string[] }
  }[]
  const unknown = problems.find((one) => one.keyword === 'additionalProperties')
  if (unknown) return `${unknown.instancePath}/${unknown.params.additionalProperties?.[0]}: is not known here`
  const missed = problems.find((one) => one.keyword === 'required')
  if (missed) return `${missed.instancePath}/${missed.params.requiredProperties?.[0]}: is missing`
  const first = problems.find((one) => one.keyword !== 'boolean') ?? problems[0]
  return `${first?.instancePath || '/'}: ${first?.message ?? 'is wrong'}`
}

function secretFrom(file: string, what: string, todo?: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    const then = todo === undefined ? '' : `: ${todo}`
    throw new NodeError({ code: 'bad-config', message: `${what}: ${file} cannot be read${then}`, cause })
  }
}

/** The provider that officers sign in at, as a node can use it. @throws NodeError `bad-config` */
export function signInSettings(
  { oidc, party }: Config,
  directory: Directory,
): (NonNullable<Config['oidc']> & { clientSecret: string }) | null {
  if (oidc === null) return null
  const { clientSecret, roles, offices } = oidc
  if (clientSecret === null) throw wrong('COUNTERPART_OIDC_SECRET is missing in the environment')
  // Whoever is meant by a line that leads nowhere would be refused at each sign-in.
  for (const [said, role] of Object.entries(roles))
    if (!ROLES.some((one) => one === role)) throw wrong(`/oidc/roles/${plain(said)}: no role`)
  for (const [said, office] of Object.entries(offices))
    if (directory.office(office)?.side !== party)
      throw wrong(`/oidc/offices/${plain(said)}: no office of ${party}`)
  return { ...oidc, clientSecret }
}

/** Names the database: whoever forgot DATABASE_URL has another one, and an empty one, than before. */
export function noSignIn({ database, data }: Config): NodeError {
  const where =
    database === null
      ? `${join(data, 'database')}, as DATABASE_URL is not set`
      : 'the database that DATABASE_URL names'
  const message = `nobody can sign in: no passkey is enrolled in ${where}, and no identity provider is configured`
  return new NodeError({ code: 'no-sign-in', message })
}

/** What the configuration calls something may break a line. */
function plain(name: string): string {
  return JSON.stringify(name).slice(1, -1)
}

function wrong(what: string): NodeError {
  return new NodeError({ code: 'bad-config', message: `configuration: ${what}` })
}
