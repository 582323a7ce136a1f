/** Ways in which a message is not what its author wrote: a change of one, with the right keys or without. */
import {
  appendLeaf,
  concat,
  emptyFrontier,
  encodeStep,
  equal,
  leafHashBytes,
  type NoteSigner,
  rootOf,
  type Step,
  type StepEntry,
  sha256,
  signCheckpoint,
} from '@counterpart/protocol'

export type Draw = (below: number) => number

export interface Recorded {
  /** What was said and taken in, in its order. */
  steps: readonly Step[]
  asks: readonly Uint8Array[]
  /** What was not said yet: entries that the receiver does not hold. */
  pending: Step
  /** All entries of the sender. */
  entries: readonly StepEntry[]
  signer: NoteSigner
}

export interface Mutation {
  name: string
  /** What is sealed; `null` where it changes nothing that the sender signed. */
  make(draw: Draw, recorded: Recorded): Uint8Array | null
}

const any = <T>(draw: Draw, items: readonly T[]): T => items[draw(items.length)] as T
const some = (draw: Draw, { steps, pending }: Recorded): Step => (draw(3) === 0 ? pending : any(draw, steps))

/** Bytes with one thing wrong, wherever it falls. */
export function damaged(draw: Draw, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const changed = changedIn(draw, bytes, other)
  return equal(changed, bytes) || equal(changed, other) ? flippedIn(draw, bytes) : changed
}

function changedIn(draw: Draw, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const at = draw(bytes.length)
  const changed = bytes.slice()
  switch (draw(7)) {
    case 0:
      changed[at] = (changed[at] ?? 0) ^ (1 << draw(8))
      return changed
    case 1:
      changed[at] = draw(256)
      return changed
    case 2:
      return bytes.slice(0, at)
    case 3:
      return concat(bytes, other.slice(0, 1 + draw(64)))
    case 4:
      // Somebody says that what follows is long.
      changed.set([0xff, 0xff, 0xff, 0xff].slice(0, changed.length - at), at)
      return changed
    case 5:
      return concat(bytes.slice(0, at), other.slice(Math.min(at, other.length)))
    default:
      return concat(bytes.slice(0, at), bytes.slice(Math.min(bytes.length, at + 1 + draw(40))))
  }
}

/** Under a digest that is right again, what is wrong inside is read. */
function underItsDigest(body: Uint8Array): Uint8Array {
  return concat(body, sha256(body))
}

/** `null` for what cannot be written, or says the same. */
function written(step: Step, original: Step): Uint8Array | null {
  try {
    return isCovered(step, original) ? null : encodeStep(step)
  } catch {
    return null
  }
}

/** Whether everything that is signed is as it was: then it is the message itself with another hint. */
function isCovered(step: Step, original: Step): boolean {
  const signed = ({ relation, from, epoch, start, entries, checkpoint }: Step) =>
    encodeStep({
      ...{ relation, from, epoch, start, entries, checkpoint },
      cosignature: null,
      holds: 0,
      held: null,
      nonce: new Uint8Array(16),
    })
  return equal(signed(step), signed(original))
}

function changed(
  name: string,
  change: (draw: Draw, step: Step, recorded: Recorded) => Partial<Step>,
): Mutation {
  return {
    name,
    make(draw, recorded) {
      const step = some(draw, recorded)
      return written({ ...step, ...change(draw, step, recorded) }, step)
    },
  }
}

/** Says of a step that was taken in something else beside what is signed; of one that was not it would be delivered. */
function hinted(
  name: string,
  change: (draw: Draw, step: Step, recorded: Recorded) => Partial<Step>,
): Mutation {
  return {
    name,
    make(draw, recorded) {
      const step = any(draw, recorded.steps)
      return encodeStep({ ...step, ...change(draw, step, recorded) })
    },
  }
}

const LIES = [0, 1, 2, 7, 100, 4096, 2 ** 31, 2 ** 32 - 1, 2 ** 52]

function swapped<T>(draw: Draw, items: readonly T[]): T[] {
  const out = [...items]
  const [one, two] = [draw(out.length), draw(out.length)]
  ;[out[one], out[two]] = [out[two] as T, out[one] as T]
  return out
}

const inEntry =
  (change: (draw: Draw, entry: StepEntry, recorded: Recorded) => StepEntry) =>
  (draw: Draw, step: Step, recorded: Recorded): Partial<Step> => {
    const at = draw(step.entries.length)
    const entries = step.entries.map((entry, index) => (index === at ? change(draw, entry, recorded) : entry))
    return { entries }
  }

function flippedIn(draw: Draw, bytes: Uint8Array): Uint8Array {
  const out = bytes.slice()
  const at = draw(out.length)
  out[at] = (out[at] ?? 0) ^ (1 << draw(8))
  return out
}

