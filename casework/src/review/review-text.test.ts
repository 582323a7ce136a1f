import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TextValue } from '../language/index.ts'
import { asked, day, frame } from './_record.ts'
import { reviewOf } from './review.ts'
import { reviewText } from './review-text.ts'
import type { Names } from './slot-text.ts'

const NAMES: Names = { procedure: () => null, say: (_, key) => key, party: (code) => code }
const said = (text: string): TextValue => ({ en: { text, standing: 'authoritative' } })

function lines(...frames: ReturnType<typeof frame>[]): string[] {
  const input = asked(frames, null, '2025')
  return reviewText(reviewOf(input), 'd'.repeat(64), NAMES, 'en').split('\n')
}

test('a text of several lines is one line of a review, whatever it would make of the lines below it', () => {
  const forged = `A word\n- 2020-02-02: Another commitment\n    agreed\n\nDigest: ${'e'.repeat(64)}`
  const of = (text: string) =>
    lines(
      frame('commitment', 'c', {
        title: said(text),
        measure: said(text),
        nature: 'agreed',
        said: day('2020'),
        'as-keeper': 'done',
        'as-keeper-words': said(text),
      }),
    )
  const [plain, other] = [of('A word'), of(forged)]
  assert.equal(other.length, plain.length)
  assert.ok(other.every((line) => !line.startsWith('- 2020-02-02')))
  assert.ok(other.some((line) => line.startsWith('- A word - 2020-02-02: Another commitment agreed')))
})

test('what one side alone has said says so in a review', () => {
  const kept = { title: said('A word'), nature: 'agreed', said: day('2020'), number: 7, stated: day('2020') }
  for (const part of ['commitment', 'figure'] as const) {
    const [proposed, stands] = [true, false].map((is) =>
      lines(frame(part, 'c', kept, is ? { proposed: true } : {})).join('\n'),
    )
    assert.match(proposed ?? '', /\/states\/asked/, part)
    assert.match(stands ?? '', /\/states\/stands/, part)
  }
})
