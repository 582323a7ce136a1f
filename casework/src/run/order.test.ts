import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { foldAt, logOf, newNode, receive, record, settle } from './_nodes.ts'
import { order } from './_order.ts'
import { AAA, BBB, BEGIN, DAY, MONDAY, STORY, write } from './_sample.ts'
import type { Entry, Party, Placed } from './entry.ts'
import { placeDossier, settlerIn } from './place.ts'
import { checkSeen } from './seen.ts'

/** Two logs that nobody honest wrote: any `seen`, unreadable entries, times that step back. */
const anyLog = (side: Party) =>
  fc
    .array(
      fc.record({
        seen: fc.nat(8),
        time: fc.nat(100),
        kind: fc.constantFrom('act' as const, 'act' as const, 'mark' as const, 'malformed' as const),
        dossier: fc.constantFrom('01'.repeat(32), '02'.repeat(32)),
      }),
      { maxLength: 12 },
    )
    .map((rows) => {
      const log: Entry[] = []
      for (const row of rows) write(log, side, row)
      return log
    })

const places = (placed: readonly Placed[]) =>
  placed.map(({ entry }) => `${entry.side}${entry.index}`).join(' ')

test('ORDER-1 places the example of the specification', () => {
  const keeper: Entry[] = []
  const guest: Entry[] = []
  write(keeper, AAA, BEGIN)
  write(keeper, AAA, { kind: 'mark', seen: 2 })
  write(keeper, AAA, { act: 'propose', seen: 2 })
  for (let i = 0; i < 3; i++) write(guest, BBB, { act: 'remark' })
  const placed = order({ aaa: keeper, bbb: guest }, AAA)
  assert.equal(places(placed), 'aaa0 bbb0 bbb1 aaa1 aaa2 bbb2')
  assert.deepEqual(
    placed.map(({ settler }) => settler),
    [0, 1, 1, 1, 2, null],
  )
})

interface Case {
  id: string
  input: { keeper: number[]; guest: number[]; stated?: unknown }
  expected?: unknown
  error?: string
}

/** Runs the vectors of the specification; one with an error states what is not so. */
function runVectors(name: string, shown: (placed: Placed) => object): void {
  const url = new URL(`../../../spec/vectors/${name}.json`, import.meta.url)
  for (const { id, input, expected, error } of JSON.parse(readFileSync(url, 'utf8')) as Case[]) {
    const logs: Record<Party, Entry[]> = { [AAA]: [], [BBB]: [] }
    for (const seen of input.keeper) write(logs[AAA] ?? [], AAA, { kind: 'mark', seen })
    for (const seen of input.guest) write(logs[BBB] ?? [], BBB, { seen })
    const placed = order(logs, AAA).map((one) => ({ log: one.by, index: one.entry.index, ...shown(one) }))
    if (error === undefined) assert.deepEqual(placed, expected, id)
    else assert.notDeepEqual(placed, input.stated, id)
  }
}

test('ORDER-1 ORDER-2 ORDER-3 the order of the vectors', () =>
  runVectors('order', ({ settler }) => ({ settler })))

test('CUT-1 CUT-2 CUT-3 the cuts of the vectors', () => runVectors('cut', ({ cut }) => ({ cut })))

test('ORDER-2 leaves what no entry settles at the end, without a time', () => {
  fc.assert(
    fc.property(anyLog(AAA), anyLog(BBB), (keeper, guest) => {
      const placed = order({ aaa: keeper, bbb: guest }, AAA)
      const first = placed.findIndex(({ settler }) => settler === null)
      const tail = first < 0 ? [] : placed.slice(first)
      assert.ok(tail.every(({ settler, time, by }) => settler === null && time === null && by === 'guest'))
    }),
  )
})

test('ORDER-3 counts the largest seen so far: a lower one moves nothing', () => {
  const keeper: Entry[] = []
  const guest: Entry[] = []
  for (let i = 0; i < 3; i++) write(guest, BBB, {})
  write(keeper, AAA, { kind: 'mark', seen: 2 })
  write(keeper, AAA, { kind: 'mark', seen: 0 })
  write(keeper, AAA, { kind: 'mark', seen: 3 })
  const placed = order({ aaa: keeper, bbb: guest }, AAA)
  assert.equal(places(placed), 'bbb0 bbb1 aaa0 aaa1 bbb2 aaa2')
  assert.deepEqual(placed[3]?.cut, { keeper: 1, guest: 2 })
})

