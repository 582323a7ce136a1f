import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, verifyEvidence } from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { RELATION } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { NAME, worked } from './_recalled.ts'
import { evidencePage } from './evidence-page.ts'
import { keysView } from './keys.ts'
import { look } from './look.ts'
import { evidenceFile } from './proof.ts'

async function evidence(side: Side, dossier: string) {
  const [file, known] = await look(side.node, side.relation(RELATION), async (at) => [
    await evidenceFile(at, dossier),
    await keysView(at),
  ])
  const members = new Map(Object.entries(unzipSync(file.bytes)))
  const keys = known.keys.map(({ side: party, log, custody }) => ({
    side: party,
    log: keysOf(log, 'log'),
    custody: keysOf(custody, 'custody'),
  }))
  const findings = verifyEvidence(members, keys, side.node.verifier)
  const all = [...members.values()].map((bytes) => Buffer.from(bytes).toString()).join('\n')
  return { page: Buffer.from(members.get('page.html') ?? []).toString(), findings, all }
}

test('EVIDENCE-8 evidence names what was destroyed: which part of which act, by whom, when, why and under which record', async () => {
  const { a, b, dossier } = await worked(['aaa', 'bbb'])
  for (const side of [a, b]) {
    const { page, findings, all } = await evidence(side, dossier)
    assert.ok(!all.includes(NAME))
    assert.deepEqual(
      findings.filter(({ kind }) => kind === 'refused'),
      [],
    )
    const said = await side.store.read(RELATION, async (reader) =>
      (await reader.deletions([dossier])).get(dossier),
    )
    assert.deepEqual(said?.map((row) => row.side).sort(), ['aaa', 'bbb'])
    for (const { side: by, time, record } of said ?? []) {
      const at = new Date(time * 1000).toISOString().replace('.000', '')
      const of = `of <code>${dossier}</code>`
      const line = `person ${of}: destroyed by ${by} at ${at}, it was recalled; deletion record <code>${record}</code>`
      assert.ok(page.includes(line), page)
      assert.ok(findings.some((one) => one.code === 'delivered' && one.leaf === record))
    }
    for (const title of ['Các phần không có ở đây', '不在此处的部分', 'Parts that are not here'])
      assert.ok(page.includes(title), title)
  }
})

test('EVIDENCE-8 a page of what is all there names nothing as destroyed', async () => {
  const { b, dossier } = await worked([])
  const { page, all } = await evidence(b, dossier)
  assert.ok(all.includes(NAME))
  assert.ok(!page.includes('Parts that are not here'))
})

test('EVIDENCE-8 CLOCK-3 a record that says a time no calendar has is named all the same', () => {
  const of = { leaf: 'ab'.repeat(32), name: 'person' }
  for (const time of [8_640_000_000_001, Number.MAX_SAFE_INTEGER]) {
    const deletion = {
      ...of,
      side: 'aaa',
      time,
      why: 'recall',
      record: 'cd'.repeat(32),
      final: time,
    } as const
    const page = evidencePage(
      RELATION,
      { dossier: of.leaf, act: null },
      [],
      [{ ...of, deletions: [deletion] }],
    )
    assert.ok(page.includes(`destroyed by aaa at ${time}, it was recalled`), page)
  }
})
