import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PATTERNS } from '@counterpart/casework'
import type { Condition } from '@counterpart/casework/language'
import { procedures } from '@counterpart/procedures'
import type { Declared } from '../api/types.ts'
import { factsOfForm } from '../declared/refusing.ts'
import { askedBy, boxesIn, cleaned, inRows, refusedField, sentAs, within, wrongsOf } from './check.ts'
import { COMING } from './coming.ts'

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['subject', 'rows'],
  properties: {
    subject: { type: 'string', maxLength: 5 },
    rows: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['answer'], properties: { answer: { type: 'string' } } },
    },
  },
}

test('what is missing and what is too long is named by its field', () => {
  const needed = [{ wrong: 'needed', at: [] }]
  assert.deepEqual(wrongsOf(schema, {}), { subject: needed, rows: needed })
  assert.deepEqual(wrongsOf(schema, { subject: 'too long', rows: [{ answer: 'a' }] }), {
    subject: [{ wrong: 'too-long', at: [], length: { most: 5, written: 8 } }],
  })
})

test('what is wrong inside a row is found at its list, and in which box', () => {
  const { rows = [] } = wrongsOf(schema, { subject: 'a', rows: [{ answer: 7 }, {}] })
  assert.deepEqual(within(rows, '0', 'answer'), [{ wrong: 'shape', at: [] }])
  assert.deepEqual(within(rows, '1', 'answer'), [{ wrong: 'needed', at: [] }])
  assert.deepEqual(within(rows, '2'), [])
})

test('a sign that nobody sees is said by its number and by what stands before it', () => {
  const string = (pattern: string) => ({ type: 'string', pattern })
  const properties = {
    line: string(PATTERNS.line),
    lines: string(PATTERNS.lines),
    code: string(`(?=${PATTERNS.line})^(?:[A-Z]+)$`),
  }
  const kept = { type: 'object', properties }
  const found = (values: Record<string, string>) => wrongsOf(kept, values)
  const hidden = (sign: string, before: string) => ({ wrong: 'hidden', at: [], sign: { sign, before } })
  assert.deepEqual(found({ line: 'Nguyễn\u202eVăn', lines: 'one\n\ttwo \u0007three', code: 'AB\ufeff' }), {
    line: [hidden('U+202E', 'Nguyễn')],
    lines: [hidden('U+0007', 'one\n\ttwo')],
    code: [hidden('U+FEFF', 'AB')],
  })
  assert.deepEqual(found({ line: 'a\tb' }), { line: [hidden('U+0009', 'a')] })
  assert.deepEqual(found({ line: '\u2066a' }), {
    line: [{ wrong: 'hidden-first', at: [], sign: { sign: 'U+2066', before: '' } }],
  })
  assert.deepEqual(found({ line: '\u200b' }), { line: [{ wrong: 'needed', at: [] }] })
  assert.deepEqual(found({ code: 'ab' }), { code: [{ wrong: 'shape', at: [] }] })
})

test('what is right has nothing wrong', () => {
  assert.deepEqual(wrongsOf(schema, { subject: 'a', rows: [{ answer: 'b' }] }), {})
})

test('a condition that does not hold leads to the fields that would make it hold', () => {
  const condition: Condition = {
    any: [{ equals: ['haste', 'none'] }, { all: [{ present: 'reason' }, { present: 'by' }] }],
  }
  const facts = (kept: Record<string, unknown>, parts: string[] = []) => ({
    kept,
    parts,
    paused: false,
    done: () => false,
  })
  assert.deepEqual(askedBy(condition, facts({ haste: 'much', by: 'noon' })), ['reason'])
  assert.deepEqual(askedBy({ not: { present: 'reason' } }, facts({})), [])
  assert.deepEqual(askedBy({ equals: ['each', true] }, facts({})), ['each'])
  assert.deepEqual(askedBy({ equals: ['each', true] }, facts({ each: false })), [])
  const graded: Condition = {
    all: [
      { present: 'source' },
      { any: [{ not: { equals: ['evidence', true] } }, { present: 'consent' }] },
      { any: [{ not: { hasPart: 'person' } }, { present: 'accuracy' }] },
    ],
  }
  assert.deepEqual(askedBy(graded, facts({})), ['source'])
  assert.deepEqual(askedBy(graded, facts({ evidence: true }, ['person'])), ['source', 'consent', 'accuracy'])
})

test('of a dossier whose request wanted no evidence, nobody is asked for leave to use it as evidence', () => {
  const { procedure } =
    procedures.find((one) => one.procedure.name === 'information-request') ?? assert.fail()
  const declared = { procedure } as unknown as Declared
  const { when } = procedure.acts['answer-in-full'] ?? assert.fail()
  const asked = (values: Record<string, unknown>, standing: Record<string, unknown>) =>
    askedBy(when ?? assert.fail(), factsOfForm(declared, 'answer-in-full', values, standing))
  const answered = { outcome: 'answered', enclosures: [{}] }
  const grades = ['source-grade', 'information-grade']
  assert.deepEqual(asked(answered, {}), grades)
  assert.deepEqual(asked(answered, { 'as-evidence': true }), ['evidence-consent', ...grades])
})

