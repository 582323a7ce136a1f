/** Two sides with a dossier that is closed, and what becomes of its parts as time passes. */
import assert from 'node:assert/strict'
import type { EntryRow, Reader } from '../store/store.ts'
import { ERRAND } from './_pacts.ts'
import { act, agree, dossierOf, RELATION, request, talk } from './_talk.ts'
import { type Equipment, newSide, officer, pass, type Side } from './_world.ts'
import { record } from './record/record.ts'
import { dossierEnds } from './retention/part-ends.ts'
import { tick } from './tick.ts'

export const DAY = 86_400

/** A file that nobody has. */
export const PAPER = {
  name: 'paper.pdf',
  type: 'application/pdf',
  bytes: 24,
  digest: 'ab'.repeat(32),
  salt: 'cd'.repeat(32),
  key: 'ef'.repeat(32),
}

/** `first`: of the side `aaa`. */
export async function two(first: Equipment = {}, other: Equipment = {}): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1, {}, first)
  const b = await newSide('bbb', [RELATION], 2, {}, other)
  await agree(a, b)
  return [a, b]
}

/** An errand about an invented person that was asked, answered and thanked for; its dossier is closed on both sides. */
export async function closed(a: Side, b: Side, more: Record<string, unknown> = {}): Promise<string> {
  const { dossier } = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'one', name: 'Invented Person', ...more },
    handling: 'H1',
  })
  await talk(a, b)
  await act(b, dossier, 'note', {
    fields: { message: { en: { text: 'of an invented person', standing: 'authoritative' } } },
  })
  const answer = await act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  await talk(a, b)
  await act(a, dossier, 'thank', { on: answer.leaf })
  await talk(a, b)
  assert.notEqual((await dossierOf(b, dossier))?.settled.closed, null)
  return dossier
}

export const read = <T>(side: Side, work: (reader: Reader) => Promise<T>) =>
  side.node.store.read(RELATION, work)
export const time = (side: Side) => tick(side.node, side.relation(RELATION))
export const ends = (side: Side, dossier: string) =>
  read(side, (reader) => dossierEnds(side.node, side.relation(RELATION), reader, dossier))

export async function states(side: Side, dossier: string): Promise<string[]> {
  return (await ends(side, dossier)).ends.map(({ name, state }) => `${name} ${state}`)
}

export async function records(side: Side, of = side.node.party): Promise<EntryRow[]> {
  const rows = await read(side, (reader) => reader.tail(of, null, 500))
  return rows.filter(({ kind }) => kind === 'destroyed')
}

/** Until the time is over by both clocks, and not a second longer. */
export async function passTo(at: number, a: Side, b: Side): Promise<void> {
  await talk(a, b)
  pass(at - a.time.now, a, b)
  await talk(a, b)
}
