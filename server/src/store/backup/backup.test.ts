import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readAtRestKey } from '../../keys/at-rest.ts'
import { refused } from '../_refused.ts'
import { append, hash, OURS, plain, THEIRS } from '../_sample.ts'
import { temporaryFolder } from '../_temporary.ts'
import { openStorage, type Storage } from '../storage.ts'
import { backUp, type Made } from './back-up.ts'
import { lastBackup } from './last-backup.ts'
import { alone, type Place } from './reach.ts'
import { restore } from './restore.ts'
import { writeSealed } from './sealed-file.ts'

const RELATION = 'aaa~bbb/kept'
const NOW = 1_700_000_000
const body = (word: string) => plain(Buffer.from(word))

let folder: string
let place: Place
let made: Made
let kept: string
let gone: string
const folders = () => ({ register: join(folder, 'one'), keys: join(folder, 'two') })
const files = () => ({ register: made.files.register.path, keys: made.files.keys.path })

/** Another machine: an empty folder with the key that was kept apart. */
function another(name: string): Place {
  const directory = join(folder, name)
  mkdirSync(directory, { mode: 0o755 })
  copyFileSync(place.keyFile, join(directory, 'key'))
  return { ...place, directory, keyFile: join(directory, 'key') }
}

/** All that a reader can see of it. */
function seen(storage: Storage) {
  return storage.store.read(RELATION, async (reader) => ({
    heads: await reader.heads(),
    ours: await reader.entries(OURS, 0, { entries: 1000, bytes: 1e9 }),
    theirs: await reader.entries(THEIRS, 0, { entries: 1000, bytes: 1e9 }),
    parts: [...(await reader.parts([kept, gone]))],
    nodes: await reader.nodes(OURS, 1, [{ level: 0, index: 0 }]),
    checkpoint: await reader.lastCheckpoint(OURS),
  }))
}

before(async () => {
  folder = await temporaryFolder()
  mkdirSync(folders().register)
  mkdirSync(folders().keys)
  const directory = join(folder, 'node')
  mkdirSync(directory, { mode: 0o755 })
  place = { directory, url: null, keyFile: join(directory, 'key'), shared: join(folder, 'shared') }
})
after(() => rm(folder, { recursive: true, force: true }))

test('EPOCH-2 a backup of a node that runs is of one moment, comes back to the byte, and not where its log was ended before it', async () => {
  await using storage = await openStorage(place)
  await storage.store.open(RELATION, OURS, THEIRS)
  await storage.store.locked(RELATION, async (writer) => {
    const wishes = [{ parts: { kept: body('a\nb "quoted" \\ 边境'), personal: body('secret') } }, {}, {}]
    const { entries } = await append(writer, OURS, wishes)
    kept = entries[0]?.leaf ?? ''
    gone = entries[1]?.leaf ?? ''
    await append(
      writer,
      THEIRS,
      Array.from({ length: 250 }, () => ({})),
    )
    await writer.putCheckpoint({ side: OURS, size: 3, note: 'a note\n\n— with lines\n', cosignature: null })
    await writer.putIncident(NOW, 'time-ahead', { detail: '(a,"b")' })
    await writer.destroyParts([{ leaf: kept, name: 'personal' }])
  })
  await storage.accounts.putOfficer({
    id: 'o',
    name: 'Nguyễn "Văn" A (hư cấu)',
    office: 'office',
    roles: ['secretary', 'a,b', ''],
    validFrom: 0,
    validTo: null,
  })
  const before_ = await seen(storage)
  let told = 0
  let later = Promise.resolve()
  made = await backUp(place, folders(), NOW, (done, of) => {
    assert.ok(done <= of)
    told += 1
    // In the middle of it somebody records: that is in the next backup and not in this one.
    if (told === 1)
      later = storage.store.locked(RELATION, async (writer) => void (await append(writer, OURS, [{}])))
  })
  await later
  assert.equal((await seen(storage)).heads.ours.size, 4)
  assert.ok(told > 3)
  assert.equal(await lastBackup(place.directory), NOW)
  const copy = another('copy')
  // It was made of a disk on which the log went on, while an older one was the end of it.
  const begins = (base: number) => new Map([[RELATION, [{ epoch: 2, base }]]])
  const ended = refused('backup-superseded')
  await assert.rejects(restore(copy, files(), NOW, undefined, begins(2)), ended)
  const back = await restore(copy, files(), NOW + 60, undefined, begins(3))
  assert.equal(back.taken, NOW)
  await using restored = await openStorage(copy)
  await restored.store.open(RELATION, OURS, THEIRS)
  assert.deepEqual(await seen(restored), before_)
  const personal = new Map(before_.parts).get(kept)?.find(({ name }) => name === 'personal')
  assert.equal(personal?.state, 'destroyed')
  assert.deepEqual(await restored.accounts.officer('o'), await storage.accounts.officer('o'))
  const incidents = await restored.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(
    incidents.map(({ at, code, detail }) => ({ at, code, detail })),
    [
      { at: NOW + 60, code: 'restored', detail: { backup: made.backup, taken: NOW, ours: 3, theirs: 250 } },
      { at: NOW, code: 'time-ahead', detail: { detail: '(a,"b")' } },
    ],
  )
  // It goes on: no number of a row is given twice.
  await restored.store.open('aaa~bbb/other', OURS, THEIRS)
  await restored.store.locked(RELATION, async (writer) => {
    await append(writer, OURS, [{}])
    await writer.putIncident(NOW + 61, 'time-ahead', {})
  })
})

