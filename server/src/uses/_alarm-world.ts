/** Two sides that agreed on alarms and on what rests on instruments, and what tests do with such dossiers. */
import type { Reserved } from '@counterpart/casework'
import type { MemoryStoreOptions } from '../store/memory/memory-store.ts'
import { AGREED, DECLARED } from './_alarms.ts'
import { OFFICES } from './_offices.ts'
import { agree, RELATION, request } from './_talk.ts'
import { newSide, officer, type Side } from './_world.ts'
import { readHeader } from './log/entry.ts'
import { record } from './record/record.ts'
import { tick } from './tick.ts'

export const HOUR = 3600

export async function alarmed(options: MemoryStoreOptions = {}): Promise<[Side, Side]> {
  const equipment = { procedures: DECLARED, directory: OFFICES }
  const a = await newSide('aaa', [RELATION], 1, {}, equipment)
  const b = await newSide('bbb', [RELATION], 2, options, equipment)
  await agree(a, b, RELATION, AGREED)
  return [a, b]
}

export async function open(
  side: Side,
  procedure: string,
  act: string,
  fields: Record<string, unknown> = {},
  reserved: Reserved = {},
): Promise<string> {
  const recorded = await record(side.node, side.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: { ...officer(side.node.party), office: `${side.node.party}-gate` },
    procedure,
    act,
    fields: { title: 'a bell', ...fields },
    handling: 'H1',
    reserved,
  })
  return recorded.dossier
}

/** From one gate to the other. */
export function ring(side: Side, procedure: string): Promise<string> {
  const to = side.node.party === 'aaa' ? 'bbb-gate' : 'aaa-gate'
  return open(side, procedure, 'ring', {}, { level: 'gate', to })
}

export const wake = (side: Side) => tick(side.node, side.relation(RELATION))

/** What was done in a dossier as a side holds it: `bbb hear`, or `bbb opened`. */
export async function actsIn(side: Side, dossier: string): Promise<string[]> {
  const rows = await side.store.read(RELATION, (reader) => reader.dossierEntries(dossier))
  return rows.flatMap((row) => {
    const header = readHeader(row.bytes)
    if (!header || header.kind === 'mark') return []
    return [`${row.side} ${'act' in header ? header.act : header.kind}`]
  })
}
