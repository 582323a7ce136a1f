import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { dossiersOf, foldAt, newNode, record, settle } from './_nodes.ts'
import { order } from './_order.ts'
import { AAA, AGREED, BASIS, BBB, BEGIN, contextFor, MONDAY, procedureOf, sample, write } from './_sample.ts'
import { ACTS, BASIC, begun, foldAll, KEPT, perform, readerOf, schedule, settledOf } from './_schedule.ts'
import type { DossierState, Entry, Judged, Party } from './entry.ts'
import { fold, step } from './fold.ts'
import { markBody, markDifferences, readMark } from './mark.ts'
import { NO_TERMS } from './terms.ts'

test('ORDER-5 what is settled never changes: order, time and verdict, whatever the schedule', () => {
  fc.assert(
    fc.property(schedule(40), (steps) => {
      const nodes = begun(5000)
      const known = new Map<string, Judged[]>()
      for (const step of steps) {
        perform(nodes, step)
        for (const node of nodes)
          for (const { id, folded } of foldAll(node, readerOf(node))) {
            const key = `${node.party} ${id}`
            const settled = settledOf(folded.judged)
            const before = known.get(key) ?? []
            assert.deepEqual(settled.slice(0, before.length), before)
            known.set(key, settled)
          }
      }
    }),
    { numRuns: 60 },
  )
})

test('ORDER-8 both sides compute the same states, clocks, verdicts and marks', () => {
  fc.assert(
    fc.property(schedule(80), (steps) => {
      const nodes = begun(-90_000)
      for (const step of steps) perform(nodes, step)
      settle(...nodes)
      const [here, there] = nodes.map((node) => foldAll(node, readerOf(node)))
      assert.deepEqual(
        here?.map(({ id, folded }) => [id, folded]).toSorted(),
        there?.map(({ id, folded }) => [id, folded]).toSorted(),
      )
      const marks = [here, there]
        .map((all = []) =>
          markBody(
            all.flatMap(({ folded }) => folded.judged),
            all.flatMap(({ folded }) => folded.settled ?? []),
          ),
        )
        .map((body) => ({ ...body, root: '11'.repeat(32) }))
      const [mine, theirs] = marks
      assert.ok(mine && theirs)
      assert.deepEqual(readMark(JSON.parse(JSON.stringify(mine))), mine)
      assert.deepEqual(markDifferences(theirs, mine), [])
      assert.ok(here?.every(({ folded }) => folded.judged.every(({ placed }) => placed.settler !== null)))
    }),
    { numRuns: 150 },
  )
})

test('one step at a time gives what the whole fold gives, on anything two logs can hold', () => {
  fc.assert(
    fc.property(schedule(60), fc.nat(60), (steps, cut) => {
      const nodes = begun(0)
      const stored = new Map<string, { settled: DossierState | null; judged: Judged[] }>()
      for (const [index, one] of steps.entries()) {
        perform(nodes, one)
        if (index !== cut % steps.length) continue
        for (const [id, entries] of dossiersOf(nodes[1])) {
          const { settled, judged } = foldAt(nodes[1], entries)
          stored.set(id, { settled, judged: settledOf(judged) })
        }
      }
      for (const [id, entries] of dossiersOf(nodes[1])) {
        const whole = foldAt(nodes[1], entries)
        const from = stored.get(id) ?? { settled: null, judged: [] }
        const onward = foldAt(nodes[1], entries, () => AGREED, from)
        assert.deepEqual({ ...onward, judged: [...from.judged, ...onward.judged] }, whole)
      }
    }),
    { numRuns: 150 },
  )
})

