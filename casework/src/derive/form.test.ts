import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lending } from './_invented.ts'
import { formOf } from './form.ts'
import { textKeys } from './text-keys.ts'

test('asks first for what is needed, in the order of the declaration', () => {
  const form = formOf(lending, 'wish')
  assert.deepEqual(form.order.slice(0, 4), ['thing', 'pace', 'mark', 'uses'])
  assert.deepEqual(
    form.fields.filter((field) => field.needed).map((field) => field.name),
    ['thing', 'pace'],
  )
  assert.deepEqual(
    form.order,
    form.fields.map((field) => field.name),
  )
})

test('asks for a reason right after what it is the reason for', () => {
  const { acts, ...rest } = lending
  const wish = acts.wish
  assert.ok(wish)
  const when = { any: [{ equals: ['pace', 'slow'] as const }, { present: 'made' }] }
  const { order } = formOf({ ...rest, acts: { ...acts, wish: { ...wish, when } } }, 'wish')
  assert.deepEqual(order.slice(0, 5), ['thing', 'pace', 'made', 'mark', 'uses'])
  assert.deepEqual(order.toSorted(), formOf(lending, 'wish').order.toSorted())
})

test('has a widget for every kind of field', () => {
  const widgets = ['wish', 'lend'].flatMap((act) =>
    formOf(lending, act).fields.map(({ name, widget }) => `${name} ${widget}`),
  )
  assert.deepEqual(widgets, [
    'thing languages',
    'pace buttons',
    'mark line',
    'uses boxes',
    'fragile switch',
    'pieces number',
    'made partial-date',
    'span duration',
    'earlier dossier',
    'clause content',
    'paper digest',
    'store office',
    'plan file',
    'items rows',
    'bearer person',
    'where place',
    'handed moment',
    'message languages',
  ])
  assert.equal(formOf(lending, 'refuse').fields[0]?.widget, 'select')
})

test('says what identifies a person', () => {
  const personal = formOf(lending, 'lend').fields.filter((field) => field.personal)
  assert.deepEqual(
    personal.map(({ name, part }) => `${name} in ${part}`),
    ['bearer in people'],
  )
})

test('names labels only by keys that the procedure needs', () => {
  const keys = new Set(textKeys(lending))
  for (const act of Object.keys(lending.acts)) {
    const form = formOf(lending, act)
    const labels = form.fields.flatMap((field) => [field, ...(field.columns ?? [])])
    const named = labels.flatMap(({ label, help, choices }) => [
      label,
      help,
      ...(choices ?? []).map((choice) => choice.label),
    ])
    for (const key of [form.title, form.help, ...named]) assert.ok(keys.has(key), key)
  }
})

test('knows no act that is not declared', () => {
  assert.throws(() => formOf(lending, 'toString'), { name: 'CaseworkError', code: 'unknown-act' })
})
