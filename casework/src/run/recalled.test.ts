import assert from 'node:assert/strict'
import test from 'node:test'
import { DEED, deed } from './_deed.ts'
import { code } from './_guarded.ts'
import { AAA, BBB, PARTIES, RELATION, type Written, write } from './_sample.ts'
import { newReadings } from './cut-reader.ts'
import type { DossierState, Entry, Party } from './entry.ts'
import { fold } from './fold.ts'
import { offers } from './offers.ts'
import { placeDossier, settlerIn } from './place.ts'
import { NO_TERMS } from './terms.ts'
import { dossierContext } from './view.ts'

type Doing = Written & { side: Party; recall?: { parts: string[]; approver?: string } }

/** An entry at the end of a log, a recall where it says so. */
function put(log: Entry[], dossier: string, { side, recall, ...written }: Doing): Entry {
  const entry = write(log, side, { procedure: DEED, dossier, ...written })
  if (!recall || !entry.header) return entry
  const { seen, time, parts } = entry.header
  const on = written.on ?? ''
  const by = { office: `${side}-office`, officer: 'o1', approver: recall.approver ?? 'o2' }
  const header = { v: 1 as const, kind: 'recall' as const, seen, time, parts, dossier, on, ...by }
  const made: Entry = { ...entry, header, kept: { parts: recall.parts, ground: 'wrong' } }
  log[log.length - 1] = made
  return made
}

/** The keeper begins and writes; then what is said. Each side has seen all of the other's, but `unseen` of the last. */
function played(
  first: Omit<Doing, 'side'>,
  then: (leaf: string) => (Doing & { unseen?: number })[],
): { codes: string[]; state: DossierState; read: string; offered: Record<string, string | null> } {
  const logs: Record<Party, Entry[]> = { [AAA]: [], [BBB]: [] }
  const [keepers, guests] = [logs[AAA] ?? [], logs[BBB] ?? []]
  const opened = put(keepers, '', { side: AAA, kind: 'open', act: 'begin', kept: { label: 'x' } })
  const made = put(keepers, opened.leaf, { side: AAA, ...first })
  for (const { unseen = 0, ...one } of then(made.leaf)) {
    const [own, other] = one.side === AAA ? [keepers, guests] : [guests, keepers]
    put(own, opened.leaf, { ...one, seen: other.length - unseen })
    if (one.side === BBB) write(keepers, AAA, { kind: 'mark', seen: guests.length })
  }
  const entries = [...keepers, ...guests].filter(({ header }) => header?.kind !== 'mark')
  const settlers = settlerIn(keepers)
  const base = {
    parties: PARTIES,
    relation: RELATION,
    terms: () => ({ ...NO_TERMS, digests: [DEED] }),
    procedure: (digest: string) => (digest === DEED ? deed : null),
    inForce: () => false,
    carriedOut: () => false,
  }
  const placed = placeDossier(entries, AAA, settlers)
  const { judged, settled } = fold(deed, placed, dossierContext(base, deed, entries, AAA, settlers))
  const reading = newReadings(base, (state) => state?.state ?? '')
  for (const one of placed) reading.add(one)
  const state = settled ?? assert.fail()
  const given = offers(deed, state, BBB, 'gate', ['duty-officer'], PARTIES)
  return {
    codes: judged.slice(2).map(({ verdict }) => code(verdict)),
    state,
    read: reading.readings.all.at(-1)?.read ?? '',
    offered: Object.fromEntries(given.map((one) => [one.act, one.code])),
  }
}

const WRITE = { act: 'write', parts: ['words', 'listed', 'aside'] }
const recall = (on: string, parts: string[]): Doing => ({ side: AAA, on, recall: { parts } })
const answer = (act: string, on: string, parts: string[] = []) => ({ side: BBB, act, on, parts })

test('PROCEDURE-27 what was recalled is not signed, whatever is left of it', () => {
  for (const parts of [['words'], ['listed'], ['words', 'listed', 'aside']]) {
    const { codes, state, read, offered } = played(WRITE, (on) => [recall(on, parts), answer('sign', on)])
    assert.deepEqual([codes, state.state, read], [['effective', 'void on-recalled'], 'written', 'written'])
    assert.deepEqual(state.current.write?.recalled, parts.slice(0, 2))
    assert.equal(offered.sign, parts.includes('listed') ? 'on-recalled' : null)
  }
})

test('PROCEDURE-27 a signature that crosses with the recall is overtaken, and one before it stands', () => {
  const crossing = played(WRITE, (on) => [recall(on, ['words']), { ...answer('sign', on), unseen: 1 }])
  assert.deepEqual(crossing.codes, ['effective', 'overtaken on-recalled'])
  const before = played(WRITE, (on) => [answer('sign', on), recall(on, ['words'])])
  assert.deepEqual([before.codes, before.state.state], [['effective', 'effective'], 'signed'])
})

test('PROCEDURE-27 what says no, stays, or brings anew what was recalled is no signature of it', () => {
  const after = (act: string, parts: string[] = [], gone = ['words']) =>
    played(WRITE, (on) => [recall(on, gone), answer(act, on, parts)]).codes.at(-1)
  assert.equal(after('contest'), 'effective')
  assert.equal(after('remark'), 'effective')
  const no = { ...answer('reject', ''), kept: { 'reject-ground': 'wrong' } }
  assert.deepEqual(played(WRITE, (on) => [recall(on, ['words']), { ...no, on }]).state.state, 'rejected')
  assert.equal(after('sign', ['words']), 'effective')
  assert.equal(after('sign', ['words'], ['words', 'listed']), 'void on-recalled')
  assert.equal(after('sign', [], ['aside']), 'effective', 'it could have been written without')
})

test('PROCEDURE-27 what is written anew can be signed, and a recall of one person stops nothing', () => {
  const anew = played(WRITE, (on) => [recall(on, ['words']), answer('contest', on), { side: AAA, ...WRITE }])
  assert.equal(anew.state.current.write?.recalled, undefined)
  const alone = played(WRITE, (on) => [
    { side: AAA, on, recall: { parts: ['words'], approver: 'o1' } },
    answer('sign', on),
  ])
  assert.deepEqual(alone.codes, ['void needs-approval', 'effective'])
})

test('PROCEDURE-27 a proposal that was recalled is not adopted', () => {
  const offer = { act: 'offer', parts: ['words'] }
  const { codes } = played(offer, (on) => [recall(on, ['words']), answer('accept', on)])
  assert.deepEqual(codes, ['effective', 'void on-recalled'])
})
