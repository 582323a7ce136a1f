/** Everything is mended, and what has to be there then: one state, every act once, every receipt true. */
import assert from 'node:assert/strict'
import { canonicalJson, decodeAnnouncement, hex } from '@counterpart/protocol'
import { PARTIES } from '../../../procedures/_drive.ts'
import { reachOf } from '../../../server/src/pouch/reach.ts'
import { NO_REST, scrubOf } from '../../../server/src/scrub/_scrubbed.ts'
import type { AnnouncedFound, Reader } from '../../../server/src/store/store.ts'
import { allApart } from '../../../server/src/uses/_apart.ts'
import { checkAgainstRules } from '../../../server/src/uses/_oracle.ts'
import { headsOf, RELATION } from '../../../server/src/uses/_talk.ts'
import { pass, type Side } from '../../../server/src/uses/_world.ts'
import { readHeader } from '../../../server/src/uses/log/entry.ts'
import { rootAt } from '../../../server/src/uses/log/heads.ts'
import { settleAnnounced } from '../../../server/src/uses/receive/hear-announced.ts'
import { BOTH_LOST } from './_both-lost.ts'
import { startAgain } from './_failures.ts'
import { areFetched, checkFiles, fetchesAll } from './_files-healed.ts'
import { epochsOf, stillHeld } from './_ledger.ts'
import { again } from './_officers.ts'
import { closesGaps, readsAll } from './_pouches.ts'
import { mendsAll, renewed } from './_restores.ts'
import { countDestroyed, endsAll } from './_retention.ts'
import { checkSeals } from './_seals.ts'
import { arrives, begin, takeOff } from './_wire.ts'
import { drained, otherOf, type Party, type World } from './_world.ts'

/** Exchanges in which two nodes that hear each other have said everything. */
const ROUNDS = 60
/** What is told of clocks and starts accuses nobody; anything else would. */
const HARMLESS = [
  'time-ahead',
  'started-by-operators',
  'restored',
  'log-begun',
  'rolled-back',
  'counterpart-rolled-back',
  'giving-back',
  'give-back-asked',
  'epoch-closed',
  'epoch-begun',
  'epoch-late',
]
/** What a node writes without anybody asking. */
const BY_ITSELF = ['mark', 'epoch', 'destroyed', 'key', 'held']
/** What came of a log that ended is asked for so often. Seconds. */
const LATE_EVERY = 601

