/** What commands of several officers come to, one after the other: which of them are refused, and what is added to our log. */
import { checkBounds, civilFromDays, dayOf, keeperOf, singletonId } from '@counterpart/casework'
import { SALT_BYTES } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { EntryRow, FileRow, Heads, LogHead, PartRow, Writer } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import type {
  ActCommand,
  ClockCommand,
  Command,
  HeldCommand,
  OpenCommand,
  OpenedCommand,
  Recorded,
  RetentionCommand,
} from '../command.ts'
import { type Folding, type Held, newFolding } from '../dossier/folding.ts'
import { hasMoved, positionOf } from '../dossier/position.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { type Agreed, newTerms } from '../dossier/terms.ts'
import { withoutCopies } from '../dossier/without-copies.ts'
import { fileRows } from '../file/file-rows.ts'
import { heldCode } from '../held.ts'
import { readKeys } from '../keys/key-record.ts'
import { GATHERED_BYTES } from '../limits.ts'
import {
  type Place,
  type Written,
  writeAct,
  writeDestroyed,
  writeHeld,
  writeOpened,
  writeRetention,
} from '../log/compose.ts'
import { entryOf, rowOf } from '../log/entry.ts'
import { checkHead } from '../log/heads.ts'
import { dossierIn } from '../procedure-in.ts'
import type { Node, Relation } from '../relation.ts'
import { allow } from './allow.ts'
import { type Answered, answered, answerName, isRepeat, type Kept, saltFor } from './answered.ts'
import { clockAct } from './clock-act.ts'
import type { Outcome } from './gather.ts'
import { checkGrown } from './grown.ts'
import { handlingOf } from './handling-of.ts'
import { checkNotRecalled } from './on-recalled.ts'
import { newRoom, type Room } from './room.ts'
import { checkShorter } from './shorter-stay.ts'
import { undeliveredParts } from './undelivered-parts.ts'

export interface Asked {
  command: Command
  /** Digest of the whole command: the same request id for something else is a mistake and no repeat. */
  digest: string
}

/** What a commit is while it grows. */
interface Growing {
  node: Node
  relation: Relation
  writer: Writer
  heads: Heads
  folding: Folding
  time: number
  rows: EntryRow[]
  parts: PartRow[]
  bytes: number
  answers: Map<string, Kept>
  /** Answers that requests had before this commit. */
  answered: Map<string, Answered | null>
  openedNow: Set<string>
  room: Room
  files: FileRow[]
  /** Files of theirs that this commit confirms, with the entry that they belong to. */
  confirmed: { on: string; digest: string }[]
  /** Deletion records of this commit, with the files that go with them. */
  records: { row: EntryRow; written: Written; files: FileRow[] }[]
}

/** What a commit is before it is stored. */
export interface Decided extends Growing {
  outcomes: Outcome<Recorded>[]
  agreed: Agreed
}

/**
 * What would be recorded of these commands now, each decided after those before it. Nothing is stored or signed: neither for a
 * preview, nor for what a second person has to see first.
 */
export async function decide(
  node: Node,
  relation: Relation,
  commands: readonly Asked[],
  writer: Writer,
): Promise<Decided> {
  await readKeys(relation, writer)
  const heads = await writer.heads()
  checkGrown(node, relation, heads)
  const settlers = newSettlers(
    writer,
    { [relation.ours]: heads.ours.running, [relation.theirs]: heads.theirs.running },
    () => [],
  )
  const terms = newTerms()
  const folding = newFolding({ node, relation, reader: writer, settlers, terms: terms.of })
  const growing: Growing = {
    node,
    relation,
    writer,
    heads,
    folding,
    time: Math.max(node.clock(), heads.ours.time),
    rows: [],
    parts: [],
    bytes: 0,
    answers: new Map(),
    answered: new Map(),
    openedNow: new Set(),
    room: newRoom(writer),
    files: [],
    confirmed: [],
    records: [],
  }
  const [agreed] = await allOf<[Agreed, unknown, unknown]>([
    terms.load(node, relation, writer, settlers, relation.agreed),
    readAhead(growing, commands),
    checkHead(writer, relation.ours, heads.ours),
  ])
  const outcomes: Outcome<Recorded>[] = []
  for (const command of commands) outcomes.push(await attempt(growing, command))
  return { ...growing, outcomes, agreed }
}

