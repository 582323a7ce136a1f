/** Nodes that are brought back from an old backup, what people do then, and what the lost machine had sent. */
import assert from 'node:assert/strict'
import { encodeStep } from '@counterpart/protocol'
import { PARTIES } from '../../../procedures/_drive.ts'
import { makeQuestion } from '../../../server/src/outbound/exchange.ts'
import { isBehind } from '../../../server/src/store/files/high-water.ts'
import type { MemoryPouches } from '../../../server/src/store/memory/pouches.ts'
import type { Rows } from '../../../server/src/store/memory/rows.ts'
import { headsOf, RELATION } from '../../../server/src/uses/_talk.ts'
import { answerName } from '../../../server/src/uses/record/answered.ts'
import { allowGiving } from '../../../server/src/uses/restore/give-back.ts'
import { confirmStart } from '../../../server/src/uses/restore/statement.ts'
import { answersGo, BOTH_LOST, canBeMended, headsIn, isKnown, outlives } from './_both-lost.ts'
import { coded } from './_codes.ts'
import { isDown, startAgain } from './_failures.ts'
import { losesFiles } from './_files.ts'
import { leaves, note, stillHeld } from './_ledger.ts'
import { act, again } from './_officers.ts'
import { copied, written } from './_pouches.ts'
import { rebuilds } from './_rebuilds.ts'
import { takesBack } from './_said.ts'
import { sealOf } from './_seals.ts'
import { begin, comesAgain, inFull } from './_wire.ts'
import { chance, count, type Done, draw, otherOf, type Party, pick, type World } from './_world.ts'

/** What lay on the disk at some step. */
export interface Backup {
  rows: Rows
  shelf: MemoryPouches
}

export interface Recovery {
  /** The newest log before the machine was lost. */
  epoch: number
  /** How much of the other side's log it had given a receipt for. */
  receipted: number
}

export const BROUGHT_BACK = 'brought back from a backup'
/** In so many steps in which one is brought back the other machine is lost as well. */
const OVERLAP = 0.1

const BACKUPS = 4
const STRAYS = 40
const HOW = 'the notebook of the watch (invented)'

export async function backUp(world: World, party: Party): Promise<Done> {
  const kept = world.backups[party]
  kept.push({
    rows: world.sides[party].store.rows(RELATION).copy(),
    shelf: await copied(world.carrying[party].shelf),
  })
  // Old ones stay: what is brought back is not always the newest.
  if (kept.length > BACKUPS) kept.splice(draw(world, kept.length), 1)
  return false
}

/**
 * The machine is lost, mostly while officers work and a message of theirs is on its way.
 * `way`: by the program, which puts it on record; or a copy of the disk, behind its back.
 */
export async function broughtBack(world: World, party: Party, way: 'on record' | 'unnoticed'): Promise<Done> {
  const side = world.sides[party]
  const backup = pick(world, world.backups[party])
  if (!backup) return 'not now'
  if (way === 'unnoticed' && !(await showsItself(world, party, backup))) return 'not now'
  const done = await loses(world, party, backup)
  if (done === 'not now') return done
  // What was made of the disk that is lost is not brought back after it: that would be another branch of the log.
  world.backups[party] = world.backups[party].slice(0, world.backups[party].indexOf(backup) + 1)
  if (way === 'on record')
    await side.store.locked(RELATION, (writer) => writer.putIncident(side.time.now, 'restored', { ours: 0 }))
  return done
}

