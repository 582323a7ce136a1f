/** `counterpart bundle`: what two operators read to each other before they believe a bundle. */
import { fingerprintOf, type NoteKeys } from '@counterpart/protocol'
import { grouped, spoken } from './fingerprint.ts'

export interface ShownBundle {
  party: string
  domain: string
  relation: string
  epoch: number
  url: string
  log: NoteKeys
  custody: NoteKeys
}

export function bundleLines(file: string, bundle: ShownBundle, digest: string): string[] {
  const { party, domain, relation, epoch, url, log, custody } = bundle
  return [
    file,
    `  party    ${party} (${domain}), relation ${relation}, epoch ${epoch}, reached at ${url}`,
    `  digest   ${grouped(digest)}`,
    `  aloud    ${spoken(digest)}`,
    `  log      ${fingerprintOf(log)}`,
    `  custody  ${fingerprintOf(custody)}`,
  ]
}
