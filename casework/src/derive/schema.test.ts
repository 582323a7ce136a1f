import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import type { Field, LineField } from '../language/index.ts'
import { lendFields, lending, wishFields } from './_invented.ts'
import { checkValue } from './check-value.ts'
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

test('takes a text that is authoritative in two languages', () => {
  const text = { text: 'x', standing: 'authoritative' }
  assert.ok(Check(schema, { ...wishFields, thing: { vi: text, en: text } }))
})

test('knows one language as well as three', () => {
  const one = actSchema(lending, 'wish', ['vi'])
  const thing = { vi: { text: 'x', standing: 'authoritative' } }
  assert.ok(Check(one, { ...wishFields, thing, made: { date: '2024' } }))
  assert.ok(!Check(one, wishFields))
})

/** What no text may hold, what nobody sees when it stands alone, and what may be written. */
const HIDDEN = ['\u0000', '\u001b', '\u007f', '\u0085', '\u2028', '\u202e', '\u2066', '\ufeff']
const NO_CHARACTERS = ['\ufdd0', '\ufffe', '\uffff', '\u{1fffe}', '\u{10ffff}', '\ud800']
const UNSEEN = [
  '',
  ' ',
  '\u00a0\u3000',
  '\u200b',
  '\u2060\u200d',
  '\u00ad',
  '\u3164',
  '\u2800',
  '\u{e0020}',
  '\ufe0f',
]
const GOOD = ['x', 'Trần Văn Bò (hư cấu)', '边境 𠀀', 'a\u200db', ' x ', '…', '👩\u200d🌾']

test('says of a line, with and without a form, and of a text the same as the check', () => {
  const line: LineField = { kind: 'line', part: 'kept', max: 40 }
  const fields: Record<string, Field> = {
    line,
    formed: { ...line, pattern: '[^]*' },
    text: { kind: 'text', part: 'kept', max: 40 },
  }
  const { wish } = lending.acts
  assert.ok(wish)
  const said = { ...lending, fields, acts: { say: { ...wish, needs: [], may: Object.keys(fields) } } }
  const saying = actSchema(said, 'say', LANGUAGES)
  const takes = (name: string, text: string): boolean => {
    const value = name === 'text' ? { vi: { text, standing: 'authoritative' } } : text
    const checked = checkValue(fields[name] as Field, value, '').length === 0
    assert.equal(Check(saying, { [name]: value }), checked, JSON.stringify([name, text]))
    return checked
  }
  const none = [...HIDDEN, ...NO_CHARACTERS].flatMap((one) => [`a${one}b`, `a${one}`, one])
  for (const name of Object.keys(fields)) {
    for (const text of [...none, ...UNSEEN]) assert.equal(takes(name, text), false, JSON.stringify(text))
    for (const text of GOOD) assert.equal(takes(name, text), true, text)
    for (const text of ['a\n', '\na', 'a\nb', 'a\tb']) assert.equal(takes(name, text), name === 'text')
    assert.equal(takes(name, 'a\rb'), false)
  }
})

test('knows no act that is not declared', () => {
  for (const act of ['nothing', 'constructor'])
    assert.throws(() => actSchema(lending, act, LANGUAGES), { name: 'CaseworkError', code: 'unknown-act' })
  const broken = { ...lending, fields: {} }
  assert.throws(() => actSchema(broken, 'wish', LANGUAGES), { code: 'bad-declaration' })
})

test('a section of the line has both its ends, and a place on a map both its degrees', () => {
  const lend = actSchema(lending, 'lend', LANGUAGES)
  const at = (where: unknown) => Check(lend, { ...lendFields, where })
  const section = { kind: 'section', name: 'road' }
  assert.ok(at({ ...section, from: '12', to: '13' }))
  for (const ends of [{}, { from: '12' }, { to: '13' }]) assert.ok(!at({ ...section, ...ends }))
  const point = { kind: 'point', name: 'mark' }
  assert.ok(at({ ...point, lat: '21.53912', lon: '-107.965' }))
  for (const degrees of [
    { lat: '21.5' },
    { lon: '107.9' },
    { lat: '91', lon: '0' },
    { lat: '0', lon: '181' },
  ])
    assert.ok(!at({ ...point, ...degrees }))
})