/** The disk is lost, mostly in the middle of work, and what lies there from now on is what the backup has. */
export async function loses(world: World, party: Party, backup: Backup): Promise<Done> {
  const side = world.sides[party]
  if (world.down.has(party) || world.store[party].isFull || world.recovering.has(party)) return 'not now'
  if (world.recovering.size > 0 && !canBeMended(world, party, backup)) return 'not now'
  const done = chance(world, 0.6) ? await lastActs(world, party) : false
  const { epoch } = side.relation(RELATION)
  note(world.ledger, side)
  side.die()
  await isDown(world, party)
  await askedFor(world, party)
  const { ledger } = world
  world.recovering.set(party, { epoch, receipted: ledger.receipted.get(party) ?? 0 })
  const { theirs } = headsIn(backup.rows)
  ledger.receipted.set(party, Math.min(theirs.size, ledger.receipted.get(party) ?? 0))
  forgetReceipts(world, party, backup.rows)
  side.store.bringBack(RELATION, backup.rows)
  losesFiles(world, party)
  world.carrying[party] = { shelf: await copied(backup.shelf), node: null, pouches: null }
  note(ledger, side)
  if (world.recovering.size > 1) {
    count(world, BOTH_LOST)
    answersGo(world, party)
    outlives(world)
  }
  // What came too late and its author did not ask for yet was kept on this disk alone.
  const kept = new Set(PARTIES.flatMap((one) => keptApart(world, one)))
  world.late = new Set([...world.late].filter((one) => kept.has(one)))
  return done
}

function keptApart(world: World, party: Party): string[] {
  const rows = world.sides[party].store.rows(RELATION)
  return [...rows.apart.values(rows.version)].map(
    ([, { side, epoch, index, leaf }]) => `${side} ${epoch} ${index} ${leaf}`,
  )
}

/** Whether a start alone, or the first statement of the other side, shows that it is an older copy: else nothing can. */
async function showsItself(world: World, party: Party, backup: Backup): Promise<boolean> {
  const { ours } = headsIn(backup.rows)
  if (isBehind(ours, world.sides[party].node.water?.last(RELATION) ?? null)) return true
  const { theirs } = await headsOf(world.sides[otherOf(party)]).catch(() => ({ theirs: { size: 0 } }))
  return theirs.size > ours.size
}

/** What is sent by the machine just before it is lost, and arrives who knows when. */
async function lastActs(world: World, party: Party): Promise<boolean> {
  const { node } = world.sides[party]
  const relation = world.sides[party].relation(RELATION)
  const done = await act(world, party)
  if (relation.start !== 'confirmed' || world.down.has(party)) return done
  if (chance(world, 0.4)) await written(world, party)
  const step = await makeQuestion(node, relation, node.random(16)).catch((error: unknown) => {
    world.fault ??= coded(error)
    return null
  })
  if (!step || step.entries.length === 0) return done
  await leaves(world.ledger, world.sides[party], step)
  world.strays.push({
    from: party,
    to: otherOf(party),
    bytes: encodeStep(step),
    sealed: sealOf(world, party),
    isAnswer: false,
    sent: world.step,
    came: () => undefined,
    failed: () => undefined,
  })
  if (world.strays.length > STRAYS) world.strays.splice(draw(world, STRAYS), 1)
  return done
}

/** What officers know of what they asked for, from the disk that is lost; what was never recorded they let be. */
async function askedFor(world: World, party: Party): Promise<void> {
  const lost = world.sides[party].store.rows(RELATION)
  for (const made of [...world.attempts]) {
    if (made.at !== party) continue
    const kept = lost.answers.get(answerName(made.command), lost.version)
    if (kept !== undefined) made.leaf = (JSON.parse(kept) as { answer: { leaf: string } }).answer.leaf
    else if (made.leaf === null) world.attempts.splice(world.attempts.indexOf(made), 1)
  }
}

/** A receipt that the backup does not know of is given anew, with another time. */
function forgetReceipts({ ledger }: World, party: Party, backup: Rows): void {
  for (const name of [...ledger.receipts.keys()]) {
    const [of, size] = name.split(' ')
    if (of === party && backup.cosignatures.get(`theirs ${size}`, backup.version) === undefined)
      ledger.receipts.delete(name)
  }
}

