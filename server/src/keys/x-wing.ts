/**
 * X-Wing (ML-KEM-768 with X25519, HPKE's 0x647a) on node:crypto, plugged into `hpke`: the library's
 * own is built on WebCrypto methods that Node still calls experimental.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { KEM, Key } from 'hpke'

const LABEL = Buffer.from('\\.//^\\', 'latin1')
const ML_KEM_PUBLIC = 1184
const ML_KEM_CIPHERTEXT = 1088

export interface XWingKey extends Key {
  lattice: KeyObject
  curve: KeyObject
  /** Public half of the curve key, as it goes into the combined secret. */
  curvePublic: Uint8Array
  /** The public key's 1216 bytes, or the 32-byte seed of a private one. */
  bytes: Uint8Array
}

const algorithm = { name: 'MLKEM768-X25519' }

function raw(key: KeyObject): Buffer {
  return key.export({ format: 'raw-public' })
}

export function xWingPublic(bytes: Uint8Array): XWingKey {
  const curvePublic = bytes.slice(ML_KEM_PUBLIC)
  return {
    algorithm,
    extractable: true,
    type: 'public',
    lattice: createPublicKey({
      key: Buffer.from(bytes.subarray(0, ML_KEM_PUBLIC)),
      format: 'raw-public',
      asymmetricKeyType: 'ml-kem-768',
    }),
    curve: createPublicKey({
      key: Buffer.from(curvePublic),
      format: 'raw-public',
      asymmetricKeyType: 'x25519',
    }),
    curvePublic,
    bytes,
  }
}

export function xWingPrivate(seed: Uint8Array): XWingKey {
  const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest()
  const lattice = createPrivateKey({
    key: expanded.subarray(0, 64),
    format: 'raw-seed',
    asymmetricKeyType: 'ml-kem-768',
  })
  const curve = createPrivateKey({
    key: expanded.subarray(64),
    format: 'raw-private',
    asymmetricKeyType: 'x25519',
  })
  return {
    algorithm,
    extractable: true,
    type: 'private',
    lattice,
    curve,
    curvePublic: new Uint8Array(raw(createPublicKey(curve))),
    bytes: seed,
  }
}

export function xWingPublicOf(key: XWingKey): XWingKey {
  return xWingPublic(new Uint8Array(Buffer.concat([raw(createPublicKey(key.lattice)), key.curvePublic])))
}

function combine(
  lattice: Uint8Array,
  curve: Uint8Array,
  ciphertext: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array {
  const hash = createHash('sha3-256')
  for (const part of [lattice, curve, ciphertext, publicKey, LABEL]) hash.update(part)
  return new Uint8Array(hash.digest())
}

function pair(seed: Uint8Array): { publicKey: XWingKey; privateKey: XWingKey } {
  const privateKey = xWingPrivate(seed)
  return { publicKey: xWingPublicOf(privateKey), privateKey }
}

export function xWing(): Readonly<KEM<XWingKey>> {
  return {
    id: 0x647a,
    type: 'KEM',
    name: algorithm.name,
    Nsecret: 32,
    Nenc: ML_KEM_CIPHERTEXT + 32,
    Npk: ML_KEM_PUBLIC + 32,
    Nsk: 32,
    DeriveKeyPair: async (ikm) => pair(ikm.slice(0, 32)),
    GenerateKeyPair: async () => pair(new Uint8Array(randomBytes(32))),
    SerializePublicKey: async (key) => key.bytes,
    DeserializePublicKey: async (bytes) => xWingPublic(bytes),
    SerializePrivateKey: async (key) => key.bytes,
    DeserializePrivateKey: async (bytes) => xWingPrivate(bytes),
    Encap: async (theirs) => {
      const lattice = encapsulate(theirs.lattice)
      const once = generateKeyPairSync('x25519')
      const curveCiphertext = raw(once.publicKey)
      const curve = diffieHellman({ privateKey: once.privateKey, publicKey: theirs.curve })
      return {
        shared_secret: combine(lattice.sharedKey, curve, curveCiphertext, theirs.curvePublic),
        enc: new Uint8Array(Buffer.concat([lattice.ciphertext, curveCiphertext])),
      }
    },
    Decap: async (enc, ours) => {
      const curveCiphertext = Buffer.from(enc.subarray(ML_KEM_CIPHERTEXT))
      const lattice = decapsulate(ours.lattice, enc.subarray(0, ML_KEM_CIPHERTEXT))
      const curve = diffieHellman({
        privateKey: ours.curve,
        publicKey: createPublicKey({
          key: curveCiphertext,
          format: 'raw-public',
          asymmetricKeyType: 'x25519',
        }),
      })
      return combine(lattice, curve, curveCiphertext, ours.curvePublic)
    },
  }
}
