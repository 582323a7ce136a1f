import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outing } from '../run/_outing.ts'
import { lending } from './_invented.ts'
import { textsOf } from './_texts.ts'
import { checkTexts } from './check-texts.ts'
import { mergeTexts, type TextTree, textAt, textKeys } from './text-keys.ts'

const none = {}

function found(
  texts: Record<string, TextTree>,
  common: Record<string, TextTree> = none,
  same: string[] = [],
): string[] {
  return checkTexts(lending, texts, common, same).map(({ path, code }) => `${path} ${code}`)
}

test('a procedure needs a text for everything it names, each once', () => {
  const keys = textKeys(lending)
  assert.equal(new Set(keys).size, keys.length)
  for (const key of [
    '/name',
    '/purpose',
    '/states/wished',
    '/because/both-look',
    '/acts/lend/done',
    '/acts/refuse/title',
    '/fields/message/label',
    '/fields/thing/help',
    '/choices/pace/quick',
    '/choices/uses/show',
    '/choices/refusal-ground/safety',
    '/deadlines/loan',
    '/parts/kept',
    '/parts/people',
    '/indicators/answer-time',
    '/rows/items/weight/label',
  ])
    assert.ok(keys.includes(key), key)
})

test('a rule needs a text that says it', () => {
  assert.ok(!textKeys(lending).some((key) => key.startsWith('/rules')))
  assert.deepEqual(
    textKeys(outing).filter((key) => key.startsWith('/rules')),
    ['/rules/order', '/rules/one-of-both'],
  )
  const { rules, ...rest } = textsOf(outing, 'en')
  assert.ok(rules !== undefined)
  assert.deepEqual(
    checkTexts(outing, { en: { ...rest, rules: { order: 'x' } } }, none).map(
      ({ path, code }) => `${path} ${code}`,
    ),
    ['/en/rules/one-of-both missing-text'],
  )
})

test('values of a column stand under its own name', () => {
  const row = { colour: { kind: 'choice', of: ['red', 'blue'] } } as const
  const tones = { kind: 'list', part: 'kept', most: 3, row, needs: [] } as const
  const keys = textKeys({ ...lending, fields: { ...lending.fields, tones } })
  assert.ok(keys.includes('/choices/colour/red'))
})

test('accepts texts that are whole in every language', () => {
  assert.deepEqual(found({ en: textsOf(lending, 'en'), vi: textsOf(lending, 'vi') }), [])
})

test('takes the common acts from the common texts', () => {
  const { acts, ...rest } = textsOf(lending, 'en')
  const { note, ...own } = acts as TextTree
  assert.ok(note !== undefined)
  const texts = { en: { ...rest, acts: own } }
  assert.deepEqual(found(texts, { en: { acts: { note, close: { title: 'Close' } } } }), [])
  assert.deepEqual(found(texts), [
    '/en/acts/note/title missing-text',
    '/en/acts/note/done missing-text',
    '/en/acts/note/help missing-text',
  ])
})

test('finds what is missing, empty, too much, misspelt or no text', () => {
  const whole = textsOf(lending, 'en')
  const cases: [TextTree, string][] = [
    [{ name: '' }, '/en/name empty-text'],
    [{ name: ' Lending' }, '/en/name bad-text'],
    [{ name: 'Lendi\u0301ng' }, '/en/name bad-text'],
    [{ nam: 'Lending' }, '/en/nam extra-text'],
    [{ states: { ...(whole.states as TextTree), wisht: 'x' } }, '/en/states/wisht extra-text'],
    [{ parts: { kept: 'x', content: 'y' } }, '/en/parts/people missing-text'],
    [{ states: { ...(whole.states as TextTree), lent: 7 as unknown as string } }, '/en/states/lent bad-text'],
  ]
  for (const [change, problem] of cases)
    assert.ok(found({ en: { ...whole, ...change } }).includes(problem), problem)
  assert.ok(found({ en: { ...whole, purpose: { more: 'x' } } }).includes('/en/purpose missing-text'))
})

test('help may be empty', () => {
  const whole = textsOf(lending, 'en')
  const fields = { ...(whole.fields as TextTree), pace: { label: 'Pace', help: '' } }
  assert.deepEqual(found({ en: { ...whole, fields } }), [])
})

test('the same text in two languages is taken for not translated, unless it is listed', () => {
  const vi = { ...textsOf(lending, 'vi'), name: 'Lending' }
  const en = { ...textsOf(lending, 'en'), name: 'Lending' }
  assert.deepEqual(found({ en, vi }), ['/vi/name same-text'])
  assert.deepEqual(found({ en, vi }, none, ['/name']), [])
})

test('merges group by group, the own words first', () => {
  const merged = mergeTexts(
    { acts: { note: { title: 'Note' } }, roles: { approver: 'Approver' } },
    { name: 'Lending', acts: { wish: { title: 'Wish' }, note: { title: 'Remark' } } },
  )
  assert.deepEqual(merged, {
    name: 'Lending',
    acts: { note: { title: 'Remark' }, wish: { title: 'Wish' } },
    roles: { approver: 'Approver' },
  })
  assert.equal(textAt(merged, '/acts/note/title'), 'Remark')
  for (const key of ['/acts/note', '/acts/constructor', '/name/length', '/constructor/name'])
    assert.equal(textAt(merged, key), undefined)
})
