/** What two operators give each other face to face: everything public that one node must know of the other. */
import { createHash } from 'node:crypto'
import {
  canonicalJson,
  fromBase64,
  isSealingKey,
  keysOf,
  type NoteKeys,
  ProtocolError,
  parseJson,
  text,
} from '@counterpart/protocol'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { NodeError } from '../errors.ts'
import { DOMAIN, PARTY, RELATION } from '../names.ts'
import { fingerprintOf } from './certificate.ts'
import { custodyOf, type KeyFile, originOf } from './key-file.ts'
import { type SealingKey, sealingKeyId } from './sealing.ts'

const line = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const vkeys = Type.Tuple([line(4000), line(4000)])
const closed = { additionalProperties: false }

const Bundle = Type.Object(
  {
    v: Type.Literal(1),
    party: Type.String({ pattern: PARTY }),
    domain: Type.String({ pattern: DOMAIN }),
    name: Type.Object({ en: line(200), vi: line(200), 'zh-Hans': line(200) }, closed),
    relation: Type.String({ pattern: RELATION }),
    epoch: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    vkeys: Type.Object({ log: vkeys, custody: vkeys }, closed),
    seal: line(4000),
    tls: Type.Object(
      { certificate: line(8000), fingerprint: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
      closed,
    ),
    url: Type.String({ pattern: '^https://[a-z0-9.:-]{1,260}/?$' }),
  },
  closed,
)

export interface Bundle {
  v: 1
  party: string
  domain: string
  name: { en: string; vi: string; 'zh-Hans': string }
  relation: string
  epoch: number
  vkeys: { log: [string, string]; custody: [string, string] }
  /** X-Wing public key, base64. */
  seal: string
  tls: { certificate: string; fingerprint: string }
  /** `https://host:port`, the only address of it that is ever called. */
  url: string
}

/** A counterpart as its bundle says. */
export interface Counterpart {
  party: string
  domain: string
  name: Bundle['name']
  relation: string
  epoch: number
  log: NoteKeys
  custody: NoteKeys
  seal: SealingKey
  tls: Bundle['tls']
  url: string
}

export function bundleOf(file: KeyFile, name: Bundle['name'], url: string): Bundle {
  const { v, party, domain, relation, epoch, vkeys, seal, tls } = file
  return { v, party, domain, name, relation, epoch, vkeys, seal, tls, url }
}

/** What the operators compare: SHA-256 over the canonical form, hexadecimal. */
export function bundleDigest(bundle: Bundle): string {
  return createHash('sha256').update(canonicalJson(bundle)).digest('hex')
}

/** @throws NodeError `bad-config`, also when the names, keys or fingerprint do not belong together */
export function readBundle(bytes: Uint8Array): { bundle: Bundle; counterpart: Counterpart } {
  try {
    const value = parseJson(text(bytes))
    if (!Value.Check(Bundle, value)) throw new TypeError('not of the form of a bundle')
    const bundle = value as Bundle
    return { bundle, counterpart: counterpartOf(bundle) }
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    const why = cause instanceof ProtocolError || cause instanceof TypeError ? `: ${cause.message}` : ''
    throw new NodeError({ code: 'bad-config', message: `not the bundle of a counterpart${why}`, cause })
  }
}

export function counterpartOf(bundle: Bundle): Counterpart {
  const log = keysOf(bundle.vkeys.log, 'log')
  const custody = keysOf(bundle.vkeys.custody, 'custody')
  const publicKey = fromBase64(bundle.seal)
  const { party, domain, name, relation, epoch, tls, url } = bundle
  const fits =
    log.name === originOf(domain, relation, epoch) &&
    custody.name === custodyOf(domain, relation) &&
    isSealingKey(publicKey) &&
    fingerprintOf(tls.certificate) === tls.fingerprint &&
    (relation.split('/')[0] ?? '').split('~').includes(party)
  if (!fits)
    throw new NodeError({ code: 'bad-config', message: 'the parts of this bundle do not belong together' })
  return {
    party,
    domain,
    name,
    relation,
    epoch,
    log,
    custody,
    seal: { id: sealingKeyId(publicKey), publicKey },
    tls,
    url,
  }
}
