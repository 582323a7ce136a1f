import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { bytesOf, exportPouch, importPouch, type PouchNode, type Told } from './pouch.ts'
import { LANGUAGES, type Language } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'counterpart-carry-'))
after(() => rmSync(folder, { recursive: true }))

const files = [1, 2].map((part) => ({
  name: `p_${part}.pouch`,
  start: part,
  end: part + 1,
  part,
  of: 2,
  bytes: 9,
}))
const node: PouchNode = {
  plan: async () => files,
  open: async ({ part }) => Readable.from([Buffer.from('sealed '), Buffer.from(String(part))]),
  async give(bytes) {
    const text = Buffer.concat(await bytes.toArray()).toString()
    if (text.includes('own')) throw Object.assign(new Error('pouch-own'), { code: 'pouch-own' })
    return {
      fresh: 4,
      held: 5,
      aside: 6,
      pieces: 0,
      early: 0,
      passed: 0,
      receipted: 7,
      refused: text.includes('half') ? 'pouch-damaged' : null,
    }
  },
}

function told(language: Language = 'en'): Told & { lines: string[]; steps: number[] } {
  const lines: string[] = []
  const steps: number[] = []
  return {
    lines,
    steps,
    language,
    print: (line) => void lines.push(line),
    why: (code) => `because of ${code}`,
    progress: (done) => void steps.push(done),
  }
}

test('what came before the entries that name it is read once more behind them', async () => {
  const names = ['pieces.pouch', 'entries.pouch'].map((name) => join(folder, name))
  for (const name of names) writeFileSync(name, name)
  let hasEntries = false
  const read: string[] = []
  const waiting: PouchNode = {
    ...node,
    async give(bytes) {
      const isPieces = Buffer.concat(await bytes.toArray()).includes('pieces')
      const brings = isPieces && hasEntries ? { pieces: 3, early: 0 } : { pieces: 0, early: isPieces ? 3 : 0 }
      hasEntries ||= !isPieces
      read.push(isPieces ? 'pieces' : 'entries')
      return { fresh: 0, held: 0, aside: 0, passed: 0, receipted: null, refused: null, ...brings }
    },
  }
  for (const language of LANGUAGES) {
    const out = told(language)
    hasEntries = false
    assert.equal(await importPouch(waiting, names, out), 0)
    assert.deepEqual(read.splice(0), ['pieces', 'entries', 'pieces'])
    assert.match(out.lines.at(-1) ?? '', /3/)
    const [pieces = ''] = names
    hasEntries = false
    const alone = told(language)
    assert.equal(await importPouch(waiting, [pieces], alone), 1)
    assert.deepEqual(read.splice(0), ['pieces', 'pieces'])
    assert.doesNotMatch([...out.lines, ...alone.lines].join(), /[{}]|undefined/)
    assert.equal(alone.lines.length, 4)
  }
})

test('of a file with nothing but pieces that are not needed it is said what it is, in every language', async () => {
  const name = join(folder, 'again.pouch')
  writeFileSync(name, 'pieces')
  const counts = { fresh: 0, held: 0, aside: 0, pieces: 0, early: 0, passed: 7, receipted: null }
  const again: PouchNode = {
    ...node,
    give: async (bytes) => {
      await bytes.toArray()
      return { ...counts, refused: null }
    },
  }
  for (const language of LANGUAGES) {
    const out = told(language)
    const { lines } = out
    assert.equal(await importPouch(again, [name], out), 0)
    assert.deepEqual([lines.length, /[{}]|undefined/.test(lines.join())], [2, false])
    assert.doesNotMatch(lines[0]?.slice(name.length) ?? '', /\d/)
    assert.match(lines[1] ?? '', /7/)
  }
})

test('a size is a medium or a number with its unit', () => {
  for (const [size, bytes] of [
    ['disc', 650_000_000],
    ['stick', 4_294_967_295],
    ['20000000', 20_000_000],
    ['1.5 GB', 1_500_000_000],
    ['100mib', 104_857_600],
  ] as const)
    assert.equal(bytesOf(size), bytes)
  for (const size of ['', 'MB', '4 sticks', '-1', '1e9', '4GiB more', '__proto__'])
    assert.throws(() => bytesOf(size), /^Error: bad-option: /)
})

test('what waits is written file by file, each whole or not at all', async () => {
  const to = join(folder, 'stick')
  mkdirSync(to)
  for (const language of LANGUAGES) {
    const out = told(language)
    await exportPouch(node, to, 1, null, out)
    assert.equal(out.lines.length, 2)
    assert.doesNotMatch(out.lines.join(), /[{}]|undefined/)
    assert.deepEqual(out.steps, [7, 8, 7, 8])
  }
  assert.deepEqual(readdirSync(to).sort(), ['p_1.pouch', 'p_2.pouch'])
  assert.equal(readFileSync(join(to, 'p_2.pouch'), 'utf8'), 'sealed 2')
  const broken = (error: Error) => ({
    ...node,
    open: async () =>
      Readable.from(
        (async function* () {
          yield Buffer.from('half')
          throw error
        })(),
      ),
  })
  const other = join(folder, 'other')
  mkdirSync(other)
  await assert.rejects(
    exportPouch(broken(new Error('the node ended')), other, 1, null, told()),
    /the node ended/,
  )
  const full = broken(Object.assign(new Error('write'), { code: 'ENOSPC' }))
  await assert.rejects(exportPouch(full, other, 1, null, told()), { message: `disk-full: ${other} is full` })
  assert.deepEqual(readdirSync(other), [])
})

test('a folder that is not there is not made: its medium may not be mounted', async () => {
  const none = join(folder, 'none')
  await assert.rejects(exportPouch(node, none, 1, null, told()), { code: 'ENOENT' })
  assert.equal(existsSync(none), false)
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await assert.rejects(exportPouch(node, file, 1, null, told()), /^Error: not-found: .*file is no folder$/)
})

test('each file is told of, the refused ones with why, and the others are read all the same', async () => {
  const paths = ['own', 'half', 'good'].map((text) => {
    const path = join(folder, `${text}.pouch`)
    writeFileSync(path, text)
    return path
  })
  for (const language of LANGUAGES) {
    const out = told(language)
    assert.equal(await importPouch(node, paths, out), 1)
    const said = out.lines.join('\n')
    assert.doesNotMatch(said, /[{}]|undefined/)
    assert.match(said, /own\.pouch.*pouch-own.*because of pouch-own/)
    assert.match(said, /half\.pouch.*pouch-damaged/)
    assert.equal(out.lines.filter((line) => line.includes('good.pouch')).length, 1)
  }
  assert.equal(await importPouch(node, paths.slice(2), told()), 0)
})

test('a file that is not there, and a folder, are named, and what stands behind them is read all the same', async () => {
  const path = join(folder, 'behind.pouch')
  writeFileSync(path, 'good')
  for (const language of LANGUAGES)
    for (const missing of [join(folder, 'none.pouch'), folder]) {
      const out = told(language)
      assert.equal(await importPouch(node, [missing, path], out), 1)
      const [first = '', second = ''] = out.lines
      assert.ok(first.startsWith(missing) && first.includes('not-found'), first)
      assert.ok(second.startsWith(path), second)
    }
})