/** People of both sides see to it, in their time. */
export async function recovers(world: World): Promise<void> {
  const [first] = world.recovering.keys()
  if (first && world.recovering.size === 1 && chance(world, OVERLAP)) {
    const done = await broughtBack(world, otherOf(first), 'on record')
    if (done !== 'not now') count(world, BROUGHT_BACK)
  }
  for (const party of [...world.recovering.keys()]) {
    if (chance(world, 0.5)) await allows(world, otherOf(party))
    if (world.rebuilding.has(party)) {
      if (chance(world, 0.7)) await rebuilds(world, party)
      continue
    }
    if (chance(world, 0.5)) await operatorsSay(world, party)
    if (chance(world, 0.7)) await inFull(world, party)
  }
}

/** Two operators say that this node, and no other copy, goes on; which they cannot know before it is known to be a copy. */
async function operatorsSay(world: World, party: Party): Promise<void> {
  const side = world.sides[party]
  const relation = side.relation(RELATION)
  if (world.down.has(party) || relation.renewing || !isKnown(world, party)) return
  world.fault ??= await confirmStart(side.node, relation, ['one', 'two'], HOW).then(() => null, coded)
}

export async function allows(world: World, party: Party): Promise<void> {
  const side = world.sides[party]
  if (world.down.has(party) || side.relation(RELATION).giving.until > side.time.now) return
  count(world, 'giving back allowed')
  const given = allowGiving(side.node, side.relation(RELATION), ['three', 'four'], HOW)
  world.fault ??= await given.then(() => null, coded)
}

/** A message of a lost machine turns up, most of them when its log has long ended. */
export async function straysIn(world: World): Promise<Done> {
  const stray = pick(world, world.strays)
  if (!stray || world.down.has(stray.to)) return 'not now'
  await comesAgain(world, stray)
  return false
}

/** Whoever has begun its next log has lost nothing that the other side gave a receipt for. */
export async function renewed(world: World): Promise<void> {
  for (const party of PARTIES) note(world.ledger, world.sides[party])
  for (const [party, { epoch, receipted }] of world.recovering) {
    const side = world.sides[party]
    const { ours } = headsIn(side.store.rows(RELATION))
    if (ours.epoch <= epoch) continue
    const { ledger } = world
    world.recovering.delete(party)
    const promised = ledger.promised.get(`${otherOf(party)} ${ours.epoch - 1}`) ?? 0
    assert.ok(ours.base >= promised, `${party} has lost what it had a receipt for: ${promised}`)
    count(world, 'a new log is begun')
    ledger.receipted.set(party, Math.max(receipted, ledger.receipted.get(party) ?? 0))
    if (!world.down.has(party)) await stillHeld(ledger, side)
    takesBack(world.said, party, ours.base)
    doneAgain(world, party)
    await askedAgain(world, party)
  }
}

/** What was recorded and not delivered is lost with the machine: its officer will ask for it once more. */
function doneAgain(world: World, party: Party): void {
  const held = new Set(world.sides[party].store.rows(RELATION).logs.ours.entries.map(({ leaf }) => leaf))
  for (const made of world.attempts) {
    if (made.at !== party || made.leaf === null || held.has(made.leaf)) continue
    world.lostActs.set(made.leaf, made)
    made.leaf = null
    count(world, 'an act was lost with its machine')
  }
  world.dossiers = world.dossiers.filter((id) =>
    PARTIES.some((one) => world.sides[one].store.rows(RELATION).byDossier.has(id)),
  )
}

/** Whoever never heard the answer asks once more: the act was given back, and is there already. */
async function askedAgain(world: World, party: Party): Promise<void> {
  const rows = world.sides[party].store.rows(RELATION)
  for (const made of world.attempts.filter(({ at, leaf }) => at === party && leaf !== null)) {
    if (rows.answers.get(answerName(made.command), rows.version) !== undefined) continue
    if (await again(world, made)) count(world, 'a request is repeated whose act was given back')
  }
}

/** Begins one exchange after the other, as long as there is anything to take back. */
export async function mendsAll(world: World): Promise<void> {
  for (const party of [...world.recovering.keys()]) {
    await allows(world, otherOf(party))
    if (world.rebuilding.has(party)) await rebuilds(world, party)
    await startAgain(world, party)
    await operatorsSay(world, party)
    await begin(world, party)
  }
}
