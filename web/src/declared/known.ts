/** What a form need not ask, since the node knows it: who the parties are, their keys, what it can run. */
import type { Declared, Keys, Session } from '../api/types.ts'
import { slot, slotWords } from './slots.ts'

export interface Known {
  session: Pick<Session, 'side' | 'sides'>
  /** The counterpart. */
  other: string
  keys: Keys['keys']
  /** Every declaration that this node runs. */
  all: readonly Declared[]
}

/** By field, of a procedure by which a relation comes about. A side lists procedures for itself alone. */
export function knownFields(declared: Declared, known: Known): Record<string, unknown> {
  if (declared.procedure.plays?.as !== 'relation') return {}
  const { session, other, keys, all } = known
  const parties = [session.side, other].sort()
  const rows: [string | null | undefined, unknown][] = [
    [slot(declared, 'parties'), parties.map((code) => ({ code, ...partyOf(session, code) }))],
    [slot(declared, 'keys'), keys.flatMap(rowsOfKeys)],
    [
      slotWords(declared, 'digests')[parties.indexOf(session.side)],
      all.map((one) => ({ party: session.side, procedure: one.procedure.name, digest: one.digest })),
    ],
  ]
  return Object.fromEntries(rows.flatMap(([field, value]) => (field ? [[field, value]] : [])))
}

function partyOf(session: Known['session'], code: string) {
  const side = session.sides[code]
  const name = Object.entries(side?.name ?? {}).map(([language, text]) => [
    language,
    { text, standing: language === 'en' ? 'authoritative' : 'translation' },
  ])
  return { domain: side?.domain, name: Object.fromEntries(name) }
}

function rowsOfKeys({ side, log, custody }: Known['keys'][number]) {
  return [
    ...log.map((key) => ({ party: side, use: 'log', key })),
    ...custody.map((key) => ({ party: side, use: 'custody', key })),
  ]
}
