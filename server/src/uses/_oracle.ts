/** What the rules say, computed from two whole logs and from nothing a node stored beside them. */
import assert from 'node:assert/strict'
import {
  dossierContext,
  type Entry,
  fold,
  inForceReader,
  type Judged,
  keeperOf,
  LEVELS,
  type Party,
  type Placed,
  type TallyChange,
  tallyOf,
  tallySum,
  termsReader,
} from '@counterpart/casework'
import { canonicalJson, type Hex } from '@counterpart/protocol'
import { order } from '../../../casework/src/run/_order.ts'
import { RELATION } from './_talk.ts'
import type { Side } from './_world.ts'
import { ownDossiers } from './dossier/terms.ts'
import { entryOf } from './log/entry.ts'
import { procedureIn } from './procedure-in.ts'

type Logs = Record<Party, Entry[]>

async function wholeLogs(side: Side, id: string): Promise<{ logs: Logs; dossiers: Map<Hex, Hex[]> }> {
  const { ours, theirs } = side.relation(id)
  const logs: Logs = {}
  const dossiers = new Map<Hex, Hex[]>()
  await side.store.read(id, async (reader) => {
    for (const party of [ours, theirs]) {
      const rows = await reader.entries(party, 0, { entries: 100_000, bytes: 1e9 })
      const parts = await reader.parts(rows.map((row) => row.leaf))
      logs[party] = rows.map((row) => entryOf(row, parts.get(row.leaf) ?? []))
      for (const row of rows)
        if (row.dossier) dossiers.set(row.dossier, [...(dossiers.get(row.dossier) ?? []), row.leaf])
    }
  })
  return { logs, dossiers }
}

/** Every dossier a node stores, settled and ahead, is what folding the whole logs by the specification gives. */
export async function checkAgainstRules(side: Side, id = RELATION): Promise<void> {
  const { node } = side
  const relation = side.relation(id)
  const { logs, dossiers } = await wholeLogs(side, id)
  const procedure = procedureIn(node)
  const inDossier = (keeper: Party, leaves: readonly Hex[]): Placed[] =>
    order(logs, keeper).filter((placed) => leaves.includes(placed.entry.leaf))
  const base = { parties: relation.parties, relation: id, procedure }
  const own = ownDossiers(node, relation).find((one) => dossiers.has(one)) ?? ''
  const terms = termsReader(
    inDossier(relation.parties[0], dossiers.get(own) ?? []),
    relation.parties[0],
    base,
  )
  const takenFor = (leaves: readonly Hex[]) => {
    const all = Object.values(logs).flat()
    const opening = all.find((entry) => entry.header?.kind === 'open' && leaves.includes(entry.leaf))
    const header = opening?.header
    const declared = header?.kind === 'open' ? procedure(header.procedure) : null
    if (!opening || !declared) return null
    const keeper = keeperOf(declared, opening.side, relation.parties)
    return { opening, declared, keeper, placed: inDossier(keeper, leaves) }
  }
  const instruments = inForceReader((instrument) => takenFor(dossiers.get(instrument) ?? []), {
    ...base,
    terms,
  })
  const counted: TallyChange[] = []
  for (const [dossier, leaves] of dossiers) {
    const taken = takenFor(leaves)
    if (!taken) continue
    const { opening, declared, keeper, placed } = taken
    const settlers = new Map(order(logs, keeper).map((one) => [one.entry.leaf, one]))
    const guest = Object.keys(logs).find((party) => party !== keeper) ?? ''
    const settlerOf = (index: number) => {
      const one = settlers.get(logs[guest]?.[index]?.leaf ?? '')
      return one?.settler == null ? null : { index: one.settler, time: one.time ?? 0 }
    }
    const entries = placed.map((one) => one.entry)
    const context = dossierContext({ ...base, terms, ...instruments }, declared, entries, keeper, settlerOf)
    const folded = fold(declared, placed, context)
    const row = await side.store.read(id, (reader) => reader.dossier(dossier))
    if (folded.settled) {
      assert.equal(canonicalJson(row?.settled), canonicalJson(folded.settled))
      const { level } = folded.settled
      counted.push(...tallyOf({ procedure: declared, state: folded.settled, level, under: underOf(opening) }))
    }
    if (folded.state) assert.equal(canonicalJson(row?.ahead), canonicalJson(folded.state))
    const judged = await side.store.read(id, (reader) => reader.judged(leaves))
    for (const one of folded.judged) checkVerdict(one, judged.get(one.placed.entry.leaf))
  }
  await checkTally(side, id, counted)
}

/** What the opening says the dossier is filed under. */
function underOf({ kept }: Entry): { dossier: string }[] {
  const under = Array.isArray(kept?.under) ? kept.under : []
  return under.filter((one: { dossier?: unknown } | null) => typeof one?.dossier === 'string')
}

/** Counts that were kept up act by act are those of counting everything again, on each day at each level. */
async function checkTally(side: Side, id: string, counted: readonly TallyChange[]): Promise<void> {
  const wanted = tallySum(counted)
  const parents = ['', ...new Set(wanted.map(({ parent }) => parent))]
  const days = [...new Set(wanted.map(({ day }) => day))].sort((a, b) => a - b)
  const found: TallyChange[] = []
  await side.store.read(id, async (reader) => {
    for (const day of days)
      for (const level of ['', ...LEVELS]) {
        const sums = await reader.tallySums({ parents, level, first: day, last: day })
        for (const { within, secondsWithin, upTo, ...one } of sums)
          if (within !== 0 || secondsWithin !== 0)
            found.push({ ...one, level, day, count: within, seconds: secondsWithin })
      }
    for (const [first, last] of between(days)) {
      const sums = await reader.tallySums({ parents, level: null, first, last })
      assert.deepEqual(
        sums.filter(({ within, secondsWithin }) => within !== 0 || secondsWithin !== 0),
        [],
      )
    }
  })
  assert.deepEqual(inOrder(found), inOrder(wanted))
}

/** The days before, between and after. */
function between(days: readonly number[]): [first: number | null, last: number][] {
  return [...days, Number.MAX_SAFE_INTEGER].flatMap((day, i): [number | null, number][] => {
    const before = days[i - 1]
    const first = before === undefined ? null : before + 1
    return first !== null && first > day - 1 ? [] : [[first, day - 1]]
  })
}

function inOrder(changes: readonly TallyChange[]): string[] {
  return changes.map((one) => canonicalJson(one)).sort()
}

function checkVerdict(
  { placed, verdict }: Judged,
  stored: { verdict: string; code: string | null; settler: number | null } | undefined,
): void {
  const { kind } = placed.entry.header ?? {}
  if ((kind === 'opened' || kind === 'held') && !stored) return
  const code = verdict.kind === 'effective' ? null : verdict.code
  assert.deepEqual(
    { verdict: stored?.verdict, code: stored?.code, settler: stored?.settler },
    { verdict: verdict.kind, code, settler: placed.settler },
  )
}
