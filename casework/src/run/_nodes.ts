/** Two honest nodes joined by a line that loses, delays and repeats: the rules of the register in small. */
import { AGREED, alone, PARTIES, procedureOf, RELATION, SAMPLE, type Written, write } from './_sample.ts'
import type { Cut, DossierState, Entry, Judged, Party, Terms } from './entry.ts'
import { type Folded, fold, foldOn } from './fold.ts'
import { dossierOf } from './identity.ts'
import { placeDossier, settlerIn } from './place.ts'
import { checkSeen } from './seen.ts'
import { keeperOf } from './sides.ts'
import { dossierContext } from './view.ts'

export interface TwoLogs {
  party: Party
  other: Party
  logs: Record<Party, Entry[]>
  clock: number
}

export function newNode(party: Party, clock: number): TwoLogs {
  const [first, second] = PARTIES
  return { party, other: party === first ? second : first, logs: { [first]: [], [second]: [] }, clock }
}

export function logOf(node: TwoLogs, party: Party): Entry[] {
  return node.logs[party] ?? []
}

/** Writes in the node's own log, with what it has seen and a time that never steps back. */
export function record(node: TwoLogs, written: Written): Entry {
  const own = logOf(node, node.party)
  const time = Math.max(own.at(-1)?.header?.time ?? 0, node.clock)
  return write(own, node.party, { ...written, seen: logOf(node, node.other).length, time })
}

export type Refusal = 'fork' | 'gap' | 'seen-beyond'

/** Stores what is new of a batch and marks it; entries that are held are compared and passed over. */
export function receive(node: TwoLogs, batch: readonly Entry[]): Refusal | Entry | null {
  const held = logOf(node, node.other)
  const fresh: Entry[] = []
  for (const entry of batch) {
    const same = held[entry.index]
    if (same && same.leaf !== entry.leaf) return 'fork'
    if (same) continue
    if (entry.index !== held.length + fresh.length) return 'gap'
    const verdict = checkSeen(
      entry.header?.seen ?? 0,
      held.at(-1)?.running ?? 0,
      logOf(node, node.party).length,
    )
    if (verdict === 'beyond') return 'seen-beyond'
    fresh.push(entry)
  }
  held.push(...fresh)
  return fresh.some(({ header }) => header?.kind !== 'mark') ? record(node, { kind: 'mark' }) : null
}

/** Everything each side has, until there is nothing more to say. */
export function settle(a: TwoLogs, b: TwoLogs): void {
  for (let round = 0; round < 4; round++) {
    receive(b, logOf(a, a.party))
    receive(a, logOf(b, b.party))
  }
}

export function dossiersOf(node: TwoLogs): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const entry of [...logOf(node, PARTIES[0]), ...logOf(node, PARTIES[1])]) {
    const id = dossierOf(entry, RELATION, procedureOf)
    if (id !== null) found.set(id, [...(found.get(id) ?? []), entry])
  }
  return found
}

/** Who keeps a dossier: by its opening, or by its procedure alone where there is one only. */
export function keeperFor(entries: readonly Entry[]): Party {
  const opening = entries.find(({ header }) => header?.kind === 'open')
  const header = opening?.header
  const procedure = header && 'procedure' in header ? procedureOf(header.procedure) : null
  return opening && procedure ? keeperOf(procedure, opening.side, PARTIES) : PARTIES[0]
}

export function foldAt(
  node: TwoLogs,
  entries: readonly Entry[],
  terms: (node: TwoLogs, cut: Cut) => Terms = () => AGREED,
  from: { settled: DossierState | null; judged: readonly Judged[] } | null = null,
): Folded {
  const keeper = keeperFor(entries)
  const log = logOf(node, keeper)
  const procedure = procedureOf(procedureNamed(entries))
  const base = alone((cut) => terms(node, cut))
  const context = dossierContext(base, procedure, entries, keeper, settlerIn(log))
  const placed = placeDossier(entries, keeper, settlerIn(log), log.length)
  if (!from) return fold(procedure, placed, context)
  return foldOn(procedure, from.settled, placed.slice(from.judged.length), context)
}

export function procedureNamed(entries: readonly Entry[]): string {
  const header = entries.find((entry) => entry.header?.kind === 'open')?.header
  return header && 'procedure' in header ? header.procedure : SAMPLE
}
