/** Two (or more) nodes in one process, over stores in memory, with signatures that cost a hash. */
import { hash as hashOf } from 'node:crypto'
import {
  type Announcement,
  base64,
  type ClosingQuestion,
  concat,
  custodyName,
  decodeAnnouncement,
  decodeGiven,
  decodeStep,
  encodeAnnouncement,
  encodeGiven,
  encodeStep,
  equal,
  type GiveBack,
  type Given,
  logOrigin,
  type NoteKeys,
  type NoteSigner,
  type Step,
  signClosingQuestion,
  signGiveBack,
  utf8,
  type Verifier,
} from '@counterpart/protocol'
import { directoryOf } from '../directory.ts'
import { NodeError } from '../errors.ts'
import { newEvents } from '../events.ts'
import { nameOfKey } from '../keys/key-ring.ts'
import { type OpeningKey, openingKey } from '../keys/sealing.ts'
import { MemoryStore, type MemoryStoreOptions } from '../store/memory/memory-store.ts'
import type { Store } from '../store/store.ts'
import { decodeKeySteps, encodeKeySteps } from '../wire/key-message.ts'
import { LinkFailure } from '../wire/link.ts'
import { PROCEDURES } from './_pacts.ts'
import { memoryRing } from './_ring.ts'
import type { Author } from './command.ts'
import { recount } from './dossier/recount.ts'
import { giveKeySteps } from './keys/key-steps.ts'
import { soundStore } from './log/sound-store.ts'
import { boundsOf } from './receive/bounds.ts'
import { hearAnnounced } from './receive/hear-announced.ts'
import { giveLate, type LatePlace } from './receive/late.ts'
import { receive } from './receive/receive.ts'
import { type Node, newRelation, type Relation } from './relation.ts'
import { stateClosing } from './restore/closing.ts'
import { giveBack } from './restore/give-back.ts'
import { recall, stateSizes } from './restore/statement.ts'

function hash(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(hashOf('sha256', concat(...parts), 'buffer'))
}

/** Of a key only what its name was hashed to: the rest is there for its length. */
function signed(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hash(key.subarray(0, 32), message)
}

function fakeKey(name: string, length: number, signature: number) {
  const publicKey = new Uint8Array(length)
  publicKey.set(hash(utf8(name)))
  return {
    publicKey,
    sign(message: Uint8Array) {
      const out = new Uint8Array(signature)
      out.set(signed(publicKey, message))
      return out
    },
  }
}

export function fakeSigner(name: string): NoteSigner {
  return { name, ed25519: fakeKey(`${name} e`, 32, 64), mlDsa44: fakeKey(`${name} m`, 1312, 2420) }
}

const fakeVerifier: Verifier = {
  ed25519: (key, message, signature) => equal(signature.subarray(0, 32), signed(key, message)),
  mlDsa44: (key, message, signature) => equal(signature.subarray(0, 32), signed(key, message)),
}

function publicOf(signer: NoteSigner): NoteKeys {
  return { name: signer.name, ed25519: signer.ed25519.publicKey, mlDsa44: signer.mlDsa44.publicKey }
}

/** Numbers from 0 to 1 that follow from the seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const SEALING_KEYS = new Map<string, OpeningKey>()

/** A real one, made once. */
export function sealingKeyOf(name: string): OpeningKey {
  const made = SEALING_KEYS.get(name) ?? openingKey(hash(utf8(`${name} seal`)))
  SEALING_KEYS.set(name, made)
  return made
}

export interface Side {
  /** Of the process that runs now; one from before a restart is dead, whatever it still tries. */
  node: Node
  store: MemoryStore
  /** Seconds: what the node reads as the time, and how long its machine has run. Set apart, its clock was set. */
  time: { now: number; ran: number }
  relation(id: string): Relation
  /** The process ends; nobody starts it again yet. */
  die(inFlight?: 'lost' | 'kept'): void
  /** The process ends and starts again over what was synced. */
  restart(inFlight?: 'lost' | 'kept'): Promise<void>
}

/** `seals`: with keys for sealing from the beginning. Declarations, the directory, and a store other than one in memory: that one neither crashes nor fails on demand. */
export type Equipment = Partial<
  Pick<Node, 'procedures' | 'directory' | 'store' | 'files' | 'water' | 'bounds'>
>

