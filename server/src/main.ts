/** Starts one state's node from its configuration. The only file that knows which procedures there are. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOf } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { type Config, noSignIn, signInSettings } from './config.ts'
import { readDirectory } from './directory.ts'
import { NodeError } from './errors.ts'
import { buildApp } from './http/app.ts'
import type { Context } from './http/context.ts'
import { enrolmentLink } from './http/officer/accounts.ts'
import type { App } from './http/officer/route.ts'
import { allowOf } from './http/permission/allow.ts'
import { providerOf } from './http/sign-in/oidc.ts'
import { type Administrator, type Enrolment, enrolAdministrator } from './init.ts'
import { listenFailure } from './listen-failure.ts'
import { logLine } from './log.ts'
import { type RelationOptions, RunningNode } from './node.ts'
import { CollectorEndpoint } from './operator/collector-endpoint.ts'
import { endingSaid } from './operator/ending.ts'
import { OperatorEndpoint } from './operator/endpoint.ts'
import { sayStopped } from './operator/stopped.ts'
import { watchedBy } from './operator/watched.ts'
import type { FetcherOptions } from './outbound/fetcher-options.ts'
import type { Rebuilding, RebuildOptions } from './outbound/rebuild.ts'
import type { SenderOptions } from './outbound/sender.ts'
import { personasOf } from './personas.ts'
import { relationsIn, relationsOf, replaceLogKeys } from './relations.ts'
import type { AccountStore } from './store/accounts.ts'
import type { Place } from './store/backup/reach.ts'
import { type FileFolder, openFolder } from './store/files/folder.ts'
import { openHighWater } from './store/files/high-water.ts'
import { openStorage, type Storage } from './store/storage.ts'
import { toldDrafts } from './store/told-drafts.ts'
import { newFileKeep } from './uses/file/file-keep.ts'
import { careForUploads } from './uses/file/upload-care.ts'
import { boundsOf } from './uses/receive/bounds.ts'
import { careForDrafts } from './uses/record/draft-care.ts'
import { datesOf } from './views/operation/dates.ts'
import { type Operated, operationOf } from './views/operation/operation.ts'
import { usesOf } from './views/uses.ts'
import type { Link } from './wire/link.ts'

export { type Config, ConfigFile, configOf, readConfig } from './config.ts'
export { type Directory, directoryOf, type Office, readDirectory } from './directory.ts'
export { type NodeCode, NodeError } from './errors.ts'
export { isName } from './http/account-fault.ts'
export { textOf } from './http/errors.ts'
export {
  type Administrator,
  CONFIG_FILE,
  type Enrolment,
  type Initialised,
  type InitOptions,
  init,
  officesFor,
} from './init.ts'
export { type Bundle, bundleDigest, bundleOf, readBundle } from './keys/bundle.ts'
export { type KeyFile, newKeyFile, openKeyFile, readKeyFile, writeKeyFile } from './keys/key-file.ts'
export { outsidePublicKey } from './keys/outside-key.ts'
export { startFailure } from './log.ts'
export type { RunningNode } from './node.ts'
export {
  allowGivingBack,
  changeKeyOf,
  confirmStarted,
  readIncidents,
  readKeyDates,
  readStarts,
  renewCertificateOf,
} from './operator/call.ts'
export { confirmClockOf } from './operator/clock-call.ts'
export { givePouch, openPouch, planPouch } from './operator/pouch-call.ts'
export { beginScrub, readScrubs } from './operator/scrub-call.ts'
export type { Confirmation, Start } from './operator/starts.ts'
export type { Rebuilding, RebuildOptions } from './outbound/rebuild.ts'
export { TlsLink } from './outbound/tls-link.ts'
export { logBases } from './relations.ts'
export { backUp } from './store/backup/back-up.ts'
export { restore } from './store/backup/restore.ts'
export { memoryStorage, type Storage } from './store/storage.ts'
export { type Link, LinkFailure } from './wire/link.ts'
export { relationsIn, replaceLogKeys }

/** The largest file where the configuration says nothing: 2 GiB. */
const FILE_LIMIT = 2 ** 31

/** Between rounds over what officers have uploaded. */
const CARE_MS = 60_000

export interface Overrides {
  /** Seconds UTC. */
  clock?: () => number
  /** Seconds that only go forward. */
  monotonic?: () => number
  random?: (bytes: number) => Uint8Array
  /** Made with the options of one relation; the pinned TLS link when absent. */
  link?: (relation: RelationOptions) => Link
  /** Where a counterpart's address leads, when names are not to be looked up. */
  connectTo?: (relation: string) => { host: string; port: number } | undefined
  sender?: Partial<SenderOptions>
  fetcher?: Partial<FetcherOptions>
  /** Instead of the folder in the node's data: for tests. */
  files?: FileFolder
  /** Instead of PostgreSQL; not closed by the node. */
  storage?: Storage
  /** Nobody can sign in yet: the node starts for enrolment alone. */
  enrolment?: boolean
  /** The embedded database ended by itself; the node has stopped. */
  onLost?: (error: NodeError) => void
  /** Refuses an answer that breaks its schema: for tests. */
  checked?: boolean
  /** Aborted: a start breaks off and takes back what it has begun. */
  signal?: AbortSignal
  /** One line for the operator; standard error when absent. */
  log?: (line: string) => void
}

