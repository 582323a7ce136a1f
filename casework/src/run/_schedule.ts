/** Random schedules of two nodes: officers act, the line delays, loses and repeats, clocks step back. */
import fc from 'fast-check'
import {
  dossiersOf,
  keeperFor,
  logOf,
  newNode,
  procedureNamed,
  receive,
  record,
  settle,
  type TwoLogs,
} from './_nodes.ts'
import {
  AAA,
  alone,
  BASIS,
  BBB,
  BEGIN,
  MIRRORED,
  MONDAY,
  PARTIES,
  procedureOf,
  RELATION,
  SAMPLE,
  SAMPLE_2,
  sample,
  type Written,
} from './_sample.ts'
import type { Cut, Judged, Party, Terms } from './entry.ts'
import { fold } from './fold.ts'
import { singletonId } from './identity.ts'
import { placeDossier, settlerIn } from './place.ts'
import { termsReader } from './terms-reader.ts'
import { dossierContext } from './view.ts'

export const KEPT: Record<string, Record<string, unknown>> = {
  propose: { offer: 3 },
  lengthen: { more: 'PT5H' },
  plan: { from: { date: '2024' }, until: { date: '2025' } },
}
export const ACTS = Object.keys(sample.acts).filter((name) => name !== 'begin')
export const BASIC = singletonId(RELATION, 'basis')

export const anyStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      side: fc.nat(1),
      act: fc.oneof(
        { weight: 1, arbitrary: fc.constant('begin') },
        { weight: 19, arbitrary: fc.constantFrom(...ACTS) },
      ),
      dossier: fc.nat(4),
      digest: fc.constantFrom(SAMPLE, MIRRORED),
      on: fc.nat(30),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('basis' as const),
      side: fc.nat(1),
      act: fc.constantFrom('found', 'list-first', 'list-second', 'table', 'adopt'),
      digest: fc.constantFrom(SAMPLE, SAMPLE_2),
      on: fc.nat(5),
    }),
  },
  // `part`: how much of what is waiting arrives; the rest is lost and sent again.
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), side: fc.nat(1), part: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      side: fc.nat(1),
      by: fc.integer({ min: -50_000, max: 200_000 }),
    }),
  },
)
export const schedule = (most: number) =>
  fc.array(anyStep, { minLength: most / 2, maxLength: most, size: 'max' })
export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

/** What an officer could try: also what is wrong. */
function written(node: TwoLogs, step: Extract<Step, { do: 'act' }>): Written {
  if (step.act === 'begin') return { ...BEGIN, procedure: step.digest }
  const openings = [...logOf(node, AAA), ...logOf(node, BBB)].filter(
    ({ header }) => header?.kind === 'open' && header.act === 'begin',
  )
  const dossier = openings[step.dossier % Math.max(1, openings.length)]?.leaf ?? 'ee'.repeat(32)
  const inside = dossiersOf(node).get(dossier) ?? []
  const procedure = procedureNamed(inside)
  const answers = sample.acts[step.act]?.answers
  const fitting = inside.filter(({ header }) => header && 'act' in header && answers?.includes(header.act))
  const on = answers && fitting.length > 0 ? { on: fitting[step.on % fitting.length]?.leaf ?? '' } : {}
  return {
    act: step.act,
    dossier,
    procedure,
    kept: KEPT[step.act] ?? {},
    parts: ['content'],
    approver: 'o2',
    ...on,
  }
}

export function writtenBasis(node: TwoLogs, step: Extract<Step, { do: 'basis' }>): Written {
  const rows = [step.digest, MIRRORED].map((digest) => ({ party: node.party, digest }))
  const tabled = (dossiersOf(node).get(BASIC) ?? []).filter(
    ({ header }) => header && 'act' in header && header.act === 'table',
  )
  const common = { procedure: BASIS, dossier: BASIC, act: step.act }
  if (step.act === 'found') return { ...common, kind: 'open', kept: { title: 'x' } }
  if (step.act === 'table')
    return {
      ...common,
      kept: { durations: [{ name: 'sample.reply', counts: 'hours', lasts: `PT${step.on + 1}H` }] },
    }
  if (step.act === 'adopt')
    return { ...common, on: tabled[step.on % Math.max(1, tabled.length)]?.leaf ?? 'ee'.repeat(32) }
  return { ...common, kept: { [step.act === 'list-first' ? 'accepts-first' : 'accepts-second']: rows } }
}

/** Two nodes that have agreed to both procedures, each with an open dossier of either kind. */
export function begun(later: number): readonly [TwoLogs, TwoLogs] {
  const nodes = [newNode(AAA, MONDAY), newNode(BBB, MONDAY + later)] as const
  record(nodes[0], { kind: 'open', procedure: BASIS, dossier: BASIC, act: 'found', kept: { title: 'x' } })
  settle(...nodes)
  for (const [node, act, field] of [
    [nodes[0], 'list-first', 'accepts-first'],
    [nodes[1], 'list-second', 'accepts-second'],
  ] as const) {
    const rows = [SAMPLE, MIRRORED].map((digest) => ({ party: node.party, digest }))
    record(node, { procedure: BASIS, dossier: BASIC, act, kept: { [field]: rows } })
  }
  settle(...nodes)
  for (const node of nodes) for (const procedure of [SAMPLE, MIRRORED]) record(node, { ...BEGIN, procedure })
  settle(...nodes)
  return nodes
}

export function perform(nodes: readonly [TwoLogs, TwoLogs], step: Step): void {
  const node = nodes[step.side === 0 ? 0 : 1]
  if (step.do === 'act') record(node, written(node, step))
  else if (step.do === 'basis') record(node, writtenBasis(node, step))
  else if (step.do === 'clock') node.clock += step.by
  else {
    const sender = nodes[step.side === 0 ? 1 : 0]
    const waiting = logOf(sender, sender.party)
    const held = logOf(node, sender.party).length
    receive(
      node,
      waiting.slice(Math.max(0, held - 1), held + Math.ceil(((waiting.length - held) * step.part) / 3)),
    )
  }
}

export const settledOf = (judged: readonly Judged[]) => judged.filter(({ placed }) => placed.settler !== null)

/** Terms as this node reads them. */
export function readerOf(node: TwoLogs): (cut: Cut, keeper: Party) => Terms {
  const log = logOf(node, AAA)
  const placed = placeDossier(dossiersOf(node).get(BASIC) ?? [], AAA, settlerIn(log), log.length)
  return termsReader(placed, AAA, { parties: PARTIES, relation: RELATION, procedure: procedureOf })
}

export function foldAll(node: TwoLogs, terms: (cut: Cut, keeper: Party) => Terms) {
  return [...dossiersOf(node)].map(([id, entries]) => {
    const keeper = keeperFor(entries)
    const settlers = settlerIn(logOf(node, keeper))
    const procedure = procedureOf(procedureNamed(entries))
    const context = dossierContext(alone(terms), procedure, entries, keeper, settlers)
    const placed = placeDossier(entries, keeper, settlers, logOf(node, keeper).length)
    return { id, placed, context, procedure, folded: fold(procedure, placed, context) }
  })
}
