/** Writes an entry: its parts with fresh salts, and the header that commits to them. */
import {
  CaseworkError,
  checkFields,
  checkReserved,
  ENTRY_BYTES,
  type FieldProblem,
  filesIn,
  LONGEST_STAY,
  type Procedure,
  partsOf,
} from '@counterpart/casework'
import {
  canonicalJson,
  type EpochNotes,
  encodeHeader,
  type FileDigest,
  type Handling,
  type Header,
  type Hex,
  leafHash,
  type PartDigest,
  ProtocolError,
  partDigest,
  roundedSize,
  SALT_BYTES,
  STEP_BOUNDS,
  utf8,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { ActCommand, Author, OpenCommand, RetentionCommand } from '../command.ts'

export interface Written {
  header: Header
  bytes: Uint8Array
  leaf: Hex
  parts: { name: string; salt: Uint8Array; bytes: Uint8Array }[]
  /** The parts as objects, before they became bytes. */
  values: Record<string, Record<string, unknown>>
}

export interface Place {
  /** Id of the relation: nobody may write the same bytes into the logs of another one. */
  relation: string
  seen: number
  time: number
  random: (bytes: number) => Uint8Array
  /** Salt of the kept part, where it hides something for us; it looks as random as any other. */
  salt?: Uint8Array | null
}

/** @throws NodeError with the casework's own code, or `too-large` */
export function writeAct(
  procedure: Procedure,
  digest: Hex,
  command: OpenCommand | ActCommand,
  handling: Handling,
  place: Place,
): Written {
  const reserved =
    command.kind === 'open'
      ? (command.reserved ?? {})
      : command.number === undefined
        ? {}
        : { number: command.number }
  checkInput(procedure, command, reserved)
  const values = partsOf(procedure, command.act, command.fields, reserved)
  const said = {
    ...who(command.author),
    procedure: digest,
    act: command.act,
    handling,
    ...(command.on === undefined ? {} : { on: command.on }),
    ...(command.approver === undefined ? {} : { approver: command.approver }),
    ...filesOf(procedure, command.fields),
  }
  return write(
    values,
    (name) => procedure.parts[name]?.keep ?? 'always',
    place,
    (common) =>
      command.kind === 'open'
        ? { kind: 'open', ...common, ...said }
        : { kind: 'act', ...common, ...said, dossier: command.dossier },
  )
}

/** The header says of a file no more than that there is one, and how large at most. */
function filesOf(procedure: Procedure, fields: Readonly<Record<string, unknown>>): { files?: FileDigest[] } {
  const files = filesIn(procedure, fields)
  if (files.length === 0) return {}
  return { files: files.map(({ value }) => ({ digest: value.digest, size: roundedSize(value.bytes) })) }
}

export function writeOpened(dossier: Hex, on: Hex, office: string, place: Place): Written {
  return write({ kept: {} }, keptAlways, place, (common) => ({
    kind: 'opened',
    ...common,
    dossier,
    on,
    office,
  }))
}

export function writeHeld(dossier: Hex, on: Hex, files: FileDigest[], place: Place): Written {
  return write({ kept: {} }, keptAlways, place, (common) => ({ kind: 'held', ...common, dossier, on, files }))
}

/** `kept` says what became of the batch, with a line for each of thousands of entries; a mark is never refused for its size. */
export function writeMark(kept: Record<string, unknown>, place: Place): Written {
  return write({ kept }, keptAlways, place, (common) => ({ kind: 'mark', ...common }), STEP_BOUNDS.partBytes)
}

/** How long the words of a stay or a recall are kept. */
const WORDS_KEEP = 'P10Y'

export function writeRetention(command: RetentionCommand, place: Place): Written {
  const { dossier } = command
  const by = { dossier, ...who(command.author) }
  if (command.kind === 'noted')
    return write({ kept: {} }, keptAlways, place, (common) => ({
      ...common,
      ...by,
      kind: 'noted',
      on: command.on,
    }))
  const words = () => WORDS_KEEP
  const two = command.approver === undefined ? {} : { approver: command.approver }
  if (command.kind === 'stay') {
    const { until, ground, reference } = command
    // A stay that is over keeps nothing, and one that is too long is cut: the author meant neither.
    if (until !== 0 && (until <= place.time || until > place.time + LONGEST_STAY))
      throw new NodeError({
        code: 'bad-fields',
        path: '/until',
        message: 'not a time that a stay may last to',
      })
    const values = { kept: { until, ground }, content: { reference } }
    return write(values, words, place, (common) => ({ ...common, ...by, ...two, kind: 'stay' }))
  }
  const { on, parts, ground, reason } = command
  const values = { kept: { parts: [...parts], ground }, content: { reason } }
  return write(values, words, place, (common) => ({ ...common, ...by, ...two, kind: 'recall', on }))
}

/** `kept` names what is destroyed. */
export function writeDestroyed(kept: Record<string, unknown>, place: Place): Written {
  return write(
    { kept },
    keptAlways,
    place,
    (common) => ({ kind: 'destroyed', ...common }),
    STEP_BOUNDS.partBytes,
  )
}

/** The new keys stand in the header, so that a proof of the entry holds them. */
export function writeKey(
  change: { use: 'log' | 'custody' | 'seal'; keys: string[]; revoked: boolean },
  place: Place,
): Written {
  const { use, keys, revoked } = change
  return write({ kept: {} }, keptAlways, place, (common) => ({
    kind: 'key',
    ...common,
    use,
    keys,
    ...(revoked ? { revoked } : {}),
  }))
}

/** The first entry of an epoch: it does nothing in any dossier. */
export function writeEpoch(notes: EpochNotes, place: Place): Written {
  return write({ kept: {} }, keptAlways, place, (common) => ({ kind: 'epoch', ...common, ...notes }))
}

function keptAlways(): string {
  return 'always'
}

function who(author: Author): { office: string; officer: string } {
  return { office: author.office, officer: author.officer }
}

function checkInput(procedure: Procedure, command: OpenCommand | ActCommand, reserved: object): void {
  if (!Object.hasOwn(procedure.acts, command.act)) throw new NodeError({ code: 'unknown-act' })
  const [problem] = [
    ...checkFields(procedure, command.act, command.fields).map(inFields),
    ...checkReserved(procedure, command.act, reserved),
  ]
  if (problem) throw new NodeError({ code: 'bad-fields', path: problem.path, message: problem.code })
}

function inFields(problem: FieldProblem): FieldProblem {
  return { ...problem, path: `/fields${problem.path}` }
}

interface Common {
  v: 1
  relation: string
  seen: number
  time: number
  parts: PartDigest[]
}

function write(
  values: Record<string, Record<string, unknown>>,
  keep: (part: string) => string,
  place: Place,
  header: (common: Common) => Header,
  most = ENTRY_BYTES,
): Written {
  const names = [
    'kept',
    ...Object.keys(values)
      .filter((name) => name !== 'kept')
      .sort(),
  ]
  const parts = names.map((name) => ({
    name,
    salt: (name === 'kept' ? place.salt : null) ?? place.random(SALT_BYTES),
    bytes: readable(() => utf8(canonicalJson(values[name] ?? {}))),
  }))
  if (parts.reduce((sum, part) => sum + part.bytes.length, 0) > most)
    throw new NodeError({ code: 'too-large' })
  const digests = parts.map((part) => ({
    name: part.name,
    digest: partDigest(part.salt, part.bytes),
    keep: part.name === 'kept' ? 'always' : keep(part.name),
  }))
  const { relation, seen, time } = place
  const whole = header({ v: 1, relation, seen, time, parts: digests })
  const bytes = readable(() => encodeHeader(whole))
  return { header: whole, bytes, leaf: leafHash(bytes), parts, values }
}

/** What an officer typed may not fit the format: that is bad input and no fault of the node. */
function readable<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof ProtocolError)
      throw new NodeError({ code: cause.code === 'too-large' ? 'too-large' : 'bad-input', cause })
    if (cause instanceof CaseworkError) throw new NodeError({ code: 'bad-fields', cause })
    throw cause
  }
}
