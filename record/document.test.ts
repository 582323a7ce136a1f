/** What docs/record-form.md says is so: its example is read as data, its tables from the declarations. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import Schema from 'typebox/schema'
import { RECORD_CODES } from './errors.ts'
import { filledField, ID_SLOT, SOURCES_SLOT } from './form.ts'
import { wavesOf } from './load.ts'
import { readRecord } from './read.ts'
import { recordSchema } from './schema.ts'

const document = readFileSync(new URL('../docs/record-form.md', import.meta.url), 'utf8')
const example = /```json\n([\s\S]*?)```/.exec(document)?.[1] ?? ''
const rows = document.split('\n').filter((line) => line.startsWith('|'))

test('the example of the document can be loaded as it stands', () => {
  const { record, problems } = readRecord([{ name: 'record-form.md', text: example }], procedures)
  assert.deepEqual(problems, [])
  assert.ok(record)
  assert.equal(Schema.Check(recordSchema(procedures) as object, JSON.parse(example)), true)
  const steps = wavesOf(
    record,
    procedures.map(({ procedure }) => procedure),
  ).flat()
  assert.equal(steps.length, record.items.length)
  assert.ok(steps.some(({ opening }) => opening.party === 'bel'))
})

test('the document names every act that opens an item, what it needs and how it is confirmed', () => {
  for (const { procedure } of procedures) {
    const filled = [ID_SLOT, SOURCES_SLOT].map((slot) => filledField(procedure, slot))
    if (filled[0] === undefined) continue
    for (const [act, { opens, needs }] of Object.entries(procedure.acts)) {
      if (!opens) continue
      const row = rows.find((line) => line.includes(`\`${act}\``)) ?? ''
      assert.ok(row.includes(`\`${procedure.name}\``), act)
      for (const name of needs.filter((one) => !filled.includes(one)))
        assert.ok(row.includes(`\`${name}\``), `${act} ${name}`)
      const confirming = Object.entries(procedure.acts).find(([, one]) =>
        one.answers?.some((name) => name === act),
      )
      assert.ok(row.includes(confirming ? `\`${confirming[0]}\`` : act), `${act} ${confirming?.[0]}`)
    }
  }
})

test('the document says what every code means', () => {
  for (const code of RECORD_CODES)
    assert.ok(
      rows.some((line) => line.startsWith(`| \`${code}\``)),
      code,
    )
})
