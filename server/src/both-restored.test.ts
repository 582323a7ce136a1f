/** Two nodes on real databases, both lost at once, each brought back from a backup of its own. */
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { until } from './_agreed.ts'
import { type Pair, RELATION, type Side, startPair } from './_pair.ts'
import { opening } from './_relation-opening.ts'
import { headsOf, relationOf } from './_started.ts'
import type { Config } from './config.ts'
import { allowGivingBack, backUp, confirmStarted, placeOf, restore, startNode } from './main.ts'
import { record } from './uses/record/record.ts'

const SIDES = ['vnm', 'chn'] as const
const WORD = { relation: RELATION, checked: 'invented' }

let pair: Pair
before(async () => {
  pair = await startPair()
})
after(() => pair[Symbol.asyncDispose]())

const now = () => Math.floor(Date.now() / 1000)
const author = (side: string) => ({
  office: `${side}-ministry`,
  officer: `${side}-1`,
  level: 'ministry' as const,
  roles: ['secretary'],
})

async function areEqual(): Promise<boolean> {
  const [one, other] = [await headsOf(pair.nodes.vnm), await headsOf(pair.nodes.chn)]
  return one.ours.size === other.theirs.size && one.theirs.size === other.ours.size
}

async function open(side: Side, config: Config): Promise<void> {
  await pair.nodes[side].close()
  pair.nodes[side] = await startNode(config, { log: () => undefined })
}

async function copyOf(side: Side): Promise<{ register: string; keys: string }> {
  const folders = {
    register: join(pair.folder, `${side}-register`),
    keys: join(pair.folder, `${side}-keys`),
  }
  for (const folder of Object.values(folders)) mkdirSync(folder)
  const { files } = await backUp(placeOf(pair.configs[side]), folders, now())
  return { register: files.register.path, keys: files.keys.path }
}

/** The folder of another machine, with what the backup has. */
async function broughtBack(side: Side, copy: { register: string; keys: string }): Promise<Config> {
  const data = join(pair.folder, `${side}-again`)
  mkdirSync(data, { mode: 0o755 })
  copyFileSync(placeOf(pair.configs[side]).keyFile, join(data, 'at-rest.key'))
  const config = { ...pair.configs[side], data }
  await restore(placeOf(config), copy, now())
  return config
}

const sees = (side: Side, request: string, dossier: string, level: 'ministry' | 'gate') =>
  record(pair.nodes[side].running.node, relationOf(pair.nodes[side]), {
    kind: 'opened',
    request,
    author: { ...author(side), office: `${side}-${level}`, level },
    dossier,
  })

test('EPOCH-5 GIVE-2 two machines that were lost at once have what either backup holds, and go on', async () => {
  for (const side of SIDES) await open(side, pair.configs[side])
  await until(() => SIDES.every((side) => relationOf(pair.nodes[side]).start === 'confirmed'))
  const early = await copyOf('chn')
  const { dossier } = await opening(pair.nodes.chn.running.node)
  await until(areEqual)
  await sees('vnm', 'seen', dossier, 'ministry')
  await until(areEqual)
  const late = await copyOf('vnm')
  const held = await headsOf(pair.nodes.vnm)
  await sees('vnm', 'in no backup', dossier, 'gate')
  await until(areEqual)

  for (const side of SIDES) await pair.nodes[side].close()
  const configs = { vnm: await broughtBack('vnm', late), chn: await broughtBack('chn', early) }
  for (const side of SIDES) await open(side, configs[side])
  assert.equal((await headsOf(pair.nodes.chn)).ours.size, 0)
  for (const side of SIDES) {
    await until(() => {
      const { restored, start } = relationOf(pair.nodes[side])
      return restored === 'heard' || start === 'rolled-back'
    })
    await confirmStarted(configs[side].data, { ...WORD, operators: ['one', 'two'] })
    await allowGivingBack(configs[side].data, { ...WORD, operators: ['three', 'four'] })
  }
  await until(() => SIDES.every((side) => relationOf(pair.nodes[side]).start === 'confirmed'))
  await until(areEqual)
  const [vnm, chn] = [await headsOf(pair.nodes.vnm), await headsOf(pair.nodes.chn)]
  assert.deepEqual([vnm.ours.base, chn.ours.base], [held.ours.size, held.theirs.size])
  for (const { ours } of [vnm, chn]) assert.equal(ours.epoch, 2)
  await sees('vnm', 'done again', dossier, 'gate')
  await until(areEqual)
  for (const side of SIDES) {
    const { node } = pair.nodes[side].running
    const incidents = await node.store.read(RELATION, (reader) => reader.incidents())
    const accusing = ['fork', 'verdict-differs', 'seen-beyond', 'epoch-refused', 'given-differs']
    assert.deepEqual(
      incidents.filter(({ code }) => accusing.includes(code)),
      [],
    )
  }
})
