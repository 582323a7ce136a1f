/** The same vectors, judged by Go's own packages for notes and logs where Debian's are installed. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { goEnvironment, withoutGo } from './_go.ts'

/** What Go lets pass because it knows no ML-DSA line, reads one line of a known key only, reads loosely, or reads no header. */
const STRICTER: Record<string, readonly string[]> = {
  inclusion: [],
  consistency: [],
  checkpoint: [
    'only-ed25519',
    'bad-ml-dsa-44',
    'ed25519-twice',
    'ml-dsa-44-twice',
    'empty-log-other-root',
    'log-with-a-time',
    'other-cosigner',
    'ml-dsa-44-over-the-body',
    'ml-dsa-44-without-time',
    'too-many-lines',
  ],
  cosignature: ['two-seconds', 'time-0', 'only-ed25519', 'three-lines', 'ed25519-twice', 'bad-ml-dsa-44'],
  proof: ['leading-zero', 'hash-loose-base64', 'another-relation', 'another-pair', 'part-of-a-word'],
}

interface Judged {
  file: string
  id: string
  accepted: boolean
}

test('LOG-1 CHECKPOINT-2 COSIGNATURE-1 PROOF-1 Go reads what we write, and refuses what it can see', {
  skip: withoutGo,
}, () => {
  const cache = mkdtempSync(join(tmpdir(), 'counterpart-go-'))
  try {
    const vectors = join(import.meta.dirname, '../../spec/vectors')
    const run = spawnSync('go', ['run', join(import.meta.dirname, 'vectors.go'), vectors], {
      encoding: 'utf8',
      env: goEnvironment(cache),
    })
    assert.equal(run.status, 0, run.stderr)
    const judged = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Judged)
    for (const [file, stricter] of Object.entries(STRICTER)) {
      const said = new Map(judged.filter((one) => one.file === file).map((one) => [one.id, one.accepted]))
      const ours = JSON.parse(readFileSync(join(vectors, `${file}.json`), 'utf8')) as {
        id: string
        expected?: unknown
      }[]
      assert.equal(said.size, ours.length)
      const passed = ours.filter(({ id, expected }) => said.get(id) !== (expected !== undefined))
      assert.deepEqual(
        passed.map(({ id }) => id),
        stricter,
        file,
      )
      for (const { id, expected } of ours)
        if (expected !== undefined) assert.ok(said.get(id), `${file} ${id}`)
    }
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
})
