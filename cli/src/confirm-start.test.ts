import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { confirmStarts } from './confirm-start.ts'
import type { Start } from './word-of-two.ts'
import { LANGUAGES, type Language } from './words.ts'

const UNHEARD = { en: 'not heard of', vi: 'chưa nhận được tin', 'zh-Hans': '尚未收到' }
const SAID = { en: 'has said that', vi: 'bên kia cho biết', 'zh-Hans': '对方称其' }
const RELATION = 'chn~vnm/border'
const log = { size: 12, time: 1_700_000_000 }

async function dialogue(
  answers: string,
  start: 'waiting' | 'confirmed' | 'rolled-back',
  language: Language,
  restored: 'no' | 'unheard' | 'heard' = 'no',
  blocked: Start['blocked'] = null,
  older: Start['older'] = null,
  leavesToken = false,
  renewing = false,
) {
  let printed = ''
  const confirmed: unknown[] = []
  const error = await confirmStarts(
    [
      {
        relation: RELATION,
        start,
        restored,
        renewing,
        held: renewing ? 'not-given' : null,
        blocked,
        older,
        leavesToken,
        ours: log,
        theirs: { size: 0, time: 0 },
      },
    ],
    {
      language,
      input: Readable.from([answers]),
      print: (text) => {
        printed += text
      },
      confirm: async (confirmation) => void confirmed.push(confirmation),
    },
  ).then(
    () => '',
    (thrown: Error) => thrown.message,
  )
  return { printed, confirmed, error }
}

test('what was checked, by whom and for which relation is typed, in every language', async () => {
  for (const language of LANGUAGES) {
    const answers = `asked by telephone (invented)\nA (invented)\nB (invented)\n${RELATION}\n`
    const { printed, confirmed, error } = await dialogue(answers, 'waiting', language)
    assert.equal(error, '')
    assert.match(printed, /12.*2023-11-14T22:13:20Z/)
    assert.doesNotMatch(printed, /[{}]|undefined/)
    assert.deepEqual(confirmed, [
      {
        relation: RELATION,
        operators: ['A (invented)', 'B (invented)'],
        checked: 'asked by telephone (invented)',
      },
    ])
  }
})

test('an answer that is missing or another confirms nothing', async () => {
  for (const answers of ['', '\n', 'checked\nA\n', 'checked\nA\n \nx\n', 'checked\nA\nB\nyes\n']) {
    const { confirmed, error } = await dialogue(answers, 'waiting', 'en')
    assert.match(error, /^not-confirmed: /)
    assert.deepEqual(confirmed, [])
  }
})

test('where the next log would leave the token that signed the one before, it is said before anything is typed', async () => {
  for (const language of LANGUAGES) {
    const told = await dialogue('', 'waiting', language, 'heard', null, null, true)
    assert.match(told.printed, /keys rotate --log --key/)
    const silent = await dialogue('', 'waiting', language, 'heard')
    assert.doesNotMatch(silent.printed, /keys rotate/)
  }
})

test('where nothing waits nothing is asked, and the command fails with the code that says so', async () => {
  for (const language of LANGUAGES) {
    const { printed, error } = await dialogue('', 'confirmed', language)
    assert.equal(printed, '')
    assert.ok(error.startsWith(`start-confirmed: ${RELATION}`), error)
  }
})

test('a node brought back from a backup begins its next epoch after the counterpart was heard, and an older copy too', async () => {
  const answers = `the notebook of the watch (invented)\nA (invented)\nB (invented)\n${RELATION}\n`
  for (const blocked of ['restored', 'log-begun', 'given-differs'] as const) {
    const { error, confirmed } = await dialogue(answers, 'waiting', 'en', 'unheard', blocked)
    assert.ok(error.startsWith(`${blocked}: `))
    assert.deepEqual(confirmed, [])
  }
  for (const language of LANGUAGES) {
    const heard = await dialogue(answers, 'waiting', language, 'heard')
    assert.deepEqual([heard.error, heard.confirmed.length], ['', 1])
    const usual = await dialogue(answers, 'waiting', language)
    const older = await dialogue(answers, 'rolled-back', language)
    assert.deepEqual([older.error, older.confirmed.length], ['', 1])
    for (const { printed } of [heard, older]) assert.ok(!printed.includes(UNHEARD[language]), printed)
    assert.ok(usual.printed.includes(UNHEARD[language]))
    assert.equal(new Set([heard, usual, older].map(({ printed }) => printed)).size, 3)
  }
})

test('of an older copy operators are told who knows it, and of a word of the counterpart only where there is one', async () => {
  const answers = `the notebook of the watch (invented)\nA (invented)\nB (invented)\n${RELATION}\n`
  for (const language of LANGUAGES) {
    const [stated, marked, shrunk] = await Promise.all(
      (['counterpart', 'high-water', 'itself'] as const).map((by) =>
        dialogue(answers, 'rolled-back', language, 'no', null, { by, epoch: 3, size: 504 }),
      ),
    )
    assert.ok(stated?.printed.includes(SAID[language]))
    for (const one of [marked, shrunk]) assert.equal(one?.printed.includes(SAID[language]), false)
    assert.match(marked?.printed ?? '', /highWater.*504.*3.*12/)
    for (const one of [stated, marked, shrunk]) {
      assert.deepEqual([one?.error, one?.confirmed.length], ['', 1])
      assert.doesNotMatch(one?.printed ?? '', /[{}]|undefined/)
    }
  }
})

test('given once more, it says what is waited for and takes no second word', async () => {
  const answers = `the notebook of the watch (invented)\nA (invented)\nB (invented)\n${RELATION}\n`
  for (const language of LANGUAGES) {
    const again = await dialogue(answers, 'rolled-back', language, 'heard', null, null, false, true)
    assert.deepEqual(again.confirmed, [])
    assert.match(again.printed, /not-given/)
    assert.ok(again.error.startsWith(`start-confirmed: ${RELATION}`), again.error)
  }
  // Where something stands against it now, that is what has to be known.
  const blocked = await dialogue(answers, 'waiting', 'en', 'heard', 'given-differs', null, false, true)
  assert.ok(blocked.error.startsWith('given-differs: '))
})