/** Reads at once what the commands will ask for. A failure is reported by the command that needs it. */
async function readAhead(growing: Growing, commands: readonly Asked[]): Promise<void> {
  const { writer, relation, folding } = growing
  const dossiers = commands.flatMap(({ command }) => (command.kind === 'open' ? [] : command.dossier))
  await Promise.allSettled([
    ...commands.map(async ({ command }) =>
      growing.answered.set(answerName(command), await answered(writer, relation, command)),
    ),
    ...[...new Set(dossiers)].map((id) => folding.dossier(id)),
  ])
}

async function attempt(growing: Growing, asked: Asked): Promise<Outcome<Recorded>> {
  try {
    return { kind: 'done', result: await recordOne(growing, asked) }
  } catch (error) {
    // Only faults of the command or of its dossier; a failing store ends the whole commit.
    const isOwn = error instanceof NodeError && (error.status < 500 || error.code === 'dossier-too-large')
    if (isOwn && !error.unknown) return { kind: 'refused', error }
    throw error
  }
}

async function recordOne(growing: Growing, asked: Asked): Promise<Recorded> {
  const { command, digest } = asked
  const { answers, writer, relation } = growing
  const name = answerName(command)
  const stored = growing.answered.get(name)
  const earlier =
    answers.get(name) ?? (stored === undefined ? await answered(writer, relation, command) : stored)
  if (earlier) {
    if (isRepeat(earlier, asked)) return earlier.answer
    throw new NodeError({ code: 'bad-value', path: '/request', message: 'this request was something else' })
  }
  const held = heldCode(growing.node, growing.relation, growing.heads.ours.time)
  if (held) throw new NodeError({ code: held })
  if (growing.bytes > GATHERED_BYTES) throw new NodeError({ code: 'too-many-requests' })
  const answer = await writeOne(growing, command)
  growing.answers.set(name, { command: digest, answer })
  return answer
}

function writeOne(growing: Growing, command: Command): Promise<Recorded> {
  switch (command.kind) {
    case 'open':
      return recordOpening(growing, command)
    case 'act':
      return recordAct(growing, command)
    case 'opened':
      return recordOpened(growing, command)
    case 'held':
      return recordHeld(growing, command)
    case 'clock':
      return recordClock(growing, command)
    case 'stay':
    case 'recall':
    case 'noted':
      return recordRetention(growing, command)
  }
}

async function recordOpening(growing: Growing, command: OpenCommand): Promise<Recorded> {
  const { node, relation, folding } = growing
  const procedure = node.procedures.get(command.procedure)?.procedure
  if (!procedure) throw new NodeError({ code: 'held-unknown-procedure' })
  allow(growing.relation, command, procedure, null)
  const reserved = { ...command.reserved, number: command.reserved?.number ?? nextNumber(growing) }
  const numbered = { ...command, reserved }
  const written = writeAct(
    procedure,
    command.procedure,
    numbered,
    command.handling,
    placeOf(growing, command),
  )
  const id = procedure.once ? singletonId(relation.id, procedure.name) : written.leaf
  const standing = procedure.once ? await folding.dossier(id) : null
  const keeper = keeperOf(procedure, relation.ours, relation.parties)
  const held = standing ?? folding.opening(id, procedure, keeper)
  await folding.restsOn(procedure, [written.values.kept ?? null])
  const answer = await add(growing, held, written)
  folding.keep(held)
  return answer
}

