import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Check } from 'typebox/value'
import type { Procedure } from '../language/index.ts'
import { outing } from '../run/_outing.ts'
import { isKept } from '../run/kept.ts'
import { HASH, lendFields, lending, wishFields } from './_invented.ts'
import { damaged, fieldsOf } from './_values.ts'
import { checkFields, checkPart, checkReserved } from './check-fields.ts'
import { partsOf } from './parts.ts'
import { actSchema } from './schema.ts'

const LANGUAGES = ['vi', 'zh-Hans', 'en']

function found(act: string, value: unknown): string[] {
  return checkFields(lending, act, value).map(({ path, code }) => `${path} ${code}`)
}

function wish(change: Record<string, unknown>): string[] {
  return found('wish', { ...wishFields, ...change })
}

function lend(change: Record<string, unknown>): string[] {
  return found('lend', { ...lendFields, ...change })
}

test('accepts fields of every kind', () => {
  assert.deepEqual(found('wish', wishFields), [])
  assert.deepEqual(found('lend', lendFields), [])
  assert.deepEqual(found('bring', {}), [])
})

test('refuses what is missing, unknown or no object at all', () => {
  assert.deepEqual(found('wish', { pace: 'slow' }), ['/thing missing-field'])
  assert.deepEqual(wish({ bearer: lendFields.bearer }), ['/bearer unknown-field'])
  assert.deepEqual(wish({ number: '1' }), ['/number unknown-field'])
  for (const value of [null, [], 'x', 7, undefined]) assert.deepEqual(found('wish', value), [' wrong-type'])
  assert.deepEqual(found('constructor', {}), [' unknown-act'])
  assert.deepEqual(found('nothing', {}), [' unknown-act'])
})

test('does not repeat what could be a name', () => {
  assert.deepEqual(wish({ 'Trần Thị Mẫu (hư cấu)': 1 }), [' unknown-field'])
  assert.deepEqual(wish({ thing: { 'Trần Thị Mẫu (hư cấu)': {} } }), ['/thing bad-language'])
})

test('finds inherited members in nothing', () => {
  const fields = JSON.parse(
    `{"thing":{"vi":{"text":"x","standing":"authoritative"}},"pace":"slow","__proto__":{}}`,
  )
  assert.deepEqual(found('wish', fields), [' unknown-field'])
  assert.deepEqual(wish({ constructor: 1, toString: 1 }), ['/constructor unknown-field', ' unknown-field'])
  assert.deepEqual(wish({ pace: 'constructor' }), ['/pace unknown-choice'])
})

test('refuses texts that are not in order', () => {
  const text = { text: 'x', standing: 'authoritative' }
  assert.deepEqual(wish({ thing: 'x' }), ['/thing wrong-type'])
  assert.deepEqual(wish({ thing: {} }), ['/thing empty'])
  assert.deepEqual(wish({ thing: { vi: 'x' } }), ['/thing/vi wrong-type'])
  assert.deepEqual(wish({ thing: { vi: { text: 'x' } } }), ['/thing/vi/standing missing-field'])
  assert.deepEqual(wish({ thing: { vi: { ...text, by: 'x' } } }), ['/thing/vi/by unknown-field'])
  assert.deepEqual(wish({ thing: { vi: { ...text, standing: 'certified' } } }), ['/thing no-authoritative'])
  assert.deepEqual(wish({ thing: { vi: text, en: text } }), [])
  assert.deepEqual(wish({ thing: { VI: text } }), ['/thing bad-language'])
  for (const [value, code] of [
    ['', 'empty'],
    [' \n ', 'empty'],
    ['x'.repeat(41), 'too-long'],
    ['Tra\u0302n', 'not-nfc'],
    ['\ud800', 'bad-text'],
    ['a\u0000', 'bad-text'],
    ['a\u202eb', 'bad-text'],
    [7, 'wrong-type'],
    [null, 'wrong-type'],
  ])
    assert.deepEqual(wish({ thing: { vi: { ...text, text: value } } }), [`/thing/vi/text ${code}`])
  assert.deepEqual(wish({ thing: { vi: { ...text, text: '𠀀'.repeat(40) } } }), [])
  assert.deepEqual(wish({ thing: { vi: { ...text, text: 'one\n\ttwo' } } }), [])
})

