/** One state's node: its relations opened, its senders and the endpoint for counterparts running. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { base64 } from '@counterpart/protocol'
import type { Directory } from './directory.ts'
import { type NodeCode, NodeError } from './errors.ts'
import { newEvents } from './events.ts'
import type { Counterpart } from './keys/bundle.ts'
import { madeAt } from './keys/certificate.ts'
import type { Keys } from './keys/key-file.ts'
import { type KeyRing, nameOfKey } from './keys/key-ring.ts'
import { nodeVerifier } from './keys/node-crypto.ts'
import { remembering } from './keys/remembering.ts'
import type { Channel } from './outbound/channel.ts'
import { Daily } from './outbound/daily.ts'
import { Fetcher } from './outbound/fetcher.ts'
import type { FetcherOptions } from './outbound/fetcher-options.ts'
import { post } from './outbound/post.ts'
import { type Rebuilding, type RebuildOptions, rebuild } from './outbound/rebuild.ts'
import { sealedChannel } from './outbound/sealed-channel.ts'
import { Sender, type SenderOptions } from './outbound/sender.ts'
import { type Authority, timeStampAuthority } from './outbound/time-stamp/authority.ts'
import { TlsLink } from './outbound/tls-link.ts'
import type { Witness } from './outbound/witness/ask.ts'
import { outsideWitness } from './outbound/witness/witness.ts'
import { PeerEndpoint, type PinnedPeer } from './peer/endpoint.ts'
import { Pouches } from './pouch/pouches.ts'
import type { AskBack } from './scrub/mend-given.ts'
import { Scrub } from './scrub/scrub.ts'
import { Scrubber, type ScrubOptions } from './scrub/scrubber.ts'
import type { HighWater } from './store/files/high-water.ts'
import type { PouchStore } from './store/pouches.ts'
import type { ScrubStore } from './store/scrubs.ts'
import type { Store } from './store/store.ts'
import { recount } from './uses/dossier/recount.ts'
import { findPieces } from './uses/file/brought-pieces.ts'
import { tellEmptied } from './uses/file/emptied-folder.ts'
import type { FileKeep } from './uses/file/file-keep.ts'
import { dateOf, noteShown } from './uses/keys/line-certificate.ts'
import { soundStore } from './uses/log/sound-store.ts'
import { type Bounds, boundsOf } from './uses/receive/bounds.ts'
import {
  type Node,
  newRelation,
  type ProcedureWithTexts,
  type Relation,
  type Text3,
} from './uses/relation.ts'
import { recall } from './uses/restore/statement.ts'
import { destroyAgain, findUnremoved } from './uses/retention/destroy-again.ts'
import { tick } from './uses/tick.ts'
import type { Link } from './wire/link.ts'
import { sealsOf } from './wire/seals-of.ts'

export interface RelationOptions {
  keys: Keys
  counterpart: Counterpart
  /** Makes the log keys of an epoch and keeps them; the same if asked again. No next epoch where absent. */
  newKeys?: NonNullable<Relation['newKeys']>
  /** Witnesses that sign our log from outside. */
  witnesses?: readonly Witness[]
  /** Authorities that stamp the time. */
  timeStamps?: readonly Authority[]
  /** Where later keys are made and kept; without it none is changed. */
  ring?: KeyRing
  /** Instead of the pinned TLS link: devnet and tests. */
  link?: Link
  /** Where the counterpart's address leads, when names are not to be looked up. */
  connectTo?: { host: string; port: number }
}

export interface NodeOptions {
  party: string
  name: Text3
  relations: readonly RelationOptions[]
  store: Store
  pouches: PouchStore
  procedures: ReadonlyMap<string, ProcedureWithTexts>
  directory: Directory
  /** Seconds UTC. */
  clock?: () => number
  /** Seconds that only go forward. */
  monotonic?: () => number
  random?: (bytes: number) => Uint8Array
  sender?: Partial<SenderOptions>
  files?: FileKeep | null
  water?: HighWater | null
  /** Days for which a backup of the key store may be kept; 30. */
  keyBackupDays?: number
  bounds?: Bounds
  fetcher?: Partial<FetcherOptions>
  /** Where scrubs keep how far they have come; without it there are none. */
  scrubs?: ScrubStore
  scrub?: Partial<ScrubOptions>
  /** Milliseconds between looks at what time causes. */
  tickEvery?: number
  /** One line for the operator. */
  log?: (code: NodeCode, error: unknown) => void
}

interface Spoken {
  relation: Relation
  channel: Channel
  sender: Sender
  fetcher: Fetcher | null
  link: Link
  peer: PinnedPeer
  pouches: Pouches
  askBack: AskBack
  outside: readonly Daily[]
  witnesses: readonly Witness[]
}

function partyOfOther(id: string, ours: string): string {
  const [first, second] = (id.split('/')[0] ?? '').split('~')
  const other = first === ours ? second : second === ours ? first : undefined
  if (other === undefined)
    throw new NodeError({ code: 'bad-config', message: `${ours} is no party of ${id}` })
  return other
}

