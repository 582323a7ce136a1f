import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { edited, problemsOf, TEXT } from './_edited.ts'
import { parse } from './parse.ts'

/** A record of so many commitments, one a line. */
function many(count: number): string[] {
  const { items: _, ...rest } = JSON.parse(TEXT)
  const head = JSON.stringify(rest)
  const rows = Array.from({ length: count }, (_one, index) =>
    JSON.stringify({
      id: `content-${index}`,
      procedure: 'commitment',
      act: 'state-commitment',
      answer: { act: 'confirm-commitment' },
      level: 'ministry',
      sources: [{ source: 'S1', line: index + 1 }],
      fields: {
        title: { en: `Content ${index}`, vi: `Nội dung ${index}`, 'zh-Hans': `内容${index}` },
        nature: 'agreed',
        by: 'arv bel',
        term: 'year',
        until: '2024',
      },
    }),
  )
  return [
    `${head.slice(0, -1)},"items":[`,
    ...rows.map((row, at) => (at + 1 < count ? `${row},` : row)),
    ']}',
  ]
}

test('a broken line among ten thousand is told once, with its line', () => {
  const lines = many(10_000)
  assert.deepEqual(problemsOf({ name: 'x.json', text: lines.join('\n') }), [])
  const broken: [string, (line: string) => string][] = [
    ['cut off in a text', (line) => line.slice(0, 150)],
    ['no comma at the end', (line) => line.slice(0, -1)],
    ['no brace at the end', (line) => `${line.slice(0, -2)},`],
    ['a quote is missing', (line) => line.replace('"nature"', '"nature')],
    ['a colon is missing', (line) => line.replace('"by":', '"by" ')],
    ['a comma too many', (line) => line.replace('"agreed",', '"agreed",,')],
    ['a comment', (line) => `// ${line}`],
    ['single quotes', (line) => line.replaceAll('"', "'")],
    ['a word that is none', (line) => line.replace('"agreed"', 'agreed')],
  ]
  for (const [what, change] of broken) {
    const file = lines.map((line, at) => (at === 5000 ? change(line) : line)).join('\n')
    const found = problemsOf({ name: 'x.json', text: file })
    assert.deepEqual(
      found.map(({ line, code }) => ({ line, code })),
      [{ line: 5001, code: 'not-json' }],
      what,
    )
  }
})

test('one wrong value among ten thousand items is told with line, column and path', () => {
  const lines = many(10_000)
  lines[7000] = (lines[7000] ?? '').replace('"agreed"', '"agred"')
  const [found, ...others] = problemsOf({ name: 'x.json', text: lines.join('\n') })
  assert.deepEqual(others, [])
  assert.equal(found?.path, '/items/6999/fields/nature')
  assert.equal(found?.code, 'unknown-choice')
  assert.equal(found?.line, 7001)
  assert.equal(found?.column, (lines[7000]?.indexOf('"agred"') ?? 0) + 1)
  assert.match(found?.says.en ?? '', /agreed, pledged/)
})

test('a name twice in one object is told where it stands again', () => {
  const text = '{\n  "form": 1,\n  "note": "a",\n  "items": [],\n  "note": "b"\n}'
  assert.deepEqual(
    problemsOf({ name: 'x', text }).map(({ line, column, path, code }) => ({ line, column, path, code })),
    [{ line: 5, column: 3, path: '/note', code: 'repeated-key' }],
  )
})

test('nothing in a file steers a terminal', () => {
  const file = edited((one) => {
    one['\u001b[2J'] = 1
    one.items[0].procedure = '\u001b]0;x\u0007'
  })
  for (const { path, says } of problemsOf(file))
    for (const said of [path, ...Object.values(says)]) assert.doesNotMatch(said, /\p{Cc}/u)
})

test('what is far too deep or far too long is refused before anything reads it', () => {
  for (const text of ['['.repeat(200_000), '{"a":'.repeat(200_000)])
    assert.deepEqual(
      problemsOf({ name: 'x', text }).map(({ code }) => code),
      ['too-deep'],
    )
})

test('text is accepted exactly where the platform accepts it', () => {
  const damaged = fc
    .tuple(
      fc.nat(TEXT.length),
      fc.nat(3),
      fc.string({ unit: fc.constantFrom(...'{}[],:"\\/ \n0a-.e\u0000') }),
    )
    .map(([at, cut, put]) => TEXT.slice(0, at) + put + TEXT.slice(at + cut))
  fc.assert(
    fc.property(fc.oneof(damaged, fc.json(), fc.string()), (text) => {
      const parsed = parse(text)
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return 'faults' in parsed
      }
      if ('value' in parsed) assert.deepEqual(parsed.value, value)
      else assert.notEqual(parsed.faults[0]?.code, 'not-json')
      return true
    }),
    { numRuns: 500 },
  )
})
