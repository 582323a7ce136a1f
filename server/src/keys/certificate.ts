/**
 * The self-signed certificate of one relation. Nobody issued it: the counterpart pinned its key at the ceremony, and
 * takes a later certificate of that key for the same one.
 */

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  KeyObject,
  webcrypto,
  X509Certificate,
} from 'node:crypto'
import { DAY } from '@counterpart/casework/civil'

const YEARS = 10
/** Seconds: the other side's clock may be behind. */
const BACKDATED = DAY

export interface Certificate {
  /** PKCS #8 and certificate, PEM. */
  key: string
  certificate: string
}

export type Shown = Certificate & { fingerprint: string }

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** `now` in seconds UTC. The name is for tools that show certificates; what counts is the fingerprint. */
export async function newCertificate(name: string, now: number): Promise<Certificate> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  return selfSigned(`CN=${name}`, keys, new Date((now - BACKDATED) * 1000), now)
}

/**
 * Another certificate of the same key and name, good for as long from now on as a new one. It begins where the first
 * began: that says how old the key is.
 */
export async function renewedCertificate(
  { key, certificate }: Certificate,
  now: number,
): Promise<Certificate> {
  const { subject, validFromDate } = new X509Certificate(certificate)
  const privateKey = createPrivateKey(key)
  const keys = {
    privateKey: privateKey.toCryptoKey(ALGORITHM, true, ['sign']),
    publicKey: createPublicKey(privateKey).toCryptoKey(ALGORITHM, true, ['verify']),
  }
  return selfSigned(subject, keys, validFromDate, now)
}

async function selfSigned(
  name: string,
  keys: webcrypto.CryptoKeyPair,
  notBefore: Date,
  now: number,
): Promise<Certificate> {
  const notAfter = new Date(now * 1000)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + YEARS)
  // Needed once in ten years; what it stands on has to be there before it.
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const made = await X509CertificateGenerator.createSelfSigned(
    { name, notBefore, notAfter, signingAlgorithm: ALGORITHM, keys },
    webcrypto as Crypto,
  )
  return {
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: made.toString('pem'),
  }
}

/** What is pinned: SHA-256 over the DER bytes of its public key, lower-case hexadecimal. */
export function pinOf(certificate: Uint8Array | string): string {
  const { publicKey } = new X509Certificate(certificate)
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** When the keys of the relation were made, of which this certificate is one; whole seconds. */
export function madeAt(certificate: string): number {
  return Math.floor(new X509Certificate(certificate).validFromDate.getTime() / 1000) + BACKDATED
}

export function expiryOf(certificate: Uint8Array | string): number {
  return Math.floor(new X509Certificate(certificate).validToDate.getTime() / 1000)
}

/** SHA-256 over the certificate's DER bytes, lower-case hexadecimal. */
export function fingerprintOf(certificate: Uint8Array | string): string {
  const der = typeof certificate === 'string' ? new X509Certificate(certificate).raw : certificate
  return createHash('sha256').update(der).digest('hex')
}
