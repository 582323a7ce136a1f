/** Where the demonstration lives on disk: for each party a folder as `counterpart init` makes it. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { digestOf } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { type Bundle, init } from '@counterpart/server'
import type { Demonstration } from './demonstration.ts'
import { hold, type Lock } from './lock.ts'
import { type Ports, readPorts, setPorts } from './ports.ts'

export interface Member {
  code: string
  url: URL
  config: string
}

export interface World extends AsyncDisposable {
  members: Member[]
  bundles: Bundle[]
  ports: Ports
  /** Whether the record and the invented dossiers are in it. */
  isSeeded(): boolean
  seeded(): void
}

/** `ports`: where it listens, `null` for where it did; `isGiven`: whether somebody asked for this very pair. */
export interface Wished {
  folder: string
  ports: Ports | null
  now: number
  shown: Demonstration
  isGiven: boolean
}

const LOCK = 'lock'
/** Says that a folder is ours and of which pair: nothing is ever removed from any other. */
const MARKER = 'world.json'
const SEEDED = 'seeded'
/** How long the nodes of a demonstration that was killed may take to end. */
const ENDING_MS = 30_000

/**
 * Makes the world, or finds it again; `ports` moves it to others. A half-made world is made again: there is
 * nothing in it that anybody wrote.
 * @throws Error with one line that says what to do
 */
