/** A node on a real PostgreSQL, backed up while it speaks with its counterpart, lost, and brought back twice. */
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { until } from './_agreed.ts'
import { type Pair, RELATION, startPair } from './_pair.ts'
import { opening } from './_relation-opening.ts'
import { headsOf, relationOf } from './_started.ts'
import type { Config } from './config.ts'
import { readKeyFile } from './keys/key-file.ts'
import {
  allowGivingBack,
  backUp,
  confirmStarted,
  logBases,
  placeOf,
  readStarts,
  rebuildRegister,
  restore,
  type StartedNode,
  startNode,
} from './main.ts'
import type { Author } from './uses/command.ts'
import { answered } from './uses/record/answered.ts'
import { record } from './uses/record/record.ts'

let pair: Pair
before(async () => {
  pair = await startPair()
})
after(() => pair[Symbol.asyncDispose]())

/** Whether each has the other's receipt for all of its log: what has none is not given back. */
async function bothReceipted(): Promise<boolean> {
  const receipted = async (started: StartedNode, side: string) => {
    const { ours } = await headsOf(started)
    const last = await started.running.node.store.read(RELATION, (reader) =>
      reader.lastCheckpoint(side, true),
    )
    return last?.size === ours.size
  }
  const { chn, vnm } = pair.nodes
  return (await receipted(chn, 'chn')) && (await receipted(vnm, 'vnm'))
}

function author(side: string): Author {
  return {
    office: `${side}-ministry`,
    officer: `${side}-1`,
    level: 'ministry',
    roles: ['secretary'],
  }
}

test('ANSWER-9 ANSWER-10 EPOCH-2 what was recorded after the backup is found out over the line; without it, both words let the next epoch begin', async () => {
  const { chn } = pair.nodes
  await pair.nodes.vnm.close()
  const open = (config: Config) => startNode(config, { log: () => undefined })
  let vnm = await open(pair.configs.vnm)
  pair.nodes.vnm = vnm
  await until(() => relationOf(vnm).start === 'confirmed' && relationOf(chn).start === 'confirmed')
  const { dossier } = await opening(chn.running.node)
  await until(async () => (await headsOf(vnm)).ours.size === 1 && (await headsOf(chn)).theirs.size === 1)

  const folders = { register: join(pair.folder, 'one'), keys: join(pair.folder, 'two') }
  for (const folder of Object.values(folders)) mkdirSync(folder)
  const copy = async () => {
    const { files } = await backUp(placeOf(pair.configs.vnm), folders, Math.floor(Date.now() / 1000))
    return { register: files.register.path, keys: files.keys.path }
  }
  const early = await copy()
  await record(vnm.running.node, relationOf(vnm), {
    kind: 'opened',
    request: 'seen',
    author: author('vnm'),
    dossier,
  })
  await until(async () => (await headsOf(chn)).theirs.size === (await headsOf(vnm)).ours.size)
  await until(async () => (await headsOf(chn)).theirs.size >= 2)
  const late = await copy()
  const before_ = await headsOf(vnm)
  await vnm.close()

  const machine = (name: string): Config => {
    const data = join(pair.folder, name)
    mkdirSync(data, { mode: 0o755 })
    copyFileSync(placeOf(pair.configs.vnm).keyFile, join(data, 'at-rest.key'))
    return { ...pair.configs.vnm, data }
  }
  const old = machine('old')
  await restore(placeOf(old), early, Math.floor(Date.now() / 1000))
  vnm = await open(old)
  pair.nodes.vnm = vnm
  await until(() => relationOf(vnm).start === 'rolled-back')
  const two = { relation: RELATION, operators: ['one', 'two'] as [string, string], checked: 'invented' }
  await confirmStarted(old.data, two)
  await until(() => relationOf(vnm).line.held === 'not-given')
  assert.equal((await headsOf(vnm)).ours.size, 1)
  await vnm.close()

  const good = machine('good')
  await restore(placeOf(good), late, Math.floor(Date.now() / 1000))
  vnm = await open(good)
  pair.nodes.vnm = vnm
  assert.deepEqual((await headsOf(vnm)).ours, before_.ours)
  await until(() => relationOf(vnm).restored === 'heard')
  assert.deepEqual(
    (await readStarts(good.data)).map(({ start, restored }) => [start, restored]),
    [['waiting', 'heard']],
  )
  await confirmStarted(good.data, two)
  await until(() => relationOf(vnm).start === 'confirmed')
  await record(vnm.running.node, relationOf(vnm), {
    kind: 'opened',
    request: 'seen again',
    author: { ...author('vnm'), office: 'vnm-gate', level: 'gate' },
    dossier,
  })
  await until(async () => (await headsOf(chn)).theirs.size > before_.ours.size + 1)
  const { epoch, base } = (await headsOf(chn)).theirs
  assert.deepEqual([epoch, base], [2, before_.ours.size])
  // What `restore` asks for: a backup in which the first log goes beyond that is not brought back.
  assert.deepEqual([...logBases(good)], [[RELATION, [{ epoch, base }]]])
  const incidents = await chn.running.node.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(
    incidents.map(({ code }) => code),
    ['epoch-begun', 'epoch-closed', 'give-back-asked'],
  )
  // Also of keys that were made while it ran it stands beside them that they have signed (EPOCH-11).
  const [relation] = pair.configs.vnm.relations
  assert.equal(readKeyFile(relation?.keys ?? '').begun, true)

  // Its keys are those of the epoch that it began, and what was signed before is still known.
  await vnm.close()
  vnm = await open(good)
  pair.nodes.vnm = vnm
  await until(() => relationOf(vnm).start === 'confirmed')
  assert.equal(relationOf(vnm).restored, 'no')
})

