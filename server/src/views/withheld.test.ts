import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rebuild } from '../outbound/rebuild.ts'
import { allow, bringBack, two } from '../uses/_brought-back.ts'
import { DAY, PAPER, read, records, time } from '../uses/_retained.ts'
import { dossierOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, pass, type Side } from '../uses/_world.ts'
import { NAME, worked } from './_recalled.ts'
import { look } from './look.ts'
import { lateIn } from './operation/destroying.ts'
import { ladderOf } from './rungs.ts'

async function stored(side: Side, dossier: string): Promise<string | undefined> {
  const parts = await read(side, async (reader) => (await reader.parts([dossier])).get(dossier) ?? [])
  return parts.find(({ name }) => name === 'person')?.state
}

/** What an officer is shown of it. */
async function shown(side: Side, dossier: string): Promise<string> {
  const row = await dossierOf(side, dossier)
  const declared = side.node.procedures.get(row?.ahead.digest ?? '')?.procedure
  if (!row || !declared) return 'nothing'
  const { rungs } = await look(side.node, side.relation(RELATION), (at) => ladderOf(at, row, declared))
  const rung = rungs.find(({ leaf }) => leaf === dossier)
  assert.equal(rung?.fields.title, 'one')
  // A file says the same as the part that its key stands in.
  const part = rung?.parts.find(({ name }) => name === 'person')?.state
  assert.equal(rung?.files[0]?.state === 'withheld', part === 'withheld', `${part} ${rung?.files[0]?.state}`)
  return JSON.stringify(rungs).includes(NAME) ? 'the name' : 'no name'
}

for (const [party, destroying] of [
  ['aaa', ['aaa', 'bbb']],
  ['bbb', ['aaa', 'bbb']],
  ['bbb', ['aaa']],
] as const)
  test(`RETENTION-13 a backup of ${party} from before the recall never shows what ${destroying.join(' and ')} destroyed since, and destroys it again`, async () => {
    const later = await worked(destroying)
    const { dossier } = later
    const earlier = await worked([])
    const back = party === 'aaa' ? earlier.a : earlier.b
    const other = party === 'aaa' ? later.b : later.a
    assert.equal(await shown(back, dossier), 'the name', 'as the backup has it')
    await bringBack(back)
    assert.deepEqual([await stored(back, dossier), await shown(back, dossier)], ['held', 'no name'])
    await say(back, channelTo(other, RELATION)).catch(() => undefined)
    assert.equal(
      await shown(back, dossier),
      'no name',
      'the counterpart is heard, and what it has is not here yet',
    )
    await two(back)
    await allow(other)
    await say(back, channelTo(other, RELATION))
    assert.equal(back.relation(RELATION).restored, 'no')
    assert.deepEqual([await stored(back, dossier), await shown(back, dossier)], ['destroyed', 'no name'])
    const [file] = await read(back, (reader) => reader.filesByDigest(PAPER.digest))
    assert.equal(file?.state, 'destroyed', 'with the key of a file goes the file')
    await back.restart()
    await talk(back, other)
    for (const side of [back, other]) await time(side)
    await talk(back, other)
    for (const side of [back, other]) {
      assert.equal(await stored(side, dossier), 'destroyed')
      assert.deepEqual([(await records(side, 'aaa')).length, (await records(side, 'bbb')).length], [1, 1])
    }
    assert.deepEqual((await dossierOf(back, dossier))?.settled, (await dossierOf(other, dossier))?.settled)
  })

test('RETENTION-13 a machine that lost all gets nothing back that it had destroyed, whoever still has it', async () => {
  for (const how of ['rebuilt', 'taken back']) {
    const { a, dossier } = await worked(['bbb'])
    const b = await newSide('bbb', [RELATION], 3)
    await allow(a)
    if (how === 'rebuilt') {
      const options = { heads: [], signal: new AbortController().signal, pause: 1 }
      const outcome = await rebuild(b.node, b.relation(RELATION), channelTo(a, RELATION), options)
      assert.equal(outcome.kind, 'rebuilt')
    } else {
      await say(b, channelTo(a, RELATION)).catch(() => undefined)
      await two(b)
      await say(b, channelTo(a, RELATION))
    }
    assert.deepEqual([await stored(a, dossier), await stored(b, dossier)], ['held', 'destroyed'], how)
    assert.equal(await shown(b, dossier), 'no name')
  }
})

for (const [party, only] of [
  ['aaa', 'bbb'],
  ['bbb', 'aaa'],
] as const)
  test(`RETENTION-13 what ${only} alone had destroyed comes back to ${party} without it, and nobody is late for ever`, async () => {
    const { a, b, dossier } = await worked([only])
    const other = only === 'aaa' ? a : b
    const back = await newSide(party, [RELATION], 3)
    await allow(other)
    await say(back, channelTo(other, RELATION)).catch(() => undefined)
    await two(back)
    await say(back, channelTo(other, RELATION))
    assert.equal(await stored(back, dossier), 'absent')
    await talk(back, other)
    for (const side of [back, other]) await time(side)
    await talk(back, other)
    pass(3 * DAY, back, other)
    for (const side of [back, other]) {
      assert.equal(await stored(side, dossier), 'destroyed')
      assert.deepEqual([(await records(side, 'aaa')).length, (await records(side, 'bbb')).length], [1, 1])
      const none = { count: 0, since: null }
      assert.deepEqual(await look(side.node, side.relation(RELATION), lateIn), { ours: none, theirs: none })
    }
  })