export const MUTATIONS: readonly Mutation[] = [
  { name: 'a replay', make: (draw, { steps }) => encodeStep(any(draw, steps)) },
  { name: 'a question for sizes', make: (draw, { asks }) => any(draw, asks) },
  {
    name: 'a question for sizes, damaged',
    make: (draw, { asks, steps }) => damaged(draw, any(draw, asks), encodeStep(any(draw, steps))),
  },
  {
    name: 'opened bytes, damaged',
    make: (draw, recorded) =>
      damaged(draw, encodeStep(some(draw, recorded)), encodeStep(some(draw, recorded))),
  },
  {
    name: 'opened bytes of what was taken in, damaged under a right digest',
    make: (draw, { steps }) =>
      underItsDigest(damaged(draw, encodeStep(any(draw, steps)).slice(0, -32), encodeStep(any(draw, steps)))),
  },
  hinted('it holds what it cannot', (draw) => ({ holds: any(draw, LIES) })),
  hinted('it has waiting what it has not', (draw) => ({
    held: { size: 1 + any(draw, LIES), oldest: any(draw, LIES) },
  })),
  hinted('another receipt', (draw, _, { steps }) => ({ cosignature: any(draw, steps).cosignature })),
  hinted('a receipt for another size', (draw, { cosignature }) => ({
    cosignature: cosignature && { ...cosignature, size: any(draw, LIES) },
  })),
  hinted('a receipt that is none', (draw, { cosignature }) => ({
    cosignature: {
      size: cosignature?.size ?? 1,
      lines: String.fromCharCode(...Array.from({ length: 50 }, () => 32 + draw(90))),
    },
  })),
  changed('it begins elsewhere', (draw, { start }) => ({
    start: draw(2) ? any(draw, LIES) : start + draw(5) - 2,
  })),
  changed('another relation', () => ({ relation: 'aaa~ccc/test' })),
  changed('another side', (draw) => ({ from: any(draw, ['bbb', 'ccc']) })),
  changed('another epoch', (draw) => ({ epoch: 2 + draw(9) })),
  changed('another head', (draw, _, { steps }) => ({ checkpoint: any(draw, steps).checkpoint })),
  changed('no head', () => ({ checkpoint: null })),
  changed('a head, damaged', (draw, { checkpoint }) => ({
    checkpoint:
      checkpoint &&
      checkpoint.slice(0, draw(checkpoint.length)) + checkpoint.slice(1 + draw(checkpoint.length)),
  })),
  changed('an entry missing', (draw, { entries }) => ({
    entries: entries.toSpliced(draw(entries.length), 1),
  })),
  changed('an entry twice', (draw, { entries }) => ({
    entries: entries.length === 0 ? [] : entries.toSpliced(draw(entries.length), 0, any(draw, entries)),
  })),
  changed('entries in another order', (draw, { entries }) => ({ entries: swapped(draw, entries) })),
  changed('an entry of elsewhere', (draw, { entries }, recorded) => ({
    entries: entries.with(draw(entries.length) % Math.max(1, entries.length), any(draw, recorded.entries)),
  })),
  changed('too few entries', (draw, { entries }) => ({ entries: entries.slice(0, draw(entries.length)) })),
  changed(
    'a header, damaged',
    inEntry((draw, entry) => ({ ...entry, header: flippedIn(draw, entry.header) })),
  ),
  changed(
    'a body, damaged',
    inEntry((draw, entry) => ({
      ...entry,
      parts: entry.parts.map((part) => ({ ...part, bytes: flippedIn(draw, part.bytes) })),
    })),
  ),
  changed(
    'a salt, damaged',
    inEntry((draw, entry) => ({
      ...entry,
      parts: entry.parts.map((part) => ({ ...part, salt: flippedIn(draw, part.salt) })),
    })),
  ),
  changed(
    'no bodies',
    inEntry((_, entry) => ({ ...entry, parts: [] })),
  ),
  changed(
    'a body twice',
    inEntry((_, entry) => ({ ...entry, parts: [...entry.parts, ...entry.parts] })),
  ),
  changed(
    'bodies of elsewhere',
    inEntry((draw, entry, { entries }) => ({ ...entry, parts: any(draw, entries).parts })),
  ),
]

/** Another entry where one is held, under a head that its author has signed: with the right keys for everything. */
export function forked(draw: Draw, { entries, signer, steps }: Recorded): Step {
  const at = draw(entries.length)
  const whole = entries.map((entry, index) =>
    index === at ? { ...entry, header: flippedIn(draw, entry.header) } : entry,
  )
  let frontier = emptyFrontier()
  for (const { header } of whole) frontier = appendLeaf(frontier, leafHashBytes(header)).frontier
  const checkpoint = signCheckpoint(
    { origin: signer.name, size: whole.length, root: rootOf(frontier) },
    signer,
  )
  return { ...(steps[0] as Step), start: 0, entries: whole, checkpoint, cosignature: null }
}
