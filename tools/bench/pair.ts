/** Two nodes in one process, each on a PostgreSQL of its own that syncs, spoken with over sealed messages. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { digestOf } from '@counterpart/casework'
import { informationRequest, procedures, relation as relationProcedure } from '@counterpart/procedures'
import { directoryOf } from '../../server/src/directory.ts'
import { atRest } from '../../server/src/keys/at-rest.ts'
import { bundleOf, counterpartOf } from '../../server/src/keys/bundle.ts'
import { type KeyFile, newKeyFile, openKeyFile } from '../../server/src/keys/key-file.ts'
import { RunningNode } from '../../server/src/node.ts'
import { type Link, LinkFailure } from '../../server/src/outbound/link.ts'
import { answerSealed } from '../../server/src/peer/answer.ts'
import { temporaryFolder } from '../../server/src/store/_temporary.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../server/src/store/embedded/embedded-postgres.ts'
import { type Database, openDatabase } from '../../server/src/store/postgres/database.ts'
import { PostgresStore } from '../../server/src/store/postgres/postgres-store.ts'
import { PostgresPouches } from '../../server/src/store/postgres/pouches.ts'
import type { Store } from '../../server/src/store/store.ts'
import type { Author, Command, Recorded } from '../../server/src/uses/command.ts'
import { record } from '../../server/src/uses/record.ts'
import type { Relation } from '../../server/src/uses/relation.ts'

const RELATION = 'aaa~bbb/bench'
const REQUEST = digestOf(informationRequest)
const PAIR = digestOf(relationProcedure)
const NAME = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }

export interface Side extends AsyncDisposable {
  running: RunningNode
  relation: Relation
  store: Store
  server: EmbeddedPostgres
  record(command: Command): Promise<Recorded>
  /** Resolves when a counted receipt covers the entry at this index. */
  delivered(index: number): Promise<void>
}

export interface Pair extends AsyncDisposable {
  a: Side
  b: Side
  /** Whether nothing goes through between them. */
  line: { down: boolean }
  /** What requests are filed under, in turn. */
  commitments: string[]
}

interface Base {
  party: string
  file: KeyFile
  directory: string
  server: EmbeddedPostgres
  database: Database
  store: PostgresStore
}

const SECRET = randomBytes(32)

export async function openPair(): Promise<Pair> {
  const bases = await Promise.all(['aaa', 'bbb'].map(openBase))
  const [one, two] = bases as [Base, Base]
  const sides: Partial<Pair> = {}
  const line = { down: false }
  const to = (name: 'a' | 'b'): Link => ({
    async exchange(sealed) {
      const side = sides[name]
      if (!side) throw new Error('not open yet')
      if (line.down) throw new LinkFailure('line-down')
      return answerSealed(side.running.node, side.running.peer(RELATION), sealed)
    },
  })
  const a = await openSide(one, two, to('b'))
  const b = await openSide(two, one, to('a'))
  Object.assign(sides, { a, b })
  a.running.start()
  b.running.start()
  await until(() => a.relation.start === 'confirmed' && b.relation.start === 'confirmed')
  await agree(a, b)
  return {
    a,
    b,
    line,
    commitments: [],
    async [Symbol.asyncDispose]() {
      await Promise.all([a.running[Symbol.asyncDispose](), b.running[Symbol.asyncDispose]()])
      await Promise.all([a[Symbol.asyncDispose](), b[Symbol.asyncDispose]()])
    },
  }
}

async function openBase(party: string): Promise<Base> {
  const directory = await temporaryFolder()
  const server = await startEmbedded({ directory })
  const database = await openDatabase({ connection: server.connection })
  const of = { party, domain: `${party}.test`, relation: RELATION, epoch: 1 }
  const file = await newKeyFile(of, SECRET, Math.floor(Date.now() / 1000))
  return {
    party,
    file,
    directory,
    server,
    database,
    store: new PostgresStore(database.pools, atRest(randomBytes(32))),
  }
}

async function openSide(own: Base, other: Base, link: Link): Promise<Side> {
  const receipts = newReceipts()
  const store = watched(own.store, own.party, receipts.came)
  const running = await RunningNode.open({
    party: own.party,
    name: NAME,
    relations: [
      {
        keys: openKeyFile(own.file, SECRET),
        counterpart: counterpartOf(bundleOf(other.file, NAME, `https://${other.party}.test:1`)),
        link,
      },
    ],
    store,
    pouches: new PostgresPouches(own.database.tables),
    procedures: new Map(
      procedures.map(({ procedure, texts }) => [digestOf(procedure), { procedure, texts }]),
    ),
    directory: directoryOf([]),
  })
  const relation = running.node.relations.get(RELATION)
  if (!relation) throw new Error('no relation')
  return {
    running,
    relation,
    store: own.store,
    server: own.server,
    record: (command) => record(running.node, relation, command),
    delivered: receipts.covering,
    async [Symbol.asyncDispose]() {
      await own.store.close()
      await own.database.close()
      await own.server.stop()
      await rm(own.directory, { recursive: true, force: true })
    },
  }
}

interface Receipts {
  came(size: number): void
  covering(index: number): Promise<void>
}

