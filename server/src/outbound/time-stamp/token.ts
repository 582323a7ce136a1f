/** RFC 3161: what a time-stamping authority is asked, and what its answer is worth. */
import { Integer, Null, OctetString } from 'asn1js'
import {
  AlgorithmIdentifier,
  Certificate,
  ExtKeyUsage,
  type FindIssuerCallback,
  id_eContentType_TSTInfo,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs'

const SHA_256 = '2.16.840.1.101.3.4.2.1'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
/** RFC 3161: granted, and granted with modifications. */
const GRANTED = [0, 1]
/** Certificates whose issuers are looked for in one answer: chains have two or three. */
const MOST_ISSUERS = 16

/** `digest`: SHA-256. `nonce`: random bytes of ours, so that no older answer can be given again. */
export function stampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA_256, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: copy(digest) }),
    }),
    nonce: integerOf(nonce),
    certReq: true,
  })
  return new Uint8Array(request.toSchema().toBER())
}

/** PEM, one or more. @throws when one of them is no certificate */
export function rootsOf(pem: string): Certificate[] {
  const found = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)]
  if (found.length === 0) throw new TypeError('no certificate')
  return found.map(([, body = '']) => Certificate.fromBER(copy(Buffer.from(body, 'base64'))))
}

/**
 * The time that the answer states, in whole seconds, or `null` when it does not count: it was not granted, is of
 * another question, its signature or chain does not verify, or its signer may not sign times.
 *
 * @param data what was hashed into the question
 * @param nonce `null` of an answer that was taken before, when its question is forgotten
 * @param roots `null` where only the answer's own signature is asked for: who may sign was seen when it was taken
 */
export async function stampedAt(
  answer: Uint8Array,
  asked: { data: Uint8Array; nonce: Uint8Array | null; roots: readonly Certificate[] | null },
): Promise<number | null> {
  try {
    const response = TimeStampResp.fromBER(copy(answer))
    if (!GRANTED.includes(response.status.status) || !response.timeStampToken) return null
    const signed = new SignedData({ schema: response.timeStampToken.content })
    const { eContent, eContentType } = signed.encapContentInfo
    if (eContentType !== id_eContentType_TSTInfo || !eContent) return null
    const stated = TSTInfo.fromBER(copy(eContent.getValue()))
    const nonce = Buffer.from(stated.nonce?.valueBlock.valueHexView ?? [])
    if (asked.nonce && !nonce.equals(Buffer.from(integerOf(asked.nonce).valueBlock.valueHexView))) return null
    const { signatureVerified, signerCertificate } = await signed.verify({
      signer: 0,
      checkChain: asked.roots !== null,
      checkDate: stated.genTime,
      trustedCerts: [...(asked.roots ?? [])],
      findIssuer: boundedIssuers(),
      data: copy(asked.data),
      extendedMode: true,
    })
    if (signatureVerified !== true || !signerCertificate || !signsTimes(signerCertificate)) return null
    return Math.floor(stated.genTime.getTime() / 1000)
  } catch {
    // Whatever the library says of bytes from outside: they are no stamp.
    return null
  }
}

/** Two certificates that are each other's issuer are followed for ever, before any root is asked for. */
function boundedIssuers(): FindIssuerCallback {
  let asked = 0
  return (certificate, engine, crypto) => {
    asked += 1
    if (asked > MOST_ISSUERS) return Promise.reject(new TypeError('no chain ends here'))
    return engine.defaultFindIssuer(certificate, engine, crypto)
  }
}

/** RFC 3161, 2.3: this use, critical, and no other. */
function signsTimes(certificate: Certificate): boolean {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE)
  if (!usage?.critical || !(usage.parsedValue instanceof ExtKeyUsage)) return false
  const { keyPurposes } = usage.parsedValue
  return keyPurposes.length === 1 && keyPurposes[0] === TIME_STAMPING
}

/** Positive, whatever its first bit. */
function integerOf(bytes: Uint8Array): Integer {
  return new Integer({ valueHex: copy(Uint8Array.of(1, ...bytes)) })
}

/** A buffer of its own: the library reads whole buffers. */
function copy(bytes: Uint8Array | ArrayBuffer): ArrayBuffer {
  return new Uint8Array(bytes).slice().buffer as ArrayBuffer
}