/** Owns the senders, the endpoint and the timer; the store is its maker's to close. */
export class RunningNode implements AsyncDisposable {
  readonly node: Node
  readonly scrubber: Scrubber
  readonly #spoken: readonly Spoken[]
  readonly #endpoint: PeerEndpoint
  readonly #timer: ReturnType<typeof setInterval>
  readonly #silence: () => void
  readonly #ticking = new Set<string>()
  readonly #log: NonNullable<NodeOptions['log']>
  /** By relation what failed at the last tick: the operator is told once, and again when it is something else. */
  readonly #failed = new Map<string, NodeCode>()

  private constructor(
    node: Node,
    spoken: readonly Spoken[],
    scrubber: Scrubber,
    { tickEvery = 5000, log = () => undefined }: NodeOptions,
  ) {
    this.node = node
    this.#log = log
    this.scrubber = scrubber
    this.#spoken = spoken
    this.#endpoint = new PeerEndpoint(
      node,
      spoken.map(({ peer }) => peer),
    )
    this.#silence = node.events.listen((event) => {
      const found = spoken.find(({ relation }) => relation.id === event.relation)
      if (event.kind === 'due') found?.sender.poke()
      else if (event.kind === 'heard') {
        found?.sender.signOfLife()
        found?.fetcher?.signOfLife()
      } else if (event.kind === 'brought') found?.fetcher?.brought()
      else if (event.kind === 'changed') found?.fetcher?.poke()
      else if (event.kind === 'refused') {
        const { code, message, cause } = event.error
        this.#log(code, new NodeError({ code, message: `${event.relation}: ${message}`, cause }))
      }
    })
    this.#timer = setInterval(() => {
      for (const { relation, outside, pouches } of spoken) {
        void this.#tick(relation)
        void pouches.closeGaps().catch(() => undefined)
        // What a store or a network cannot do now is tried again; an act never waits for it.
        for (const one of outside) void one.tick().catch(() => undefined)
      }
    }, tickEvery)
    this.#timer.unref()
  }

  /** Opens every relation in the store; nothing is sent before `start`. @throws NodeError `bad-config` */
  static async open(options: NodeOptions): Promise<RunningNode> {
    const node: Node = {
      party: options.party,
      name: options.name,
      relations: new Map(),
      store: options.store,
      clock: options.clock ?? (() => Math.floor(Date.now() / 1000)),
      monotonic: options.monotonic ?? (() => performance.now() / 1000),
      random: options.random ?? ((bytes) => new Uint8Array(randomBytes(bytes))),
      verifier: remembering(nodeVerifier),
      procedures: options.procedures,
      directory: options.directory,
      events: newEvents(),
      keyBackupDays: options.keyBackupDays ?? 30,
      bounds: options.bounds ?? boundsOf(),
      files: options.files ?? null,
      water: options.water ?? null,
    }
    node.store = soundStore(options.store, node)
    if (node.files) await findPieces(node.files)
    const spoken: Spoken[] = []
    for (const one of options.relations) spoken.push(await openRelation(node, one, options))
    await tellEmptied(node, options.log ?? (() => undefined))
    return new RunningNode(node, spoken, scrubberOf(node, spoken, options), options)
  }

  /** One at a time for each relation; what a store could not do now, the next tick does. */
  async #tick(relation: Relation): Promise<void> {
    if (this.#ticking.has(relation.id)) return
    this.#ticking.add(relation.id)
    try {
      await tick(this.node, relation)
      this.#failed.delete(relation.id)
    } catch (cause) {
      const code = cause instanceof NodeError ? cause.code : 'internal'
      if (this.#failed.get(relation.id) !== code) {
        this.#failed.set(relation.id, code)
        const message = `what time causes in ${relation.id} cannot be done`
        this.#log(code, new NodeError({ code, message, cause }))
      }
      this.node.events.emit({ kind: 'line', relation: relation.id })
    } finally {
      this.#ticking.delete(relation.id)
    }
  }

  /** Begins to speak with every counterpart. */
  start(): void {
    for (const { sender, fetcher } of this.#spoken) {
      sender.start()
      fetcher?.start()
    }
    this.scrubber.start()
  }

  /** The port on which counterparts call. @throws NodeError `port-in-use` */
  listen(port: number, host?: string): Promise<AddressInfo> {
    return this.#endpoint.listen(port, host)
  }

  /** Before `start`, on a database that holds nothing. @throws NodeError `unknown-relation`, `not-empty` */
  async rebuild(relation: string, options: RebuildOptions): Promise<Rebuilding> {
    const found = this.#spoken.find((one) => one.relation.id === relation)
    if (!found) throw new NodeError({ code: 'unknown-relation' })
    return rebuild(this.node, found.relation, found.channel, options)
  }

  /** For links inside one process: the other side's question, answered as the endpoint would. */
  peer(relation: string): PinnedPeer {
    const found = this.#spoken.find((one) => one.relation.id === relation)
    if (!found) throw new NodeError({ code: 'unknown-relation' })
    return found.peer
  }

  /** @throws NodeError `unknown-relation` */
  pouches(relation: string): Pouches {
    const found = this.#spoken.find((one) => one.relation.id === relation)
    if (!found) throw new NodeError({ code: 'unknown-relation' })
    return found.pouches
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    this.#silence()
    await this.scrubber[Symbol.asyncDispose]()
    await Promise.all(this.#spoken.map(({ pouches }) => pouches[Symbol.asyncDispose]()))
    await Promise.all(
      this.#spoken.flatMap(({ sender, fetcher }) => [
        sender[Symbol.asyncDispose](),
        fetcher?.[Symbol.asyncDispose](),
      ]),
    )
    for (const { link } of this.#spoken) if (link instanceof TlsLink) link[Symbol.dispose]()
    await this.#endpoint[Symbol.asyncDispose]()
  }
}

