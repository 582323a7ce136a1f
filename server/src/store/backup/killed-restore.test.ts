import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { refused } from '../_refused.ts'
import { append, OURS, THEIRS } from '../_sample.ts'
import { temporaryFolder } from '../_temporary.ts'
import { openStorage } from '../storage.ts'
import { backUp, type Made } from './back-up.ts'
import type { Place } from './reach.ts'
import { restore } from './restore.ts'

const RELATION = 'aaa~bbb/kept'
const NOW = 1_700_000_000
let folder: string
let place: Place
let made: Made
const files = () => ({ register: made.files.register.path, keys: made.files.keys.path })

function emptied(name: string): Place {
  const directory = join(folder, name)
  mkdirSync(directory, { mode: 0o755 })
  copyFileSync(place.keyFile, join(directory, 'key'))
  return { ...place, directory, keyFile: join(directory, 'key') }
}

before(async () => {
  folder = await temporaryFolder()
  for (const one of ['node', 'one', 'two']) mkdirSync(join(folder, one), { mode: 0o755 })
  const directory = join(folder, 'node')
  place = { directory, url: null, keyFile: join(directory, 'key'), shared: join(folder, 'shared') }
  await using storage = await openStorage(place)
  await storage.store.open(RELATION, OURS, THEIRS)
  const many = Array.from({ length: 300 }, () => ({}))
  await storage.store.locked(RELATION, async (writer) => void (await append(writer, OURS, many)))
  made = await backUp(place, { register: join(folder, 'one'), keys: join(folder, 'two') }, NOW)
})
after(() => rm(folder, { recursive: true, force: true }))

/** Killed as soon as the first rows are in. */
function killed(into: Place): void {
  const { signal } = spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import { restore } from ${JSON.stringify(import.meta.resolve('./restore.ts'))}
    const kill = () => process.kill(process.pid, 'SIGKILL')
    await restore(${JSON.stringify(into)}, ${JSON.stringify(files())}, ${NOW}, kill)`,
  ])
  assert.equal(signal, 'SIGKILL')
}

test('no node begins a register where a restore was killed, and the restore can be run again', async () => {
  const copy = emptied('killed')
  killed(copy)
  await assert.rejects(openStorage(copy), refused('restore-unfinished'))
  const { rows } = await restore(copy, files(), NOW)
  assert.ok(rows > 300)
  await using storage = await openStorage(copy)
  await storage.store.open(RELATION, OURS, THEIRS)
  const { ours } = await storage.store.read(RELATION, (reader) => reader.heads())
  assert.equal(ours.size, 300)
})

test('a restore that was refused keeps no node out, and one that was not answered is known', async () => {
  const superseded = new Map([[RELATION, [{ epoch: 2, base: 1 }]]])
  const copy = emptied('refused')
  await assert.rejects(restore(copy, files(), NOW, undefined, superseded), refused('backup-superseded'))
  await (await openStorage(copy)).close()
  const whole = emptied('whole')
  await restore(whole, files(), NOW)
  await assert.rejects(restore(whole, files(), NOW), {
    code: 'not-empty',
    message: 'this backup was brought back here before',
  })
})
