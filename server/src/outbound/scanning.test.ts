/** What a scanner gives no answer about waits, and nothing else waits for it. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { RELATION } from '../uses/_talk.ts'
import { moveFile } from '../uses/file/move-file.ts'
import { MOST_UNANSWERED, silentSince } from '../uses/file/scan.ts'
import { ask, bring, fetching, line, pair, stateAt } from './_fetching.ts'
import { Scanning } from './scanning.ts'

const DAY = 86_400
const never = new AbortController().signal

/** A scanner that says what it was asked, and nothing of what begins with BAD. */
async function scanned() {
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-scanning-'))
  const said = join(folder, 'said')
  const code = 'read -r one; echo "$one" >>"$0"; case $one in BAD*) exit 2;; esac; exit 0'
  const both = await pair({ scanner: ['/nowhere/scanner'] })
  const { node } = both.b
  const relation = both.b.relation(RELATION)
  const keep = both.keeps.b
  let now = 0
  const scanning = new Scanning(node, keep, relation, (row, to, why) =>
    moveFile(node, relation, row, to, why),
  )
  return {
    ...{ both, keep },
    /** Held for the scanner. */
    async come(...texts: string[]): Promise<string[]> {
      keep.scanner = ['/nowhere/scanner']
      node.monotonic = () => performance.now() / 1000
      const known = new Map(keep.unscanned)
      const leaves: string[] = []
      for (const text of texts)
        leaves.push(await ask(both, await bring(both.keeps.a, Buffer.from(`${text}\n`))))
      const states = () => Promise.all(leaves.map((leaf) => stateAt(both.b, leaf)))
      await fetching(both.b, line(both.a), async () => (await states()).every((one) => one === 'scanning'))
      keep.unscanned.clear()
      for (const [name, one] of known) keep.unscanned.set(name, one)
      node.monotonic = () => now
      keep.scanner = ['/bin/sh', '-c', code, said]
      return leaves
    },
    /** What was asked. */
    async pass(): Promise<string[]> {
      writeFileSync(said, '')
      await scanning.pass(never)
      return readFileSync(said, 'utf8').split('\n').slice(0, -1)
    },
    later: (seconds: number) => {
      now += seconds
    },
    end: () => rmSync(folder, { recursive: true }),
  }
}

test('the newest are scanned first, and no pass goes on over many that get no answer', async () => {
  const at = await scanned()
  try {
    await at.come('BAD 1', 'BAD 2', 'BAD 3', 'BAD 4', 'BAD 5', 'BAD 6')
    const first = await at.pass()
    assert.equal(first[0], 'BAD 6')
    // The oldest have their turn beside the newest.
    assert.ok(first.includes('BAD 1'))
    assert.ok(first.length <= MOST_UNANSWERED + 1)
    const [good] = await at.come('good')
    const second = await at.pass()
    assert.equal(second[0], 'good')
    assert.equal(await stateAt(at.both.b, good ?? ''), 'here')
    assert.ok(second.every((one) => !first.includes(one)))
  } finally {
    at.end()
  }
})

test('a file without an answer waits twice as long each time, up to a day', async () => {
  const at = await scanned()
  try {
    await at.come('BAD 1', 'BAD 2')
    const pauses: number[] = []
    for (let times = 0; times < 16; times++) {
      const asked = await at.pass()
      assert.deepEqual(asked.sort(), ['BAD 1', 'BAD 2'])
      assert.deepEqual(await at.pass(), [])
      const { notBefore } = [...at.keep.unscanned.values()][0] ?? assert.fail()
      pauses.push(notBefore - pauses.reduce((all, one) => all + one, 0))
      // Others get their answer: it is the file.
      await at.come('good')
      assert.deepEqual(await at.pass(), ['good'])
      at.later(pauses.at(-1) ?? 0)
    }
    assert.deepEqual(pauses.slice(0, 4), [30, 30, 60, 120])
    assert.equal(pauses.at(-1), DAY)
    // Two that it chokes on time and again say nothing of it.
    await at.pass()
    assert.equal(await silentSince(at.keep), null)
  } finally {
    at.end()
  }
})

test('a file that was asked about once has not been left out as often as others got their answer', async () => {
  const at = await scanned()
  try {
    await at.come('BAD 1', 'BAD 2')
    await at.pass()
    for (let n = 0; n < 5; n++) {
      await at.come(`good ${n}`)
      assert.deepEqual(await at.pass(), [`good ${n}`])
    }
    // Now it is gone, and these two are all that there is to see it by.
    at.keep.scanner = ['/nowhere/scanner']
    at.later(DAY)
    await at.pass()
    assert.equal(await silentSince(at.keep), at.both.b.node.clock())
  } finally {
    at.end()
  }
})

test('while a scanner answers nothing at all, its return is not missed', async () => {
  const at = await scanned()
  try {
    const leaves = await at.come('one', 'two')
    const working = at.keep.scanner
    at.keep.scanner = ['/nowhere/scanner']
    const since = at.both.b.node.clock()
    for (let times = 0; times < 30; times++) {
      await at.pass()
      assert.equal(await silentSince(at.keep), since)
      at.later(600)
    }
    at.keep.scanner = working
    assert.equal((await at.pass()).length, 2)
    assert.equal(await silentSince(at.keep), null)
    for (const leaf of leaves) assert.equal(await stateAt(at.both.b, leaf), 'here')
  } finally {
    at.end()
  }
})
