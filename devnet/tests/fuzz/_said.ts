/** What a node has said of what is settled is never taken back. */
import { canonicalJson } from '@counterpart/protocol'
import type { Reader } from '../../../server/src/store/store.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Side } from '../../../server/src/uses/_world.ts'
import { wordsOf } from '../../../server/src/views/words.ts'

interface Settled {
  verdict: string
  /** Whose log settled it, and where. */
  keeper: string
  settler: number
}

/** By side and leaf. */
export interface Said {
  settled: Map<string, Settled>
  words: Map<string, string[]>
}

export function newSaid(): Said {
  return { settled: new Map(), words: new Map() }
}

/** Looks at the last `most` entries of both logs. */
export async function checkSaid(said: Said, side: Side, most: number): Promise<void> {
  const { ours, theirs } = side.relation(RELATION)
  await side.store.read(RELATION, async (reader) => {
    for (const party of [ours, theirs]) await checkLog(said, side.node.party, reader, party, most)
  })
}

/** A log ended at `size`: what only lost entries of it had settled, nobody but the lost machine was told. */
export function takesBack(said: Said, keeper: string, size: number): void {
  for (const [name, one] of said.settled)
    if (one.keeper === keeper && one.settler >= size) {
      said.settled.delete(name)
      said.words.delete(name)
    }
}

async function checkLog(
  said: Said,
  ours: string,
  reader: Reader,
  party: string,
  most: number,
): Promise<void> {
  const rows = await reader.tail(party, null, most)
  const judged = await reader.judged(rows.map((row) => row.leaf))
  const cosigned = (await reader.lastCheckpoint(ours, true))?.size ?? 0
  const ids = rows.flatMap(({ kind, dossier }) => (kind === 'mark' || !dossier ? [] : [dossier]))
  const dossiers = await reader.dossiersNamed([...new Set(ids)])
  for (const row of rows) {
    const dossier = row.kind === 'mark' ? undefined : dossiers.get(row.dossier ?? '')
    if (!dossier) continue
    const name = `${ours} ${row.leaf}`
    const { keeper } = dossier.ahead
    const verdict = judged.get(row.leaf)
    if (verdict && verdict.settler !== null) {
      const now = canonicalJson(verdict)
      const before = said.settled.get(name)?.verdict ?? now
      if (before !== now) throw new Error(`${name} was said to be ${before} and then ${now}`)
      said.settled.set(name, { verdict: now, keeper, settler: verdict.settler })
    }
    if (row.kind !== 'open' && row.kind !== 'act') continue
    const { words } = wordsOf(row, verdict, false, { cosigned, ours, keeper })
    // This word alone ends, with the word that says how.
    for (const word of said.words.get(name) ?? [])
      if (word !== 'on-its-way' && !words.includes(word as never))
        throw new Error(`${word} was taken back of ${name}`)
    said.words.set(name, words)
  }
}
