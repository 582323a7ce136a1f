/** Where the demonstration lives on disk: for each party a folder as `counterpart init` makes it. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { offices, personas, relationSeed } from '@counterpart/record'
import { type Bundle, init } from '@counterpart/server'

export interface Member {
  code: string
  url: URL
  config: string
}

export interface World {
  members: Member[]
  bundles: Bundle[]
  /** Whether the record and the invented requests are in it. */
  isSeeded(): boolean
  seeded(): void
}

export interface Ports {
  /** Of the first party's pages; the others follow. */
  pages: number
  /** Of the first party's endpoint for its counterpart; the others follow. */
  peers: number
}

/** A half-made world is made again: there is nothing in it that anybody wrote. */
export async function prepareWorld(folder: string, ports: Ports, now: number): Promise<World> {
  const done = join(folder, 'seeded')
  if (!existsSync(done)) {
    rmSync(folder, { recursive: true, force: true })
    await create(folder, ports, now)
  }
  const members: Member[] = []
  const bundles: Bundle[] = []
  for (const { code } of relationSeed.parties) {
    const config = join(folder, code, 'counterpart.json')
    const { url } = JSON.parse(readFileSync(config, 'utf8')) as { url: string }
    members.push({ code, url: new URL(url), config })
    bundles.push(JSON.parse(readFileSync(join(folder, code, 'bundle.json'), 'utf8')))
  }
  return { members, bundles, isSeeded: () => existsSync(done), seeded: () => writeFileSync(done, '') }
}

async function create(folder: string, ports: Ports, now: number): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const directory = join(folder, 'offices.json')
  const named = offices.map(({ code, side, level, name, faces }) => ({ code, side, level, name, faces }))
  writeFileSync(directory, JSON.stringify(named))
  const made = []
  for (const [index, { code }] of relationSeed.parties.entries()) {
    const own = join(folder, code)
    const port = ports.pages + index
    const files = await init({
      folder: own,
      party: code,
      domain: `${code}.localhost`,
      name: nameOf(code),
      url: `http://${code}.localhost:${port}`,
      listen: { host: '127.0.0.1', port },
      peer: { host: '127.0.0.1', port: ports.peers + index },
      peerUrl: `https://127.0.0.1:${ports.peers + index}`,
      relation: relationSeed.relation,
      offices: directory,
      now,
    })
    copyFileSync(files.bundleFile, join(own, 'bundle.json'))
    admitPersonas(files.configFile, code)
    made.push({ code, files })
  }
  // What two operators do face to face is a copy here.
  for (const { code, files } of made)
    for (const other of made)
      if (other.code !== code) copyFileSync(other.files.bundleFile, files.counterpartFile)
}

function admitPersonas(configFile: string, code: string): void {
  const config = JSON.parse(readFileSync(configFile, 'utf8'))
  const own = personas.filter(({ side }) => side === code)
  config.devnet = { personas: own.map(({ id, name, office, roles }) => ({ id, name, office, roles })) }
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
}

function nameOf(code: string): { en: string; vi: string; 'zh-Hans': string } {
  const name = relationSeed.parties.find((party) => party.code === code)?.name
  const said = (language: string) => name?.[language]?.text ?? code
  return { en: said('en'), vi: said('vi'), 'zh-Hans': said('zh-Hans') }
}
