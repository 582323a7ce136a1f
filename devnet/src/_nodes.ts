/** Two nodes of an invented pair in this process, over stores in memory, their relation agreed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PublicRecord, partiesOf, readRecord } from '@counterpart/record'
import { memoryStorage, readConfig, startNode } from '@counterpart/server'
import { freePorts } from './_free-ports.ts'
import type { Pair } from './deed.ts'
import { demonstrationOf, heldBy } from './demonstration.ts'
import { establish } from './establish.ts'
import { type Persona, signIn } from './persona.ts'
import { prepareWorld } from './world.ts'

export interface Nodes extends AsyncDisposable {
  parties: readonly [string, string]
  urls: Map<string, URL>
  /** The secretary and the approver at a side's ministry. */
  pair(party: string): Promise<Pair>
  /** All dossiers of a public record at a side's node: item, state and how many acts. */
  rows(party: string): Promise<{ record: string; state: string }[]>
}

export async function inventedRecord(): Promise<PublicRecord> {
  const file = new URL('../../record/_invented.json', import.meta.url)
  const { record } = readRecord([{ name: 'invented', text: await readFile(file, 'utf8') }])
  if (!record) throw new Error('the invented record has problems')
  return record
}

export async function startNodes(record: PublicRecord): Promise<Nodes> {
  await using made = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-nodes-'))
  made.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  const shown = demonstrationOf(record)
  const parties = partiesOf(record)
  const base = await freePorts()
  const ports = { pages: base, peers: base + 2, control: base + 4 }
  const world = made.use(
    await prepareWorld({
      folder: join(folder, 'world'),
      ports,
      now: Math.floor(Date.now() / 1000),
      shown,
      isGiven: true,
    }),
  )
  const nodes = await Promise.all(
    world.members.map(({ config }) =>
      startNode(readConfig(config, {}), { storage: memoryStorage(), checked: true, log: () => undefined }),
    ),
  )
  for (const node of nodes) made.use(node)
  const urls = new Map(world.members.map(({ code, url }) => [code, url]))
  const seats = new Map<string, Promise<Persona>>()
  const seat = (party: string, role: 'secretary' | 'approver'): Promise<Persona> => {
    const id = heldBy(shown, party, role)
    const signed = seats.get(id) ?? signIn(urls.get(party) ?? new URL('http://none.localhost'), id)
    seats.set(id, signed)
    return signed
  }
  const pair = async (party: string): Promise<Pair> => ({
    drafter: await seat(party, 'secretary'),
    approver: await seat(party, 'approver'),
  })
  for (const party of parties) await heard((await pair(party)).drafter)
  await establish({ relation: record.relation, parties, bundles: world.bundles }, pair, () => undefined)
  const kept = made.move()
  return {
    parties,
    urls,
    pair,
    rows: async (party) => {
      const { drafter } = await pair(party)
      const rows: { record: string; state: string }[] = []
      let after: string | null = ''
      while (after !== null) {
        const query: string = after === '' ? '' : `?after=${encodeURIComponent(after)}`
        const page = (await drafter.call('GET', `/api/dossiers${query}`)).body as {
          rows: { record: string | null; state: string }[]
          next: string | null
        }
        for (const { record, state } of page.rows) if (record !== null) rows.push({ record, state })
        after = page.next
      }
      return rows.sort((a, b) => (a.record < b.record ? -1 : 1))
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** A node records nothing before it has heard its counterpart. */
async function heard(persona: Persona): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const [relation] = (await persona.call('GET', '/api/relations')).body as {
      line: { state: string; held: string | null }
    }[]
    if (relation?.line.state === 'up' && relation.line.held === null) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('the nodes do not hear each other')
}
