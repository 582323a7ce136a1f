/** What can happen in one step, and how often. A new kind is a line here and a file of its own. */
import { pass, seeded } from '../../../server/src/uses/_world.ts'
import { jump, waits } from './_clocks.ts'
import { confirmed, dies, diskFull, ends, storeFails } from './_failures.ts'
import { diesFetching, fetches, filesLost, pieceLost } from './_fetches.ts'
import { encloses } from './_files.ts'
import { changesKey } from './_keys.ts'
import { act, again } from './_officers.ts'
import { early, read, readWrong, written } from './_pouches.ts'
import { losesAll } from './_rebuilds.ts'
import { BROUGHT_BACK, backUp, broughtBack, straysIn } from './_restores.ts'
import { notes, recalls } from './_retention.ts'
import { arrives, begin, comesAgain, inFull, takeOff } from './_wire.ts'
import {
  chance,
  count,
  type Done,
  draw,
  type Flying,
  otherOf,
  type Party,
  pick,
  type World,
} from './_world.ts'

export interface StepKind {
  name: string
  /** Of all steps, in parts of a thousand. */
  share: number
  /** Whether it is something that goes wrong, and has to occur often enough to be believed. */
  isFault: boolean
  /** Says whether an act was recorded; what could not happen now is not counted. */
  run(world: World, party: Party): Promise<Done>
}

export const STEPS: readonly StepKind[] = [
  { name: 'an officer acts', share: 1020, isFault: false, run: act },
  { name: 'several act at once', share: 100, isFault: false, run: several },
  { name: 'a request is repeated', share: 11, isFault: false, run: repeated },
  { name: 'an exchange', share: 80, isFault: false, run: (world, party) => inFull(world, party) },
  { name: 'an act is sent at once', share: 110, isFault: false, run: sent },
  { name: 'a key is changed', share: 74, isFault: false, run: changesKey },
  { name: 'a question is asked', share: 55, isFault: false, run: (world, party) => begin(world, party) },
  { name: 'something arrives', share: 80, isFault: false, run: anyArrives },
  { name: 'time passes', share: 25, isFault: false, run: waits },
  { name: 'question lost', share: 14, isFault: true, run: (world, party) => lost(world, party, false) },
  { name: 'answer lost', share: 18, isFault: true, run: (world, party) => lost(world, party, true) },
  { name: 'question repeated', share: 14, isFault: true, run: twice },
  { name: 'message out of order', share: 14, isFault: true, run: outOfOrder },
  { name: 'old message again', share: 14, isFault: true, run: old },
  {
    name: 'message truncated',
    share: 15,
    isFault: true,
    run: (world, party) => damaged(world, party, cutShort),
  },
  {
    name: 'message corrupted',
    share: 15,
    isFault: true,
    run: (world, party) => damaged(world, party, flipped),
  },
  { name: 'line cut', share: 12, isFault: true, run: lineCut },
  { name: 'store fails', share: 20, isFault: true, run: (world, party) => storeFails(world, party, 'fails') },
  {
    name: 'store fails, but persisted',
    share: 19,
    isFault: true,
    run: (world, party) => storeFails(world, party, 'fails-kept'),
  },
  { name: 'disk full', share: 13, isFault: true, run: diskFull },
  {
    name: 'killed in the middle of a store call',
    share: 19,
    isFault: true,
    run: (world, party) => dies(world, party, 'any'),
  },
  {
    name: 'killed, commit lost',
    share: 18,
    isFault: true,
    run: (world, party) => dies(world, party, 'lost'),
  },
  {
    name: 'killed, commit kept',
    share: 19,
    isFault: true,
    run: (world, party) => dies(world, party, 'kept'),
  },
  { name: 'restarted', share: 13, isFault: true, run: ends },
  { name: 'started without a line', share: 16, isFault: true, run: confirmed },
  { name: 'clock jumps', share: 12, isFault: true, run: jump },
  { name: 'a backup is made', share: 14, isFault: false, run: backUp },
  {
    name: BROUGHT_BACK,
    share: 56,
    isFault: true,
    run: (world, party) => broughtBack(world, party, 'on record'),
  },
  {
    name: 'an old copy of the disk put back',
    share: 77,
    isFault: true,
    run: (world, party) => broughtBack(world, party, 'unnoticed'),
  },
  { name: 'all but the keys is lost', share: 19, isFault: true, run: losesAll },
  { name: 'a message of a lost machine turns up', share: 30, isFault: true, run: straysIn },
  { name: 'something is recalled or stayed', share: 18, isFault: true, run: recalls },
  { name: 'a recall is noted', share: 66, isFault: true, run: notes },
  { name: 'an act encloses a file', share: 14, isFault: false, run: encloses },
  { name: 'files come', share: 20, isFault: false, run: fetches },
  { name: 'a piece of a file is lost', share: 35, isFault: true, run: pieceLost },
  { name: 'killed while a file comes', share: 28, isFault: true, run: diesFetching },
  { name: 'the disk of the files is lost', share: 25, isFault: true, run: filesLost },
  { name: 'a pouch is written', share: 12, isFault: false, run: written },
  { name: 'a pouch is read', share: 24, isFault: false, run: (world) => read(world, 'new') },
  { name: 'a pouch read again', share: 21, isFault: true, run: (world) => read(world, 'again') },
  { name: 'a pouch read before the one that it follows', share: 76, isFault: true, run: early },
  { name: 'a pouch of a log that has ended', share: 28, isFault: true, run: (world) => read(world, 'ended') },
  { name: 'a pouch cut off', share: 22, isFault: true, run: (world) => readWrong(world, 'half') },
  { name: 'a pouch damaged', share: 20, isFault: true, run: (world) => readWrong(world, 'damaged') },
  {
    name: 'a pouch read by its writer',
    share: 21,
    isFault: true,
    run: (world) => readWrong(world, 'by its writer'),
  },
]

