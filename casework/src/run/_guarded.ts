/** Acts of the invented procedure with gates, played by two nodes. */
import assert from 'node:assert/strict'
import { foldAt, newNode, record, settle, type TwoLogs } from './_nodes.ts'
import { SAFEGUARD } from './_safeguard.ts'
import { AAA, BBB, MONDAY, type Written } from './_sample.ts'
import type { DossierState, Entry, Verdict } from './entry.ts'

export const ASK: Written = {
  kind: 'open',
  act: 'ask',
  procedure: SAFEGUARD,
  kept: { label: 'x', means: 'look', level: 'gate', to: 'bbb-gate' },
}

export const code = (verdict: Verdict | undefined): string =>
  verdict?.kind === 'effective' ? 'effective' : `${verdict?.kind} ${verdict?.code}`

/** Of the guest by itself, since it is the guest whom the gates ask. */
export interface Told extends Written {
  side?: string
  /** Which earlier entry it answers, from 0. */
  of?: number
}

export interface Played {
  nodes: readonly [TwoLogs, TwoLogs]
  entries: Entry[]
}

export function begin(opening: Written = ASK, by: string = AAA): Played {
  const nodes = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)] as const
  const entries = [record(by === AAA ? nodes[0] : nodes[1], opening)]
  settle(...nodes)
  return { nodes, entries }
}

/** One entry, recorded and not sent. */
export function tell({ nodes, entries }: Played, { side = BBB, of, ...written }: Told): Entry {
  const on = of === undefined ? {} : { on: entries[of]?.leaf ?? '' }
  const node = side === AAA ? nodes[0] : nodes[1]
  const dossier = entries[0]?.leaf ?? ''
  const entry = record(node, { procedure: SAFEGUARD, dossier, parts: ['content'], ...written, ...on })
  entries.push(entry)
  return entry
}

/** What both sides make of everything once it has arrived. */
export function read({ nodes, entries }: Played): { state: DossierState; verdicts: string[]; last: string } {
  settle(...nodes)
  const [here, there] = nodes.map((node) => foldAt(node, entries))
  assert.ok(here?.settled)
  assert.deepEqual(here, there)
  const verdicts = entries.map(({ leaf }) =>
    code(here.judged.find(({ placed }) => placed.entry.leaf === leaf)?.verdict),
  )
  return { state: here.settled, verdicts, last: verdicts.at(-1) ?? '' }
}

/** Acts of one dossier, each settled before the next. `at`: seconds after its opening. */
export function play(...told: (Told & { at?: number })[]): ReturnType<typeof read> {
  const played = begin()
  for (const { at, ...one } of told) {
    if (at !== undefined) for (const node of played.nodes) node.clock = MONDAY + at
    tell(played, one)
    settle(...played.nodes)
  }
  return read(played)
}

export const check = (answer: string, of = 0, officer = 'reviewer'): Told => ({
  act: 'check-proportionality',
  kept: { 'gate-proportionality': answer },
  of,
  officer,
})
export const override = (of: number, at = 'province', officer = 'chief', approver = 'chief-2'): Told => ({
  act: 'override-proportionality',
  kept: { 'decided-at': at },
  of,
  officer,
  approver,
})
export const GRANT: Told = { act: 'grant', officer: 'o3', approver: 'o4' }