test('neither file shows anything without the key for data at rest', () => {
  for (const path of Object.values(files())) {
    const text = readFileSync(path).toString('latin1')
    for (const word of [RELATION, 'counterpart.entry', 'secretary', hash('sample')])
      assert.ok(!text.includes(word), word)
  }
})

test('a flipped bit anywhere, a piece that is missing and halves of two backups are refused, nothing kept', async () => {
  const copy = another('damaged')
  const other = await backUp(place, folders(), NOW + 1)
  await assert.rejects(
    restore(copy, { ...files(), keys: other.files.keys.path }, NOW),
    refused('backup-damaged'),
  )
  await assert.rejects(
    restore(copy, { register: files().keys, keys: files().register }, NOW),
    refused('backup-damaged'),
  )
  const bad = join(folder, 'bad')
  for (const holds of ['register', 'keys'] as const) {
    const good = readFileSync(files()[holds])
    const head = good.indexOf('\n') + 1
    const places = [0, 30, head - 3, head, head + 20, Math.floor(good.length / 2), good.length - 1]
    for (const at of places) {
      const bytes = Buffer.from(good)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(bad, bytes)
      const code = /^(backup-damaged|key-wrong)$/
      await assert.rejects(restore(copy, { ...files(), [holds]: bad }, NOW), (error: { code: string }) =>
        code.test(error.code),
      )
    }
    for (const size of [0, head, head + 10, good.length - 1]) {
      writeFileSync(bad, good.subarray(0, size))
      await assert.rejects(restore(copy, { ...files(), [holds]: bad }, NOW), refused('backup-damaged'))
    }
  }
  assert.deepEqual(readdirSync(copy.directory), ['key'])
})

test('it comes back into nothing but an empty database, and under no other key', async () => {
  await assert.rejects(restore(place, files(), NOW), refused('not-empty'))
  const stranger = another('stranger')
  writeFileSync(stranger.keyFile, `counterpart-at-rest-v1 ${'5'.repeat(64)}\n`)
  await assert.rejects(restore(stranger, files(), NOW), refused('key-wrong'))
  await using _ = await openStorage(place)
  await assert.rejects(restore(place, files(), NOW), refused('database-in-use'))
})

test('an altered row that names another key keeps neither the node nor its backup from starting; another key does', async () => {
  const ids = () =>
    alone(copy, async (client) => (await client.query('select id from counterpart_keys.wrapping_key')).rows)
  const alter = (at: Place, sql: string) => alone(at, async (client) => void (await client.query(sql)))
  const named = "update counterpart_keys.wrapping_key set id = 'other'"
  const copy = another('renamed')
  await restore(copy, files(), NOW)
  const right = await ids()
  await alter(copy, named)
  const altered = await backUp(copy, folders(), NOW + 2)
  const again = another('renamed-again')
  await restore(again, { register: altered.files.register.path, keys: altered.files.keys.path }, NOW + 3)
  for (const at of [copy, again]) await (await openStorage(at)).close()
  assert.deepEqual(await ids(), [{ id: 'other' }, ...right])
  await alter(copy, 'delete from counterpart_keys.wrapping_key')
  const key = readFileSync(copy.keyFile)
  unlinkSync(copy.keyFile)
  await assert.rejects(openStorage(copy), refused('key-missing'))
  writeFileSync(copy.keyFile, `counterpart-at-rest-v1 ${'5'.repeat(64)}\n`, { mode: 0o600 })
  await assert.rejects(openStorage(copy), refused('key-wrong'))
  writeFileSync(copy.keyFile, key)
  await (await openStorage(copy)).close()
  assert.deepEqual(await ids(), right)
})

test('a backup that fails leaves no file behind', async () => {
  const count = readdirSync(folders().register).length
  const missing = { ...folders(), keys: join(folder, 'not-there') }
  await assert.rejects(backUp(place, missing, NOW), { code: 'ENOENT' })
  assert.equal(readdirSync(folders().register).length, count)
  const nobody = another('nobody')
  await assert.rejects(backUp(nobody, folders(), NOW), refused('not-found'))
  assert.ok(!existsSync(join(nobody.directory, 'database')))
})

test('a full disk is named: a backup goes to two', async () => {
  const path = join(folder, 'full.register')
  // biome-ignore lint/correctness/useYield: it ends before its first line.
  const full = (async function* (): AsyncGenerator<string> {
    throw Object.assign(new Error('write'), { code: 'ENOSPC' })
  })()
  const about = { backup: '0'.repeat(32), holds: 'register', taken: NOW, form: 1 } as const
  await assert.rejects(writeSealed(path, about, readAtRestKey(place.keyFile, false), full), {
    code: 'disk-full',
    message: `the disk that holds ${folder} is full`,
  })
})
