/** Whatever code the node can put on a page, and every word of the language, has its words in every language. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { GATES, LEVELS, PERMIT_CODES, ROLES, VERDICT_CODES } from '@counterpart/casework'
import { conditionText } from '@counterpart/casework/condition-text'
import { COMMON_TEXTS, type Procedure } from '@counterpart/casework/language'
import { CATALOGUES, LANGUAGES } from './catalogue.ts'

interface Property {
  anyOf: { enum?: string[] }[]
  items?: { properties: Record<string, { enum?: string[] }> }
}
interface Described {
  components: { schemas: Record<string, { properties: Record<string, Property> }> }
}

const { schemas } = (
  JSON.parse(readFileSync(new URL('../../../client/openapi.json', import.meta.url), 'utf8')) as Described
).components

function heldIn(schema: string): string[] {
  return schemas[schema]?.properties.held?.anyOf.flatMap((one) => one.enum ?? []) ?? []
}

function listed(property: string, key: string): string[] {
  return schemas.Operation?.properties[property]?.items?.properties[key]?.enum ?? []
}

/** Of every property of this name, wherever in a schema it stands. */
function enumsOf(schema: unknown, name: string): string[] {
  if (schema === null || typeof schema !== 'object') return []
  return Object.entries(schema).flatMap(([key, value]) =>
    key === name ? ((value as { enum?: string[] }).enum ?? []) : enumsOf(value, name),
  )
}

/** What is taken back is one thing and called one word; withdrawing, which ends a dossier, is another act. */
const RECALLS = { en: /recall|called back/i, vi: /thu hồi/i, 'zh-Hans': /收回/ }

test('a recall is called the same wherever a page or the node speaks of one', () => {
  const refusals = new URL('../../../server/src/http/texts/errors.json', import.meta.url)
  const said = Object.values(JSON.parse(readFileSync(refusals, 'utf8')) as Record<string, { en: string }>)
  const shown = Object.keys(CATALOGUES.en).map((key) =>
    Object.fromEntries(LANGUAGES.map((language) => [language, CATALOGUES[language][key] ?? ''])),
  )
  const all = [...said, ...shown].filter(({ en = '' }) => RECALLS.en.test(en)) as Record<string, string>[]
  assert.ok(all.length > 10)
  for (const texts of all)
    for (const language of LANGUAGES) assert.match(texts[language] ?? '', RECALLS[language])
})

for (const language of LANGUAGES) {
  const texts = CATALOGUES[language]

  test(`every reason for which something waits is put into words in ${language}, and no other`, () => {
    const said = Object.keys(texts).flatMap((key) => (key.startsWith('held.') ? [key.slice(5)] : []))
    assert.ok(heldIn('Line').length > 0)
    for (const schema of ['Line', 'Rung']) assert.deepEqual(said.toSorted(), heldIn(schema).toSorted())
  })

  test(`every reason why an act has no effect, or cannot be done, is put into words in ${language}`, () => {
    for (const code of VERDICT_CODES) assert.ok(texts[`verdict.${code}`], code)
    for (const code of PERMIT_CODES) assert.ok(texts[`refused.${code}`] ?? texts[`verdict.${code}`], code)
  })

  test(`whatever an operator is shown by its code is put into words in ${language}`, () => {
    for (const [kind, codes] of Object.entries({
      alarm: listed('alarms', 'code'),
      'alarm-do': listed('alarms', 'code'),
      'alarm-level': listed('alarms', 'level'),
      incident: listed('incidents', 'code'),
      dated: listed('dates', 'what'),
      damage: enumsOf(schemas.Operation?.properties.relations, 'what'),
      'scrub-stage': enumsOf(schemas.Operation?.properties.relations, 'stage'),
    })) {
      assert.ok(codes.length > 0, kind)
      for (const code of codes) assert.ok(texts[`${kind}.${code}`], `${kind}.${code}`)
    }
  })

  test(`every kind of entry that a register or a ladder lists is called something in ${language}`, () => {
    const kinds = [enumsOf(schemas.Register, 'kind'), enumsOf(schemas.Rung, 'kind')]
    for (const listed of kinds) {
      assert.ok(listed.length > 0)
      for (const kind of listed) assert.ok(texts[`kind.${kind}`], kind)
    }
  })

  test(`every safeguard, role and level is called something in ${language}`, () => {
    for (const [kind, names] of Object.entries({ gate: GATES, role: ROLES, level: LEVELS }))
      for (const name of names) assert.ok(texts[`${kind}.${name}`], `${kind}.${name}`)
  })

  test(`a safeguard is called the same where it stands and in a condition that names it in ${language}`, () => {
    for (const gate of GATES) {
      const said = conditionText({} as Procedure, { saidNo: gate }, language, (key) => key)
      const name = texts[`gate.${gate}`] ?? ''
      assert.ok(said.toLowerCase().includes(name.toLowerCase()), `${said} / ${name}`)
    }
  })

  test(`a role is called the same on the pages and in the handbook in ${language}`, () => {
    for (const [role, name] of Object.entries(COMMON_TEXTS[language].roles))
      assert.equal(texts[`role.${role}`]?.toLowerCase(), name.toLowerCase())
  })
}
