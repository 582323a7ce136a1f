/** The self-signed certificate of one relation. Nobody issued it: the counterpart pinned it at the ceremony. */
import 'reflect-metadata'
import { createHash, KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'

const YEARS = 10
/** Seconds: the other side's clock may be behind. */
const BACKDATED = 24 * 3600

export interface Certificate {
  /** PKCS #8 and certificate, PEM. */
  key: string
  certificate: string
}

/** `now` in seconds UTC. The name is for tools that show certificates; what counts is the fingerprint. */
export async function newCertificate(name: string, now: number): Promise<Certificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const until = new Date(now * 1000)
  until.setUTCFullYear(until.getUTCFullYear() + YEARS)
  const made = await X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      notBefore: new Date((now - BACKDATED) * 1000),
      notAfter: until,
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto as Crypto,
  )
  return {
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: made.toString('pem'),
  }
}

/** When the keys of the relation were made, of which this certificate is one; whole seconds. */
export function madeAt(certificate: string): number {
  return Math.floor(new X509Certificate(certificate).validFromDate.getTime() / 1000) + BACKDATED
}

export function expiryOf(certificate: string): number {
  return Math.floor(new X509Certificate(certificate).validToDate.getTime() / 1000)
}

/** SHA-256 over the certificate's DER bytes, lower-case hexadecimal. */
export function fingerprintOf(certificate: Uint8Array | string): string {
  const der = typeof certificate === 'string' ? new X509Certificate(certificate).raw : certificate
  return createHash('sha256').update(der).digest('hex')
}