test('refuses lines, choices and numbers that are not in order', () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ mark: 'qx-17' }, '/mark bad-form'],
    [{ mark: 'QX-17\n' }, '/mark bad-text'],
    [{ mark: 'QX-1234567890' }, '/mark too-long'],
    [{ mark: 17 }, '/mark wrong-type'],
    [{ pace: 'fast' }, '/pace unknown-choice'],
    [{ pace: ['slow'] }, '/pace wrong-type'],
    [{ uses: [] }, '/uses empty'],
    [{ uses: ['show', 'show'] }, '/uses repeated'],
    [{ uses: ['show', 'eat'] }, '/uses/1 unknown-choice'],
    [{ uses: ['show', 'test', 'repair', 'show'] }, '/uses too-many'],
    [{ uses: 'show' }, '/uses wrong-type'],
    [{ fragile: 'true' }, '/fragile wrong-type'],
    [{ fragile: 1 }, '/fragile wrong-type'],
    [{ pieces: 0 }, '/pieces too-small'],
    [{ pieces: 13 }, '/pieces too-large'],
    [{ pieces: 1.5 }, '/pieces wrong-type'],
    [{ pieces: '2' }, '/pieces wrong-type'],
    [{ pieces: 2 ** 60 }, '/pieces wrong-type'],
  ]
  for (const [change, problem] of cases) assert.deepEqual(wish(change), [problem])
})

test('refuses days that are in no calendar', () => {
  for (const date of ['2023-02-30', '2023-02-29', '1900-02-29', '2024-04-31'])
    assert.deepEqual(wish({ made: { date } }), ['/made/date no-such-day'])
  for (const date of ['2023-13', '2023-00', '2023-6-1', '0000', '2023-06-25T00:00', '2023-06-25\n', ' 2023'])
    assert.deepEqual(wish({ made: { date } }), ['/made/date bad-form'])
  for (const date of ['2023', '2023-06', '2000-02-29', '2024-02-29', '9999-12-31'])
    assert.deepEqual(wish({ made: { date } }), [])
  assert.deepEqual(wish({ made: '2023' }), ['/made wrong-type'])
  assert.deepEqual(wish({ made: { date: 2023 } }), ['/made/date wrong-type'])
  assert.deepEqual(wish({ made: { date: '2023', inferred: {} } }), ['/made/inferred empty'])
  assert.deepEqual(
    wish({ made: { inferred: { en: { text: 'from the plate', standing: 'authoritative' } } } }),
    ['/made/date missing-field'],
  )
})

test('refuses times and durations that are none', () => {
  for (const span of ['P0D', 'P61D', 'P3M', 'P1Y', 'PT0H', '60', 'P', 'PT', 'P1D2H', 'p3d', 'P3D\n'])
    assert.equal(wish({ span }).length, 1, span)
  for (const span of ['P60D', 'PT48H', 'P1M', 'P8W', 'PT30M']) assert.deepEqual(wish({ span }), [], span)
  for (const handed of [-1, 1.5, '1', 253402300800, null]) assert.equal(lend({ handed }).length, 1)
})

test('refuses references, digests and offices of another form', () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ earlier: HASH }, '/earlier wrong-type'],
    [{ earlier: { dossier: HASH.toUpperCase() } }, '/earlier/dossier bad-form'],
    [{ earlier: { dossier: HASH, content: '1' } }, '/earlier/content unknown-field'],
    [{ clause: { dossier: HASH } }, '/clause/content missing-field'],
    [{ clause: { dossier: HASH, content: '' } }, '/clause/content bad-form'],
    [{ clause: { dossier: HASH, content: 'a b' } }, '/clause/content bad-form'],
    [{ paper: HASH.slice(1) }, '/paper bad-form'],
    [{ paper: `${HASH}\n` }, '/paper bad-form'],
    [{ store: 'A' }, '/store bad-form'],
    [{ store: { code: 'aaa-store' } }, '/store wrong-type'],
  ]
  for (const [change, problem] of cases) assert.deepEqual(wish(change), [problem])
})

