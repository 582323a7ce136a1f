import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  actSchema,
  COMMON_TEXTS,
  type Condition,
  carriedOutIn,
  checkProcedure,
  checkTexts,
  daysIn,
  digestOf,
  gateFieldOf,
  handbookOf,
  isToCome,
  looksOutside,
  mergeTexts,
  type Procedure,
  TEXT_LANGUAGES,
  textAt,
  textKeys,
} from '@counterpart/casework'
import { procedures } from './index.ts'

const here = new URL('.', import.meta.url)

test('every folder is a procedure of its own name, and every procedure is in the list', () => {
  const folders = readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => entry.name)
  assert.deepEqual(procedures.map(({ procedure }) => procedure.name).sort(), folders.sort())
})

test('an order given, a step taken, a meeting held, what is in force and a handover made are not to come; what a paper says of itself may be', () => {
  const said = { date: '2024-02-01' }
  const isRefused = (name: string, field: string, value: unknown) => {
    const declared = procedures.find(({ procedure }) => procedure.name === name)?.procedure.fields[field]
    assert.ok(declared, field)
    return daysIn(declared, value).some((day) => isToCome(day, Date.UTC(2024, 0, 1) / 1000))
  }
  assert.equal(isRefused('wanted-person', 'removal-date', said), true)
  assert.equal(isRefused('citizen-protection', 'step-on', said), true)
  for (const field of ['begins', 'ends']) assert.equal(isRefused('meeting', field, said), true)
  assert.equal(isRefused('meeting', 'planned', said), false)
  assert.equal(isRefused('instrument', 'in-force-on', said), true)
  assert.equal(isRefused('law-publicity', 'event-on', said), true)
  assert.equal(isRefused('handover', 'handed-over-at', Date.UTC(2024, 0, 1, 20) / 1000), true)
  assert.equal(isRefused('document-check', 'issued-on', said), false)
})

test('CUT-8 what a condition looks for in another dossier is declared there, and rests on nothing further', () => {
  const found = procedures.flatMap(({ procedure }) => conditionsIn(procedure).flatMap(carriedOutIn))
  assert.ok(found.length > 0)
  for (const { procedure: name, states, counts } of found) {
    const other = procedures.find(({ procedure }) => procedure.name === name)?.procedure
    assert.ok(other && !other.once && !conditionsIn(other).some(looksOutside), name)
    for (const state of states) assert.ok(Object.hasOwn(other.states, state), state)
    const count = counts === undefined ? null : other.fields[counts]
    assert.ok(count === null || (count?.kind === 'count' && count.part === 'kept'), name)
  }
})

for (const { procedure, texts } of procedures) {
  test(`${procedure.name} has no problems`, () => {
    assert.deepEqual(checkProcedure(procedure), [])
  })

  test(`${procedure.name} can be read in every language`, () => {
    assert.deepEqual(checkTexts(procedure, texts, COMMON_TEXTS), [])
    for (const language of TEXT_LANGUAGES)
      for (const key of textKeys(procedure)) assert.notEqual(textAt(texts[language], key), undefined, key)
  })

  test(`${procedure.name} has a chapter in every language`, () => {
    for (const language of TEXT_LANGUAGES)
      assert.match(
        handbookOf(
          procedure,
          mergeTexts(COMMON_TEXTS[language], texts[language]),
          language,
          Object.fromEntries(procedures.map((one) => [one.procedure.name, one.texts[language].name])),
        ),
        /mermaid/,
      )
  })

  test(`${procedure.name} asks the same in the form of a safeguard's answer as where it stands`, () => {
    for (const language of TEXT_LANGUAGES)
      for (const [name, { gate }] of Object.entries(procedure.acts)) {
        if (gate?.does !== 'answers') continue
        const { gates, acts, fields } = texts[language]
        const question = gates?.[gate.of]
        assert.deepEqual(
          [acts[name]?.help, fields[gateFieldOf(gate.of)]?.help],
          [question, question],
          `${language} ${name}`,
        )
      }
  })

  test(`${procedure.name} has a schema for every act`, () => {
    for (const act of Object.keys(procedure.acts))
      assert.match(JSON.stringify(actSchema(procedure, act, TEXT_LANGUAGES)), /"additionalProperties":false/)
  })

  test(`${procedure.name}: its digest is that of the declaration as data`, () => {
    const copy = JSON.parse(JSON.stringify(procedure))
    assert.equal(digestOf(copy), digestOf(procedure))
    const relabelled = { ...copy, fields: { ...copy.fields, added: { kind: 'flag', part: 'kept' } } }
    assert.notEqual(digestOf(relabelled), digestOf(procedure))
  })

  test(`${procedure.name}: the README names every state, act and field`, () => {
    const readme = readFileSync(new URL(`./${procedure.name}/README.md`, here), 'utf8')
    for (const group of ['states', 'acts', 'fields', 'deadlines', 'parts'] as const)
      for (const name of Object.keys(procedure[group]))
        assert.ok(readme.includes(`\`${name}\``), `${group}: ${name} is not in the README`)
  })
}

function conditionsIn({ acts, gates, rules }: Procedure): Condition[] {
  const asked = [...Object.values(acts), ...Object.values(gates ?? {})]
  return [...asked.flatMap(({ when }) => when ?? []), ...Object.values(rules)]
}
