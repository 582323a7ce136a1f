import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ERROR_CODES } from '../errors.ts'
import { documentText } from './_openapi.ts'

type Json = Record<string, unknown>
const text = await documentText()
const document = JSON.parse(text) as {
  openapi: string
  paths: Record<string, Record<string, Json>>
  components: { schemas: Json }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

function* schemasIn(value: unknown): Generator<Json> {
  if (Array.isArray(value)) for (const one of value) yield* schemasIn(one)
  else if (typeof value === 'object' && value !== null) {
    yield value as Json
    for (const one of Object.values(value)) yield* schemasIn(one)
  }
}

test('the client is generated from what this node answers: node server/src/http/_openapi.ts client/openapi.json', () => {
  const committed = readFileSync(new URL('../../../client/openapi.json', import.meta.url), 'utf8')
  assert.deepEqual(JSON.parse(committed), document)
})

test('whoever has the document alone knows every code that an error may carry', () => {
  const error = document.components.schemas.Error as { properties: { error: { properties: { code: Json } } } }
  assert.deepEqual(error.properties.error.properties.code.enum, ERROR_CODES)
})

test('every operation says what it is, what it takes, and what it answers, good and bad', () => {
  assert.equal(document.openapi, '3.1.0')
  for (const { path, method, operation } of operations) {
    const name = `${method} ${path}`
    for (const key of ['operationId', 'summary', 'tags', 'responses', 'security'])
      assert.ok(operation[key], `${name} ${key}`)
    const responses = operation.responses as Json
    assert.ok(responses['4XX'] && responses['5XX'], name)
    assert.ok(responses['200'] || responses['302'], name)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, one]) => one)
    const parameters = ((operation.parameters ?? []) as Json[]).filter((one) => one.in === 'path')
    assert.deepEqual(
      parameters.map((one) => one.name),
      inPath,
      name,
    )
    if (method !== 'post' && method !== 'put') assert.equal(operation.requestBody, undefined, name)
  }
})

test('every reference leads somewhere, and no two schemas share a name', () => {
  const names = Object.keys(document.components.schemas)
  for (const schema of schemasIn(document))
    if (typeof schema.$ref === 'string')
      assert.ok(names.includes(schema.$ref.replace('#/components/schemas/', '')), schema.$ref)
  for (const schema of schemasIn(document.components.schemas)) assert.notEqual(typeof schema.title, 'string')
})

test('what goes in is closed everywhere: no object takes a key that is not named', () => {
  const bodies = operations.flatMap(({ operation }) => (operation.requestBody ? [operation.requestBody] : []))
  const reached = new Set<unknown>()
  const follow = (value: unknown): void => {
    for (const schema of schemasIn(value)) {
      if (reached.has(schema)) continue
      reached.add(schema)
      const ref = schema.$ref
      if (typeof ref === 'string')
        follow(document.components.schemas[ref.replace('#/components/schemas/', '')])
      // What a browser's credential holds is said by its own standard.
      else if (schema.type === 'object' && schema.properties) assert.equal(schema.additionalProperties, false)
    }
  }
  follow(bodies)
  assert.ok(reached.size > 50)
})

test('a constant stays a constant, and patterns of keys are kept', () => {
  assert.ok(text.includes('"const": "recorded"'))
  assert.ok(text.includes('"patternProperties"'))
})