test('refuses persons and places that contradict themselves', () => {
  const name = { text: 'Mẫu (hư cấu)', language: 'vi' }
  const cases: [Record<string, unknown>, string][] = [
    [{ bearer: 'Mẫu (hư cấu)' }, '/bearer wrong-type'],
    [{ bearer: { names: [] } }, '/bearer/names empty'],
    [{ bearer: { names: [name, name] } }, '/bearer/names/1 repeated'],
    [{ bearer: { names: [{ text: 'x', language: 'Tiếng Việt' }] } }, '/bearer/names/0/language bad-language'],
    [{ bearer: { names: [{ text: 'x' }] } }, '/bearer/names/0/language missing-field'],
    [{ bearer: { names: [name], born: '1990-02-30' } }, '/bearer/born no-such-day'],
    [{ bearer: { names: [name], sex: 'x' } }, '/bearer/sex unknown-field'],
    [{ where: { kind: 'section', name: 'road', from: '12' } }, '/where/to missing-field'],
    [{ where: { kind: 'section', name: 'road', from: '12', to: '12' } }, '/where/to contradiction'],
    [{ where: { kind: 'gate', name: 'road', from: '12', to: '13' } }, '/where contradiction'],
    [{ where: { kind: 'point', name: 'mark', lat: '21.53912' } }, '/where/lon missing-field'],
    [{ where: { kind: 'point', name: 'mark', lon: '107.965' } }, '/where/lat missing-field'],
    [{ where: { kind: 'point', name: 'mark', lat: '90.1', lon: '107.9' } }, '/where/lat bad-form'],
    [{ where: { kind: 'point', name: 'mark', lat: '21.539121', lon: '107.9' } }, '/where/lat bad-form'],
    [{ where: { kind: 'point', name: 'mark', lat: '21.5', lon: '180.00001' } }, '/where/lon bad-form'],
    [{ where: { kind: 'point', name: 'mark', lat: '21,5', lon: '107.9' } }, '/where/lat bad-form'],
    [{ where: { kind: 'point', name: 'mark', lat: 21.5, lon: '107.9' } }, '/where/lat wrong-type'],
    [{ where: { kind: 'sea', name: 'road' } }, '/where/kind unknown-choice'],
    [{ where: { kind: 'gate' } }, '/where/name missing-field'],
  ]
  for (const [change, problem] of cases) assert.deepEqual(lend(change), [problem])
  for (const [lat, lon] of [
    ['21.53912', '107.965'],
    ['-90', '180.0'],
    ['0', '-9.5'],
  ])
    assert.deepEqual(lend({ where: { kind: 'point', name: 'mark', lat, lon } }), [])
})

test('refuses lists with too much, too little or the same twice', () => {
  const cases: [unknown, string][] = [
    [[], '/items empty'],
    [{}, '/items wrong-type'],
    [[{ weight: 1 }], '/items/0/item missing-field'],
    [[{ item: 'case', colour: 'red' }], '/items/0/colour unknown-field'],
    [[{ item: 'case', weight: 901 }], '/items/0/weight too-large'],
    [
      [
        { item: 'case', weight: 1 },
        { weight: 1, item: 'case' },
      ],
      '/items/1 repeated',
    ],
    [[{ item: 'a' }, { item: 'b' }, { item: 'c' }, { item: 'd' }], '/items too-many'],
    [['case'], '/items/0 wrong-type'],
  ]
  for (const [items, problem] of cases) assert.deepEqual(wish({ items }), [problem])
})

test('a part holds its own fields, and the kept part the reserved keys', () => {
  const kept = {
    ...partsOf(lending, 'wish', wishFields).kept,
    number: '17/QX',
    level: 'gate',
    to: 'bbb-store',
  }
  const at = (part: string, value: unknown) =>
    checkPart(lending, 'wish', part, value).map(({ path, code }) => `${path} ${code}`)
  assert.deepEqual(at('kept', kept), [])
  assert.deepEqual(at('kept', { ...kept, paper: HASH }), ['/paper unknown-field'])
  assert.deepEqual(at('kept', { ...kept, level: 'ministry' }), ['/level unknown-choice'])
  assert.deepEqual(at('kept', { ...kept, number: 'x'.repeat(41) }), ['/number too-long'])
  assert.deepEqual(at('kept', { ...kept, under: [] }), ['/under empty'])
  assert.deepEqual(at('kept', { ...kept, under: [{ dossier: HASH }, { dossier: HASH }] }), [
    '/under/1 repeated',
  ])
  assert.deepEqual(at('content', { paper: HASH }), [])
  assert.deepEqual(at('content', { pace: 'slow' }), ['/pace unknown-field'])
  assert.deepEqual(at('people', { number: '1' }), ['/number unknown-field'])
  assert.deepEqual(at('secret', {}), [' unknown-part'])
  assert.deepEqual(checkPart(lending, 'lend', 'people', {}), [{ path: '/bearer', code: 'missing-field' }])
  assert.deepEqual(checkPart(lending, 'none', 'kept', {}), [{ path: '', code: 'unknown-act' }])
})

