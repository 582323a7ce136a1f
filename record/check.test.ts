import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { TEXT_LANGUAGES } from '@counterpart/casework'
import { edited, item, problemsOf, put, TEXT, told } from './_edited.ts'
import { PROBLEM_CODES, sentencesOf } from './errors.ts'

interface Wrong {
  why: string
  /** What is put where, by JSON pointer, and what is taken away. */
  put?: Record<string, unknown>
  remove?: string[]
  /** What is told: path and code. */
  said: string[]
  /** What stands on the line of the first. */
  line: string
}

const WRONG = JSON.parse(readFileSync(new URL('./_wrong.json', import.meta.url), 'utf8')) as Record<
  string,
  Wrong[]
>

for (const [group, cases] of Object.entries(WRONG))
  test(`what is wrong is told with line, path and code: ${group}`, () => {
    for (const { why, put: puts = {}, remove = [], said, line } of cases) {
      const found = told(
        edited((file) => {
          for (const [pointer, value] of Object.entries(puts)) put(file, pointer, value)
          for (const pointer of remove) put(file, pointer, undefined)
        }),
      )
      assert.deepEqual(
        found.map((one) => one.said),
        said,
        why,
      )
      assert.ok(found[0]?.line.includes(line), `${why}: ${found[0]?.line}`)
    }
  })

test('a record may be one file or several, in any order', () => {
  const { relation, offices, sources, items } = JSON.parse(TEXT)
  const parts = [
    { relation },
    { offices },
    { sources },
    { items: items.slice(4) },
    { items: items.slice(0, 4) },
  ]
  const files = parts.map((part, at) => ({ name: `${at}.json`, text: JSON.stringify({ form: 1, ...part }) }))
  assert.deepEqual(problemsOf(...files), [])
  assert.deepEqual(problemsOf(...files.reverse()), [])
})

test('two files may name the same source, and have to say the same of it', () => {
  const whole = edited(() => {})
  const second = (change: Parameters<typeof edited>[0]) => ({
    ...edited((file) => {
      for (const name of ['items', 'offices', 'relation']) delete file[name]
      change(file)
    }),
    name: 'again.json',
  })
  assert.deepEqual(
    problemsOf(
      whole,
      second(() => {}),
    ),
    [],
  )
  const [problem, ...others] = problemsOf(
    whole,
    second((file) => put(file, '/sources/S1/title', 'Another')),
  )
  assert.deepEqual(others, [])
  assert.equal(`${problem?.file} ${problem?.path} ${problem?.code}`, 'again.json /sources/S1 repeated-source')
  assert.match(problem?.says.en ?? '', /arv-bel\.json:\d+/)
})

test('only one file says whose record it is', () => {
  const again = {
    ...edited((file) => ['items', 'offices'].map((name) => delete file[name])),
    name: 'again.json',
  }
  assert.deepEqual(
    problemsOf(
      edited(() => {}),
      again,
    ).map(({ file, path, code }) => `${file} ${path} ${code}`),
    ['again.json /relation second-relation'],
  )
})

test('a rule that is broken is told by its text, in every language', () => {
  const [found] = problemsOf(
    edited((file) => put(item(file, 'second-conference'), '/fields/ends', '2024-02')),
  )
  for (const language of TEXT_LANGUAGES) assert.match(found?.says[language] ?? '', /\S/)
  assert.equal(new Set(Object.values(found?.says ?? {})).size, TEXT_LANGUAGES.length)
})

test('a figure of its own may say in words what the other side counted', () => {
  const file = edited((one) => {
    const figure = item(one, 'boats-stopped')
    Object.assign(figure.fields, { precision: 'exact', value: 4 })
    figure.answer = {
      act: 'state-own-figure',
      fields: {
        precision: 'in-words',
        words: { en: 'many' },
        unit: { en: 'boats' },
        'period-basis': 'none',
        message: { en: 'Nobody counted them' },
      },
    }
  })
  assert.deepEqual(told(file), [])
})

test('another wording of a directory may speak of offices that it brings, and of no others', () => {
  const worded = (facing: Record<string, string>, parent = 'bel-harbour') =>
    edited((one) => {
      item(one, 'river-mechanism').answer = {
        act: 'word-differently',
        fields: {
          message: { en: 'The harbour is ours too' },
          offices: [
            { code: 'bel-harbour', party: 'bel', level: 'ministry', name: { en: 'Harbour desk' } },
            { code: 'bel-quay', party: 'bel', level: 'gate', name: { en: 'Quay' }, parent },
          ],
          facing: [facing],
        },
      }
    })
  const said = (file: ReturnType<typeof edited>) => told(file).map((one) => one.said)
  assert.deepEqual(said(worded({ one: 'arv-water', other: 'bel-harbour' })), [])
  const at = '/items/0/answer/fields'
  assert.deepEqual(said(worded({ one: 'arv-water', other: 'bel-sea' })), [
    `${at}/facing/0/other unknown-office`,
  ])
  assert.deepEqual(said(worded({ one: 'bel-quay', other: 'bel-harbour' })), [`${at}/facing/0 same-side`])
  assert.deepEqual(said(worded({ one: 'arv-water', other: 'bel-quay' }, 'bel-sea')), [
    `${at}/offices/1/parent unknown-office`,
  ])
  const opening = worded({ one: 'arv-water', other: 'bel-harbour' })
  const text = JSON.parse(opening.text)
  put(text, '/items/0/fields/facing/0/other', 'bel-harbour')
  assert.deepEqual(said({ ...opening, text: JSON.stringify(text) }), [
    '/items/0/fields/facing/0/other unknown-office',
  ])
})

test('what would be refused on recording for its size is refused here', () => {
  const languages = 'en vi fr de es it pt ru lo km th my ms id ja ko'.split(' ')
  const name = Object.fromEntries(languages.map((language) => [language, 'ướ'.repeat(150)]))
  const file = edited((one) => {
    const more = Array.from({ length: 60 }, (_, at) => ({
      code: `bel-${at}`,
      party: 'bel',
      level: 'gate',
      name,
    }))
    item(one, 'river-mechanism').fields.offices.push(...more)
  })
  assert.deepEqual(
    told(file).map(({ said }) => said),
    ['/items/0 entry-too-large'],
  )
})

test('every code has a sentence in every language', () => {
  for (const code of PROBLEM_CODES) {
    const said = Object.values(sentencesOf(code, () => ({})))
    assert.equal(new Set(said).size, TEXT_LANGUAGES.length, code)
    for (const sentence of said) assert.notEqual(sentence, code)
  }
})