test('GIVE-1 GIVE-11 a machine with nothing but its keys has all of it back, with the word of two operators on either side', async () => {
  const { chn } = pair.nodes
  await until(bothReceipted)
  const before_ = await headsOf(pair.nodes.vnm)
  await pair.nodes.vnm.close()
  const data = join(pair.folder, 'empty')
  mkdirSync(data, { mode: 0o755 })
  copyFileSync(placeOf(pair.configs.vnm).keyFile, join(data, 'at-rest.key'))
  const vnm = await startNode({ ...pair.configs.vnm, data }, { log: () => undefined })
  pair.nodes.vnm = vnm
  await until(() => relationOf(vnm).start === 'rolled-back')
  const two = { relation: RELATION, operators: ['one', 'two'] as [string, string], checked: 'invented' }
  await confirmStarted(data, two)
  await until(() => relationOf(vnm).line.held === 'not-given')
  await allowGivingBack(pair.configs.chn.data, { ...two, operators: ['three', 'four'] })
  await until(() => relationOf(vnm).start === 'confirmed')
  const { ours } = await headsOf(vnm)
  assert.deepEqual([ours.epoch, ours.base], [before_.ours.epoch + 1, before_.ours.size])
  const [here, there] = await Promise.all(
    [vnm, chn].map((started) =>
      started.running.node.store.read(RELATION, async (reader) => {
        const [row] = await reader.dossiers({ limit: 1 })
        const parts = row ? await reader.parts([row.id]) : new Map()
        return [row?.settled, parts]
      }),
    ),
  )
  assert.deepEqual(here, there)
  const known = await vnm.running.node.store.read(RELATION, (reader) =>
    answered(reader, relationOf(vnm), { request: 'seen' }),
  )
  assert.equal(known?.answer.index, 1)
})

test('GIVE-7 GIVE-8 the register is made anew by a command, under a key at rest of its own, and compared with a head that was kept', async () => {
  const { chn } = pair.nodes
  await until(bothReceipted)
  const before_ = await headsOf(pair.nodes.vnm)
  await pair.nodes.vnm.close()
  const kept = await chn.running.node.store.read(RELATION, (reader) => reader.lastCheckpoint('vnm', true))
  const data = join(pair.folder, 'anew')
  mkdirSync(data, { mode: 0o755 })
  const config = { ...pair.configs.vnm, data }
  const options = { heads: [`${kept?.note}${kept?.cosignature}`], signal: new AbortController().signal }
  await assert.rejects(rebuildRegister(config, 'chn~vnm/other', options), { code: 'unknown-relation' })
  const outcome = await rebuildRegister(config, RELATION, options)
  assert.equal(outcome.kind, 'rebuilt')
  if (outcome.kind !== 'rebuilt') return
  assert.deepEqual(outcome.compared, [{ side: 'vnm', outcome: 'same', size: before_.ours.size }])
  assert.deepEqual(
    outcome.logs.map(({ side, entries, parts }) => [side, entries, parts.held === parts.named]),
    [
      ['vnm', before_.ours.size, true],
      ['chn', before_.theirs.size, true],
    ],
  )
  const vnm = await startNode(config, { log: () => undefined })
  pair.nodes.vnm = vnm
  await until(() => relationOf(vnm).restored === 'heard')
  assert.equal(relationOf(vnm).start, 'waiting')
  await confirmStarted(data, { relation: RELATION, operators: ['one', 'two'], checked: 'invented' })
  await until(() => relationOf(vnm).start === 'confirmed')
  const { ours } = await headsOf(vnm)
  assert.deepEqual([ours.epoch, ours.base], [before_.ours.epoch + 1, before_.ours.size])
})
