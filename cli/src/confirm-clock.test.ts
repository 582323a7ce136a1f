import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { confirmClocks } from './confirm-clock.ts'
import { LANGUAGES, type Language } from './words.ts'

const RELATION = 'chn~vnm/border'

async function dialogue(
  answers: string,
  clockDifference: number | null,
  language: Language = 'en',
  logAhead: number | null = null,
) {
  let printed = ''
  const confirmed: unknown[] = []
  const log = { size: 12, time: 1_700_000_000 }
  const start = {
    relation: RELATION,
    start: 'confirmed',
    restored: 'no',
    ours: log,
    theirs: log,
    blocked: null,
    older: null,
    renewing: false,
    held: null,
    leavesToken: false,
  } as const
  const error = await confirmClocks([{ ...start, clockDifference, logAhead }], {
    language,
    input: Readable.from([answers]),
    print: (text) => {
      printed += text
    },
    confirm: async (confirmation) => void confirmed.push(confirmation),
  }).then(
    () => '',
    (thrown: Error) => thrown.message,
  )
  return { printed, confirmed, error }
}

test('with what the clock was compared, by whom and for which relation is typed, in every language', async () => {
  for (const language of LANGUAGES) {
    const answers = `a radio clock (invented)\nA (invented)\nB (invented)\n${RELATION}\n`
    const { printed, confirmed, error } = await dialogue(answers, -7200, language)
    assert.equal(error, '')
    assert.match(printed, /7200/)
    assert.doesNotMatch(printed, /[{}]|undefined/)
    assert.equal(confirmed.length, 1)
  }
})

test('where the log is dated ahead by a clock that was wrong, that is what is confirmed', async () => {
  for (const language of LANGUAGES) {
    const answers = `a radio clock (invented)\nA (invented)\nB (invented)\n${RELATION}\n`
    const { printed, confirmed, error } = await dialogue(answers, null, language, 31_536_000)
    assert.equal(error, '')
    assert.match(printed, /31536000/)
    assert.doesNotMatch(printed, /[{}]|undefined/)
    assert.equal(confirmed.length, 1)
  }
})

test('another name confirms nothing, and where both clocks agree nothing is asked', async () => {
  const { confirmed, error } = await dialogue('a watch\nA\nB\nyes\n', 7200)
  assert.match(error, /^not-confirmed: /)
  assert.deepEqual(confirmed, [])
  assert.match((await dialogue('', null)).error, /^clock-agrees: chn~vnm\/border: /)
})
