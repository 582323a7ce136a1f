/** One transaction for the commands of several officers: what they come to is stored, and the head over it signed. */
import type { Writer } from '../../store/store.ts'
import type { Recorded } from '../command.ts'
import type { Agreed } from '../dossier/terms.ts'
import { storeDossiers } from '../dossier/write-dossiers.ts'
import { keysGoOn } from '../keys/key-record.ts'
import { grow, signedRow } from '../log/heads.ts'
import type { Appended } from '../log/tail.ts'
import type { Node, Relation } from '../relation.ts'
import { endFiles, putOnRecord } from '../retention/destroy.ts'
import { type Asked, type Decided, decide } from './decide.ts'
import type { Outcome } from './gather.ts'

export interface Committed {
  outcomes: Outcome<Recorded>[]
  /** Entries that were added. */
  recorded: number
  /** How long our log is now. */
  size: number
  time: number
  dossiers: string[]
  agreed: Agreed
  /** `null` where nothing was, or something of it was destroyed at once. */
  appended: Appended | null
}

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

async function store(decided: Decided): Promise<Appended | null> {
  const { writer, relation, heads, rows } = decided
  for (const [request, kept] of decided.answers) await writer.putAnswered(request, kept)
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
