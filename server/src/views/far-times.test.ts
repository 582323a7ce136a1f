import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, leafHash, verifyEvidence } from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { directoryOf } from '../directory.ts'
import type { Officer, Sight } from '../http/ports.ts'
import { VIEWS } from '../http/schema/dossier.ts'
import { entry, newHostile } from '../uses/_hostile.ts'
import { agree, headsOf, RELATION } from '../uses/_talk.ts'
import { newSide } from '../uses/_world.ts'
import { receive } from '../uses/receive/receive.ts'
import { desk } from './desk.ts'
import { dossierView } from './dossier.ts'
import { keysView } from './keys.ts'
import { look } from './look.ts'
import { evidenceFile } from './proof.ts'
import { registerPage } from './register.ts'
import { retentionPage } from './retention.ts'
import { wayOf } from './way.ts'

const SIGHT: Sight = { offices: null, sees: () => true }

test('CLOCK-3 EVIDENCE-6 an act at a time that no calendar has is on every page, and proven by its evidence', async () => {
  for (const time of [8_640_000_000_001, Number.MAX_SAFE_INTEGER]) {
    const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    const name = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }
    const office = { code: 'bbb-office', side: 'bbb', level: 'ministry', name, faces: [] } as const
    b.node.directory = directoryOf([{ ...office, faces: [] }])
    await agree(a, b)
    const rows = await a.store.read(RELATION, (reader) =>
      reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }),
    )
    const hostile = newHostile()
    hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
    const act = entry({ time, seen: (await headsOf(b)).ours.size, kept: { title: 'one' } })
    hostile.entries.push(act)
    const relation = b.relation(RELATION)
    const got = await receive(b.node, relation, hostile.step({ start: rows.length }))
    assert.equal(got.kind, 'answer')
    const leaf = leafHash(act.header)
    const officer: Officer = {
      id: 'x',
      name: 'Invented',
      side: 'bbb',
      office: { ...office, faces: [] },
      roles: ['duty-officer'],
    }
    for (const view of VIEWS) await desk(b.node, { view }, officer, SIGHT)
    await look(b.node, relation, async (at) => {
      assert.equal((await dossierView(at, leaf, officer, SIGHT, 'x'))?.rungs[0]?.written, time)
      assert.ok(await wayOf(at, leaf))
      await registerPage(at, { relation: RELATION })
      await retentionPage(at, SIGHT)
      const { keys } = await keysView(at)
      const read = keys.map(({ side, log, custody }) => ({
        side,
        log: keysOf(log, 'log'),
        custody: keysOf(custody, 'custody'),
      }))
      const members = new Map(Object.entries(unzipSync((await evidenceFile(at, leaf)).bytes)))
      const found = verifyEvidence(members, read, b.node.verifier)
      assert.ok(found.some((one) => one.code === 'delivered' && one.leaf === leaf && one.time === time))
      assert.ok(found.every(({ kind }) => kind !== 'refused'))
    })
  }
})
