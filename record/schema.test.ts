import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import fc from 'fast-check'
import Schema from 'typebox/schema'
import { edited, TEXT } from './_edited.ts'
import { readRecord } from './read.ts'
import { recordSchema } from './schema.ts'

const schema = recordSchema(procedures) as object
const read = (url: URL) => JSON.parse(readFileSync(url, 'utf8'))

function faults(value: unknown): unknown[] {
  return Schema.Check(schema, value) ? [] : Schema.Errors(schema, value)[1]
}

test('every file of our own record is valid under the schema of the form', () => {
  const own = new URL('./public/', import.meta.url)
  const files = readdirSync(own).map((name) => new URL(name, own))
  for (const url of [
    ...files,
    ...['relation', 'offices'].map((name) => new URL(`./${name}.json`, import.meta.url)),
  ])
    assert.deepEqual(faults(read(url)), [], url.pathname)
})

test('an editor is told of what stands in the wrong place', () => {
  assert.deepEqual(faults(JSON.parse(TEXT)), [])
  // In whatever language a person's name was written.
  assert.deepEqual(faults(JSON.parse(TEXT.replace('"language": "en"', '"language": "fr"'))), [])
  const wrong: [string, Parameters<typeof edited>[0]][] = [
    ['another form', (file) => Object.assign(file, { form: 2 })],
    ['an unknown key', (file) => Object.assign(file, { itmes: [] })],
    ['no such procedure', (file) => Object.assign(file.items[4], { procedure: 'treaty' })],
    ['an act that opens nothing', (file) => Object.assign(file.items[4], { act: 'confirm-signed' })],
    [
      'an answer to something else',
      (file) => Object.assign(file.items[3].answer, { act: 'confirm-in-force' }),
    ],
    ['no such field', (file) => Object.assign(file.items[4].fields, { knid: 'plan' })],
    ['no such choice', (file) => Object.assign(file.items[4].fields, { kind: 'wish' })],
    ['a figure without a unit', (file) => delete file.items[7].fields.unit],
    ['a date that is none', (file) => Object.assign(file.items[4].fields, { 'signed-on': 'March' })],
    ['its id among the fields', (file) => Object.assign(file.items[4].fields, { 'record-id': 'x' })],
    [
      'a dossier by its own id',
      (file) => Object.assign(file.items[4].fields.parents[0], { parent: { dossier: 'x' } }),
    ],
  ]
  for (const [what, change] of wrong) assert.notDeepEqual(faults(JSON.parse(edited(change).text)), [], what)
})

/** The same file with something else put somewhere, or something left out. */
const damaged = fc
  .tuple(
    fc.nat(),
    fc.option(fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('2024', 'arv', 'river-minutes'))),
  )
  .map(([place, value]) => {
    const file = JSON.parse(TEXT)
    const places: [Record<string, unknown>, string][] = []
    const walk = (at: Record<string, unknown>) => {
      for (const [name, below] of Object.entries(at)) {
        places.push([at, name])
        if (typeof below === 'object' && below !== null) walk(below as Record<string, unknown>)
      }
    }
    walk(file)
    const [at, name] = places[place % places.length] ?? [file, 'form']
    if (value === null) delete at[name]
    else at[name] = value
    return file as unknown
  })

test('reading never throws, says where, and lets nothing through that the schema refuses', () => {
  fc.assert(
    fc.property(damaged, (file) => {
      const text = JSON.stringify(file, null, 1)
      const lines = text.split('\n').length
      const { record, problems } = readRecord([{ name: 'x.json', text }], procedures)
      for (const { line, column, says } of problems) {
        assert.ok(line >= 1 && line <= lines && column >= 1)
        for (const sentence of Object.values(says)) assert.doesNotMatch(sentence, /\{\w+\}|undefined/)
      }
      assert.equal(record === null, problems.length > 0)
      if (record) assert.deepEqual(faults(file), [])
    }),
    { numRuns: 400 },
  )
})