async function openRelation(node: Node, one: RelationOptions, options: NodeOptions): Promise<Spoken> {
  const { keys, counterpart } = one
  const id = keys.relation
  const theirs = partyOfOther(id, keys.party)
  if (keys.party !== options.party || counterpart.relation !== id || counterpart.party !== theirs)
    throw new NodeError({
      code: 'bad-config',
      message: `the keys and the bundle of ${id} do not belong together`,
    })
  if (node.relations.has(id))
    throw new NodeError({ code: 'bad-config', message: `the relation ${id} is there twice` })
  const relation = newRelation({
    id,
    ours: keys.party,
    theirs,
    epoch: keys.epoch,
    theirEpoch: counterpart.epoch,
    log: keys.log,
    custody: keys.custody,
    theirLog: counterpart.log,
    theirCustody: counterpart.custody,
    seals: [base64(keys.seal.publicKey), base64(counterpart.seal.publicKey)],
    ring: one.ring ?? null,
    marks: keys.marks,
    keysMade: { ours: madeAt(keys.tls.certificate), theirs: madeAt(counterpart.tls.certificate) },
    certificates: { ours: dateOf(keys.tls.certificate), theirs: dateOf(counterpart.tls.certificate) },
    ourCertificate: keys.tls,
    past: keys.past,
    newKeys: one.newKeys ?? null,
  })
  // A node that has lost its log does not know which key is current; one that was destroyed it is not.
  const held = keys.ring.custody.some((key) => nameOfKey(key) === nameOfKey(keys.custody))
  if (!held) relation.custody = keys.ring.custody.at(-1) ?? keys.custody
  const witnesses = (one.witnesses ?? []).map((witness) => {
    // A party's own receipt must not count twice (WITNESS-3).
    if (
      [keys.log, keys.custody, counterpart.log, counterpart.custody].some(({ name }) => name === witness.name)
    )
      throw new NodeError({
        code: 'bad-config',
        message: `${witness.name} is a party of ${id} and no witness`,
      })
    return outsideWitness(node, relation, witness, post)
  })
  const authorities = (one.timeStamps ?? []).map((authority) =>
    timeStampAuthority(node, relation, authority, (url, query) =>
      post(url, 'application/timestamp-query', query),
    ),
  )
  await options.store.open(id, keys.party, theirs)
  node.relations.set(id, relation)
  await recount(node, relation)
  await recall(node, relation)
  await destroyAgain(node, relation)
  await findUnremoved(node, relation)
  const seals = sealsOf(relation, { ours: keys.seal, theirs: counterpart.seal })
  const shown = (certificate: Uint8Array) => noteShown(relation, certificate)
  const link = one.link ?? tlsLink(one, shown)
  const channel = sealedChannel(node, relation, seals, link)
  return {
    relation,
    channel,
    link,
    outside: [...witnesses, ...authorities].map((outside) => new Daily(node, relation, outside)),
    witnesses: one.witnesses ?? [],
    askBack: (asked, signal) => channel.giveBack(asked, signal),
    pouches: new Pouches(node, relation, seals, options.pouches),
    sender: new Sender(node, relation, channel, options.sender),
    fetcher: node.files && new Fetcher(node, node.files, relation, channel.file, options.fetcher),
    peer: { relation, seals, domain: keys.domain, own: keys.tls, theirs: counterpart.tls, shown },
  }
}

function scrubberOf(node: Node, spoken: readonly Spoken[], options: NodeOptions): Scrubber {
  const { store, scrubs } = options
  const scrubbing = (scrubs ? spoken : []).map(({ relation, pouches, askBack, witnesses }) => ({
    id: relation.id,
    scrub: new Scrub({
      node,
      relation,
      store,
      scrubs: scrubs as ScrubStore,
      aside: pouches.aside(),
      askBack,
      witnesses,
    }),
    size: () =>
      store.read(relation.id, async (reader) => {
        const { ours, theirs } = await reader.heads()
        return ours.size + theirs.size
      }),
  }))
  return new Scrubber(scrubbing, node.clock, options.scrub)
}

function tlsLink(
  { keys, counterpart, connectTo }: RelationOptions,
  shown: (certificate: Uint8Array) => void,
): TlsLink {
  return new TlsLink({
    url: counterpart.url,
    relation: keys.relation,
    domain: counterpart.domain,
    own: keys.tls,
    theirs: counterpart.tls,
    shown,
    ...(connectTo ? { connectTo } : {}),
  })
}
