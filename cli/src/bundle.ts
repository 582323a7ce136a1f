/** `counterpart bundle`: what two operators read to each other before they believe a bundle. */
import { fingerprintOf, grouped, type NoteKeys } from '@counterpart/protocol'
import { heard, misheard, pictured, placesApart, spoken, worded } from './fingerprint.ts'
import { readGiven } from './given-file.ts'
import { unopenedLine } from './unopened.ts'
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
export function compared(digest: string, text: string, language: Language): { same: boolean; line: string } {
  const said = heard(text)
  if (said === digest) return { same: true, line: say(language, 'bundle-same') }
  if (said === null) {
    const line = unopenedLine(language, 'bundle-not-heard', '--heard')
    return { same: false, line: [line, ...faults(text, language)].join(' ') }
  }
  const line = say(language, 'bundle-differs')
  const places = placesApart(digest, said)
  // Nobody can make a bundle of his own that is so near to another one. Which word it is gives nothing away: the bundle is in hand.
  if (places.length > NEAR) return { same: false, line }
  const near = say(language, 'bundle-near', { count: String(places.length), places: places.join(', ') })
  return { same: false, line: `${line} ${near}` }
}

/** So few words of 32 that are not the same were misheard. */
const NEAR = 2
const MOST_NAMED = 3

/** How many were given, and the first of those that are none. */
function faults(text: string, language: Language): string[] {
  const found = misheard(text)
  if (!found) return []
  const { kind, count, wrong } = found
  const word = kind === 'words' ? 'bundle-no-word' : 'bundle-no-number'
  const named = wrong
    .slice(0, MOST_NAMED)
    .map(({ place, said }) => say(language, word, { place: String(place), said }))
  const needed = kind === 'words' ? 32 : 16
  return count === needed
    ? named
    : [say(language, 'bundle-count', { count: String(count), needed: String(needed) }), ...named]
}

export async function showBundle(file: string, language: Language): Promise<void> {
  const { bundleDigest, readBundle } = await import('@counterpart/server/bundle')
  const { bundle, counterpart } = readBundle(readGiven(file))
  for (const line of bundleLines(file, counterpart, bundleDigest(bundle), language)) console.log(line)
}