export async function newSide(
  party: string,
  relations: readonly string[],
  seed: number,
  options: MemoryStoreOptions = {},
  { seals = false, ...equipment }: Equipment & { seals?: boolean } = {},
): Promise<Side> {
  const store = (equipment.store ?? new MemoryStore(options)) as MemoryStore
  const time = { now: 1_700_000_000, ran: 0 }
  const random = seeded(seed)
  /** What a key file says: it is no part of what a crash or a backup takes back. */
  const epochs = new Map<string, number>()
  // On its disk: what a restart finds again.
  const rings = new Map(
    relations.map((id) => [
      id,
      memoryRing(
        {
          log: () => logOrigin(`${party}.test`, id, epochs.get(id) ?? 1),
          custody: custodyName(`${party}.test`, id),
        },
        seals ? [sealingKeyOf(`${party} ${id}`)] : [],
      ),
    ]),
  )
  let life = 0
  const side: Side = {
    node: await start(),
    store,
    time,
    relation(id) {
      const relation = side.node.relations.get(id)
      if (!relation) throw new Error(`no relation ${id}`)
      return relation
    },
    die(inFlight = 'lost') {
      life += 1
      store.crash(inFlight)
    },
    async restart(inFlight = 'lost') {
      side.die(inFlight)
      side.node = await start()
    },
  }
  return side

  async function start(): Promise<Node> {
    const node: Node = {
      party,
      name: { en: party, vi: party, 'zh-Hans': party },
      relations: new Map(),
      clock: () => time.now,
      monotonic: () => time.ran,
      random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
      verifier: fakeVerifier,
      procedures: PROCEDURES,
      directory: directoryOf([]),
      events: newEvents(),
      keyBackupDays: 30,
      bounds: boundsOf(),
      files: null,
      water: null,
      ...equipment,
      store: whileAlive(store, life, () => life),
    }
    node.store = soundStore(node.store, node)
    for (const id of relations) {
      const theirs = (id.split('/')[0] ?? '').split('~').find((code) => code !== party) ?? ''
      const ring = rings.get(id)
      if (!ring) continue
      const log = (of: string) => publicOf(fakeSigner(logOrigin(`${of}.test`, id, 1)))
      const own = ring.opened()
      const relation = newRelation({
        id,
        ours: party,
        theirs,
        epoch: epochs.get(id) ?? 1,
        theirEpoch: 1,
        log: own.log,
        past: [log(party)],
        custody: own.custody,
        theirLog: log(theirs),
        theirCustody: publicOf(fakeSigner(custodyName(`${theirs}.test`, id))),
        ring,
        ...(seals
          ? { seals: [party, theirs].map((of) => base64(sealingKeyOf(`${of} ${id}`).publicKey)) }
          : {}),
        marks: hash(utf8(`${party} ${id}`)),
        newKeys: async (epoch) => {
          if ((epochs.get(id) ?? 1) !== epoch) {
            epochs.set(id, epoch)
            ring.renew()
          }
          return ring.opened().log
        },
      })
      // As a node that is opened: which key is current it knows from the log alone, but not one that was destroyed.
      if (!ring.custody.some((key) => nameOfKey(key) === nameOfKey(own.custody)))
        relation.custody = ring.custody.at(-1) ?? own.custody
      await store.open(id, party, theirs)
      node.relations.set(id, relation)
      await recount(node, relation)
      await recall(node, relation)
    }
    return node
  }
}

function whileAlive(store: Store, born: number, life: () => number): Store {
  const check = () => {
    if (life() !== born) throw new NodeError({ code: 'stopping' })
  }
  return {
    async open(relation, ours, theirs) {
      check()
      await store.open(relation, ours, theirs)
    },
    async read(relation, work) {
      check()
      return store.read(relation, work)
    },
    async locked(relation, work) {
      check()
      return store.locked(relation, work)
    },
    close: () => store.close(),
  }
}

/** The other node, spoken with directly; bytes are written and read as they would travel. */
export function channelTo(other: Side, id: string) {
  return {
    async sync(step: Step): Promise<Step> {
      const received = await receive(other.node, other.relation(id), decodeStep(encodeStep(step)))
      if (received.kind === 'refused') throw Object.assign(new Error(received.code), { code: received.code })
      return decodeStep(encodeStep(received.step))
    },
    ask: (nonce: Uint8Array) => stateSizes(other.node, other.relation(id), nonce),
    async giveBack(asked: GiveBack): Promise<Given> {
      const note = signGiveBack(asked, fakeSigner(custodyName(`${asked.from}.test`, id)))
      const giving = await giveBack(other.node, other.relation(id), note)
      if (giving.kind === 'refused') throw new LinkFailure(giving.code)
      return decodeGiven(encodeGiven(giving.given), asked)
    },
    async announce(announcement: Announcement): Promise<void> {
      const heard = await hearAnnounced(
        other.node,
        other.relation(id),
        decodeAnnouncement(encodeAnnouncement(announcement)),
      )
      if (heard !== 'heard') throw Object.assign(new Error(heard), { code: heard })
    },
    late: (place: LatePlace, nonce: Uint8Array) => giveLate(other.node, other.relation(id), place, nonce),
    keys: async () => decodeKeySteps(encodeKeySteps(await giveKeySteps(other.node, other.relation(id)))),
    async close(asked: ClosingQuestion): Promise<string> {
      const question = signClosingQuestion(asked, fakeSigner(custodyName(`${asked.from}.test`, id)))
      const closing = await stateClosing(other.node, other.relation(id), question)
      if (closing.kind === 'refused') throw new LinkFailure(closing.code)
      return closing.note
    },
  }
}

/** Time passes for all of them alike. */
export function pass(seconds: number, ...sides: readonly Side[]): void {
  for (const { time } of sides) {
    time.now += seconds
    time.ran += seconds
  }
}

export function officer(party: string, role = 'duty-officer'): Author {
  return { office: `${party}-office`, officer: `${party}-1`, level: 'ministry', roles: [role] }
}
