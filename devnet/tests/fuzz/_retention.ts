/** What is recalled, noted and stayed, and that what is over is destroyed on both sides and stays so. */
import assert from 'node:assert/strict'
import { PARTIES } from '../../../procedures/_drive.ts'
import type { EntryRow } from '../../../server/src/store/store.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { pass } from '../../../server/src/uses/_world.ts'
import type { Author } from '../../../server/src/uses/command.ts'
import { readHeader } from '../../../server/src/uses/log/entry.ts'
import { tick } from '../../../server/src/uses/tick.ts'
import { coded } from './_codes.ts'
import { attempt, requestOf } from './_officers.ts'
import { chance, count, type Done, draw, otherOf, type Party, pick, type World } from './_world.ts'

const DAY = 86_400
const LOOKED_AT = 40
/** Days after which whatever one side has destroyed the other has destroyed as well. */
const DAYS = 6
/** The longest stay that is drawn. */
const STAYS = 31 * DAY

/** An officer of it says that something it wrote is wrong; or a court wants a dossier kept. */
export async function recalls(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const { store, time } = world.sides[party]
  const rows = await store.read(RELATION, (reader) => reader.tail(party, null, LOOKED_AT))
  const ending = rows.flatMap((row) => endingIn(row))
  const one = pick(world, ending)
  if (!one) return 'not now'
  const by = { request: requestOf(world), author: reviewerAt(party), dossier: one.dossier }
  if (chance(world, 0.25)) {
    const until = chance(world, 0.5) ? 0 : time.now + draw(world, STAYS)
    const said = { until, ground: 'court', reference: 'invented 7/1', approver: 'second' } as const
    return attempt(world, party, { kind: 'stay', ...by, ...said })
  }
  const { on, name } = one
  return attempt(world, party, {
    kind: 'recall',
    ...by,
    on,
    parts: [name],
    ground: 'wrong',
    reason: 'another person of the same (invented) name',
    approver: 'second',
  })
}

/** Parts of it that can end. */
function endingIn({ leaf, dossier, kind, bytes }: EntryRow): { on: string; dossier: string; name: string }[] {
  if (dossier === null || (kind !== 'open' && kind !== 'act')) return []
  const names = readHeader(bytes)?.parts.map(({ name }) => name) ?? []
  return names.filter((name) => name !== 'kept').map((name) => ({ on: leaf, dossier, name }))
}

/** An office takes note of a recall of the other side. */
export async function notes(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const { store } = world.sides[party]
  const rows = await store.read(RELATION, (reader) => reader.tail(otherOf(party), null, 2 * LOOKED_AT))
  const recall = pick(
    world,
    rows.filter(({ kind }) => kind === 'recall'),
  )
  if (!recall?.dossier) return 'not now'
  const by = { request: requestOf(world), author: { ...reviewerAt(party), roles: [] } }
  return attempt(world, party, { kind: 'noted', ...by, dossier: recall.dossier, on: recall.leaf })
}

function reviewerAt(party: Party): Author {
  return { office: `${party}-office`, officer: 'reviewer', level: 'ministry', roles: ['legal-reviewer'] }
}

/** Some days pass for both, until what is over is over on both. `exchange`: says everything to each other. */
export async function endsAll(world: World, exchange: () => Promise<void>): Promise<void> {
  for (let days = 0; days < DAYS; days++) {
    pass(days === 0 ? STAYS : DAY, ...Object.values(world.sides))
    await exchange()
    for (const { node, relation } of Object.values(world.sides))
      world.fault ??= await tick(node, relation(RELATION)).then(() => null, coded)
    await exchange()
    if (days > 0 && (await differing(world)).length === 0) break
  }
  assert.deepEqual(await differing(world), [])
}

/** Parts that one side holds and the other does not, or holds otherwise. */
async function differing(world: World): Promise<string[]> {
  const [first, second] = await Promise.all(PARTIES.map((party) => partsAt(world, party)))
  const names = new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])
  return [...names].filter((name) => first?.get(name) !== second?.get(name))
}

async function partsAt({ sides }: World, party: Party): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  await sides[party].store.read(RELATION, async (reader) => {
    const rows = sides[party].store.rows(RELATION)
    for (const [leaf, of] of rows.deletions.values(rows.version))
      for (const { name } of of) found.set(`${leaf} ${name}`, 'gone')
    for (const side of PARTIES) {
      const rows = await reader.entries(side, 0, { entries: 1_000_000, bytes: 1e9 })
      const parts = await reader.parts(rows.map(({ leaf }) => leaf))
      for (const [leaf, of] of parts)
        for (const part of of)
          found.set(
            `${leaf} ${part.name}`,
            part.state === 'held' ? Buffer.from(part.bytes).toString('base64') : 'gone',
          )
    }
  })
  return found
}

export function countDestroyed(world: World): void {
  for (const party of PARTIES) {
    const rows = world.sides[party].store.rows(RELATION)
    const ended = [...rows.deletions.values(rows.version)].flatMap(([, of]) => of)
    count(world, 'a part is destroyed', ended.filter(({ side }) => side === party).length)
  }
}
