import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FIELD_CODES } from '../derive/field-codes.ts'
import { PLACES, STANDINGS } from '../derive/patterns.ts'
import { VERDICT_CODES } from '../run/entry.ts'
import { PERMIT_CODES } from '../run/permit.ts'
import { COMMON, COMMON_FIELDS } from './common-acts.ts'
import { RESERVED } from './reserved.ts'
import { COMMON_TEXTS, TEXT_LANGUAGES } from './texts.ts'
import { LEVELS, PLAYS, ROLES } from './vocabulary.ts'

const WORDS = [
  'drafted',
  'approved',
  'recorded',
  'delivered',
  'on-its-way',
  'effective',
  'overtaken',
  'void',
  'opened',
  'held',
]

function leaves(tree: unknown, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]]
  return Object.entries(tree as Record<string, unknown>).flatMap(([name, one]) =>
    leaves(one, `${path}/${name}`),
  )
}

test('every language has the same common texts, and none is left empty or untranslated', () => {
  const [first, ...rest] = TEXT_LANGUAGES.map((language) => new Map(leaves(COMMON_TEXTS[language])))
  assert.ok(first)
  for (const texts of rest) assert.deepEqual([...texts.keys()].sort(), [...first.keys()].sort())
  for (const [path, text] of first) {
    const all = [text, ...rest.map((texts) => texts.get(path))]
    if (path.endsWith('/help') && all.every((one) => one === '')) continue
    for (const one of all) {
      assert.ok(one?.trim() === one && one !== '', path)
      assert.equal(one, one?.normalize('NFC'), path)
    }
    assert.equal(new Set(all).size, all.length, path)
  }
})

for (const language of TEXT_LANGUAGES) {
  test(`${language} has a text for every word of the closed lists`, () => {
    const texts = COMMON_TEXTS[language]
    const has = (group: object, names: readonly string[]) =>
      assert.deepEqual(
        names.filter((name) => !Object.hasOwn(group, name)),
        [],
      )
    has(texts.verdicts, VERDICT_CODES)
    has(texts.verdicts, PERMIT_CODES)
    has(texts.fieldProblems, FIELD_CODES)
    has(texts.acts, Object.keys(COMMON))
    has(texts.fields, Object.keys(COMMON_FIELDS))
    for (const [name, field] of Object.entries(COMMON_FIELDS)) {
      if (field.kind === 'choice' || field.kind === 'choices')
        has(texts.choices[name as keyof typeof texts.choices], field.of)
      if (field.kind === 'list') has(texts.rows[name as keyof typeof texts.rows], Object.keys(field.row))
    }
    has(texts.words, WORDS)
    has(texts.wordHelp, WORDS)
    has(texts.roles, ROLES)
    has(texts.levels, LEVELS)
    has(texts.plays, PLAYS)
    has(texts.reserved, RESERVED)
    has(texts.standings, STANDINGS)
    has(texts.places, PLACES)
    has(texts.handling, ['H0', 'H1', 'H2', 'H3'])
    has(texts.sides, ['opener', 'other', 'keeper', 'guest', 'either', 'clock'])
    has(texts.counts, ['hours', 'calendar', 'working'])
  })
}
