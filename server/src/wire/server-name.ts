import { createHash } from 'node:crypto'

/**
 * The name a node is called by for one relation, so that it shows the certificate made for it. It tells
 * a listener on the line no more than that the same relation is meant as before.
 */
export function serverNameOf(relation: string, domain: string): string {
  return `r${createHash('sha256').update(relation).digest('hex').slice(0, 24)}.${domain}`
}