test('ORDER-4 and CUT-1 give every entry the time of its settler and the cut of its place', () => {
  fc.assert(
    fc.property(anyLog(AAA), anyLog(BBB), (keeper, guest) => {
      for (const { entry, by, settler, time, cut } of order({ aaa: keeper, bbb: guest }, AAA)) {
        const at = settler === null ? undefined : keeper[settler]
        if (at?.header) assert.equal(time, at.header.time)
        if (by === 'keeper')
          assert.deepEqual([settler, cut], [entry.index, { keeper: entry.index, guest: entry.running }])
      }
    }),
  )
})

test('CUT-2 and CUT-3 end the cut of a guest before its settler and before itself', () => {
  fc.assert(
    fc.property(anyLog(AAA), anyLog(BBB), (keeper, guest) => {
      for (const { entry, by, settler, cut } of order({ aaa: keeper, bbb: guest }, AAA))
        if (by === 'guest') assert.deepEqual(cut, { keeper: settler ?? keeper.length, guest: entry.index })
    }),
  )
})

test('ORDER-5 two entries in settled order never change places, whatever is appended', () => {
  const split = fc.tuple(anyLog(AAA), anyLog(BBB), fc.nat(12), fc.nat(12))
  fc.assert(
    fc.property(split, ([keeper, guest, k, g]) => {
      const settled = (logs: Record<Party, Entry[]>) =>
        order(logs, AAA).filter(({ settler }) => settler !== null)
      const before = settled({ aaa: keeper.slice(0, k), bbb: guest.slice(0, g) })
      const after = settled({ aaa: keeper, bbb: guest })
      // A `seen` beyond what there was when it was written is refused on receipt (MARK-5).
      fc.pre(keeper.slice(0, k).every(({ running }) => running <= Math.min(g, guest.length)))
      assert.deepEqual(after.slice(0, before.length), before)
    }),
  )
})

test('ORDER-1 the entries of one dossier are placed alone as they are among all', () => {
  fc.assert(
    fc.property(anyLog(AAA), anyLog(BBB), fc.constantFrom(AAA, BBB), (a, b, keeper) => {
      const logs = { aaa: a, bbb: b }
      const mine = ({ header }: Entry) => header?.kind === 'act' && header.dossier === '01'.repeat(32)
      const keeperLog = keeper === AAA ? a : b
      assert.deepEqual(
        placeDossier([...a, ...b].filter(mine), keeper, settlerIn(keeperLog), keeperLog.length),
        order(logs, keeper).filter(({ entry }) => mine(entry)),
      )
    }),
    { numRuns: 500 },
  )
})

// The shortest counter-examples of the register, in its notation.

test('MARK-3 B withdraw · B sends · B end · A accepts · clock +1 · reply lost · B sends · A accepts: one time', () => {
  const [a, b] = [newNode(AAA, 50), newNode(BBB, 50)]
  const opening = record(a, BEGIN)
  receive(b, logOf(a, AAA))
  const retracted = record(b, { act: 'retract', dossier: opening.leaf })
  const batch = [...logOf(b, BBB)]
  record(b, { act: 'remark', dossier: opening.leaf, ...STORY })
  a.clock = 100
  receive(a, batch)
  a.clock = 101
  receive(a, logOf(b, BBB))
  receive(b, logOf(a, AAA))
  for (const node of [a, b]) {
    const { settled } = foldAt(node, [opening, retracted])
    assert.deepEqual([settled?.state, settled?.closed], ['ended', 100])
  }
  a.clock = 7
  assert.equal(
    record(a, { act: 'remark', dossier: opening.leaf }).header?.time,
    101,
    'a clock set back writes no earlier time',
  )
})

test('ORDER-6 A propose · B withdraw · B sends · A accepts · B gets the cosignature: nothing is settled by it', () => {
  const [a, b] = [newNode(AAA, 50), newNode(BBB, 50)]
  const opening = record(a, BEGIN)
  receive(b, logOf(a, AAA))
  const proposal = record(a, { act: 'propose', dossier: opening.leaf, kept: { offer: 1 } })
  const retracted = record(b, { act: 'retract', dossier: opening.leaf })
  receive(a, logOf(b, BBB))
  // B knows that A holds everything, and still has only the opening of A's log.
  const before = foldAt(b, [opening, retracted])
  assert.equal(before.judged[1]?.placed.settler, null)
  assert.equal(before.settled?.state, 'open')
  receive(b, logOf(a, AAA))
  for (const node of [a, b])
    assert.deepEqual(
      foldAt(node, [opening, proposal, retracted]).judged.map(({ placed }) => placed.entry.leaf),
      [opening.leaf, proposal.leaf, retracted.leaf],
    )
})