const DRAWN = STEPS.flatMap((kind) => Array<StepKind>(kind.share).fill(kind))

/** What happens in one step: its kind, at whom, and what everything else in it is drawn from. */
export type Drawn = readonly [kind: string, party: Party, draws: number]

/** The draws of a step are its own: what came before them, and how often each kind comes, changes none of them. */
export function drawStep(seed: number, step: number): Drawn {
  const random = seeded(seed * 1_000_003 + step)
  const kind = DRAWN[Math.floor(random() * DRAWN.length)] as StepKind
  return [kind.name, random() < 0.5 ? 'aaa' : 'bbb', Math.floor(random() * 2 ** 32)]
}

export async function oneStep(world: World, [name, party, draws]: Drawn): Promise<void> {
  const kind = STEPS.find((one) => one.name === name)
  if (!kind) throw new Error(`no step ${name}`)
  world.random = seeded(draws)
  pass(draw(world, 20), ...Object.values(world.sides))
  const done = await kind.run(world, party)
  if (done === true) world.recorded += 1
  if (done !== 'not now') count(world, kind.name)
}

async function several(world: World, party: Party): Promise<boolean> {
  // A third hand: what is on the line arrives while they act.
  const flying = takeOff(world, null, 0)
  // Of three at one side two are recorded together, under one signed head.
  const done = await Promise.all([
    act(world, party),
    act(world, party),
    act(world, party),
    act(world, otherOf(party)),
    flying ? arrives(world, flying).then(() => false) : false,
  ])
  return done.includes(true)
}

async function sent(world: World, party: Party): Promise<Done> {
  const done = await act(world, party)
  await inFull(world, party)
  return done
}

async function repeated(world: World): Promise<Done> {
  const made = pick(world, world.attempts)
  if (made && !world.down.has(made.at)) await again(world, made)
  return false
}

async function anyArrives(world: World): Promise<Done> {
  const flying = takeOff(world, null, 0)
  if (flying) await arrives(world, flying)
  return false
}

/** Its question, or the answer to it; something is on the line then. */
async function onTheLine(world: World, party: Party, isAnswer: boolean): Promise<Flying | null> {
  const has = () =>
    world.flying.findIndex((one) => one.isAnswer === isAnswer && (isAnswer ? one.to : one.from) === party)
  if (has() < 0) await begin(world, party)
  if (has() < 0 && isAnswer) {
    const question = takeOff(world, party, Number.MAX_SAFE_INTEGER)
    if (question) await arrives(world, question)
  }
  const at = has()
  return at < 0 ? null : (world.flying.splice(at, 1)[0] ?? null)
}

async function lost(world: World, party: Party, isAnswer: boolean): Promise<Done> {
  const flying = await onTheLine(world, party, isAnswer)
  if (!flying) return 'not now'
  flying.failed('line-down')
  return false
}

async function twice(world: World, party: Party): Promise<Done> {
  const flying = await onTheLine(world, party, false)
  if (!flying) return 'not now'
  await arrives(world, flying)
  const done = await act(world, otherOf(party))
  await arrives(world, flying)
  return done
}

async function outOfOrder(world: World, party: Party): Promise<Done> {
  await begin(world, party)
  await begin(world, otherOf(party))
  if (world.flying.length < 2) return 'not now'
  const [flying] = world.flying.splice(1 + draw(world, world.flying.length - 1), 1)
  if (flying) await arrives(world, flying)
  return false
}

async function old(world: World): Promise<Done> {
  const flying = pick(world, world.carried)
  if (!flying || world.down.has(flying.to)) return 'not now'
  await comesAgain(world, flying)
  return false
}

async function damaged(
  world: World,
  party: Party,
  damage: (world: World, bytes: Uint8Array) => Uint8Array,
): Promise<Done> {
  const flying = await onTheLine(world, party, chance(world, 0.5))
  if (!flying) return 'not now'
  if (world.down.has(flying.to)) {
    // It is off the line already: whoever asked must not wait for ever.
    flying.failed('line-down')
    return 'not now'
  }
  await arrives(world, flying, damage(world, flying.bytes))
  return false
}

function cutShort(world: World, bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, draw(world, bytes.length))
}

function flipped(world: World, bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice()
  for (let bits = 1 + draw(world, 3); bits > 0; bits--) {
    const at = draw(world, changed.length)
    changed[at] = (changed[at] ?? 0) ^ (1 << draw(world, 8))
  }
  return changed
}

async function lineCut(world: World): Promise<Done> {
  world.cutUntil = world.step + 2 + draw(world, 8)
  return false
}