export async function prepareWorld({ folder, ports, now, shown, isGiven }: Wished): Promise<World> {
  const home = resolve(folder)
  checkOurs(home)
  const lock = await take(home)
  try {
    const wanted = shown.record.relation.relation
    const done = join(home, SEEDED)
    const isThere = existsSync(done)
    const relation = isThere ? (relationIn(home) ?? wanted) : wanted
    if (isGiven && relation !== wanted)
      throw new Error(`other-pair: the demonstration in ${home} is of ${relation} and not of ${wanted}`)
    if (isThere && !madeUnder(home).every((digest) => DIGESTS.includes(digest)))
      throw new Error(
        `other-version: the demonstration in ${home} was made by another version of this program`,
      )
    const codes = codesIn(relation)
    for (const code of [...codes, ...codesIn(relationIn(home) ?? '')]) await goneFrom(join(home, code))
    if (!isThere) {
      for (const name of readdirSync(home))
        if (name !== LOCK) rmSync(join(home, name), { recursive: true, force: true })
      await create(home, shown, ports ?? DEFAULT_PORTS, now)
    } else if (ports) move(home, codes, ports)
    return {
      ...read(home, codes),
      isSeeded: () => existsSync(done),
      seeded: () => writeFileSync(done, '', { flush: true }),
      [Symbol.asyncDispose]: () => lock.release(),
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

const DEFAULT_PORTS: Ports = portsFrom(8401)

/** `first`: of the pages; the endpoints for counterparts and the control follow from it. */
export function portsFrom(first: number): Ports {
  return { pages: first, peers: first + 10, control: first - 1 }
}

function codesIn(relation: string): string[] {
  return relation === '' ? [] : (relation.split('/', 1)[0] ?? '').split('~')
}

/** `null` where nothing says it. */
function relationIn(home: string): string | null {
  const { relation } = markerIn(home)
  return typeof relation === 'string' ? relation : null
}

const DIGESTS = procedures.map(({ procedure }) => digestOf(procedure))

/** Digests of the procedures that were agreed when it was made; one that is not known here cannot be read. */
function madeUnder(home: string): string[] {
  const { procedures: digests } = markerIn(home)
  return Array.isArray(digests) ? digests : ['']
}

function markerIn(home: string): { relation?: unknown; procedures?: unknown } {
  try {
    return JSON.parse(readFileSync(join(home, MARKER), 'utf8'))
  } catch {
    return {}
  }
}

function checkOurs(home: string): void {
  let names: string[]
  try {
    names = readdirSync(home)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new Error(`no-world: ${home} is no folder that can be read`)
  }
  if (names.length === 0 || names.includes(MARKER) || names.includes(SEEDED)) return
  if (names.every((name) => name === LOCK || name === `${LOCK}.turn`)) return
  throw new Error(`no-world: ${home} holds something that is no demonstration`)
}

async function take(home: string): Promise<Lock> {
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const lock = await hold(join(home, LOCK), 0)
  if (lock) return lock
  throw new Error(`folder-in-use: a demonstration runs in ${home} already`)
}

/** A node that lost its parent ends by itself; until then its database must not be touched. */
async function goneFrom(own: string): Promise<void> {
  if (!existsSync(join(own, LOCK))) return
  const lock = await hold(join(own, LOCK), ENDING_MS)
  if (!lock) throw new Error(`folder-in-use: a node still runs in ${own}`)
  await lock.release()
}

/** Held by the node's process for as long as it lives. @throws Error when another one does */
export async function holdNode(configFile: string): Promise<Lock> {
  const own = resolve(configFile, '..')
  const lock = await hold(join(own, LOCK), ENDING_MS)
  if (!lock) throw new Error(`folder-in-use: a node still runs in ${own}`)
  return lock
}

function move(home: string, codes: readonly string[], ports: Ports): void {
  try {
    setPorts(home, codes, ports)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== undefined && code !== 'ENOENT') throw cause
    throw damaged(home, cause)
  }
}

function damaged(home: string, cause: unknown): Error {
  return new Error(`world-damaged: the demonstration in ${home} is not complete`, { cause })
}

function read(home: string, codes: readonly string[]): Pick<World, 'members' | 'bundles' | 'ports'> {
  try {
    const members: Member[] = []
    const bundles: Bundle[] = []
    for (const code of codes) {
      const config = join(home, code, 'counterpart.json')
      const { url } = JSON.parse(readFileSync(config, 'utf8')) as { url: string }
      members.push({ code, url: new URL(url), config })
      bundles.push(JSON.parse(readFileSync(join(home, code, 'bundle.json'), 'utf8')))
    }
    return { members, bundles, ports: readPorts(home, codes) }
  } catch (cause) {
    throw damaged(home, cause)
  }
}

async function create(folder: string, shown: Demonstration, ports: Ports, now: number): Promise<void> {
  const { relation, offices } = shown.record
  const codes = codesIn(relation.relation)
  const marker = { v: 1, relation: relation.relation, procedures: DIGESTS }
  writeFileSync(join(folder, MARKER), `${JSON.stringify(marker)}\n`)
  const directory = join(folder, 'offices.json')
  const named = offices.map(({ note: _, ...office }) => office)
  writeFileSync(directory, JSON.stringify(named))
  const made = []
  for (const [index, code] of codes.entries()) {
    const own = join(folder, code)
    const port = ports.pages + index
    const files = await init({
      folder: own,
      party: code,
      domain: `${code}.localhost`,
      name: relation.parties.find((party) => party.code === code)?.short ?? {
        en: code,
        vi: code,
        'zh-Hans': code,
      },
      url: `http://${code}.localhost:${port}`,
      listen: { host: '127.0.0.1', port },
      peer: { host: '127.0.0.1', port: ports.peers + index },
      peerUrl: `https://127.0.0.1:${ports.peers + index}`,
      relation: relation.relation,
      offices: directory,
      now,
    })
    copyFileSync(files.bundleFile, join(own, 'bundle.json'))
    admitPersonas(files.configFile, code, shown)
    made.push({ code, files })
  }
  // What two operators do face to face is a copy here.
  for (const { code, files } of made)
    for (const other of made)
      if (other.code !== code) copyFileSync(other.files.bundleFile, files.counterpartFile)
  setPorts(folder, codes, ports)
}

function admitPersonas(configFile: string, code: string, { personas }: Demonstration): void {
  const config = JSON.parse(readFileSync(configFile, 'utf8'))
  const own = personas.filter(({ side }) => side === code)
  config.devnet = { personas: own.map(({ id, name, office, roles }) => ({ id, name, office, roles })) }
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
}
