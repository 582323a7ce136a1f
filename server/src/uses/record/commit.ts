/** One transaction for the commands of several officers: what they come to is stored, and the head over it signed. */
import type { Writer } from '../../store/store.ts'
import type { Agreed } from '../dossier/terms.ts'
import { storeDossiers } from '../dossier/write-dossiers.ts'
import { keysGoOn } from '../keys/key-record.ts'
import { grow, signedRow } from '../log/heads.ts'
import type { Appended } from '../log/tail.ts'
import type { Node, Relation } from '../relation.ts'
import { endFiles, putOnRecord } from '../retention/destroy.ts'
import type { Recorded } from './command.ts'
import { type Asked, type Decided, decide } from './decide.ts'
import type { Outcome } from './gather.ts'

  /** Digest of the whole command: the same request id for something else is a mistake and no repeat. */

export interface Committed {
  outcomes: Outcome<Recorded>[]
  /** Entries that were added. */
  recorded: number
  /** Size of our log now. */
  size: number
  time: number
  dossiers: string[]
  agreed: Agreed
  /** `null` where nothing was added, or some of it was destroyed at once. */
  appended: Appended | null
}

/** What a commit is while it grows. */
  /** Answers that requests had before this commit. */
  /** Files of theirs that this commit confirms, with the entry that they belong to. */
  /** Deletion records of this commit, with the files that go with them. */

export async function commit(
  node: Node,
  relation: Relation,
  commands: readonly Asked[],
  writer: Writer,
): Promise<Committed> {
  const decided = await decide(node, relation, commands, writer)
  const appended = await store(decided)
  const { outcomes, agreed, heads, rows, time } = decided
  return {
    outcomes,
    recorded: rows.length,
    size: heads.ours.size + rows.length,
    time,
    dossiers: [...new Set(rows.flatMap((row) => row.dossier ?? []))],
    agreed,
    appended,
  }
}

/** Reads at once what the commands will ask for. A failure is reported by the command that needs it. */
async function store(decided: Decided): Promise<Appended | null> {
  const { writer, relation, heads, rows } = decided
  for (const [request, kept] of decided.answers) await writer.putAnswered(request, kept)

    // Only faults of the command or of its dossier; a failing store ends the whole commit.





/** Decided at its place like any other act: somebody who acted in time has stopped the clock. */

/** Once for each office and entry; a second time says so again without an entry. */

/** Confirms only files that are here and not confirmed yet. The entry has effect only if theirs commits to them. */

/** A part that is recalled before the other side has it is destroyed with the recall and never leaves. */
  // Checked first: a refused command must have added nothing.


/** Our own number of a dossier, when its officer gave none: unique, for no other entry has this place in our log. */

/** `command`: what the entry is the answer to. */

/** Adds the entry if it has effect where it would stand. Nothing is read any more after that. */

/** Adds an entry that is in no dossier: nothing is folded for it. */



  if (rows.length === 0) return null
  const grown = grow(heads.ours, rows)
  await writer.append(relation.ours, rows, decided.parts, grown.nodes, grown.head)
  keysGoOn(relation, rows)
  await writer.putFiles(decided.files)
  for (const { row, written, files } of decided.records) {
    await putOnRecord(row, written, writer)
    await endFiles(relation, files, writer)
  }
  for (const { on, digest } of decided.confirmed) await writer.moveFile(on, digest, ['here'], 'held')
  const now = { ours: grown.head, theirs: heads.theirs }
  await storeDossiers(decided.node, relation, decided.folding, now, () => decided.time, writer)
  await writer.send()
  const checkpoint = await signedRow(decided.node, relation, grown.head)
  await writer.putCheckpoint(checkpoint)
  return decided.records.length > 0 ? null : { rows, parts: decided.parts, checkpoint }
}
