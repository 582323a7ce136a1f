/** Two nodes that a seed drives: what they are made of, what is on its way between them, and what was ever said. */
import type { Procedure } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { PARTIES, START } from '../../../procedures/_drive.ts'
import { directoryOf } from '../../../server/src/directory.ts'
import { type HighWater, isBehind, type Water } from '../../../server/src/store/files/high-water.ts'
import type { Rows } from '../../../server/src/store/memory/rows.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { newSide, pass, type Side, seeded } from '../../../server/src/uses/_world.ts'
import type { Command } from '../../../server/src/uses/command.ts'
import { agreeOn, DECLARED } from '../_run-agreed.ts'
import { openInForce } from '../_run-instrument.ts'
import { type Disk, newDisk } from './_disks.ts'
import type { Enclosed } from './_enclosed.ts'
import { type Ledger, newLedger, note } from './_ledger.ts'
import { type Carrying, type Medium, newCarrying } from './_pouches.ts'
import type { Backup, Recovery } from './_restores.ts'
import { newSaid, type Said } from './_said.ts'
import { newStoreFaults, type StoreFaults } from './_store-faults.ts'

/** What an officer asked for under one request id, however often it had to be asked. */
export interface Attempt {
  at: Party
  command: Command
  encloses: Enclosed
  /** `null` while nobody knows. */
  leaf: string | null
}

/** A message between two nodes, in the bytes in which it travels. */
export interface Flying {
  from: Party
  to: Party
  bytes: Uint8Array
  /** To which key of its receiver, base64; `null`: it is not sealed. */
  sealed: string | null
  isAnswer: boolean
  sent: number
  /** Tells whoever asked; a second time it tells nobody. */
  came(bytes: Uint8Array): void
  failed(code: string): void
}

/** Whether a step recorded an act; `not now` of one that could not happen. */
export type Done = boolean | 'not now'

export type Party = (typeof PARTIES)[number]

export interface World {
  seed: number
  step: number
  random: () => number
  sides: Record<Party, Side>
  store: Record<Party, StoreFaults>
  disks: Record<Party, Disk>
  /** By digest of its ciphertext: what an officer brought, SHA-256. */
  brought: Map<string, string>
  /** Digests of what no disk has any more: the last that had it was lost. */
  gone: Set<string>
  /** Whose process has ended and was not started again. */
  down: Set<Party>
  /** Nothing passes before this step. */
  cutUntil: number
  flying: Flying[]
  /** Copies of what was on the line, for what comes again after a long time. */
  carried: Flying[]
  exchanging: Map<Party, object>
  /** Newest last. */
  backups: Record<Party, Backup[]>
  /** The database of a node in which nothing was recorded yet. */
  empty: Record<Party, Rows>
  /** Whose register is made anew from the keys alone before the node is started. */
  rebuilding: Set<Party>
  /** Brought back, and not yet in a new log. */
  recovering: Map<Party, Recovery>
  /** What a machine that is lost had sent and nobody got yet. */
  strays: Flying[]
  /** `${party} ${epoch} ${index} ${leaf}` of what came after its log had ended, and of what came with it. */
  late: Set<string>
  /** Files that somebody carries or has lying about. */
  media: Medium[]
  carrying: Record<Party, Carrying>
  later: { at: number; work: () => void | Promise<void> }[]
  attempts: Attempt[]
  /** By leaf: what its officer was told is lost. */
  lostActs: Map<string, Attempt>
  /** The dossiers that officers work in, newest last. */
  dossiers: string[]
  /** What is opened in this world. */
  opened: readonly Procedure[]
  /** Values of the example runs, with the instrument that is in force here. */
  real<T>(value: T): T
  /** Acts in each log before anything was drawn. */
  begun: Record<Party, ReadonlySet<string>>
  ledger: Ledger
  said: Said
  counts: Map<string, number>
  /** Steps in which at least one act was recorded. */
  recorded: number
  /** The first thing that was no failure with a code. */
  fault: Error | null
}

const DAY = 86_400
/** So many kinds of dossiers in one world: few enough that both sides meet in the same. */
const KINDS = 4
const IN_FORCE = 'f'.repeat(64)

