/**
 * What our counterpart kept of both logs and we have lost. Nothing is signed and nothing folded: the entries are put
 * where they stood, under a head that both of us signed, and what follows from them is folded anew afterwards.
 */
import type { Party } from '@counterpart/casework'
import {
  equal,
  type GiveBack,
  type Given,
  ProtocolError,
  partDigest,
  verifyCheckpoint,
  verifyCosignature,
} from '@counterpart/protocol'
import { LinkFailure } from '../outbound/link.ts'
import type { EntryRow, Heads, LogHead, PartRow, Writer } from '../store/store.ts'
import { readHeader, rowOf } from './entry.ts'
import { fileRows, takeFiles } from './file-rows.ts'
import { grow, rootAt } from './heads.ts'
import { raise } from './incident.ts'
import { dossierIn } from './procedure-in.ts'
import type { Node, Relation } from './relation.ts'
import { keysOfLog } from './signed.ts'
import { write } from './write.ts'

/** As a channel gives it. */
export type AskBack = (asked: GiveBack, signal: AbortSignal) => Promise<Given>

const NONCE_BYTES = 16

/**
 * Takes the log of `side` back as far as both have signed for it, one signed head after the other; each is on disk before
 * the next is asked for, so that a node that ends in between goes on where it was. Returns how many entries came.
 *
 * @throws LinkFailure `not-given` until two operators of the other side have allowed it; `not-delivered` when what
 * was given is not what was signed
 */
export async function takeBack(
  node: Node,
  relation: Relation,
  side: Party,
  askBack: AskBack,
  signal: AbortSignal,
): Promise<number> {
  for (let came = 0; ; ) {
    const heads = await node.store.read(relation.id, (reader) => reader.heads())
    const asked: GiveBack = {
      relation: relation.id,
      from: relation.ours,
      nonce: node.random(NONCE_BYTES),
      log: side,
      start: headOf(relation, side, heads).size,
      end: 0,
      time: node.clock(),
    }
    const given = await askBack(asked, signal).catch(nothingMore)
    if (given === null) return came
    const taken = await write(
      node,
      relation,
      (writer) => putBack(node, relation, side, given, writer),
      () => true,
    )
    if (taken === 'differs') {
      node.events.emit({ kind: 'incident', relation: relation.id })
      throw new LinkFailure('not-delivered')
    }
    came += given.entries.length
    node.events.emit({ kind: 'line', relation: relation.id })
  }
}

function nothingMore(error: unknown): null {
  if (error instanceof LinkFailure && error.code === 'not-found') return null
  throw error
}

function headOf(relation: Relation, side: Party, heads: Heads): LogHead {
  return side === relation.ours ? heads.ours : heads.theirs
}

/** What was given before and is there already is passed over. */
async function putBack(
  node: Node,
  relation: Relation,
  side: Party,
  given: Given,
  writer: Writer,
): Promise<'taken' | 'differs'> {
  const head = headOf(relation, side, await writer.heads())
  if (given.start !== head.size) return 'taken'
  const checked = check(node, relation, side, given, head)
  if (checked === null) {
    // Whoever gave it signed nothing of it: what is kept is what came, for people to look at.
    const detail = { log: side, start: given.start, note: given.head?.note ?? null }
    await raise(writer, node.clock(), 'given-differs', detail)
    return 'differs'
  }
  const { rows, parts, size, note, cosignature } = checked
  const grown = grow(head, rows)
  await writer.append(side, rows, parts, grown.nodes, grown.head)
  if (side === relation.ours)
    await writer.putFiles(rows.flatMap((row) => fileRows(row, readHeader(row.bytes), true)))
  else await takeFiles(rows, relation.ours, writer)
  await writer.putCheckpoint({ side, size, note, cosignature: null })
  await writer.putCosignature(side, size, cosignature)
  return 'taken'
}

interface Checked {
  rows: EntryRow[]
  parts: PartRow[]
  size: number
  note: string
  cosignature: string
}

/** `null` unless it leads from the head that we hold to one that its author signed, and that the other signed for. */
function check(node: Node, relation: Relation, side: Party, given: Given, head: LogHead): Checked | null {
  if (given.head === null || given.entries.length === 0) return null
  const { note, cosignature } = given.head
  const size = given.start + given.entries.length
  const { log, custody } = keysOfLog(relation, side, size)
  try {
    const checkpoint = verifyCheckpoint(note, log, node.verifier)
    verifyCosignature(note, cosignature, custody, node.verifier)
    const { rows, parts } = rowsOf(node, relation, side, given, head)
    const { head: grown } = grow(head, rows)
    if (grown.base + checkpoint.size !== size || !equal(rootAt(grown), checkpoint.root)) return null
    return { rows, parts, size, note, cosignature }
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/** @throws ProtocolError for a part that is not the one its header names */
function rowsOf(
  node: Node,
  relation: Relation,
  side: Party,
  given: Given,
  head: LogHead,
): Pick<Checked, 'rows' | 'parts'> {
  const idOf = dossierIn(node, relation)
  const rows: EntryRow[] = []
  const parts: PartRow[] = []
  let before = { running: head.running, time: head.time }
  for (const [position, one] of given.entries.entries()) {
    const { row, header } = rowOf(side, given.start + position, one.header, before, idOf)
    for (const part of one.parts) {
      const named = header?.parts.find(({ name }) => name === part.name)
      if (named?.digest !== partDigest(part.salt, part.bytes))
        throw new ProtocolError({ code: 'bad-part', message: 'a part that its header does not name' })
      parts.push({ leaf: row.leaf, ...part })
    }
    rows.push(row)
    before = { running: row.running, time: row.time }
  }
  return { rows, parts }
}
