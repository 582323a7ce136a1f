/** A counterpart that was honest until now, and writes what it likes behind it. */
import assert from 'node:assert/strict'
import type { StepEntry } from '@counterpart/protocol'
import { newHostile } from './_hostile.ts'
import { headsOf, RELATION } from './_talk.ts'
import type { Side } from './_world.ts'
import { receive } from './receive/receive.ts'

/** `made`: what `a` writes, which has seen so many entries of `b`. */
export async function writtenBehind(a: Side, b: Side, made: (seen: number) => StepEntry[]): Promise<void> {
  const rows = await a.store.read(RELATION, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  const hostile = newHostile()
  hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
  hostile.entries.push(...made((await headsOf(b)).ours.size))
  const step = hostile.step({ start: rows.length })
  assert.equal((await receive(b.node, b.relation(RELATION), step)).kind, 'answer')
}
