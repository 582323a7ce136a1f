import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readAtRestKey } from '../../keys/at-rest.ts'
import { OURS, THEIRS } from '../_sample.ts'
import { temporaryFolder } from '../_temporary.ts'
import { openStorage } from '../storage.ts'
import { backUp } from './back-up.ts'
import { alongside } from './leftovers.ts'
import { beside, type Place } from './reach.ts'

const NOW = 1_700_000_000
let folder: string
let place: Place
const folders = () => ({ register: join(folder, 'one'), keys: join(folder, 'two') })
const unfinished = () =>
  Object.values(folders()).flatMap((one) => readdirSync(one).filter((name) => name.endsWith('.new')))

before(async () => {
  folder = await temporaryFolder()
  const directory = join(folder, 'node')
  for (const one of [directory, ...Object.values(folders())]) mkdirSync(one, { mode: 0o755 })
  place = { directory, url: null, keyFile: join(directory, 'key'), shared: join(folder, 'shared') }
})
after(() => rm(folder, { recursive: true, force: true }))

test('what a killed backup left goes with the next one; that of another node or of a stranger stays', async () => {
  await using storage = await openStorage(place)
  await storage.store.open('aaa~bbb/kept', OURS, THEIRS)
  const { files } = await backUp(place, folders(), NOW)
  const left = (name: string) => join(folders().register, `counterpart-20260101T000000Z-${name}.register.new`)
  // Half of one, one of another node that keeps its own here, and two of which nobody can say whose they are.
  const whole = readFileSync(files.register.path)
  writeFileSync(left('00000001'), whole.subarray(0, Math.ceil(whole.length / 2)))
  copyFileSync(files.keys.path, join(folders().keys, 'counterpart-20260101T000000Z-00000001.keys.new'))
  const foreign = whole.toString('latin1').replace(/"key":"[0-9a-f]{16}"/, `"key":"${'0'.repeat(16)}"`)
  writeFileSync(left('00000002'), foreign, 'latin1')
  writeFileSync(left('00000003'), '')
  writeFileSync(left('00000004'), '')
  utimesSync(left('00000004'), NOW, NOW)
  symlinkSync(files.register.path, left('00000005'))
  writeFileSync(join(folders().register, 'mine.register.new'), whole)
  await backUp(place, folders(), NOW + 1)
  assert.deepEqual(unfinished().sort(), [
    'counterpart-20260101T000000Z-00000002.register.new',
    'counterpart-20260101T000000Z-00000003.register.new',
    'counterpart-20260101T000000Z-00000005.register.new',
    'mine.register.new',
  ])
  assert.equal(readdirSync(folders().keys).length, 2)
})

test('no backup takes away what another one is writing', async () => {
  await using storage = await openStorage(place)
  await storage.store.open('aaa~bbb/kept', OURS, THEIRS)
  const draft = join(folders().register, 'counterpart-20260102T000000Z-00000001.register.new')
  const { files } = await backUp(place, folders(), NOW + 3)
  await beside(place, async (client) => {
    await alongside(client, Object.values(folders()), readAtRestKey(place.keyFile, false))
    copyFileSync(files.register.path, draft)
    await backUp(place, folders(), NOW + 4)
    assert.ok(existsSync(draft))
  })
  await backUp(place, folders(), NOW + 5)
  assert.ok(!existsSync(draft))
})
