/** Media that people carry: read in any order, any number of times, half, damaged, or by who wrote them. */
import assert from 'node:assert/strict'
import { NodeError } from '../../../server/src/errors.ts'
import { openingKey } from '../../../server/src/keys/sealing.ts'
import { Pouches } from '../../../server/src/pouch/pouches.ts'
import type { Taken } from '../../../server/src/pouch/read-pouch.ts'
import { MemoryPouches } from '../../../server/src/store/memory/pouches.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Node } from '../../../server/src/uses/relation.ts'
import { coded } from './_codes.ts'
import { act } from './_officers.ts'
import { chance, count, type Done, draw, otherOf, type Party, pick, type World } from './_world.ts'

/** One file, on a stick or a disc. */
export interface Medium {
  from: Party
  to: Party
  epoch: number
  bytes: Uint8Array
  /** Whether it holds entries, and not pieces of files. */
  isLog: boolean
  /** How often it was read by the side that it is for. */
  times: number
}

const SEALING = { aaa: openingKey(new Uint8Array(32).fill(1)), bbb: openingKey(new Uint8Array(32).fill(2)) }
/** Media that lie about, and how far back one may begin: each message is sealed in earnest. */
const MEDIA = 24
const BACK = 40
/** What an honest node may have to wait for, or what its store was told to say. */
const WAITS: readonly string[] = [
  'held-start',
  'held-clock',
  'rolled-back',
  'stopping',
  'disk-full',
  'database-unreachable',
  'outcome-unknown',
]
const CHUNK = 4096

/** A process reads and writes media with what it keeps of them on its disk. */
export interface Carrying {
  shelf: MemoryPouches
  node: Node | null
  pouches: Pouches | null
}

export function newCarrying(): Carrying {
  return { shelf: new MemoryPouches(), node: null, pouches: null }
}

function pouchesOf(world: World, party: Party): Pouches {
  const { node } = world.sides[party]
  const carrying = world.carrying[party]
  if (carrying.pouches && carrying.node === node) return carrying.pouches
  // Gaps are closed when the schedule says so: what goes on by itself would not be the same from the same seed.
  const silent = { ...node, events: { ...node.events, listen: () => () => undefined } }
  const seals = { ours: SEALING[party], theirs: SEALING[otherOf(party)] }
  const pouches = new Pouches(silent, world.sides[party].relation(RELATION), seals, carrying.shelf)
  world.carrying[party] = { ...carrying, node, pouches }
  return pouches
}

/** A series of files, from what the other side has receipted or from anywhere before it. */
export async function written(
  world: World,
  party: Party,
  sizes = { most: chance(world, 0.5) ? 1 : 60_000, batch: 2000 + draw(world, 20_000) },
): Promise<Done> {
  const relation = world.sides[party].relation(RELATION)
  if (world.down.has(party) || relation.start !== 'confirmed') return 'not now'
  while (world.media.length > MEDIA) world.media.splice(draw(world, world.media.length), 1)
  try {
    const pouches = pouchesOf(world, party)
    const { size } = await pouches.state()
    const back = Math.max(0, size - draw(world, BACK))
    const since = chance(world, 0.5) ? { since: back } : {}
    const { epoch } = relation
    for (const file of (await pouches.plan({ ...sizes, ...since })).slice(0, MEDIA / 4)) {
      const bytes = await bytesOf(pouches.write(file, sizes.batch))
      const isLog = file.pieces === undefined
      world.media.push({ from: party, to: otherOf(party), epoch, bytes, isLog, times: 0 })
    }
  } catch (error) {
    met(world, error)
  }
  return false
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return new Uint8Array(Buffer.concat(all))
}

async function* chunked(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
}

export async function read(world: World, which: 'new' | 'again' | 'ended'): Promise<Done> {
  const isEnded = ({ to, epoch }: Medium) => epoch < world.sides[to].relation(RELATION).theirEpoch
  const medium = pick(
    world,
    world.media.filter((one) => {
      if (world.down.has(one.to)) return false
      return which === 'ended' ? isEnded(one) : one.times > 0 === (which === 'again')
    }),
  )
  if (!medium) return 'not now'
  const { times } = medium
  await readIn(world, medium)
  return medium.times > times ? false : 'not now'
}

/** The last with entries of a series comes first, and waits for the others. */
export async function early(world: World, party: Party): Promise<Done> {
  const to = otherOf(party)
  if (world.down.has(to) || world.sides[to].relation(RELATION).start !== 'confirmed') return 'not now'
  // Two signed heads, so that there are two files.
  const done = [await act(world, party), await act(world, party)].includes(true)
  const before = world.media.length
  await written(world, party, { most: 1, batch: 1 })
  const last = world.media.slice(before).findLast(({ isLog }) => isLog)
  const taken = last && (await readIn(world, last))
  return taken && taken.aside > 0 ? done : 'not now'
}

