import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { lendFields, lending, wishFields } from './_invented.ts'
import { actSchema } from './schema.ts'

const LANGUAGES = ['vi', 'zh-Hans', 'en']
const schema = actSchema(lending, 'wish', LANGUAGES)

test('accepts fields of every kind', () => {
  assert.ok(Check(schema, wishFields))
  assert.ok(Check(actSchema(lending, 'lend', LANGUAGES), lendFields))
  assert.ok(Check(actSchema(lending, 'bring', LANGUAGES), {}))
})

test('is plain JSON with every object closed and nothing defaulted', () => {
  const plain: unknown = JSON.parse(JSON.stringify(schema))
  assert.ok(Check(plain as typeof schema, wishFields))
  let objects = 0
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const record = node as Record<string, unknown>
    assert.ok(!Object.hasOwn(record, 'default'))
    assert.ok(!Object.hasOwn(record, 'format'))
    if (record.type === 'object') {
      objects++
      assert.equal(record.additionalProperties, false)
    }
    for (const below of Object.values(record)) visit(below)
  }
  visit(plain)
  assert.ok(objects >= 8)
})

test('says what an act needs, and no more', () => {
  assert.deepEqual(schema.required, ['thing', 'pace'])
  assert.deepEqual(Object.keys(schema.properties).slice(0, 3), ['thing', 'pace', 'mark'])
})

test('refuses what a form could get wrong', () => {
  const text = { text: 'x', standing: 'authoritative' }
  const changes: Record<string, unknown>[] = [
    { thing: undefined },
    { thing: {} },
    { thing: { vi: text, en: text } },
    { thing: { vi: { ...text, standing: 'translation' } } },
    { thing: { fr: text } },
    { thing: { vi: { ...text, text: '   ' } } },
    { thing: { vi: { ...text, text: 'x'.repeat(41) } } },
    { thing: { vi: { ...text, more: 1 } } },
    { mark: 'QX' },
    { mark: 'xQX-17' },
    { pace: 'constructor' },
    { uses: ['show', 'show'] },
    { uses: [] },
    { fragile: 'true' },
    { pieces: '2' },
    { pieces: 13 },
    { made: { date: '2023-13' } },
    { made: { date: '2023', because: 'x' } },
    { span: 'P0D' },
    { earlier: { dossier: 'x' } },
    { clause: { dossier: 'ab'.repeat(32) } },
    { items: [] },
    { items: [{ weight: 1 }] },
    { items: [{ item: 'x', more: 1 }] },
    { more: 1 },
  ]
  for (const change of changes)
    assert.ok(!Check(schema, { ...wishFields, ...change }), JSON.stringify(change))
})

test('knows one language as well as three', () => {
  const one = actSchema(lending, 'wish', ['vi'])
  const thing = { vi: { text: 'x', standing: 'authoritative' } }
  assert.ok(Check(one, { ...wishFields, thing, made: { date: '2024' } }))
  assert.ok(!Check(one, wishFields))
})

test('knows no act that is not declared', () => {
  for (const act of ['nothing', 'constructor'])
    assert.throws(() => actSchema(lending, act, LANGUAGES), { name: 'CaseworkError', code: 'unknown-act' })
  const broken = { ...lending, fields: {} }
  assert.throws(() => actSchema(broken, 'wish', LANGUAGES), { code: 'bad-declaration' })
})
