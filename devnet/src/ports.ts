/** Where the nodes of a demonstration listen: written in their configurations and bundles, moved together. */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

export interface Ports {
  /** Of the first party's pages; the others follow. */
  pages: number
  /** Of the first party's endpoint for its counterpart; the others follow. */
  peers: number
  /** Of the page and API that tell the line to misbehave. */
  control: number
}

interface Config {
  url: string
  listen: { host: string; port: number }
  peer: { host: string; port: number }
}

interface Bundle {
  party: string
  url: string
}

const CONTROL = 'control-port'

export function readPorts(home: string, codes: readonly string[]): Ports {
  const [first = ''] = codes
  const { listen, peer } = readJson<Config>(configFile(home, first))
  const control = join(home, CONTROL)
  return {
    pages: listen.port,
    peers: peer.port,
    control: existsSync(control) ? Number(readFileSync(control, 'utf8')) : listen.port - 1,
  }
}

/** A demonstration may move; a real node's address stands in the bundle that was compared face to face. */
export function setPorts(home: string, codes: readonly string[], ports: Ports): void {
  for (const [index, code] of codes.entries()) {
    change<Config>(configFile(home, code), (config) => ({
      ...config,
      url: `http://${code}.localhost:${ports.pages + index}`,
      listen: { ...config.listen, port: ports.pages + index },
      peer: { ...config.peer, port: ports.peers + index },
    }))
    for (const file of [join(home, code, 'bundle.json'), ...bundlesIn(join(home, code, 'bundles'))])
      change<Bundle>(file, (bundle) => ({
        ...bundle,
        url: `https://127.0.0.1:${ports.peers + codes.indexOf(bundle.party)}`,
      }))
  }
  writeFileSync(join(home, CONTROL), `${ports.control}\n`)
}

/** @throws Error with one line that names the first port that is not free */
export async function checkFree(ports: Ports, codes: readonly string[]): Promise<void> {
  const wanted = [
    ...codes.map((code, index) => ({ port: ports.pages + index, of: `the pages of ${code}` })),
    ...codes.map((code, index) => ({ port: ports.peers + index, of: `the counterpart of ${code}` })),
    { port: ports.control, of: 'the page of the line' },
  ]
  for (const { port, of } of wanted) {
    const code = await probe(port)
    if (code === null) continue
    const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be had (${code})`
    throw new Error(`port-in-use: port ${port} for ${of} ${why} (others with --port, such as --port 9401)`)
  }
}

function probe(port: number): Promise<string | null> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)))
  })
}

function configFile(home: string, code: string): string {
  return join(home, code, 'counterpart.json')
}

function bundlesIn(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name))
}

function change<T>(file: string, to: (value: T) => T): void {
  const before = readFileSync(file, 'utf8')
  const after = `${JSON.stringify(to(JSON.parse(before) as T), null, 2)}\n`
  if (after === before) return
  writeFileSync(`${file}.new`, after, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T
}
