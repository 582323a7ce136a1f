import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFields, keeperOf } from '@counterpart/casework'
import { procedures as withTexts } from '@counterpart/procedures'
import fc from 'fast-check'
import { TEXT } from './_edited.ts'
import type { PublicRecord } from './form.ts'
import { circular } from './links.ts'
import { loadedAs, partiesOf, resolve, type Step, wavesOf } from './load.ts'
import { readRecord } from './read.ts'

const procedures = withTexts.map(({ procedure }) => procedure)
const invented = JSON.parse(TEXT) as PublicRecord
const DOSSIER = 'ab'.repeat(32)

function procedureOf(step: Step) {
  const found = procedures.find(({ name }) => name === step.procedure)
  assert.ok(found)
  return found
}

test('each side opens what it keeps, the other answers, and nothing comes before what it refers to', () => {
  const parties = partiesOf(invented)
  const there = new Set<string>()
  const waves = wavesOf(invented, procedures)
  assert.equal(waves.flat().length, invented.items.length)
  for (const wave of waves) {
    for (const step of wave) {
      const { party } = step.opening
      assert.equal(keeperOf(procedureOf(step), party, parties), party)
      if (step.answer) assert.notEqual(step.answer.party, party)
      for (const id of [...step.after, ...step.under]) assert.ok(there.has(id), `${step.item} after ${id}`)
    }
    for (const { item } of wave) there.add(item)
  }
})

test('an opened dossier is known again by its id, and references become dossiers', () => {
  for (const step of wavesOf(invented, procedures).flat()) {
    const procedure = procedureOf(step)
    assert.equal(loadedAs(procedure, step.opening.fields), step.item)
    const deeds = step.answer ? [step.opening, step.answer] : [step.opening]
    for (const { act, fields } of deeds) {
      const real = resolve(fields, () => DOSSIER)
      assert.doesNotMatch(JSON.stringify(real), /"record"/)
      assert.deepEqual(checkFields(procedure, act, real), [])
    }
  }
  const plan = wavesOf(invented, procedures)
    .flat()
    .find(({ item }) => item === 'patrol-plan')
  assert.throws(() => resolve(plan?.opening.fields, () => null), { code: 'not-loaded' })
  assert.equal(plan?.answer?.on, false)
})

test('in which order items and files stand makes no difference', () => {
  const waves = wavesOf(invented, procedures)
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...invented.items], { minLength: invented.items.length }),
      fc.nat(invented.items.length),
      fc.boolean(),
      (items, cut, turned) => {
        const { items: _, ...rest } = invented
        const parts = [rest, { form: 1, items: items.slice(0, cut) }, { form: 1, items: items.slice(cut) }]
        const files = parts.map((part, at) => ({ name: `${at}`, text: JSON.stringify(part) }))
        const { record } = readRecord(turned ? files.reverse() : files, withTexts)
        assert.ok(record)
        assert.deepEqual(wavesOf(record, procedures), waves)
      },
    ),
    { numRuns: 50 },
  )
})

test('items in a circle are found, however long the way', () => {
  const chain = Array.from({ length: 20_000 }, (_, at): [string, string[]] => [`${at}`, [`${at + 1}`]])
  assert.equal(circular(new Map([...chain, ['20000', []]])).size, 0)
  assert.equal(circular(new Map([...chain, ['20000', ['0']]])).size, 20_001)
  assert.equal(circular(new Map([...chain, ['20000', ['19999']]])).size, 2)
  assert.deepEqual([...circular(new Map([['a', ['a', 'nobody']]]))], ['a'])
  const [first] = invented.items
  assert.ok(first)
  const own = { ...first, under: [first.id] }
  assert.throws(() => wavesOf({ ...invented, items: [own] }, procedures), { code: 'circle' })
  assert.throws(() => wavesOf({ ...invented, items: [{ ...first, procedure: 'x' }] }, procedures), {
    code: 'unknown-procedure',
  })
  assert.throws(() => wavesOf({ ...invented, items: [{ ...first, act: 'x' }] }, procedures), {
    code: 'unknown-act',
  })
})

test('a circle is whatever a plain search finds to be one', () => {
  const graph = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(graph, (edges) => {
      const below = new Map(edges.map((to, from) => [`${from}`, to.map(String)]))
      const reached = (from: string) => {
        const found = new Set(below.get(from))
        for (const id of found) for (const next of below.get(id) ?? []) found.add(next)
        return found
      }
      const plain = [...below.keys()].filter((id) => reached(id).has(id))
      assert.deepEqual([...circular(below)].sort(), plain.sort())
    }),
  )
})