/** What is whole is taken in, whatever came before it or comes after. */
async function readIn(world: World, medium: Medium): Promise<Taken | null> {
  const { to } = medium
  const known = world.sides[to].relation(RELATION).theirEpoch
  try {
    const taken = await pouchesOf(world, to).read(chunked(medium.bytes))
    medium.times += 1
    if (taken.pieces > 0) count(world, 'a pouch brought pieces of a file')
    if (taken.refused !== null) refusedWhole(world, medium, known, taken.refused)
    return taken
  } catch (error) {
    if (!isOfPouch(error)) return met(world, error)
    medium.times += 1
    refusedWhole(world, medium, known, error.code)
    return null
  }
}

/** Nothing but the end of a log is a reason; what is of a log that is not known yet has to come again. */
function refusedWhole(world: World, { to, epoch }: Medium, known: number, code: string): void {
  const relation = world.sides[to].relation(RELATION)
  const rows = world.sides[to].store.rows(RELATION)
  const isEnded = epoch < relation.theirEpoch || rows.heads.get('', rows.version)?.theirs.closed
  // Only a lost machine knew of that log or of its last key, or two that were lost went on with it, or what was destroyed is missing.
  const isLate = isEnded && ['pouch-epoch-closed', 'pouch-not-signed', 'pouch-unknown-key'].includes(code)
  const isEarly = epoch > known && (code === 'pouch-other-epoch' || code === 'pouch-not-signed')
  if (!isLate && !isEarly) world.fault ??= new Error(`${to} refuses a whole pouch: ${code}`)
}

function isOfPouch(error: unknown): error is NodeError {
  return error instanceof NodeError && error.code.startsWith('pouch-')
}

function met(world: World, error: unknown): null {
  const { code } = error as { code?: string }
  if (code === undefined || !WAITS.includes(code))
    world.fault ??= coded(error) ?? new Error(`a pouch met ${code}`)
  return null
}

type Wrong = 'half' | 'damaged' | 'by its writer'

/** What is not whole, or not for who reads it, is refused with a code and changes nothing behind what was whole. */
export async function readWrong(world: World, wrong: Wrong): Promise<Done> {
  const medium = pick(world, world.media)
  if (!medium) return 'not now'
  const at = wrong === 'by its writer' ? medium.from : medium.to
  if (world.down.has(at) || world.sides[at].relation(RELATION).start !== 'confirmed') return 'not now'
  const rows = world.sides[at].store.rows(RELATION)
  const before = rows.version
  try {
    const taken = await pouchesOf(world, at).read(chunked(wronged(world, medium.bytes, wrong)))
    if (taken.refused === null) world.fault ??= new Error(`a pouch was read that was ${wrong}`)
  } catch (error) {
    if (!isOfPouch(error)) return met(world, error) ?? 'not now'
    if (wrong === 'by its writer') {
      assert.equal(error.code, 'pouch-own')
      assert.equal(rows.version, before, 'a pouch that was carried back changed something')
    }
  }
  return false
}

function wronged(world: World, bytes: Uint8Array, wrong: Wrong): Uint8Array {
  if (wrong === 'half') return bytes.subarray(0, draw(world, bytes.length))
  if (wrong === 'by its writer') return bytes
  const changed = bytes.slice()
  const at = draw(world, changed.length)
  changed[at] = (changed[at] ?? 0) ^ (1 << draw(world, 8))
  return changed
}

/** What was put aside is taken in once what is before it is held, whichever way that came. */
export async function closesGaps(world: World): Promise<void> {
  for (const party of ['aaa', 'bbb'] as const)
    if (!world.down.has(party))
      await pouchesOf(world, party)
        .closeGaps()
        .catch((error: unknown) => met(world, error))
}

/** Everything that lies about is read once more when both sides hold all: it brings nothing that has a place. */
export async function readsAll(world: World): Promise<void> {
  for (const medium of world.media) {
    const taken = await readIn(world, medium)
    if (taken) assert.equal(taken.fresh, 0, 'a pouch brought what both sides hold')
  }
  await closesGaps(world)
}

/** What a backup has of it. */
export async function copied(shelf: MemoryPouches): Promise<MemoryPouches> {
  const copy = new MemoryPouches()
  for (const place of await shelf.aside(RELATION)) {
    const sealed = await shelf.sealed(RELATION, place)
    if (sealed) await copy.putAside(RELATION, place, sealed)
  }
  return copy
}
