import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROLES } from '@counterpart/casework'
import { readConfig } from '@counterpart/server'
import { inventedRecord } from './_nodes.ts'
import { demonstrationOf, heldBy, ownDemonstration } from './demonstration.ts'
import { prepareWorld, type Wished } from './world.ts'

test('of any pair there is an invented officer for every office and role, whose name says so in each language', async () => {
  const { personas, record } = demonstrationOf(await inventedRecord())
  assert.equal(personas.length, record.offices.length * ROLES.length)
  for (const { code, side } of record.offices)
    for (const role of ROLES) {
      const found = personas.filter(({ office, roles }) => office === code && roles.includes(role))
      assert.deepEqual(
        found.map((persona) => persona.side),
        [side],
      )
    }
  for (const { name } of personas) assert.match(name, /\(invented · hư cấu · 虚构\)$/)
  assert.equal(new Set(personas.map(({ id }) => id)).size, personas.length)
  const none = demonstrationOf({ ...record, offices: [] })
  assert.equal(none.record.offices.length, 2)
  for (const { side, name, faces } of none.record.offices) {
    assert.match(heldBy(none, side, 'secretary'), new RegExp(`^${side}-`))
    assert.equal(none.record.offices.filter(({ code }) => faces.includes(code))[0]?.side === side, false)
    for (const said of Object.values(name)) assert.match(said, /\(invented\)$|\(hư cấu\)$|（虚构）$/)
  }
})

test('a world is of the pair it was made for, and is found again without its record', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-world-'))
  try {
    const shown = demonstrationOf(await inventedRecord())
    const ports = { pages: 29_801, peers: 29_811, control: 29_800 }
    const wished: Wished = { folder: join(folder, 'world'), ports, now: 1_700_000_000, shown, isGiven: true }
    const codes = async (asked: Wished) => {
      await using world = await prepareWorld(asked)
      for (const { config, code } of world.members) assert.equal(readConfig(config, {}).party, code)
      if (!world.isSeeded()) world.seeded()
      return world.members.map(({ code }) => code)
    }
    assert.deepEqual(await codes(wished), ['arv', 'bel'])
    assert.deepEqual(await codes({ ...wished, ports: null }), ['arv', 'bel'])
    const own = { ...wished, shown: ownDemonstration }
    assert.deepEqual(await codes({ ...own, isGiven: false }), ['arv', 'bel'])
    await assert.rejects(codes(own), /^Error: other-pair: .*arv~bel\/river/)
    await writeFile(join(wished.folder, 'arv', 'counterpart.json'), '')
    for (const moved of [ports, null])
      await assert.rejects(codes({ ...wished, ports: moved }), /^Error: world-damaged: [^\n]*$/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
