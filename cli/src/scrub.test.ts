import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastOf, type ScrubNode, type ScrubTold, scrubNow } from './scrub.ts'
import { LANGUAGES } from './words.ts'

const COUNTED = { entries: 12, bytes: 3_400_000, found: 0, repaired: 0 }
const IDLE = {
  relation: 'aaa~bbb/one',
  pass: 'none' as const,
  done: 0,
  of: 12,
  bytes: 0,
  found: 0,
  failed: null,
  mended: 0,
}

function told(lines: string[], language: ScrubTold['language'] = 'en'): ScrubTold {
  const print = (line: string) => void lines.push(line)
  return { language, every: 0, print, progress: print }
}

/** A node whose pass takes two looks. */
function nodeOf(last: typeof COUNTED): { node: ScrubNode; begun: string[] } {
  const begun: string[] = []
  let looks = 0
  const state = async () => {
    looks += 1
    const running = begun.length > 0 && looks < 4
    return [
      {
        ...IDLE,
        pass: running ? ('whole' as const) : ('none' as const),
        done: looks,
        last: running ? null : last,
      },
    ]
  }
  const begin = (relation: string) => {
    begun.push(relation)
    return state()
  }
  return { node: { begin, state }, begun }
}

test('a scrub shows how far it is until it has come to its end, and ends with 0 only when nothing is left damaged', async () => {
  for (const [found, repaired, code] of [
    [0, 0, 0],
    [3, 3, 0],
    [3, 2, 1],
  ] as const) {
    const lines: string[] = []
    const { node, begun } = nodeOf({ ...COUNTED, found, repaired })
    assert.equal(await scrubNow(node, null, told(lines)), code)
    assert.deepEqual(begun, ['aaa~bbb/one'])
    assert.match(lines[0] ?? '', /^aaa~bbb\/one: 2 of 12 entries/)
    assert.match(lines.at(-1) ?? '', found === 0 ? /nothing is damaged/ : /3 damaged, of which \d are mended/)
  }
})

test('what earlier passes of the same command have put back is told, too', async () => {
  for (const language of LANGUAGES) {
    const lines: string[] = []
    const state = async () => [{ ...IDLE, last: COUNTED, mended: 2 }]
    assert.equal(await scrubNow({ begin: state, state }, null, told(lines, language)), 0)
    assert.equal(lines.length, 2)
    assert.match(lines[0] ?? '', /2/)
    assert.doesNotMatch(lines[0] ?? '', /[{}]/)
  }
})

test('a pass that cannot come to its end is told of, and is not waited for', async () => {
  for (const language of LANGUAGES) {
    const lines: string[] = []
    const state = async () => [{ ...IDLE, last: COUNTED, failed: 'entry-damaged' }]
    assert.equal(await scrubNow({ begin: state, state }, null, told(lines, language)), 1)
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? '', /\(entry-damaged\)|（entry-damaged）/)
  }
})

test('of a node that has not come to an end yet nothing good is said, in any language', () => {
  for (const language of LANGUAGES) {
    const lines: string[] = []
    assert.equal(lastOf([{ ...IDLE, last: null }], told(lines, language)), 1)
    assert.equal(lastOf([{ ...IDLE, last: COUNTED }], told(lines, language)), 0)
    for (const line of lines) assert.doesNotMatch(line, /[{}]/)
  }
})