test('where something is known to break a condition, what only the dossier could tell is not asked for', () => {
  const unless = (name: string, field: string): Condition => ({
    any: [{ not: { equals: [name, true] } }, { present: field }],
  })
  const condition: Condition = { all: [unless('a', 'why-a'), unless('b', 'why-b')] }
  const open = { fields: ['a'], parts: [] }
  const facts = (b: boolean) => ({ kept: { b }, parts: [], paused: null, done: () => null, open })
  assert.deepEqual(askedBy(condition, facts(true)), ['why-b'])
  assert.deepEqual(askedBy(condition, facts(false)), ['why-a'])
})

test('a refusal by the node leads to the field in which it found what is wrong', () => {
  assert.equal(refusedField('/fields/letter-date/date'), 'letter-date')
  assert.equal(refusedField('/fields/rows/0/to'), 'rows')
  for (const path of [null, '', '/', '/fields', '/request', '/to/fields/letter-date', 'fields/rows'])
    assert.equal(refusedField(path), null, String(path))
})

test('what was left empty is not sent', () => {
  assert.deepEqual(
    cleaned({
      a: ' ',
      b: { vi: { text: '', standing: 'authoritative' } },
      c: [{}, { d: 'x' }],
      e: false,
      f: 0,
      g: null,
    }),
    { c: [{ d: 'x' }], e: false, f: 0 },
  )
})

test('a row with a column that is called like the standing of a text is sent as it was typed', () => {
  const rows = [{ standing: 'suspect', name: 'An (invented)' }, { standing: 'witness' }]
  assert.deepEqual(cleaned({ persons: rows }), { persons: rows })
  assert.deepEqual(sentAs([...rows, { standing: 'authoritative', text: ' ' }]), ['0', '1', ''])
})

test('what is sent is in normal form C', () => {
  assert.deepEqual(cleaned({ a: 'Mo\u0301ng Ca\u0301i' }), { a: 'M\u00f3ng C\u00e1i' })
})

test('a person or a place that was emptied again is as if never touched', () => {
  const person = {
    names: [
      { text: '', language: 'vi' },
      { text: ' ', language: 'en' },
    ],
    born: '',
    paper: '',
  }
  assert.deepEqual(cleaned({ person, place: { name: '', from: '', lat: '' } }), {})
})

test('a row that has a language, and a text among other boxes, is kept with what was typed', () => {
  const row = { text: '', language: 'vi', pages: 3 }
  assert.deepEqual(cleaned({ list: [row] }), { list: [{ language: 'vi', pages: 3 }] })
})

test('of a place without its name the name is missing, not its kind', () => {
  const place = { type: 'object', required: ['kind', 'name'], properties: { name: { type: 'string' } } }
  const { where = [] } = wrongsOf(
    { type: 'object', properties: { where: place } },
    { where: { kind: 'gate' } },
  )
  assert.deepEqual(where, [{ wrong: 'needed', at: ['name'] }])
})

test('a row that was left empty is not sent, and those after it move up', () => {
  const names = [{ text: '', language: 'vi' }, { text: 'An', language: 'vi' }, {}, { text: 'B' }]
  assert.deepEqual(sentAs(names), ['', '0', '', '1'])
})

test('a number that is wrong and a title that is missing are found at their boxes of the row as it stands', () => {
  const row = { number: { type: 'integer', minimum: 1, maximum: 9 }, title: { type: 'string' } }
  const items = { type: 'object', required: ['number', 'title'], properties: row }
  const rows = [{}, { number: 12, title: ' ' }, { number: 3, title: 'a' }, { number: '2.5', title: 'b' }]
  const { list = [] } = wrongsOf(
    { type: 'object', properties: { list: { type: 'array', items } } },
    cleaned({ list: rows }),
  )
  const found = inRows(rows, list)
  assert.deepEqual(
    rows.map((_, at) => ['number', 'title'].map((column) => found(at, column).map(({ wrong }) => wrong))),
    [
      [[], []],
      [['too-large'], ['needed']],
      [[], []],
      [['shape'], []],
    ],
  )
})

test('what was pasted with a number and is not seen is not sent with it', () => {
  assert.deepEqual(cleaned({ number: ' \u200bB\u00a0123\u2060 ', said: 'a\n\nb ' }), {
    number: 'B 123',
    said: 'a\n\nb',
  })
})

test('a file that is not there is one box that is wrong, whatever a file that is there consists of', () => {
  const text = { type: 'string' }
  const file = {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'type', 'digest'],
    properties: { name: text, type: text, digest: text },
  }
  const items = { type: 'object', required: ['title', 'file'], properties: { title: text, file } }
  const properties = { paper: file, list: { type: 'array', items } }
  const found = wrongsOf({ type: 'object', properties }, { paper: COMING, list: [{ file: COMING }] })
  assert.deepEqual(found.paper, [{ wrong: 'coming', at: [] }])
  assert.deepEqual(found.list, [
    { wrong: 'coming', at: ['0', 'file'] },
    { wrong: 'needed', at: ['0', 'title'] },
  ])
  assert.equal(boxesIn(found), 3)
})

test('boxes that are wrong are counted one by one, also in the rows of a list', () => {
  const empty = (...at: string[]) => ({ wrong: 'needed', at }) as const
  const rows = [empty('0', 'title'), empty('1', 'title'), { wrong: 'coming', at: ['1', 'file'] } as const]
  assert.equal(boxesIn({ rows, why: [empty(), { wrong: 'shape', at: [] }] }), 4)
  assert.equal(boxesIn({}), 0)
})