async function recordAct(growing: Growing, command: ActCommand): Promise<Recorded> {
  const held = await standingDossier(growing, command.dossier)
  const { ahead, procedure } = held
  if (!ahead || !procedure) throw new NodeError({ code: 'unknown-dossier' })
  if (growing.relation.diverged.has(held.id)) throw new NodeError({ code: 'held-diverged' })
  if (hasMoved(command, positionOf(ahead, held.retentions, procedure)))
    throw new NodeError({ code: 'look-again' })
  allow(growing.relation, command, procedure, ahead)
  await checkNotRecalled(growing.relation, held, procedure, command, growing.writer)
  const [beyond] = checkBounds(procedure, command.act, ahead.kept, command.fields)
  if (beyond) throw new NodeError({ code: 'bad-fields', path: `/fields${beyond.path}`, message: beyond.code })
  const handling = command.handling ?? handlingOf(growing.rows, held)
  const isFirst = ahead.numbers[growing.relation.ours] === undefined
  const numbered = isFirst ? { ...command, number: command.number ?? nextNumber(growing) } : command
  const written = writeAct(procedure, ahead.digest, numbered, handling, placeOf(growing, command))
  await growing.folding.restsOn(procedure, [written.values.kept ?? null, ahead.kept])
  return add(growing, held, written)
}

/** Decided at its place like any other act: somebody who acted in time has stopped the clock. */
async function recordClock(growing: Growing, asked: ClockCommand): Promise<Recorded> {
  const { dossier, request } = asked
  const { node, relation } = growing
  const held = await standingDossier(growing, dossier)
  const { ahead, procedure } = held
  if (!ahead || !procedure || held.keeper !== relation.ours) throw new NodeError({ code: 'unknown-dossier' })
  if (relation.diverged.has(held.id)) throw new NodeError({ code: 'held-diverged' })
  const command = clockAct(node, relation, procedure, ahead, growing.time, request)
  if (!command) throw new NodeError({ code: 'not-due' })
  const handling = handlingOf(growing.rows, held)
  return add(growing, held, writeAct(procedure, ahead.digest, command, handling, placeOf(growing, asked)))
}

/** Once for each office and entry; a second time says so again without an entry. */
async function recordOpened(growing: Growing, command: OpenedCommand): Promise<Recorded> {
  const { relation, writer } = growing
  const held = await standingDossier(growing, command.dossier)
  const rows = withoutCopies(await writer.dossierEntries(command.dossier))
  const isSaid = ({ side, kind }: EntryRow) => side === relation.theirs && (kind === 'open' || kind === 'act')
  const last = rows.findLast(isSaid)
  if (!last) throw new NodeError({ code: 'not-found' })
  const name = `${command.author.office} ${last.leaf}`
  const before = rows
    .filter((row) => row.side === relation.ours && row.kind === 'opened')
    .find((row) => {
      const { header } = entryOf(row, [])
      return header?.kind === 'opened' && `${header.office} ${header.on}` === name
    })
  if (before)
    return { kind: 'recorded', dossier: held.id, leaf: before.leaf, index: before.index, word: 'recorded' }
  if (growing.openedNow.has(name)) throw new NodeError({ code: 'look-again' })
  growing.openedNow.add(name)
  return add(
    growing,
    held,
    writeOpened(command.dossier, last.leaf, command.author.office, placeOf(growing, command)),
  )
}

/** Confirms only files that are here and not confirmed yet. The entry has effect only if theirs commits to them. */
async function recordHeld(growing: Growing, command: HeldCommand): Promise<Recorded> {
  const { writer, relation } = growing
  const held = await standingDossier(growing, command.dossier)
  const on = await writer.entryByLeaf(command.on, relation.theirs)
  const header = on && entryOf(on, []).header
  const named = header && 'files' in header ? (header.files ?? []) : []
  const rows = (await writer.files([command.on])).get(command.on) ?? []
  const here = rows.filter((row) => !row.own && row.state === 'here' && command.files.includes(row.digest))
  const files = named.filter(({ digest }) => here.some((row) => row.digest === digest))
  if (files.length === 0) throw new NodeError({ code: 'file-not-here' })
  const said = writeHeld(command.dossier, command.on, files, placeOf(growing, command))
  const answer = await add(growing, held, said)
  growing.confirmed.push(...files.map(({ digest }) => ({ on: command.on, digest })))
  return answer
}

