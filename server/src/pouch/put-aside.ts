/** Keeps a part until what is before it comes. */
import { equal, type Step, type StepEntry } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { AsidePlace, AsideRow } from '../store/pouches.ts'
import { hasItsParts } from '../uses/receive/parts-given.ts'
import type { Relation } from '../uses/relation.ts'
import { newTurns } from '../uses/turns.ts'
import { LinkFailure } from '../wire/link.ts'
import { signedHead } from './authentic.ts'
import { MOST_ASIDE, MOST_STEPS_ASIDE } from './limits.ts'
import { weighNext } from './next-epoch.ts'
import { open, type Shelf } from './shelf.ts'

/**
 * Within the bound; the furthest is dropped first, for it will be of use last, and before it what is of a log that ended:
 * what stood before that may be lost. For what nobody is known to have signed nothing is dropped or replaced, and it is
 * dropped for anything that is signed. Of two that differ and are signed at one place, for all that can be told before the
 * gap closes, the first stays and the other is refused; only of the same headers the one with their parts stays. Says how
 * many entries wait.
 */
export async function putAside(
  shelf: Shelf,
  step: Step,
  sealed: Uint8Array,
  isVerified: boolean,
): Promise<number> {
  const { relation, pouches } = shelf
  const place = { epoch: step.epoch, start: step.start, end: step.start + step.entries.length }
  const isEnded = ({ epoch }: AsidePlace) => epoch < relation.theirEpoch
  const isOfLessUse = (one: AsidePlace) =>
    isEnded(one) === isEnded(place) ? one.start > place.start : isEnded(one)
  const all = await pouches.aside(relation.id)
  const others = [...all.filter((one) => !isEnded(one)), ...all.filter(isEnded)].filter(
    ({ epoch, start, end }) => epoch !== place.epoch || start !== place.start || end !== place.end,
  )
  const there = all.find((one) => !others.includes(one))
  let bytes = others.reduce((sum, one) => sum + one.bytes, sealed.length)
  const over = () => bytes > MOST_ASIDE || others.length >= MOST_STEPS_ASIDE
  const drop = async (one: AsideRow) => {
    others.splice(others.indexOf(one), 1)
    bytes -= one.bytes
    signedIn(relation).delete(keyOf(one))
    await pouches.dropAside(relation.id, one)
  }
  if (!isVerified) {
    if (over()) throw new NodeError({ code: 'pouch-no-room' })
    if (there) {
      // Which of the two its author signed nobody can tell yet: whoever brings the other has to bring it again.
      if (isSame(await stepAt(shelf, there), step, true)) return step.entries.length
      throw new NodeError({ code: 'pouch-no-room' })
    }
  }
  if (isVerified && there && (await isKnown(shelf, there))) {
    const waiting = await stepAt(shelf, there)
    if (isSame(waiting, step, true)) return step.entries.length
    // A head that somebody copied is signed, whatever stands beside it.
    const giveWay = newTurns(shelf.node)
    const isWhole = (one: Step) => hasItsParts(one, giveWay)
    if (!isSame(waiting, step, false) || (await isWhole(waiting)) || !(await isWhole(step)))
      throw new NodeError({ code: 'pouch-no-room' })
  }
  for (const one of others.toReversed()) {
    if (!over()) break
    if (!(await isKnown(shelf, one))) await drop(one)
  }
  while (over()) {
    const last = others.at(-1)
    if (!last || !isOfLessUse(last)) throw new NodeError({ code: 'pouch-no-room' })
    await drop(last)
  }
  signedIn(relation).delete(keyOf(place))
  await pouches.putAside(relation.id, place, sealed)
  return step.entries.length
}

/** Places of what was found to be signed: it stays so, and to open and verify all that waits costs ten seconds a time. */
const signed = new WeakMap<Relation, Set<string>>()

function signedIn(relation: Relation): Set<string> {
  const known = signed.get(relation) ?? new Set<string>()
  signed.set(relation, known)
  return known
}

function keyOf({ epoch, start, end }: AsidePlace): string {
  return `${epoch} ${start} ${end}`
}

/** @throws NodeError `pouch-no-room` for what is gone in this moment */
async function stepAt(shelf: Shelf, place: AsideRow): Promise<Step> {
  const sealed = await shelf.pouches.sealed(shelf.relation.id, place)
  if (sealed === null) throw new NodeError({ code: 'pouch-no-room' })
  return open(shelf, sealed)
}

function isSame(one: Step, other: Step, withParts: boolean): boolean {
  const sameParts = ({ parts }: StepEntry, others: StepEntry['parts']) =>
    parts.length === others.length &&
    parts.every(({ name, salt, bytes }, at) => {
      const part = others[at]
      return part?.name === name && equal(part.salt, salt) && equal(part.bytes, bytes)
    })
  return one.entries.every((entry, at) => {
    const given = other.entries[at]
    return given && equal(given.header, entry.header) && (!withParts || sameParts(entry, given.parts))
  })
}

/** Whether what waits there is known to be signed, by what is held now. */
async function isKnown(shelf: Shelf, place: AsideRow): Promise<boolean> {
  const known = signedIn(shelf.relation)
  if (known.has(keyOf(place))) return true
  const found = await isSigned(shelf, place)
  if (found) known.add(keyOf(place))
  return found
}

async function isSigned(shelf: Shelf, place: AsideRow): Promise<boolean> {
  const { node, relation, pouches } = shelf
  const sealed = await pouches.sealed(relation.id, place)
  if (sealed === null) return false
  try {
    const step = await open(shelf, sealed)
    const { theirs } = await node.store.read(relation.id, (reader) => reader.heads())
    if (step.epoch > theirs.epoch) return weighNext(node, relation, step, theirs) === 'signed'
    return typeof signedHead(node, relation, step) !== 'string'
  } catch (error) {
    if (error instanceof LinkFailure || (error instanceof NodeError && error.code.startsWith('pouch-')))
      return false
    throw error
  }
}
