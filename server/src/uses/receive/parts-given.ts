/** Whether each part that a header names came with it, or is declared absent by records further on in the same step. */
import { readDeletions, readRecall } from '@counterpart/casework'
import {
  checkParts,
  type Header,
  leafHash,
  ProtocolError,
  type Refusal,
  type Step,
  type StepEntry,
} from '@counterpart/protocol'
import type { PartName } from '../../store/store.ts'
import { headerOf, readPart } from '../log/entry.ts'
import type { Relation } from '../relation.ts'
import type { GiveWay } from '../turns.ts'

/** Whether a record behind this position of the step declares the part absent. */
type Declared = (part: PartName, position: number) => Promise<boolean>

/** For whoever takes its author's word, or that of who kept it for him, that there are no more parts. */
export const allButKept: Declared = async ({ name }) => name !== 'kept'

/** Whether a step has the parts that its headers name. This can be told before the entries before it are here. */
export async function hasItsParts(step: Step, giveWay: GiveWay): Promise<boolean> {
  const isDeclared = declaredIn({ start: 'confirmed' }, step, giveWay)
  for (const [position, given] of step.entries.entries()) {
    const leaf = leafHash(given.header)
    const header = headerOf({ leaf, bytes: given.header })
    if (header && typeof (await partsOf(header, given, leaf, isDeclared, position)) === 'string') return false
    await giveWay()
  }
  return true
}

/** Parts that are not given and are declared absent, or why the entry is refused. */
export async function partsOf(
  header: Header,
  given: StepEntry,
  leaf: string,
  isDeclared: Declared,
  position: number,
): Promise<PartName[] | Refusal> {
  const missing: PartName[] = []
  for (const { name } of header.parts) {
    if (given.parts.some((part) => part.name === name)) continue
    if (!(await isDeclared({ leaf, name }, position))) break
    missing.push({ leaf, name })
  }
  try {
    const parts = header.parts.filter(({ name }) => missing.every((part) => part.name !== name))
    checkParts({ ...header, parts }, given.parts)
    return missing
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return error.code === 'part-missing' ? 'part-missing' : 'bad-part'
  }
}

/**
 * What records say is parsed only for a part that headers alone cannot tell to be missing: a kept part takes many times as
 * long to parse as to send, and whoever is refused may send it again at once.
 *
 * A node that was brought back and signs nothing may have lost both an entry and the record of its destroyed parts, and that
 * record may stand in a later log. Until everything is here again it takes the author's word that there are no more parts.
 */
export function declaredIn({ start }: Pick<Relation, 'start'>, step: Step, giveWay: GiveWay): Declared {
  if (start !== 'confirmed') return allButKept
  let places: Promise<Places> | null = null
  const recalled = new Map<string, Promise<ReadonlyMap<string, number>>>()
  /** Where each part is declared last, as far as records were read: the last is read first. */
  const declared = new Map<string, number>()
  return async ({ leaf, name }, position) => {
    places ??= placesIn(step, giveWay)
    const { recalls, destroyed } = await places
    const on = recalls.get(leaf)
    const key = `${leaf} ${name}`
    if (!on || (!declared.has(key) && (destroyed.at(-1) ?? -1) <= position)) return false
    const named = recalled.get(leaf) ?? namedBy(on, step, giveWay)
    recalled.set(leaf, named)
    // A record alone holds nothing back: two persons of that side have to have recalled the part before it.
    const since = (await named).get(name)
    if (since === undefined) return false
    const from = Math.max(position, since)
    while (!declared.has(key) && (destroyed.at(-1) ?? -1) > from) {
      const at = destroyed.pop() ?? 0
      for (const said of undeliveredBy(step, at)) if (!declared.has(said)) declared.set(said, at)
      await giveWay()
    }
    return (declared.get(key) ?? -1) > from
  }
}

interface Places {
  /** By the leaf that they recall, with its header. Only what stands behind that entry recalls it. */
  recalls: ReadonlyMap<string, { header: Header; at: number[] }>
  /** Of records of what was destroyed, in their order. */
  destroyed: number[]
}

async function placesIn({ entries }: Step, giveWay: GiveWay): Promise<Places> {
  const headers = new Map<string, Header>()
  const recalls = new Map<string, { header: Header; at: number[] }>()
  const destroyed: number[] = []
  for (const [position, { header: bytes }] of entries.entries()) {
    const leaf = leafHash(bytes)
    const header = headerOf({ leaf, bytes })
    await giveWay()
    if (!header) continue
    headers.set(leaf, header)
    if (header.kind === 'destroyed') destroyed.push(position)
    const on = header.kind === 'recall' ? headers.get(header.on) : undefined
    if (header.kind !== 'recall' || !on || !standsWith(header, on)) continue
    const known = recalls.get(header.on) ?? { header: on, at: [] }
    known.at.push(position)
    recalls.set(header.on, known)
  }
  return { recalls, destroyed }
}

/** In another dossier it recalls nothing (RETENTION-10): nobody there is told that the part is gone. */
function standsWith({ dossier, on: leaf }: Header & { kind: 'recall' }, on: Header): boolean {
  return dossier === (on.kind === 'open' ? leaf : 'dossier' in on && on.dossier)
}

/** Names of the parts that these recall, with the position of the first that does. */
async function namedBy(
  { header: on, at }: { header: Header; at: readonly number[] },
  step: Step,
  giveWay: GiveWay,
): Promise<ReadonlyMap<string, number>> {
  const named = new Map<string, number>()
  for (const position of at) {
    const said = readRecall({ side: step.from, ...saidAt(step, position) }, on)
    for (const name of said?.parts ?? []) if (!named.has(name)) named.set(name, position)
    await giveWay()
  }
  return named
}

function undeliveredBy(step: Step, position: number): string[] {
  const said = readDeletions(saidAt(step, position))?.parts ?? []
  return said.filter(({ why }) => why === 'undelivered').map(({ leaf, name }) => `${leaf} ${name}`)
}

function saidAt(
  { entries }: Step,
  position: number,
): { header: Header | null; kept: ReturnType<typeof readPart> } {
  const { header: bytes, parts } = entries[position] as StepEntry
  const kept = parts.find(({ name }) => name === 'kept')
  return { header: headerOf({ leaf: leafHash(bytes), bytes }), kept: kept ? readPart(kept.bytes) : null }
}