function newReceipts(): Receipts {
  let covered = 0
  let waiting: { index: number; resolve: () => void }[] = []
  return {
    came(size) {
      covered = Math.max(covered, size)
      for (const { index, resolve } of waiting) if (index < covered) resolve()
      waiting = waiting.filter(({ index }) => index >= covered)
    },
    covering: (index) =>
      index < covered ? Promise.resolve() : new Promise((resolve) => waiting.push({ index, resolve })),
  }
}

/** The store as it is, telling of each receipt for our log when it is on disk. */
function watched(store: Store, party: string, came: (size: number) => void): Store {
  return {
    open: (relation, ours, theirs) => store.open(relation, ours, theirs),
    read: (relation, work) => store.read(relation, work),
    close: () => store.close(),
    async locked(relation, work) {
      let size = 0
      const result = await store.locked(relation, (writer) => {
        const put = writer.putCosignature.bind(writer)
        writer.putCosignature = (side, at, lines) => {
          if (side === party) size = at
          return put(side, at, lines)
        }
        return work(writer)
      })
      if (size > 0) came(size)
      return result
    },
  }
}

/** The office of ours that opens every request. */
export const DRAFTING = 'aaa-office'

function author(party: string, office: string): Author {
  return {
    office: `${party}-${office}`,
    officer: `${party}-1`,
    level: 'ministry',
    roles: ['secretary', 'duty-officer'],
  }
}

const text = (words: string) => ({ en: { text: words, standing: 'authoritative' } })
let requests = 0

function numbered() {
  requests += 1
  return { request: `bench-${requests}` }
}

/** The relation's own dossier: what may be opened is agreed, as in a real relation. */
async function agree(a: Side, b: Side): Promise<void> {
  const listed = (party: string) =>
    procedures.map(({ procedure }) => ({ party, procedure: procedure.name, digest: digestOf(procedure) }))
  const begun = await a.record({
    ...numbered(),
    kind: 'open',
    author: author('aaa', 'office'),
    approver: 'aaa-2',
    procedure: PAIR,
    act: 'open',
    handling: 'H0',
    fields: {
      title: text('An invented relation'),
      parties: ['aaa', 'bbb'].map((code) => ({ code, domain: `${code}.test`, name: text(code) })),
      keys: [{ party: 'aaa', use: 'seal', key: 'see the bundle' }],
      'digests-first': listed('aaa'),
    },
  })
  await a.delivered(begun.index)
  const joined = await b.record({
    ...numbered(),
    kind: 'act',
    author: author('bbb', 'office'),
    approver: 'bbb-2',
    dossier: begun.dossier,
    act: 'confirm',
    on: begun.leaf,
    position: null,
    fields: { 'digests-other': listed('bbb') },
  })
  await b.delivered(joined.index)
}

/** A commitment of the two sides, for requests to be filed under. */
export function stateCommitment(procedure: string, at: number): Command {
  return {
    ...numbered(),
    kind: 'open',
    author: author('aaa', 'office'),
    approver: 'aaa-2',
    procedure,
    act: 'state-commitment',
    handling: 'H0',
    fields: {
      title: text(`Invented commitment ${at}`),
      nature: 'agreed',
      by: 'aaa bbb',
      term: 'none',
      'said-on': { date: '2020' },
    },
  }
}

/** The other side's word, without which it binds neither. */
export function confirmCommitment({ dossier, leaf }: Pick<Recorded, 'dossier' | 'leaf'>): Command {
  return {
    ...numbered(),
    kind: 'act',
    author: author('bbb', 'office'),
    approver: 'bbb-2',
    dossier,
    act: 'confirm-commitment',
    on: leaf,
    position: null,
    fields: {},
  }
}

/** An information request as officers write them: four short texts, two questions, one person. */
export function request({ commitments }: Pick<Pair, 'commitments'>): Command {
  const command = numbered()
  const under = commitments[requests % commitments.length]
  return {
    ...command,
    kind: 'open',
    author: author('aaa', 'gate'),
    procedure: REQUEST,
    act: 'request-information',
    handling: 'H1',
    reserved: {
      number: `${requests}/A`,
      level: 'gate',
      to: 'bbb-gate',
      ...(under === undefined ? {} : { under: [{ dossier: under }] }),
    },
    fields: {
      subject: text('Vehicle seen near marker 100 (invented)'),
      urgency: 'normal',
      offence: 'smuggling-of-goods',
      purpose: 'investigation',
      'legal-basis': text('Invented agreement, article 3'),
      facts: text(
        'A lorry turned off the road at kilometre 12 in the evening and did not come back. '.repeat(4),
      ),
      questions: [
        { question: text('Who is the keeper of the vehicle?') },
        { question: text('When did it cross, and through which gate?') },
      ],
    },
  }
}

/** The other side takes a request in hand: an act of the keeper in a dossier that stands. */
export function takeInHand(opened: Recorded): Command {
  return {
    ...numbered(),
    kind: 'act',
    author: author('bbb', 'gate'),
    dossier: opened.dossier,
    act: 'take-in-hand',
    on: opened.leaf,
    position: null,
    fields: {},
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('two nodes do not find each other')
}
