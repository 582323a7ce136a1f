/** The certificates that both nodes show each other, and how ours is renewed for the same key. */
import { NodeError } from '../../errors.ts'
import { expiryOf, fingerprintOf, renewedCertificate } from '../../keys/certificate.ts'
import type { CertificateDate, Node, Relation } from '../relation.ts'

export function dateOf(certificate: Uint8Array | string): CertificateDate {
  return { fingerprint: fingerprintOf(certificate), until: expiryOf(certificate) }
}

/** Notes which certificate they show: they may have renewed it since bundles were exchanged. `certificate`: of the pinned key. */
export function noteShown(relation: Relation, certificate: Uint8Array): void {
  if (relation.certificates) relation.certificates.theirs = dateOf(certificate)
}

/**
 * Makes another certificate of the same key, and shows it only once it is on disk. Open connections go on; new ones are
 * shown the new certificate, and accept it, for its key is the one that was compared (SYNC-10).
 *
 * @throws NodeError `key-missing`, and what the key file throws: then the old one goes on
 */
export async function renewCertificate(node: Node, relation: Relation): Promise<CertificateDate> {
  const { ring, ourCertificate: shown, certificates } = relation
  if (!ring || !shown || !certificates)
    throw new NodeError({ code: 'key-missing', message: 'this node has no key file' })
  const made = await renewedCertificate(shown, node.clock())
  ring.certify(made)
  certificates.ours = dateOf(made.certificate)
  Object.assign(shown, made, { fingerprint: certificates.ours.fingerprint })
  return certificates.ours
}