test('PROCEDURE-3 what only destroyed parts held changes no state, clock or verdict', () => {
  fc.assert(
    fc.property(schedule(40), (steps) => {
      const nodes = begun(0)
      for (const step of steps) perform(nodes, step)
      const bodies = new Map<string, Record<string, unknown>>()
      for (const entries of dossiersOf(nodes[0]).values())
        for (const { leaf, kept, parts } of entries)
          bodies.set(
            leaf,
            Object.fromEntries(
              parts.map((part) => [part, part === 'kept' ? kept : { story: `secret ${leaf}` }]),
            ),
          )
      const read = (entry: Entry): Entry => {
        const body = bodies.get(entry.leaf) ?? {}
        return {
          ...entry,
          kept: (body.kept as Entry['kept']) ?? null,
          parts: entry.header?.parts.map(({ name }) => name) ?? [],
        }
      }
      const all = () =>
        [...dossiersOf(nodes[0]).values()].map((entries) => foldAt(nodes[0], entries.map(read)))
      const before = JSON.stringify(all())
      for (const body of bodies.values())
        for (const part of Object.keys(body)) if (part !== 'kept') delete body[part]
      assert.equal(JSON.stringify(all()), before)
      assert.ok(!before.includes('secret'))
    }),
    { numRuns: 40 },
  )
})

test('ORDER-10 what an author saw is the fold of the two logs as far as it knew them', () => {
  const rows = fc.array(
    fc.record({ side: fc.nat(1), seen: fc.nat(10), time: fc.nat(9), act: fc.constantFrom(...ACTS) }),
    {
      minLength: 6,
      maxLength: 16,
      size: 'max',
    },
  )
  fc.assert(
    fc.property(rows, (list) => {
      const logs: Record<Party, Entry[]> = { [AAA]: [], [BBB]: [] }
      const opening = write(logs[AAA] ?? [], AAA, BEGIN)
      for (const { side, seen, time, act } of list) {
        const party = side === 0 ? AAA : BBB
        write(logs[party] ?? [], party, {
          act,
          seen,
          time,
          dossier: opening.leaf,
          kept: KEPT[act] ?? {},
          parts: ['content'],
          approver: 'o2',
        })
      }
      const [keeperLog = [], guestLog = []] = [logs[AAA], logs[BBB]]
      const entries = [...keeperLog, ...guestLog]
      const context = contextFor(entries, keeperLog)
      for (const entry of guestLog) {
        const known = { [AAA]: keeperLog.slice(0, entry.running), [BBB]: guestLog.slice(0, entry.index) }
        const direct = fold(sample, order(known, AAA), { ...context, viewOf: () => null })
        // The settlers known then are those of the whole log that lie before what was seen.
        assert.deepEqual(context.viewOf(entry), direct.state)
      }
    }),
    { numRuns: 300 },
  )
})

test('ORDER-13 a second opening of what there is once is overtaken, and the first stands on both sides', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const found = { kind: 'open', procedure: BASIS, act: 'found' } as const
  record(b, { ...found, kept: { title: 'theirs' } })
  record(a, { ...found, kept: { title: 'ours' } })
  settle(a, b)
  for (const node of [a, b]) {
    const [only, ...more] = foldAll(node, () => NO_TERMS)
    assert.deepEqual([only?.id, more.length], [BASIC, 0])
    assert.deepEqual(only?.folded.settled?.kept, { title: 'ours' })
    assert.deepEqual(
      only?.folded.judged.map(({ verdict }) => verdict),
      [{ kind: 'effective' }, { kind: 'overtaken', code: 'already-open' }],
    )
  }
})

test('a dossier taken for another procedure has no effect', () => {
  const log: Entry[] = []
  const opening = write(log, AAA, BEGIN)
  const context = contextFor(log, log)
  const [placed] = order({ [AAA]: log, [BBB]: [] }, AAA)
  assert.ok(placed)
  assert.equal(opening.leaf, placed.entry.leaf)
  assert.deepEqual(step(null, null, placed, context), {
    state: null,
    verdict: { kind: 'void', code: 'unknown-procedure' },
  })
  assert.deepEqual(step(procedureOf(BASIS), null, placed, context).verdict, {
    kind: 'void',
    code: 'unknown-procedure',
  })
})
