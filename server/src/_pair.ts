/** Two whole nodes on this machine, made by `init`, joined by pinned TLS, over stores in memory. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, configOf } from './config.ts'
import { init } from './init.ts'
import { type Overrides, type StartedNode, startNode } from './main.ts'
import { memoryStorage } from './store/storage.ts'

export const RELATION = 'chn~vnm/border'
const PARTIES = ['vnm', 'chn'] as const
export type Side = (typeof PARTIES)[number]

const name = (of: string) => ({ en: `${of} (invented)`, vi: `${of} (hư cấu)`, 'zh-Hans': `${of}（虚构）` })

export const OFFICES = PARTIES.flatMap((side) => {
  const other = side === 'vnm' ? 'chn' : 'vnm'
  return [
    {
      code: `${side}-ministry`,
      side,
      level: 'ministry',
      name: name(`${side} ministry`),
      faces: [`${other}-ministry`],
    },
    { code: `${side}-gate`, side, level: 'gate', name: name(`${side} gate`), faces: [`${other}-gate`] },
  ]
})

export const PERSONAS = (side: Side) => [
  { id: 'secretary', name: 'Secretary (invented)', office: `${side}-ministry`, roles: ['secretary'] },
  { id: 'approver', name: 'Approver (invented)', office: `${side}-ministry`, roles: ['approver'] },
  {
    id: 'legal-reviewer',
    name: 'Reviewer (invented)',
    office: `${side}-ministry`,
    roles: ['legal-reviewer'],
  },
  { id: 'duty-officer', name: 'Duty officer (invented)', office: `${side}-gate`, roles: ['duty-officer'] },
  {
    id: 'administrator',
    name: 'Administrator (invented)',
    office: `${side}-ministry`,
    roles: ['administrator'],
  },
]

export interface Pair extends AsyncDisposable {
  folder: string
  configs: Record<Side, Config>
  nodes: Record<Side, StartedNode>
  logs: string[]
}

/** Below those that a system hands out by itself, so that nobody has it before the node listens. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 12_000 + Math.floor(Math.random() * 8000)
    const server = createServer()
    const isFree = await new Promise<boolean>((done) => {
      server.once('error', () => done(false))
      server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
    })
    if (isFree) return port
  }
  throw new Error('no free port')
}

export async function initialised(
  folder: string,
  side: Side,
): Promise<{ config: Record<string, unknown>; bundle: string; counterpart: string }> {
  const [listen, peer] = [await freePort(), await freePort()]
  const offices = join(folder, 'offices.json')
  await writeFile(offices, JSON.stringify(OFFICES))
  const made = await init({
    folder: join(folder, side),
    party: side,
    domain: `${side}.localhost`,
    name: name(side),
    url: `http://${side}.localhost:${listen}`,
    listen: { host: '127.0.0.1', port: listen },
    peer: { host: '127.0.0.1', port: peer },
    peerUrl: `https://127.0.0.1:${peer}`,
    relation: RELATION,
    offices,
    now: Math.floor(Date.now() / 1000),
  })
  const config = JSON.parse(await readFile(made.configFile, 'utf8'))
  return { config, bundle: made.bundleFile, counterpart: made.counterpartFile }
}

/** `more`: of one side alone. */
export async function startPair(
  overrides: Overrides = {},
  more: Partial<Record<Side, Overrides>> = {},
): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-pair-'))
  const made = { vnm: await initialised(folder, 'vnm'), chn: await initialised(folder, 'chn') }
  await copyFile(made.vnm.bundle, made.chn.counterpart)
  await copyFile(made.chn.bundle, made.vnm.counterpart)
  const logs: string[] = []
  const configs = {} as Record<Side, Config>
  const nodes = {} as Record<Side, StartedNode>
  for (const side of PARTIES) {
    const port = (made[side].config.listen as { port: number }).port
    const value = { ...made[side].config, hosts: [`127.0.0.1:${port}`], devnet: { personas: PERSONAS(side) } }
    configs[side] = configOf(value, {}, join(folder, side))
    nodes[side] = await startNode(configs[side], {
      storage: memoryStorage(),
      checked: true,
      log: (line) => void logs.push(`${side} ${line}`),
      ...overrides,
      ...more[side],
    })
  }
  return {
    folder,
    configs,
    nodes,
    logs,
    async [Symbol.asyncDispose]() {
      await Promise.all(PARTIES.map((side) => nodes[side].close()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
