import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Chosen, choiceNamed, choiceOf, groupChoices, nameOfChoice } from './procedure-choices.ts'

test('what is worked on stands apart from what is kept on record, each by name', () => {
  const choice = (label: string, isWork: boolean) => ({ label, isWork })
  const all = [choice('Wanted person', true), choice('Figure', false), choice('Handover', true)]
  const { work, record } = groupChoices(all, 'en')
  assert.deepEqual(
    work.map(({ label }) => label),
    ['Handover', 'Wanted person'],
  )
  assert.deepEqual(
    record.map(({ label }) => label),
    ['Figure'],
  )
})

test('names are sorted as their language sorts them', () => {
  const all = ['Đề nghị', 'Dẫn giải', 'Ê'].map((label) => ({ label, isWork: true }))
  assert.deepEqual(
    groupChoices(all, 'vi').work.map(({ label }) => label),
    ['Dẫn giải', 'Đề nghị', 'Ê'],
  )
})

test('what was picked stays picked when the list grows before it, and when it may not be opened any more', () => {
  const choice = (digest: string) => ({ declared: { digest }, act: 'open' }) as unknown as Chosen
  const [a, b, c] = [choice('a'), choice('b'), choice('c')]
  assert.equal(choiceOf([b, c], b), b)
  assert.equal(choiceOf([a, b, c], b), b)
  assert.equal(choiceOf([a, c], b), b)
  assert.equal(choiceOf([], b), b)
  // As the list has it now, not as it was when it was picked.
  assert.equal(choiceOf([b, c], choice('b')), b)
  assert.equal(choiceNamed([a, c], nameOfChoice(b)), undefined)
})

test('where there is but one, nobody has to pick', () => {
  const [a, c] = ['a', 'c'].map((digest) => ({ declared: { digest }, act: 'open' }) as unknown as Chosen)
  assert.equal(choiceOf(a && c ? [a, c] : [], null), undefined)
  assert.equal(choiceOf(a ? [a] : [], null), a)
})
