/** What a node tells its operator: what its timer could not do, and what refuses every write. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { utf8 } from '@counterpart/protocol'
import { directoryOf } from './directory.ts'
import { type NodeCode, NodeError } from './errors.ts'
import { bundleOf, counterpartOf } from './keys/bundle.ts'
import { newKeyFile, openKeyFile } from './keys/key-file.ts'
import { logLine } from './log.ts'
import { RunningNode } from './node.ts'
import { MemoryPouches } from './store/memory/pouches.ts'
import { memoryStorage } from './store/storage.ts'
import type { Store } from './store/store.ts'
import { PROCEDURES } from './uses/_pacts.ts'

const RELATION = 'aaa~bbb/test'
const NAME = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }

test('what time causes and a store cannot do is told once, and again when it is something else or was done meanwhile', async () => {
  const secret = utf8('secret')
  const [own, theirs] = await Promise.all(
    ['aaa', 'bbb'].map((party) =>
      newKeyFile({ party, domain: `${party}.test`, relation: RELATION, epoch: 1 }, secret, 1_800_000_000),
    ),
  )
  assert.ok(own && theirs)
  const { store } = memoryStorage()
  let failing: NodeCode | null = null
  let ticks = 0
  const broken: Store = {
    open: (...given) => store.open(...given),
    locked: (...given) => store.locked(...given),
    read: (...given) => {
      ticks++
      return failing ? Promise.reject(new NodeError({ code: failing })) : store.read(...given)
    },
    close: () => store.close(),
  }
  const told: string[] = []
  await using running = await RunningNode.open({
    party: 'aaa',
    name: NAME,
    relations: [
      {
        keys: openKeyFile(own, secret),
        counterpart: counterpartOf(bundleOf(theirs, NAME, 'https://bbb.test:1')),
      },
    ],
    store: broken,
    pouches: new MemoryPouches(),
    procedures: PROCEDURES,
    directory: directoryOf([]),
    tickEvery: 5,
    log: (code, error) => void told.push(logLine(new Date(0), code, error)),
  })
  for (const code of ['database-busy', 'disk-full', null, 'disk-full'] as const) {
    failing = code
    for (const from = ticks; ticks < from + 20; ) await pause(5)
  }
  assert.deepEqual(
    told.map((line) => line.split(':')[2]?.slice(8)),
    ['database-busy', 'disk-full', 'disk-full'].map(
      (code) => `${code} what time causes in ${RELATION} cannot be done`,
    ),
  )
  const error = new NodeError({ code: 'signer-failed', message: 'the outside signer: it ended with 1' })
  running.node.events.emit({ kind: 'refused', relation: RELATION, error })
  assert.match(told.at(-1) ?? '', / signer-failed aaa~bbb\/test: the outside signer: it ended with 1$/)
})
