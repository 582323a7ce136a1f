import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFields, checkValue, type Field } from '@counterpart/casework'
import { procedures as withTexts } from '@counterpart/procedures'
import fc from 'fast-check'
import { TEXT } from './_edited.ts'
import { expand, expandFields, expandValue, type Item, type PublicRecord } from './form.ts'
import { withDossiers } from './written.ts'

const procedures = withTexts.map(({ procedure }) => procedure)
const invented = JSON.parse(TEXT) as PublicRecord
const text: Field = { kind: 'text', part: 'kept', max: 100 }
const date: Field = { kind: 'date', part: 'kept' }

function procedureOf({ procedure }: Item) {
  const found = procedures.find(({ name }) => name === procedure)
  assert.ok(found, procedure)
  return found
}

test('the language named first is the authoritative wording, every other our translation', () => {
  assert.deepEqual(expandValue(text, { vi: 'Sông', en: 'River' }), {
    vi: { text: 'Sông', standing: 'authoritative' },
    en: { text: 'River', standing: 'translation' },
  })
  const certified = { vi: { text: 'Sông', standing: 'certified' }, en: 'River' }
  assert.deepEqual(expandValue(text, certified), {
    vi: { text: 'Sông', standing: 'certified' },
    en: { text: 'River', standing: 'translation' },
  })
  const said = { en: 'River', vi: { text: 'Sông', standing: 'authoritative' } }
  assert.deepEqual(checkValue(text, expandValue(text, said), ''), [])
})

test('a date may stand alone, in a row too', () => {
  assert.deepEqual(expandValue(date, '2024-03'), { date: '2024-03' })
  const list: Field = { kind: 'list', part: 'kept', most: 3, row: { on: { kind: 'date' } }, needs: ['on'] }
  assert.deepEqual(expandValue(list, [{ on: '2024' }, { on: { date: '2025', inferred: { en: 'x' } } }]), [
    { on: { date: '2024' } },
    { on: { date: '2025', inferred: { en: { text: 'x', standing: 'authoritative' } } } },
  ])
})

test('an item becomes the fields of its act, with its id and its sources', () => {
  for (const item of invented.items) {
    const procedure = procedureOf(item)
    const fields = expand(item, procedure, invented.sources)
    assert.deepEqual(checkFields(procedure, item.act, withDossiers(fields)), [], item.id)
    assert.equal(fields['record-id'], item.id)
    assert.equal((fields.sources as unknown[]).length, item.sources.length)
  }
  const [, , , minutes] = invented.items
  assert.ok(minutes)
  assert.deepEqual(expand(minutes, procedureOf(minutes), invented.sources).sources, [
    {
      publisher: {
        en: { text: 'River Gazette (invented)', standing: 'authoritative' },
        vi: { text: 'Báo Sông (hư cấu)', standing: 'translation' },
      },
      date: { date: '2024-03-04' },
      title: 'Ministers meet at the bridge',
    },
    {
      publisher: { en: { text: 'Interior of Arvenia (invented)', standing: 'authoritative' } },
      title: 'What was agreed',
      line: 12,
    },
  ])
})

test('what is written out already stays as it is', () => {
  for (const item of invented.items) {
    const procedure = procedureOf(item)
    const once = expandFields(item.fields, procedure)
    assert.deepEqual(expandFields(once, procedure), once)
  }
})

test('writing out never throws, and leaves alone what has no sense in its place', () => {
  const fields = procedures.flatMap((procedure) => Object.values(procedure.fields))
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 3 }), (field, value) => {
      const once = expandValue(field, value)
      assert.deepEqual(expandValue(field, once), once)
    }),
  )
})
