/** Everything is mended, and what has to be there then: one state, every act once, every receipt true. */
import assert from 'node:assert/strict'
import { canonicalJson, hex } from '@counterpart/protocol'
import { PARTIES } from '../../../procedures/_drive.ts'
import { checkAgainstRules } from '../../../server/src/uses/_oracle.ts'
import { headsOf, RELATION } from '../../../server/src/uses/_talk.ts'
import type { Side } from '../../../server/src/uses/_world.ts'
import { readHeader } from '../../../server/src/uses/entry.ts'
import { rootAt } from '../../../server/src/uses/heads.ts'
import { settleAnnounced } from '../../../server/src/uses/hear-announced.ts'
import { startAgain } from './_failures.ts'
import { stillHeld } from './_ledger.ts'
import { again } from './_officers.ts'
import { arrives, begin, takeOff } from './_wire.ts'
import { drained, type Party, type World } from './_world.ts'

/** Exchanges in which two nodes that hear each other have said everything. */
const ROUNDS = 60
/** What is told of clocks and starts accuses nobody; anything else would. */
const HARMLESS = ['time-ahead', 'started-by-operators']

export async function heal(world: World): Promise<void> {
  world.cutUntil = 0
  for (const { work } of world.later.splice(0)) await work()
  for (const party of PARTIES) {
    world.store[party].planned = null
    world.store[party].isFull = false
    await startAgain(world, party)
  }
  // No clock is before what was written while it ran ahead.
  const latest = Math.max(
    ...(await Promise.all(
      PARTIES.map(async (party) =>
        Math.max(world.sides[party].time.now, (await headsOf(world.sides[party])).ours.time),
      ),
    )),
  )
  for (const { time } of Object.values(world.sides)) {
    time.ran += latest - time.now
    time.now = latest
  }
  for (const flying of world.flying.splice(0)) flying.failed('line-down')
  await drained()
  await exchangeAll(world)
  for (const made of [...world.attempts]) if (made.leaf === null) await again(world, made)
  await exchangeAll(world)
}

async function exchangeAll(world: World): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    if (await isQuiet(world)) return
    for (const party of PARTIES) await begin(world, party)
    for (let flying = takeOff(world, null, 0); flying; flying = takeOff(world, null, 0))
      await arrives(world, flying)
  }
  throw new Error(`after ${ROUNDS} rounds there is still something that the other side does not hold`)
}

/** Each holds all of the other's log, and has its receipt for all of its own. */
async function isQuiet(world: World): Promise<boolean> {
  for (const party of PARTIES) {
    const side = world.sides[party]
    const { ours } = await headsOf(side)
    const cosigned = await side.store.read(RELATION, (reader) => reader.lastCheckpoint(party, true))
    if ((cosigned?.size ?? 0) !== ours.size) return false
  }
  return true
}

export async function checkHealed(world: World): Promise<void> {
  const { aaa, bbb } = world.sides
  const [first, second] = [await headsOf(aaa), await headsOf(bbb)]
  for (const [own, held] of [
    [first.ours, second.theirs],
    [second.ours, first.theirs],
  ] as const) {
    assert.equal(held.size, own.size)
    assert.equal(hex(rootAt(held)), hex(rootAt(own)))
  }
  assert.deepEqual(await dossiersOf(aaa), await dossiersOf(bbb))
  for (const party of PARTIES) {
    const side = world.sides[party]
    assert.equal(side.relation(RELATION).line.waiting, 0)
    await settleAnnounced(side.node, side.relation(RELATION))
    assert.deepEqual(await side.store.read(RELATION, (reader) => reader.announcements()), [])
    await stillHeld(world.ledger, side)
    await checkLog(world, party, side)
    await checkAgainstRules(side)
    const incidents = await side.store.read(RELATION, (reader) => reader.incidents(200))
    assert.deepEqual(
      incidents.filter(({ code }) => !HARMLESS.includes(code)),
      [],
    )
  }
}

async function dossiersOf(side: Side): Promise<string[][]> {
  const rows = await side.store.read(RELATION, (reader) => reader.dossiers({ limit: 1000 }))
  return rows.map((row) => [row.id, canonicalJson(row.settled), canonicalJson(row.ahead)]).sort()
}

/** Exactly what was answered, and what the clock wrote, each once; what was ever sent is still there. */
async function checkLog(world: World, party: Party, side: Side): Promise<void> {
  const rows = await side.store.read(RELATION, (reader) =>
    reader.entries(party, 0, { entries: 1_000_000, bytes: 1e9 }),
  )
  for (const row of rows) {
    const given = world.ledger.leaves.get(`${party} ${row.index}`)
    assert.equal(given ?? row.leaf, row.leaf, `${party} ${row.index} was another entry`)
  }
  let before = { seen: 0, time: 0 }
  const drawn: string[] = []
  for (const row of rows) {
    const header = readHeader(row.bytes)
    assert.ok(header)
    assert.ok(header.seen >= before.seen && header.time >= before.time, `${party} ${row.index} goes back`)
    before = header
    const isClock = (header.kind === 'open' || header.kind === 'act') && header.officer === 'clock'
    const isAct = header.kind !== 'mark' && header.kind !== 'key' && !isClock
    if (isAct && !world.begun[party].has(row.leaf)) drawn.push(row.leaf)
  }
  const answered = world.attempts.flatMap(({ at, leaf }) => (at === party && leaf !== null ? [leaf] : []))
  assert.deepEqual(drawn.toSorted(), [...new Set(answered)].sort())
  assert.equal(new Set(rows.map(({ leaf }) => leaf)).size, rows.length)
}