/** `opened`: names of what dossiers are opened of. */
export async function newWorld(seed: number, opened = openedIn(seed)): Promise<World> {
  const random = seeded(seed)
  const ledger = newLedger()
  const made: Partial<Record<Party, Side>> = {}
  const counts = new Map<string, number>()
  const dies = (party: Party, how: 'lost' | 'kept') => {
    disks[party].isDead = true
    made[party]?.die(how)
  }
  const store = Object.fromEntries(
    PARTIES.map((party) => [party, newStoreFaults((how) => dies(party, how))]),
  ) as World['store']
  const disks = Object.fromEntries(
    PARTIES.map((party) => [
      party,
      newDisk(`${seed} ${party}`, { die: () => dies(party, 'lost'), isFull: () => store[party].isFull }),
    ]),
  ) as World['disks']
  const sit = async (party: Party, of: number) => {
    // Not every operator has a second disk for the high-water mark.
    const water = random() < 0.5 ? waterOf() : null
    const equipment = {
      procedures: DECLARED,
      directory: directoryOf([]),
      files: disks[party].keep,
      water,
      seals: true,
    }
    made[party] = await newSide(party, [RELATION], of, store[party].options, equipment)
    return made[party]
  }
  const sides = { aaa: await sit('aaa', seed * 2 + 1), bbb: await sit('bbb', seed * 2 + 2) }
  const empty = {
    aaa: sides.aaa.store.rows(RELATION).copy(),
    bbb: sides.bbb.store.rows(RELATION).copy(),
  }
  pass(START - 9000 * DAY - sides.aaa.time.now, sides.aaa, sides.bbb)
  await agreeOn(sides.aaa, sides.bbb, opens[0] as Procedure)
  const instrument = await openInForce(sides, START - DAY)
  pass(START - sides.aaa.time.now, sides.aaa, sides.bbb)
  for (const { time } of Object.values(sides)) time.ran = 0
  for (const party of PARTIES) await sides[party].restart()
  const begun = { aaa: new Set<string>(), bbb: new Set<string>() }
  for (const party of PARTIES) {
    for (const leaf of await leavesOf(sides[party])) begun[party].add(leaf)
    note(ledger, sides[party])
  }
  return {
    seed,
    step: 0,
    random,
    sides,
    store,
    disks,
    brought: new Map(),
    gone: new Set(),
    down: new Set(),
    cutUntil: 0,
    flying: [],
    carried: [],
    exchanging: new Map(),
    backups: { aaa: [], bbb: [] },
    empty,
    rebuilding: new Set(),
    recovering: new Map(),
    strays: [],
    late: new Set(),
    media: [],
    carrying: { aaa: newCarrying(), bbb: newCarrying() },
    later: [],
    attempts: [],
    lostActs: new Map(),
    dossiers: [],
    opened: opened.flatMap((name) => opens.find((one) => one.name === name) ?? []),
    real: (value) => JSON.parse(JSON.stringify(value).replaceAll(IN_FORCE, instrument)),
    begun,
    ledger,
    said: newSaid(),
    counts,
    recorded: 0,
    fault: null,
  }
}

/** A file outside of what a backup takes back. */
function waterOf(): HighWater {
  const marks = new Map<string, Water>()
  return {
    last: (relation) => marks.get(relation) ?? null,
    raise: async (relation, water) => {
      const last = marks.get(relation) ?? null
      if (last === null || isBehind(last, water)) marks.set(relation, water)
    },
  }
}

const opens = procedures
  .map(({ procedure }) => procedure)
  .filter(({ plays, once }) => plays?.as !== 'relation' && !once)

export function openedIn(seed: number): readonly string[] {
  const random = seeded(seed)
  return Array.from({ length: KINDS }, () => opens[Math.floor(random() * opens.length)]?.name ?? '')
}

export function draw(world: World, below: number): number {
  return Math.floor(world.random() * below)
}

export function pick<T>(world: World, items: readonly T[]): T | undefined {
  return items[draw(world, items.length)]
}

export function chance(world: World, share: number): boolean {
  return world.random() < share
}

export function count(world: World, what: string, more = 1): void {
  world.counts.set(what, (world.counts.get(what) ?? 0) + more)
}

export function otherOf(party: Party): Party {
  return party === 'aaa' ? 'bbb' : 'aaa'
}

/** Leaves of a side's own entries that are no marks, in their order. */
async function leavesOf(side: Side): Promise<string[]> {
  const rows = await side.store.read(RELATION, (reader) =>
    reader.entries(side.node.party, 0, { entries: 1_000_000, bytes: 1e9 }),
  )
  return rows.filter((row) => row.kind !== 'mark').map((row) => row.leaf)
}

/** Everything that needs no line and no time is over. */
export function drained(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
