/** What folding a long dossier costs, all of it and only its newest act, beside reading its entries as JSON. */
import {
  type DossierState,
  digestOf,
  dossierContext,
  type Entry,
  fold,
  foldOn,
  NO_TERMS,
  placeDossier,
  settlerIn,
} from '@counterpart/casework'
import { informationRequest } from '@counterpart/procedures'
import { type Header, hex, sha256, utf8 } from '@counterpart/protocol'
import { spreadOf, type Timed } from './measure.ts'

export interface Folds {
  acts: number
  whole: Pick<Timed, 'p50' | 'p95' | 'p99'>
  /** The newest act alone, from the state that is stored before it. */
  tail: Pick<Timed, 'p50' | 'p95' | 'p99'>
  /** `JSON.parse` of the same headers and kept parts. */
  parsed: Pick<Timed, 'p50' | 'p95' | 'p99'>
}

const PARTIES = ['aaa', 'bbb'] as const
const RELATION = 'aaa~bbb/bench'
const digest = digestOf(informationRequest)
const text = (words: string) => ({ en: { text: words, standing: 'authoritative' } })

export function measureFold(acts: number, times: number): Folds {
  const entries = entriesOf(acts)
  const keeperLog = entries.filter(({ side }) => side === 'bbb')
  const settlerOf = settlerIn(keeperLog)
  const base = {
    parties: PARTIES,
    relation: RELATION,
    terms: () => ({ ...NO_TERMS, digests: [digest] }),
    procedure: (wanted: string) => (wanted === digest ? informationRequest : null),
    inForce: () => false,
    carriedOut: () => false,
  }
  const context = dossierContext(base, informationRequest, entries, 'bbb', settlerOf)
  const placed = placeDossier(entries, 'bbb', settlerOf)
  const whole = timed(times, () => fold(informationRequest, placed, context))
  const done = fold(informationRequest, placed, context)
  if (done.judged.some(({ verdict }) => verdict.kind !== 'effective')) throw new Error('an act has no effect')
  const before = fold(informationRequest, placed.slice(0, -1), context).settled as DossierState
  const tail = timed(times, () => foldOn(informationRequest, before, placed.slice(-1), context))
  const written = entries.map(({ header, kept }) => JSON.stringify({ header, kept }))
  const parsed = timed(times, () => written.map((one) => JSON.parse(one)))
  return { acts, whole, tail, parsed }
}

function timed(times: number, work: () => unknown): Folds['whole'] {
  const took = Array.from({ length: times }, () => {
    const begun = performance.now()
    work()
    return performance.now() - begun
  })
  return spreadOf(took)
}

/** A request of one side and as many notes as asked, written in turns. */
function entriesOf(acts: number): Entry[] {
  const opening = entry('aaa', 0, 0, {
    kind: 'open',
    act: 'request-information',
    kept: {
      subject: text('Invented'),
      urgency: 'normal',
      offence: 'drugs',
      purpose: 'investigation',
      'legal-basis': text('Invented'),
    },
  })
  const entries = [opening]
  const sizes = { aaa: 1, bbb: 0 }
  for (let at = 1; at < acts; at++) {
    const side = at % 2 === 1 ? 'bbb' : 'aaa'
    const other = side === 'bbb' ? 'aaa' : 'bbb'
    entries.push(
      entry(side, sizes[side], sizes[other], { kind: 'act', act: 'note', kept: {}, dossier: opening.leaf }),
    )
    sizes[side] += 1
  }
  return entries
}

function entry(
  side: string,
  index: number,
  seen: number,
  said: { kind: 'open' | 'act'; act: string; kept: Record<string, unknown>; dossier?: string },
): Entry {
  const parts = ['content', 'kept']
  const common = {
    v: 1 as const,
    seen,
    time: 1_700_000_000 + index,
    parts: parts.map((name) => ({ name, digest: '00'.repeat(32), keep: 'P1Y' })),
    office: `${side}-office`,
    officer: 'somebody',
    handling: 'H1' as const,
    procedure: digest,
    act: said.act,
  }
  const header: Header =
    said.kind === 'open'
      ? { kind: 'open', ...common }
      : { kind: 'act', ...common, dossier: said.dossier ?? '' }
  return {
    side,
    index,
    leaf: hex(sha256(utf8(`${side} ${index}`))),
    running: seen,
    header,
    kept: said.kept,
    parts,
  }
}