test('only an opening carries more than a number beside its fields', () => {
  const from = { vi: { text: 'Kho (hư cấu)', standing: 'authoritative' } }
  assert.deepEqual(
    checkReserved(lending, 'wish', { number: '1', from, under: [{ dossier: HASH, content: '2' }] }),
    [],
  )
  assert.deepEqual(checkReserved(lending, 'bring', { number: '1' }), [])
  assert.deepEqual(checkReserved(lending, 'bring', { level: 'gate' }), [
    { path: '/level', code: 'unknown-field' },
  ])
  assert.deepEqual(checkReserved(lending, 'wish', { from: 'Kho' }), [{ path: '/from', code: 'wrong-type' }])
  assert.deepEqual(checkReserved(lending, 'none', {}), [{ path: '', code: 'unknown-act' }])
})

test('has an answer for any JSON, and few problems for much of it', () => {
  fc.assert(
    fc.property(fc.constantFrom('wish', 'lend', 'refuse'), fc.jsonValue({ maxDepth: 4 }), (act, value) => {
      assert.ok(Array.isArray(checkFields(lending, act, value)))
    }),
  )
  const rows = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]))
  assert.ok(found('wish', rows).length < 200)
})

test('accepts generated fields, and nothing that the schema or a verdict would refuse', () => {
  for (const act of ['wish', 'lend']) {
    const schema = actSchema(lending, act, LANGUAGES)
    const declared = lending.acts[act]
    assert.ok(declared)
    fc.assert(
      fc.property(fieldsOf(lending, act), (fields) => {
        assert.deepEqual(checkFields(lending, act, fields), [])
      }),
    )
    fc.assert(
      fc.property(fc.oneof(fieldsOf(lending, act), damaged(lending, act)), (fields) => {
        if (checkFields(lending, act, fields).length > 0) return
        assert.ok(Check(schema, fields))
        const parts = partsOf(lending, act, fields as Record<string, unknown>)
        for (const [part, value] of Object.entries(parts))
          assert.deepEqual(checkPart(lending, act, part, value), [])
        assert.ok(isKept(lending, declared, parts.kept ?? {}))
      }),
      { numRuns: 400 },
    )
  }
})

test('PROCEDURE-13 an opening that contradicts itself is seen before it is written', () => {
  const plan = (kept: Record<string, unknown>) =>
    checkFields(outing, 'plan', { label: 'x', ...kept }).map(({ path, code }) => `${path} ${code}`)
  const [early, late] = [{ date: '2024-05-01' }, { date: '2024-05-02' }]
  assert.deepEqual(plan({ begins: early, ends: late }), [])
  assert.deepEqual(plan({ begins: late, ends: early }), ['/ends contradiction'])
  assert.deepEqual(plan({ begins: late }), [])
  assert.deepEqual(plan({ said: 'number' }), ['/said contradiction'])
  assert.deepEqual(plan({ amount: 3 }), ['/amount contradiction'])
  assert.deepEqual(plan({ begins: late, ends: early, said: 'word' }), [
    '/ends contradiction',
    '/said contradiction',
  ])
  // Of one field that is wrong by itself only that is said.
  assert.deepEqual(plan({ begins: late, ends: { date: '2024-02-30' } }), ['/ends/date no-such-day'])
  // What stands in the dossier is not known here.
  assert.deepEqual(checkFields(outing, 'say-anew', { said: 'number' }), [])
})

test('PROCEDURE-13 a rule that asks for a part sees the parts that an opening brings', () => {
  const { plan } = outing.acts
  if (!plan) throw new Error('no opening')
  const procedure: Procedure = {
    ...outing,
    parts: { aside: { personal: false, keep: 'P1Y' } },
    fields: { ...outing.fields, reason: { kind: 'line', part: 'aside', max: 40 } },
    acts: { ...outing.acts, plan: { ...plan, may: [...(plan.may ?? []), 'reason'] } },
    rules: { explained: { any: [{ not: { present: 'day' } }, { hasPart: 'aside' }] } },
  }
  const day = { date: '2024-05-01' }
  assert.deepEqual(checkFields(procedure, 'plan', { label: 'x', day }), [
    { path: '/day', code: 'contradiction' },
  ])
  assert.deepEqual(checkFields(procedure, 'plan', { label: 'x', day, reason: 'y' }), [])
})