test('ORDER-9 A propose · A sends · A propose · B accepts batch · B accept: the second is not accepted for the first', () => {
  const [a, b] = [newNode(AAA, 50), newNode(BBB, 50)]
  const opening = record(a, BEGIN)
  const first = record(a, { act: 'propose', dossier: opening.leaf, kept: { offer: 1 } })
  receive(b, logOf(a, AAA))
  const second = record(a, { act: 'propose', dossier: opening.leaf, kept: { offer: 2 } })
  const accepted = record(b, { act: 'accept', dossier: opening.leaf, on: first.leaf })
  const entries = [opening, first, second, accepted]
  assert.equal(foldAt(b, [opening, first, accepted]).state?.state, 'agreed', 'as B expects it')
  settle(a, b)
  for (const node of [a, b]) {
    const { settled, judged } = foldAt(node, entries)
    assert.deepEqual(judged.at(-1)?.verdict, { kind: 'overtaken', code: 'on-not-current' })
    assert.deepEqual([settled?.state, settled?.kept.offer], ['talks', undefined])
  }
})

test('ORDER-11 B act · B sends · A accepts while an act is stored with the old seen: it is decided again', () => {
  const [a, b] = [newNode(AAA, 50), newNode(BBB, 50)]
  const opening = record(a, BEGIN)
  receive(b, logOf(a, AAA))
  const retracted = record(b, { act: 'retract', dossier: opening.leaf })
  const old = logOf(a, BBB).length
  const decidedOn = foldAt(a, [opening]).settled
  receive(a, logOf(b, BBB))
  // Stored after the mark with the `seen` it was decided on: at its place it has no effect, on both sides.
  const stale = write(logOf(a, AAA), AAA, {
    act: 'propose',
    dossier: opening.leaf,
    kept: { offer: 1 },
    seen: old,
    time: 60,
  })
  assert.equal(checkSeen(old, 1, 1), 'lowered')
  assert.equal(decidedOn?.state, 'open')
  const { judged, settled } = foldAt(a, [opening, stale, retracted])
  assert.equal(settled?.state, 'ended')
  assert.deepEqual(judged.at(-1), {
    placed: { entry: stale, by: 'keeper', settler: 2, time: 60, cut: { keeper: 2, guest: 2 } },
    verdict: { kind: 'void', code: 'wrong-state' },
  })
})

test('ANSWER-6 restored from a backup, B writes another entry at the same index: the pouch is a fork', () => {
  const [a, b] = [newNode(AAA, 50), newNode(BBB, 50)]
  record(b, { act: 'remark', ...STORY })
  receive(a, logOf(b, BBB))
  const backup = { ...b, logs: { aaa: [...logOf(b, AAA)], bbb: [...logOf(b, BBB)] } }
  record(b, { act: 'retract' })
  const pouch = [...logOf(b, BBB)]
  record(backup, { act: 'remark', ...STORY })
  const delivered = receive(a, logOf(backup, BBB))
  assert.equal(typeof delivered === 'object' && delivered?.header?.kind, 'mark')
  assert.equal(receive(a, pouch), 'fork')
  assert.equal(logOf(a, BBB).length, 2)
})

test('MARK-5 K[0].seen = 5 while G has two: refused, for it would settle entries before they exist', () => {
  const b = newNode(BBB, 50)
  record(b, { act: 'remark' })
  record(b, { act: 'remark' })
  const lying: Entry[] = []
  write(lying, AAA, { kind: 'mark', seen: 5, time: 3 })
  assert.equal(receive(b, lying), 'seen-beyond')
  record(b, { act: 'remark' })
  record(b, { act: 'remark' })
  const placed = order({ aaa: lying, bbb: logOf(b, BBB) }, AAA)
  assert.equal(places(placed), 'bbb0 bbb1 bbb2 bbb3 aaa0', 'what the refusal prevents')
})

test('MARK-4 holds a lowered seen and says so', () => {
  assert.deepEqual(
    [checkSeen(1, 2, 4), checkSeen(2, 2, 4), checkSeen(4, 2, 4), checkSeen(5, 2, 4)],
    ['lowered', 'good', 'good', 'beyond'],
  )
})

test('ORDER-4 no clock of a settled state rests on the time a guest claims', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY + 300 * DAY)]
  const opening = record(b, BEGIN)
  assert.equal(foldAt(b, [opening]).settled, null)
  assert.equal(foldAt(b, [opening]).state?.since, MONDAY + 300 * DAY, 'for display')
  settle(a, b)
  assert.equal(foldAt(b, [opening]).settled?.clock?.started, MONDAY)
})