export interface StartedNode extends AsyncDisposable {
  /** How officers reach it, with the port it got. */
  url: string
  officers: AddressInfo
  peer: AddressInfo
  /** Where metrics and health are read on this machine; `null` where that is not configured. */
  collectors: AddressInfo | null
  running: RunningNode
  accounts: AccountStore
  /** A one-time link that enrols a passkey for an account. */
  newEnrolment(account: string): Promise<{ account: string; url: string; expires: number }>
  close(): Promise<void>
}

/**
 * @throws the reason of `signal`, or NodeError with one line that says what is wrong: `bad-config`, `no-sign-in`, `port-in-use`,
 * `disk-full`, `database-newer`, `key-missing` and what else the store says
 */
export async function startNode(config: Config, overrides: Overrides = {}): Promise<StartedNode> {
  const stack = new AsyncDisposableStack()
  try {
    const started = await start(config, overrides, stack)
    const owned = stack.move()
    const close = () => owned.disposeAsync()
    started.lost.close = close
    return { ...started.node, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** Enrols the first administrator: serves the page of the link until a passkey is there. */
export function enrolFirst(
  config: Config,
  administrator: Administrator,
  overrides: Overrides = {},
): Promise<Enrolment> {
  const now = overrides.clock?.() ?? Math.floor(Date.now() / 1000)
  return enrolAdministrator(config, administrator, now, (bare) =>
    startNode(bare, { ...overrides, enrolment: true }),
  )
}

/**
 * Makes the register of one relation anew from what the counterpart keeps, while no node runs on the database.
 *
 * @throws NodeError `not-empty`, `unknown-relation`, and what a start throws
 */
export async function rebuildRegister(
  config: Config,
  relation: string,
  options: RebuildOptions,
  overrides: Overrides = {},
): Promise<Rebuilding> {
  if (!relationsIn(config).includes(relation)) throw new NodeError({ code: 'unknown-relation' })
  await using stack = new AsyncDisposableStack()
  const relations = await relationsOf(config, overrides)
  const lost = new AbortController()
  const { store, pouches } = await storageOf(config, overrides, stack, (error) => lost.abort(error))
  const running = stack.use(
    await RunningNode.open({
      party: config.party,
      name: config.name,
      relations,
      store,
      pouches,
      procedures: known(),
      directory: readDirectory(config.offices),
    }),
  )
  // Awaited here: until all is closed nobody else would hear of a failure.
  return await running.rebuild(relation, {
    ...options,
    signal: AbortSignal.any([options.signal, lost.signal]),
  })
}

/** Every declaration that this program has, by its digest. */
function known() {
  return new Map(procedures.map((one) => [digestOf(one.procedure), one]))
}

type Closable = 'close' | typeof Symbol.asyncDispose

async function start(
  config: Config,
  overrides: Overrides,
  stack: AsyncDisposableStack,
): Promise<{ node: Omit<StartedNode, Closable>; lost: { close: () => Promise<void> } }> {
  const clock = overrides.clock ?? (() => Math.floor(Date.now() / 1000))
  const random = overrides.random ?? ((bytes: number) => new Uint8Array(randomBytes(bytes)))
  const write = overrides.log ?? ((line: string) => process.stderr.write(`${line}\n`))
  const log = (code: string, error: unknown) => void write(logLine(new Date(clock() * 1000), code, error))
  const directory = readDirectory(config.offices)
  const personas = personasOf(config, directory)
  const provider = signInSettings(config, directory)
  const relations = await relationsOf(config, overrides)

  const lost = { close: () => Promise.resolve() }
  const storage = await storageOf(config, overrides, stack, (error) => {
    log(error.code, error)
    void lost.close().then(() => overrides.onLost?.(error))
  })
  overrides.signal?.throwIfAborted()
  for (const { id, name, office, roles } of personas)
    await storage.accounts.putOfficer({ id, name, office, roles: [...roles], validFrom: 0, validTo: null })
  if (!config.devnet && !config.oidc && !overrides.enrolment && !(await storage.accounts.anyPasskey()))
    throw noSignIn(config)

  const files = newFileKeep({
    folder: overrides.files ?? (await openFolder(join(config.data, 'files'))),
    uploads: storage.uploads,
    most: config.fileLimit ?? FILE_LIMIT,
    scanner: config.scanner ?? null,
    drafted: draftedIn(storage),
  })
  const water = config.highWater === undefined ? null : await openHighWater(config.highWater)
  const running = stack.use(
    await RunningNode.open({
      party: config.party,
      name: config.name,
      relations,
      store: storage.store,
      pouches: storage.pouches,
      scrubs: storage.scrubs,
      procedures: known(),
      directory,
      clock,
      random,
      ...(overrides.monotonic ? { monotonic: overrides.monotonic } : {}),
      files,
      water,
      log,
      ...(config.keyBackupDays === undefined ? {} : { keyBackupDays: config.keyBackupDays }),
      bounds: boundsOf(config.bounds),
      ...(overrides.fetcher ? { fetcher: overrides.fetcher } : {}),
      ...(overrides.sender ? { sender: overrides.sender } : {}),
    }),
  )
  const operated: Operated = {
    node: running.node,
    check: () => storage.check(),
    since: clock(),
    database: overrides.storage ? 'memory' : config.database === null ? 'own' : 'given',
    folders: [config.data, join(config.data, 'files'), storage.folder ?? config.data],
    scrubs: running.scrubber,
    officers: config.tls?.cert ?? null,
  }
  const languages = config.languages ?? ['vi', 'zh-Hans', 'en']
  const context: Context = {
    party: config.party,
    url: config.url,
    hosts: [...(config.hosts ?? [])],
    sides: sidesOf(config, relations),
    languages,
    directory,
    allow: allowOf(directory),
    uses: usesOf({ node: running.node, accounts: storage.accounts, languages, operated }),
    pouches: (relation) => running.pouches(relation),
    accounts: storage.accounts,
    drafts: toldDrafts(storage.drafts, running.node.events),
    access: storage.access,
    personas,
    oidc: provider ? providerOf(provider, config.url, directory) : null,
    clock,
    random,
    sessionSeconds: Math.round((config.sessionHours ?? 10) * 3600),
    web: webOf(config),
    proxies: config.proxies ?? [],
    enrolment: overrides.enrolment ?? false,
    checked: overrides.checked ?? false,
    log,
  }
  overrides.signal?.throwIfAborted()
  const app = await buildApp(context, config.tls ?? undefined)
  stack.defer(() => app.close())
  const officers = await listen(app, config.listen)
  const peer = await running.listen(config.peer.port, config.peer.host)
  const watched = watchedBy(() => operationOf(operated))
  if (!overrides.enrolment)
    await OperatorEndpoint.listen(
      running.node,
      (relation) => running.pouches(relation),
      watched,
      config.data,
      running.scrubber,
    ).then(
      (endpoint) => void stack.use(endpoint),
      (error: NodeError) => log(error.code, error),
    )
  const collectors =
    config.metricsPort === undefined || overrides.enrolment
      ? null
      : stack.use(await CollectorEndpoint.listen(watched, config.metricsPort))
  overrides.signal?.throwIfAborted()
  if (!overrides.enrolment) {
    const said = endingSaid(() => datesOf(running.node, operated.officers), clock, write)
    stack.defer(sayStopped(running.node, log))
    const round = async () => {
      said()
      const cared = await Promise.allSettled([
        careForDrafts(running.node, context.drafts, storage.accounts),
        careForUploads(running.node),
      ])
      for (const one of cared) if (one.status === 'rejected') log('internal', one.reason)
    }
    const care = setInterval(() => void round(), CARE_MS).unref()
    stack.defer(() => clearInterval(care))
  }
  running.start()
  const node = {
    url: config.url,
    officers,
    peer,
    collectors: collectors?.address ?? null,
    running,
    accounts: storage.accounts,
    newEnrolment: (account: string) => enrolmentLink(context, account),
  }
  return { node, lost }
}

/** Every act that waits for a second person, however many do: what it holds must not go. */
function draftedIn({ drafts }: Storage): (relation: string) => Promise<unknown> {
  return async (relation) => (await drafts.standingDrafts(relation)).map(({ command }) => command)
}

/** Where the database of a node lies, for `backUp` and `restore`. */
export function placeOf({ data, database }: Config): Place {
  return { directory: data, url: database, keyFile: keyFileOf(data) }
}

function keyFileOf(data: string): string {
  return join(data, 'at-rest.key')
}

async function storageOf(
  config: Config,
  overrides: Overrides,
  stack: AsyncDisposableStack,
  onLost: (error: NodeError) => void,
): Promise<Storage> {
  if (overrides.storage) return overrides.storage
  return stack.use(
    await openStorage({
      directory: config.data,
      url: config.database,
      keyFile: keyFileOf(config.data),
      onLost,
    }),
  )
}

function sidesOf(config: Config, relations: readonly RelationOptions[]): Context['sides'] {
  const sides: Record<string, Context['sides'][string]> = {
    [config.party]: { name: config.name, domain: config.domain },
  }
  for (const { counterpart } of relations)
    sides[counterpart.party] = { name: counterpart.name, domain: counterpart.domain }
  return sides
}

/** The pages that were built, where there are any. */
function webOf(config: Config): string | null {
  const folder = config.web ?? fileURLToPath(new URL('../../web/dist', import.meta.url))
  return existsSync(join(folder, 'index.html')) ? folder : null
}

async function listen(app: App, { host, port }: Config['listen']): Promise<AddressInfo> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    throw listenFailure(cause, host, port)
  }
  return app.server.address() as AddressInfo
}