export async function heal(world: World): Promise<void> {
  world.cutUntil = 0
  for (const { work } of world.later.splice(0)) await work()
  world.later.length = 0
  for (const party of PARTIES) {
    world.store[party].planned = null
    world.store[party].isFull = false
    world.disks[party].fetching = null
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
  pass(LATE_EVERY, ...Object.values(world.sides))
  await exchangeAll(world)
  for (const made of [...world.attempts]) if (made.leaf === null) await again(world, made)
  await readsAll(world)
  pass(LATE_EVERY, ...Object.values(world.sides))
  await exchangeAll(world)
  await endsAll(world, () => exchangeAll(world))
  await closesGaps(world)
  countDestroyed(world)
}

async function exchangeAll(world: World): Promise<void> {
  await fetchesAll(world)
  for (let round = 0; round < ROUNDS; round++) {
    await renewed(world)
    if (world.fault) throw world.fault
    if (await isQuiet(world)) return
    await mendsAll(world)
    for (const party of PARTIES) await begin(world, party)
    for (let flying = takeOff(world, null, 0); flying; flying = takeOff(world, null, 0))
      await arrives(world, flying)
    if (!areFetched(world)) await fetchesAll(world)
  }
  throw new Error(`after ${ROUNDS} rounds there is still something that the other side does not hold`)
}

/** Each holds all of the other's log, and has its receipt for all of its own. */
async function isQuiet(world: World): Promise<boolean> {
  if (world.recovering.size > 0 || !areFetched(world) || !(await isShown(world))) return false
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
  for (const party of PARTIES) assert.equal(world.sides[party].relation(RELATION).diverged.size, 0)
  for (const party of PARTIES) {
    const side = world.sides[party]
    assert.equal(side.relation(RELATION).line.waiting, 0)
    await settleAnnounced(side.node, side.relation(RELATION))
    const { theirs } = await headsOf(side)
    const announced = await side.store.read(RELATION, (reader) => reader.announcements())
    // What was shown of a log that ended before it waits until the next has grown over its place, and is no more shown.
    const isDue = ({ size, bytes }: AnnouncedFound) =>
      size <= theirs.size || bytes === null || decodeAnnouncement(bytes).epoch === theirs.epoch
    assert.deepEqual(announced.filter(isDue), [])
    // What a lost machine wrote behind what anybody has of its log may wait for ever.
    for (const { epoch, start } of await world.carrying[party].shelf.aside(RELATION)) {
      const reach = (reader: Reader) => reachOf(side.relation(RELATION), epoch, reader)
      assert.ok(start > (await side.store.read(RELATION, reach)))
    }
    await checkSeals(world, party)
    await checkFiles(world, party)
    await stillHeld(world.ledger, side)
    await checkLog(world, party, side)
    await checkAgainstRules(side)
    const incidents = await side.store.read(RELATION, (reader) => reader.incidents(200))
    assert.deepEqual(
      incidents.filter(({ code }) => !HARMLESS.includes(code)),
      [],
    )
    await checkScrubbed(world, side)
  }
}

/** Whatever happened to a node, a scrub calls nothing damaged but files that the last disk which had them took with it. */
async function checkScrubbed(world: World, side: Side): Promise<void> {
  const scrub = scrubOf(side)
  await scrub.pass(NO_REST, new AbortController().signal)
  const found = (await scrub.open()).filter((one) => one.what !== 'file' || !world.gone.has(one.digest))
  assert.deepEqual(found, [])
}

async function dossiersOf(side: Side): Promise<string[][]> {
  const rows = await side.store.read(RELATION, (reader) => reader.dossiers({ limit: 1000 }))
  return rows.map((row) => [row.id, canonicalJson(row.settled), canonicalJson(row.ahead)]).sort()
}

/** What one side keeps of a log that ended, whoever wrote that log has. */
async function isShown(world: World): Promise<boolean> {
  for (const party of PARTIES) {
    const own = new Set(await apartOf(world, party))
    const there = await apartOf(world, otherOf(party))
    if (there.some((one) => one.startsWith(`${party} `) && !own.has(one))) return false
  }
  return true
}

/** What came too late of either log, as a node keeps it. */
async function apartOf({ sides }: World, party: Party): Promise<string[]> {
  const rows = await allApart(sides[party])
  return rows.map(({ side, epoch, index, leaf }) => `${side} ${epoch} ${index} ${leaf}`)
}

/** Exactly what was answered, and what the clock wrote, each once; what was ever sent is still there. */
async function checkLog(world: World, party: Party, side: Side): Promise<void> {
  const rows = await side.store.read(RELATION, (reader) =>
    reader.entries(party, 0, { entries: 1_000_000, bytes: 1e9 }),
  )
  const epochOf = epochsOf(side, party)
  for (const row of rows) {
    const given = world.ledger.leaves.get(`${party} ${epochOf(row.index)} ${row.index}`)
    assert.equal(given, row.leaf, `${party} ${row.index} was another entry`)
  }
  const all = new Set(rows.map(({ leaf }) => leaf))
  const apart = new Set(await apartOf(world, party))
  for (const late of world.late) {
    const [side, , , leaf = ''] = late.split(' ')
    if (side === party)
      assert.ok(all.has(leaf) || apart.has(late), `${late} came too late and is shown nowhere`)
  }
  // What came too late is on its author's desk, was really signed by him, and has no place.
  for (const one of apart) {
    const [side, epoch, index, leaf = ''] = one.split(' ')
    if (side !== party) continue
    assert.equal(world.ledger.leaves.get(`${side} ${epoch} ${index}`), leaf)
    assert.ok(!all.has(leaf), `${one} has a place in the log and was kept apart`)
  }
  let before = { seen: 0, time: 0 }
  const drawn: string[] = []
  for (const row of rows) {
    const header = readHeader(row.bytes)
    assert.ok(header)
    assert.equal(header.relation, RELATION, `${party} ${row.index} is of another relation`)
    assert.ok(header.seen >= before.seen && header.time >= before.time, `${party} ${row.index} goes back`)
    before = header
    const isClock = (header.kind === 'open' || header.kind === 'act') && header.officer === 'clock'
    if (!BY_ITSELF.includes(header.kind) && !isClock && !world.begun[party].has(row.leaf))
      drawn.push(row.leaf)
  }
  const answered = new Set(
    world.attempts.flatMap(({ at, leaf }) => (at === party && leaf !== null ? [leaf] : [])),
  )
  // Of two machines that were lost at once a message or a backup may bring what was thought lost, unless it was done again.
  const mayReturn = (leaf: string) => world.lostActs.get(leaf)?.leaf === null
  if (world.counts.has(BOTH_LOST)) for (const leaf of drawn.filter(mayReturn)) answered.add(leaf)
  assert.deepEqual(drawn.toSorted(), [...answered].sort())
  assert.equal(all.size, rows.length)
}