/** A part that is recalled before the other side has it is destroyed with the recall and never leaves. */
async function recordRetention(growing: Growing, command: RetentionCommand): Promise<Recorded> {
  const { writer, node, relation } = growing
  const held = await standingDossier(growing, command.dossier)
  // Checked first: a refused command must have added nothing.
  if (command.kind === 'stay') await checkShorter(relation, writer, command, growing)
  const here = command.kind === 'recall' ? await undeliveredParts(node, relation, writer, command) : null
  const answer = await add(growing, held, writeRetention(command, placeOf(growing, command)))
  if (here === null || here.parts.length === 0) return answer
  const record = writeDestroyed({ backups: node.keyBackupDays, parts: here.parts }, placeOf(growing, null))
  const row = push(growing, record)
  growing.records.push({ row, written: record, files: here.files })
  return answer
}

async function standingDossier(growing: Growing, id: string): Promise<Held> {
  const held = await growing.folding.dossier(id)
  if (!held?.ahead) throw new NodeError({ code: 'unknown-dossier' })
  return held
}

/** Our own number of a dossier, when its officer gave none: unique, for no other entry has this place in our log. */
function nextNumber(growing: Growing): string {
  const year = civilFromDays(dayOf(growing.time, 0)).year
  return `${growing.relation.ours.toUpperCase()}-${year}-${growing.heads.ours.size + growing.rows.length}`
}

/** `command`: what the entry is the answer to. */
function placeOf(growing: Growing, command: Command | null): Place {
  const { relation, heads, time, node } = growing
  const salt = command && saltFor(relation, command, node.random(SALT_BYTES))
  return { relation: relation.id, seen: heads.theirs.size, time, random: node.random, salt }
}

/** Adds the entry if it has effect where it would stand. Nothing is read any more after that. */
async function add(growing: Growing, held: Held, written: Written): Promise<Recorded> {
  const { relation, node, heads, folding } = growing
  await growing.room.take(held.id, held.stored + held.judged.size, written)
  const before = growing.rows.at(-1) ?? heads.ours
  const index = heads.ours.size + growing.rows.length
  const { row } = rowOf(relation.ours, index, written.bytes, before, dossierIn(node, relation))
  const parts = written.parts.map((part) => ({ leaf: row.leaf, ...part }))
  const entry = entryOf(
    row,
    written.parts.map((part) => ({ ...part, state: 'held' })),
  )
  const verdict = folding.attempt(held, entry, keeperSize(held, relation, heads.theirs, index))
  if (verdict.kind !== 'effective') throw new NodeError({ code: verdict.code })
  put(growing, row, parts, written)
  return { kind: 'recorded', dossier: held.id, leaf: row.leaf, index, word: 'recorded' }
}

/** Adds an entry that is in no dossier: nothing is folded for it. */
function push(growing: Growing, written: Written): EntryRow {
  const { relation, node, heads } = growing
  const before = growing.rows.at(-1) ?? heads.ours
  const index = heads.ours.size + growing.rows.length
  const { row } = rowOf(relation.ours, index, written.bytes, before, dossierIn(node, relation))
  const parts = written.parts.map((part) => ({ leaf: row.leaf, ...part }))
  put(growing, row, parts, written)
  return row
}

function put(growing: Growing, row: EntryRow, parts: readonly PartRow[], written: Written): void {
  growing.rows.push(row)
  growing.parts.push(...parts)
  growing.files.push(...fileRows(row, written.header, true))
  growing.bytes += written.bytes.length + written.parts.reduce((sum, part) => sum + part.bytes.length, 0)
}

function keeperSize(held: Held, relation: Relation, theirs: LogHead, ours: number): number {
  return held.keeper === relation.ours ? ours : theirs.size
}
