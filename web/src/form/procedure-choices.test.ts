import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupChoices } from './procedure-choices.ts'

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
