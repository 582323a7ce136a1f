/** Who acts for each side at a node that lets invented officers in, and whether a record belongs there. */
import { digestOf, type Procedure, type Role } from '@counterpart/casework'
import type { PublicRecord } from '@counterpart/record'
import type { Pair } from './deed.ts'
import { type Offered, offeredAt, type Persona, RefusedError, signIn } from './persona.ts'

export interface Seated {
  side: string
  url: URL
  pair: Pair
}

/** Both sides of a running demonstration, as its control names them. @throws Error with one line */
export async function seatsOf(control: URL): Promise<Seated[]> {
  return Promise.all((await nodesOf(control)).map((url) => seatAt(url, {})))
}

async function nodesOf(control: URL): Promise<URL[]> {
  const sides = await fetch(new URL('/sides', control)).then(
    (answer) => (answer.ok ? (answer.json() as Promise<{ url: string }[]>) : null),
    () => null,
  )
  if (!sides) throw new Error(`no-control: no demonstration answers at ${control.origin}`)
  return sides.map(({ url }) => new URL(url))
}

/** Somebody of a ministry's secretariat, who only reads. */
export interface Reader {
  side: string
  url: URL
  reader: Persona
}

/** One at each side of a running demonstration. @throws Error with one line */
export async function readersOf(control: URL): Promise<Reader[]> {
  return Promise.all((await nodesOf(control)).map((url) => readerAt(url)))
}

/** The officer named, or the secretary of a ministry. @throws Error with one line */
export async function readerAt(url: URL, officer?: string): Promise<Reader> {
  const offered = await offersOf(url)
  return { side: offered.side, url, reader: await entered(url, officer ?? holder(url, offered, 'secretary')) }
}

async function offersOf(url: URL): Promise<Offered> {
  return offeredAt(url).catch((error: unknown) => {
    if (error instanceof RefusedError) throw new Error(`no-node: ${url.origin} is no node (${error.code})`)
    throw new Error(`no-node: nothing answers at ${url.origin}`)
  })
}

/** The officers named, or the secretary and the approver of a ministry. @throws Error with one line */
export async function seatAt(url: URL, named: { drafter?: string; approver?: string }): Promise<Seated> {
  const offered = await offersOf(url)
  const drafter = named.drafter ?? holder(url, offered, 'secretary')
  const approver = named.approver ?? holder(url, offered, 'approver')
  if (drafter === approver)
    throw new Error(`same-officer: ${drafter} cannot approve what ${drafter} has drafted`)
  const [one, other] = [await entered(url, drafter), await entered(url, approver)]
  return { side: offered.side, url, pair: { drafter: one, approver: other } }
}

function holder(url: URL, { personas }: Offered, role: Role): string {
  const found = personas.find(({ level, roles }) => level === 'ministry' && roles.includes(role))
  if (!found) throw new Error(`no-persona: ${url.origin} lets in no invented ${role} of a ministry`)
  return found.id
}

async function entered(url: URL, id: string): Promise<Persona> {
  try {
    return await signIn(url, id)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    throw new Error(`no-persona: ${url.origin} does not let ${id} in (${error.code})`)
  }
}

/** What keeps a record from being entered here at all; `null` when nothing does. */
export async function unfit(
  { pair: { drafter } }: Seated,
  { relation }: PublicRecord,
  procedures: readonly Procedure[],
): Promise<{ code: 'other-pair' | 'not-agreed'; known: string } | null> {
  const relations = (await drafter.call('GET', '/api/relations')).body as { id: string }[]
  if (!relations.some(({ id }) => id === relation.relation))
    return { code: 'other-pair', known: relations.map(({ id }) => id).join(', ') }
  const known = (await drafter.call('GET', '/api/procedures')).body as { digest: string; agreed: boolean }[]
  const agreed = new Set(known.flatMap((one) => (one.agreed ? [one.digest] : [])))
  const missing = procedures.filter((procedure) => !agreed.has(digestOf(procedure)))
  if (missing.length === 0) return null
  return { code: 'not-agreed', known: missing.map(({ name }) => name).join(', ') }
}
