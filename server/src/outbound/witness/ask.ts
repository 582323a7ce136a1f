/**
 * Asks one outside witness to sign our log's head (C2SP tlog-witness). It learns a size and a root; it is
 * believed for nothing but the lines of the keys its operator gave us face to face.
 */
import {
  consistencyNodes,
  formatAddCheckpoint,
  ProtocolError,
  proveConsistency,
  type Vkey,
  verifyWitness,
} from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import { epochEnding } from '../../uses/log/chain.ts'
import { checkSigned } from '../../uses/log/signed.ts'
import type { Node, Relation } from '../../uses/relation.ts'

export interface Witness {
  name: string
  /** The submission prefix; `add-checkpoint` is put behind it. */
  url: string
  vkeys: readonly Vkey[]
}

/** Why a witness gave nothing. A closed list: its own words reach no page and no log. */
export const WITNESS_CODES = [
  'witness-unreachable',
  /** It knows no such log, or does not trust its key. */
  'witness-refused',
  'witness-bad-answer',
  /** It has signed more of our log than there is. */
  'witness-ahead',
] as const
export type WitnessCode = (typeof WITNESS_CODES)[number]

export type Asked =
  | { kind: 'witnessed'; size: number; lines: string }
  | { kind: 'nothing' }
  | { kind: 'failed'; code: WitnessCode; size?: number }

export type Post = (url: string, type: string, body: string) => Promise<{ status: number; body: Uint8Array }>

/** Asks for the newest checkpoint that has the other side's receipt. `nothing`: there is none yet. */
export async function askWitness(
  node: Node,
  relation: Relation,
  witness: Witness,
  post: Post,
): Promise<Asked> {
  const known = await node.store.read(relation.id, async (reader) => {
    const rows = await reader.witnessed()
    const last = rows.find((row) => row.witness === witness.name)?.size ?? 0
    const signed = await reader.lastCheckpoint(relation.ours, true)
    return Math.max(0, last - epochEnding(relation, relation.ours, signed?.size ?? 0).base)
  })
  const first = await askFrom(node, relation, witness, post, known)
  if (first.kind !== 'another-size') return first
  const second = await askFrom(node, relation, witness, post, first.size)
  return second.kind === 'another-size' ? { kind: 'failed', code: 'witness-bad-answer' } : second
}

async function askFrom(
  node: Node,
  relation: Relation,
  witness: Witness,
  post: Post,
  old: number,
): Promise<Asked | { kind: 'another-size'; size: number }> {
  const asking = await node.store.read(relation.id, (reader) => questionFrom(node, relation, reader, old))
  if (asking === null) return { kind: 'nothing' }
  if (asking === 'ahead') return { kind: 'failed', code: 'witness-ahead', size: old }
  const answer = await post(`${witness.url}/add-checkpoint`, 'text/plain', formatAddCheckpoint(asking)).catch(
    () => null,
  )
  if (answer === null) return { kind: 'failed', code: 'witness-unreachable' }
  const said = Buffer.from(answer.body).toString('utf8')
  if (answer.status === 409) {
    const size = /^(0|[1-9][0-9]{0,15})\n?$/.exec(said)?.[1]
    return size === undefined || !Number.isSafeInteger(Number(size)) || Number(size) === old
      ? { kind: 'failed', code: 'witness-bad-answer' }
      : { kind: 'another-size', size: Number(size) }
  }
  if (answer.status === 403 || answer.status === 404) return { kind: 'failed', code: 'witness-refused' }
  if (answer.status !== 200) return { kind: 'failed', code: 'witness-unreachable' }
  try {
    const { lines } = verifyWitness(asking.note, said, witness.vkeys, node.verifier)
    return { kind: 'witnessed', size: asking.size, lines }
  } catch (error) {
    if (error instanceof ProtocolError) return { kind: 'failed', code: 'witness-bad-answer' }
    throw error
  }
}

/** Each log of the chain is one of its own to a witness: `old`, `base + old` of the chain, is of the newest. */
async function questionFrom(node: Node, relation: Relation, reader: Reader, old: number) {
  const checkpoint = await reader.lastCheckpoint(relation.ours, true)
  if (checkpoint === null) return null
  const { note } = checkSigned(node, relation, checkpoint)
  const { base, number } = epochEnding(relation, relation.ours, checkpoint.size)
  const size = checkpoint.size - base
  if (old > size) {
    const { ours } = await reader.heads()
    return old > ours.size - base ? ('ahead' as const) : null
  }
  if (old === 0 || old === size) return { old, proof: [], note, size: checkpoint.size }
  const at = consistencyNodes(old, size)
  const hashes = await reader.nodes(relation.ours, number, at)
  const known = new Map(at.map(({ level, index }, position) => [`${level} ${index}`, hashes[position]]))
  const proof = proveConsistency(old, size, (level, index) => known.get(`${level} ${index}`) as Uint8Array)
  return { old, proof, note, size: checkpoint.size }
}
