import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inventedRecord, startNodes } from '../../devnet/src/_nodes.ts'
import { startControl } from '../../devnet/src/control.ts'
import { checkFiles, type LoadOptions, loadFiles, printSchema } from './record.ts'
import { LANGUAGES, type Language } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'counterpart-record-'))
after(() => rmSync(folder, { recursive: true }))

const INVENTED = new URL('../../record/_invented.json', import.meta.url)
const TEXT = readFileSync(INVENTED, 'utf8')

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

function check(files: readonly string[], language: Language = 'en') {
  const said: string[] = []
  return { code: checkFiles(files, language, (line) => said.push(line)), said }
}

async function load(files: readonly string[], options: LoadOptions) {
  const said: string[] = []
  const seen: number[] = []
  const ports = {
    print: (line: string) => void said.push(line),
    progress: (done: number) => void seen.push(done),
  }
  return { code: await loadFiles(files, options, 'en', ports), said, seen }
}

const good = written('good.json', TEXT)
const bad = written('bad.json', TEXT.replace('"act": "state-figure"', '"act": "state-nothing"'))

test('what can be loaded is said in one line, what cannot with file, line, column, code and path', () => {
  const found = check([good])
  assert.equal(found.code, 0)
  assert.match(found.said.join('\n'), /^This record of arv~bel\/river can be loaded: 8 items/)
  const line = TEXT.split('\n').findIndex((one) => one.includes('state-figure')) + 1
  const sentences = LANGUAGES.map((language) => {
    const { code, said } = check([bad], language)
    assert.equal(code, 1)
    const start = `${bad}:${line}:14 unknown-act /items/7/act `
    assert.equal(said[0]?.slice(0, start.length), start)
    return said[0]?.slice(start.length)
  })
  assert.equal(new Set(sentences).size, LANGUAGES.length)
})

test('of very many problems a hundred are told, and how many more there are', () => {
  const file = JSON.parse(TEXT)
  file.items = Array.from({ length: 140 }, (_, at) => ({
    ...file.items[7],
    id: `figure-${at}`,
    level: 'moon',
  }))
  const { code, said } = check([written('many.json', JSON.stringify(file, null, 2))])
  assert.equal(code, 1)
  assert.equal(said.filter((line) => line.includes(' wrong-level ')).length, 100)
  assert.deepEqual(said.slice(100), ['… and 40 more.', '140 found: nothing is entered until none is left.'])
})

test('a file that cannot be opened, and one that is no text', () => {
  const none = check([good, join(folder, 'none.json')])
  assert.equal(none.code, 2)
  assert.match(none.said.join(''), /none\.json: /)
  const bytes = Buffer.concat([
    Buffer.from('{\n  "form": 1,\n  "note": "'),
    Buffer.from([0xff]),
    Buffer.from('"}'),
  ])
  const odd = check([written('odd.json', bytes)])
  assert.equal(odd.code, 1)
  assert.match(odd.said[0] ?? '', /odd\.json:3:12 not-utf8 /)
  const marked = written('marked.json', `\ufeff${TEXT}`)
  assert.equal(check([marked]).code, 0)
})

test('the schema is JSON', () => {
  const said: string[] = []
  printSchema((line) => said.push(line))
  assert.equal(JSON.parse(said.join('\n')).title, 'Public record of two states')
})

test('a record is loaded where it belongs, whole or not at all, and says what was done', async () => {
  await using nodes = await startNodes(await inventedRecord())
  const sides = [...nodes.urls].map(([code, { origin }]) => ({ code, url: origin }))
  const control = await startControl(0, sides, () => undefined)
  try {
    const there = { control: control.url }
    const wrong = await load([bad], there)
    assert.equal(wrong.code, 1)
    const others = written(
      'others.json',
      TEXT.replaceAll('arv', 'aaa').replace('aaa~bel/river', 'aaa~bel/river'),
    )
    const other = await load([others], there)
    assert.equal(other.code, 1)
    assert.match(other.said.join(''), /^other-pair .*aaa~bel\/river.*arv~bel\/river/)
    assert.deepEqual(await nodes.rows(nodes.parties[0]), [])
    const first = await load([good], there)
    assert.equal(first.code, 0)
    assert.equal(first.said.at(-1), 'Opened 8, answered 7, already there 0, there but different 0.')
    assert.equal(first.seen.at(-1), 15)
    const again = await load([good], there)
    assert.equal(again.code, 0)
    assert.equal(again.said.at(-1), 'Opened 0, answered 0, already there 8, there but different 0.')
    const changed = written('changed.json', TEXT.replace('"value": 12', '"value": 13'))
    const differing = await load([changed], {
      node: sides[1]?.url ?? '',
      drafter: 'bel-interior-secretary',
      approver: 'bel-interior-legal-reviewer',
    })
    assert.equal(differing.code, 1)
    assert.deepEqual(differing.said, [
      'boats-stopped is there but says something else: it was left as it is.',
      'Opened 0, answered 0, already there 7, there but different 1.',
    ])
    for (const [options, code] of [
      [{ node: sides[0]?.url ?? '', drafter: 'nobody' }, 'no-persona'],
      [{ node: sides[0]?.url ?? '', drafter: 'arv-interior-approver' }, 'same-officer'],
      [{ node: control.url }, 'no-node'],
      [{ drafter: 'x' }, 'bad-option'],
      [{ node: 'x' }, 'bad-option'],
    ] as const)
      await assert.rejects(load([good], options), new RegExp(`^Error: ${code}: `))
  } finally {
    await control.close()
  }
  await assert.rejects(load([good], { control: control.url }), /^Error: no-control: /)
})
