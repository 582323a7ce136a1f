/** `counterpart bundle`: what two operators read to each other before they believe a bundle. */
import { fingerprintOf, grouped, type NoteKeys } from '@counterpart/protocol'
import { heard, pictured, spoken, worded } from './fingerprint.ts'
import { readGiven } from './given-file.ts'
import { type Language, say, type Word } from './words.ts'

interface ShownBundle {
  party: string
  domain: string
  relation: string
  epoch: number
  url: string
  log: NoteKeys
  custody: NoteKeys
}

function bundleLines(file: string, bundle: ShownBundle, digest: string, language: Language): string[] {
  const { party, domain, relation, epoch, url, log, custody } = bundle
  const values = { party, domain, relation, epoch: String(epoch), url }
  const row = (word: Word, lines: string[]) => [say(language, word), ...lines.map((line) => `    ${line}`)]
  return [
    file,
    say(language, 'bundle-of', values),
    ...row('bundle-words', worded(digest, language)),
    ...row('bundle-numbers', [spoken(digest)]),
    ...row('bundle-digits', [grouped(digest)]),
    ...row('bundle-picture', pictured(digest)),
    ...row('bundle-keys', [fingerprintOf(log), fingerprintOf(custody)]),
  ]
}

/** `digest`: of the bundle in hand. `text`: what the other operator read from the bundle on his own node. */
export function compared(digest: string, text: string): 'same' | 'digest-differs' | 'not-heard' {
  const said = heard(text)
  if (said === null) return 'not-heard'
  return said === digest ? 'same' : 'digest-differs'
}

export async function showBundle(file: string, language: Language): Promise<void> {
  const { bundleDigest, readBundle } = await import('@counterpart/server')
  const { bundle, counterpart } = readBundle(readGiven(file))
  for (const line of bundleLines(file, counterpart, bundleDigest(bundle), language)) console.log(line)
}
