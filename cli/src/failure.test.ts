import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ADVICE, failureLine } from './failure.ts'
import { rebuildRelation } from './rebuild.ts'
import { LANGUAGES } from './words.ts'

const said = (error: unknown) => `internal: ${error instanceof Error ? error.name : typeof error}`
const system = (code: string, path?: string) =>
  Object.assign(new Error('what the system says'), { code, path })

test('a rebuild that the counterpart stops says what to do', async () => {
  for (const [code, line] of [
    ['unavailable', /^unavailable: the counterpart cannot give what comes next.*: have its operators read /],
    ['busy', /^busy: the counterpart has too much to do.*: wait some minutes/],
  ] as const) {
    const stopped = rebuildRelation({
      relation: 'chn~vnm/border',
      party: 'vnm',
      checkpoints: [],
      language: 'en',
      print: () => undefined,
      rebuild: () => Promise.resolve({ kind: 'stopped', code }),
    })
    const error = await stopped.catch((thrown: unknown) => thrown)
    assert.match(failureLine(error, said, 'en'), line)
  }
})

test('whatever ends a command is one line with a code and what to do', () => {
  const lines: [unknown, RegExp][] = [
    [system('ENOSPC'), /^disk-full: the disk is full: free some space/],
    [system('EDQUOT'), /^disk-full: /],
    [system('EACCES', '/a'), /^not-permitted: this may not be read or written \(\/a\): run as the owner/],
    [system('EROFS', '/a'), /^not-permitted: /],
    [system('ENOENT', '/a/b'), /^not-found: there is no such file or folder \(\/a\/b\): correct the path$/],
    [
      Object.assign(new Error("Cannot find package 'pg' imported from /x"), { code: 'ERR_MODULE_NOT_FOUND' }),
      /^packages-missing: pg is not installed: run `npm ci`/,
    ],
    [
      new Error('port-in-use: port 8401 for the pages of chn is in use'),
      /^port-in-use: port 8401 .* in use: end what uses it/,
    ],
    [new Error('no-world: a\nsecond line'), /^no-world: a: choose an empty folder/],
    [new Error('refused: http://a'), /^refused: http:\/\/a: ask as an officer who may, with --officer$/],
    [new Error('restored: from a backup'), /^restored: from a backup: wait until there is a line/],
    [new Error('connect: what the system says'), /^internal: Error: /],
    [new Error('constructor: x'), /^internal: Error: /],
    [new TypeError('Nguyễn Văn A (hư cấu)'), /^internal: TypeError: run it again with COUNTERPART_DEBUG=1/],
    ['a text', /^internal: string: /],
  ]
  for (const [error, line] of lines) {
    const told = failureLine(error, said, 'en')
    assert.match(told, line)
    assert.ok(!told.includes('\n') && !told.includes('hư cấu'))
  }
})

test('advice that the line gives already is not given twice', () => {
  const line =
    'folder-in-use: a demonstration runs here: use its pages or end it, or choose another --folder and --port'
  assert.equal(failureLine(new Error(line), said, 'vi'), line)
})

test('the manual of operators says more about every code', () => {
  const manual = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  for (const code of Object.keys(ADVICE.en)) assert.ok(manual.includes(`\`${code}\``), code)
})

test('the address of the keys is named with the relation that it needs', () => {
  const files = ['../../docs/operations.md', 'main.ts', ...LANGUAGES.map((code) => `texts/${code}.json`)]
  for (const file of files) {
    const [before = '', ...behind] = readFileSync(new URL(file, import.meta.url), 'utf8').split('/api/keys')
    assert.ok(before !== '' && behind.length > 0, file)
    for (const rest of behind) assert.ok(rest.startsWith('?relation='), `${file}: ${rest.slice(0, 40)}`)
  }
})

test('what to do is said in every language', () => {
  const error = new Error('rolled-back: x')
  const lines = LANGUAGES.map((language) => failureLine(error, said, language))
  assert.equal(new Set(lines).size, LANGUAGES.length)
  for (const line of lines) assert.match(line, /^rolled-back: x: .*docs\/operations\.md/)
  for (const language of LANGUAGES)
    assert.deepEqual(Object.keys(ADVICE[language]), Object.keys(ADVICE.en), language)
})
