/**
 * Asks at every start how much each side holds. A node that was brought back from an old copy learns it here, before it
 * signs anything a second time.
 */
import {
  equal,
  formatSizes,
  type NoteKeys,
  ProtocolError,
  parseSizes,
  type Sizes,
  type Statement,
  signStatement,
  verifyStatement,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { signing } from '../../keys/outside-key.ts'
import { isBehind } from '../../store/files/high-water.ts'
import { isUnreadable, type Writer } from '../../store/store.ts'
import { recallClock } from '../clock/clock-word.ts'
import { recallReceipt } from '../clock/receipt-time.ts'
import { type IncidentCode, raise, raiseOfBound } from '../incident.ts'
import { readKeys } from '../keys/key-record.ts'
import { custodyOf } from '../keys/learned-keys.ts'
import { leavesToken } from '../keys/next-log.ts'
import { statingKey } from '../keys/rotate.ts'
import { loadChain } from '../log/chain.ts'
import { isOwnHead } from '../log/own-head.ts'
import type { Node, Relation } from '../relation.ts'
import { heard } from '../send/line.ts'
import { checkTwo, putWord } from '../word-of-two.ts'
import { refusedBy } from '../write.ts'
import { nextNumber } from './begin-epoch.ts'
import { recallGiving } from './give-back.ts'
import { findBegun, type StartBlock, startBlock } from './startable.ts'

/**
 * Answered in whatever state this node is. It is no checkpoint, so two nodes that start together do not wait for each
 * other. Their own head over what we hold goes with it, so that they need not just believe us.
 */
export async function stateSizes(node: Node, relation: Relation, nonce: Uint8Array): Promise<string> {
  const { ours, theirs, receipted, shown } = await node.store.read(relation.id, async (reader) => {
    await readKeys(relation, reader)
    const last = await reader.lastCheckpoint(relation.ours, true)
    const heads = await reader.heads()
    const shown =
      heads.theirs.size > 0 ? await reader.checkpointFrom(relation.theirs, heads.theirs.size) : null
    return { ...heads, receipted: last?.size ?? 0, shown }
  })
  const { id, ours: from } = relation
  const custody = statingKey(relation, receipted)
  const stated = { relation: id, from, nonce, ours: ours.size, theirs: theirs.size, time: node.clock() }
  try {
    const statement = await signing(custody, node.verifier, (signer) => signStatement(stated, signer))
    return formatSizes({ statement, head: shown?.size === theirs.size ? shown.note : null })
  } catch (error) {
    await refusedBy(node, relation, error)
    throw error
  }
}

/** Our question. Their statement is true for the time when it was signed, so it is compared with what was held before. */
export interface Asking {
  nonce: Uint8Array
  /** Entries of theirs that we held when we asked. */
  held: number
  /** The question is asked once more with keys that are learned: only then is an unproven answer reported. */
  isFirst?: boolean
}

export async function askSizes(node: Node, relation: Relation, nonce: Uint8Array): Promise<Asking> {
  const { theirs } = await node.store.read(relation.id, (reader) => reader.heads())
  return { nonce, held: theirs.size }
}

/**
 * Takes their statement for our nonce. `confirmed`: they hold no more of our log than we do. A claim that they hold
 * more counts only with a head that we signed over it: otherwise whoever holds their key could stop us with a number.
 *
 * @throws NodeError `bad-statement`, `size-unproven`
 */
export async function hearSizes(
  node: Node,
  relation: Relation,
  asking: Asking,
  text: string,
): Promise<Relation['start']> {
  const { statement, sizes } = read(node, relation, asking.nonce, text)
  const now = node.clock()
  const weighed = await node.store.locked(relation.id, (writer) =>
    weigh(node, relation, { asking, statement, sizes, now }, writer),
  )
  if (weighed.told) node.events.emit({ kind: 'incident', relation: relation.id })
  if (weighed.outcome === 'unproven') {
    node.events.emit({ kind: 'line', relation: relation.id })
    throw new NodeError({ code: 'size-unproven' })
  }
  relation.line.clockDifference = statement.time - now
  relation.line.compared = { clock: now, monotonic: node.monotonic() }
  heard(relation.line, now)
  relation.stated = { ours: statement.ours, theirs: statement.theirs }
  if (weighed.outcome === 'behind') relation.start = 'rolled-back'
  else if (relation.restored !== 'no') relation.restored = 'heard'
  else if (relation.start === 'waiting') relation.start = 'confirmed'
  node.events.emit({ kind: 'line', relation: relation.id })
  return relation.start
}

interface Heard {
  asking: Asking
  statement: Statement
  sizes: Sizes
  now: number
}

/** `told`: whether there is an incident to show. */
async function weigh(
  node: Node,
  relation: Relation,
  { asking, statement, sizes, now }: Heard,
  writer: Writer,
): Promise<{ outcome: 'good' | 'behind' | 'unproven'; told: boolean }> {
  await readKeys(relation, writer)
  const heads = await writer.heads()
  // Entries that came while the question was on its way are not in the statement: they accuse nobody.
  const lost = statement.ours < asking.held
  if (lost) {
    const held = await writer.lastCheckpoint(relation.theirs)
    // Each statement has another nonce, and the question is repeated: one proof is enough for what we hold of its log.
    const proof = { statement: sizes.statement }
    await raiseOfBound(writer, now, 'counterpart-rolled-back', { held: held?.note ?? null }, proof)
  }
  if (statement.theirs <= heads.ours.size) return { outcome: 'good', told: lost }
  // The same for ours: it was told already, and the question is repeated. The word of two operators stands until the next
  // log begins: a newer incident than theirs would end it at the next start.
  if (relation.start === 'rolled-back' || relation.renewing) return { outcome: 'behind', told: lost }
  // A node that was brought back signs nothing anyway, and may lack the keys to verify the head.
  if (relation.restored === 'no' && !isOwnHead(node, relation, sizes.head, statement.theirs)) {
    if (!asking.isFirst) await raise(writer, now, 'size-unproven', { ...sizes })
    return { outcome: 'unproven', told: lost || !asking.isFirst }
  }
  const own = await writer.lastCheckpoint(relation.ours)
  await raise(writer, now, 'rolled-back', { ...sizes, held: own?.note ?? null })
  return { outcome: 'behind', told: true }
}

function read(
  node: Node,
  relation: Relation,
  nonce: Uint8Array,
  text: string,
): { statement: Statement; sizes: Sizes } {
  try {
    const asked = { relation: relation.id, from: relation.theirs, nonce }
    const sizes = parseSizes(text)
    const verify = (keys: NoteKeys) => verifyStatement(sizes.statement, asked, keys, node.verifier)
    return { statement: stated(relation, verify), sizes }
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new NodeError({ code: 'bad-statement', cause })
    throw cause
  }
}

/**
 * Reads a statement under the newest custody keys of theirs, or those before. We may not hold their last change yet, or
 * they may not know that we do, and then state under the keys before.
 */
function stated(relation: Relation, read: (keys: NoteKeys) => Statement): Statement {
  const [before, now] = custodyOf(relation, relation.theirs).slice(-2)
  const [current, last] = now ? [now, before] : [before, undefined]
  try {
    return read(current?.keys ?? relation.theirCustody)
  } catch (cause) {
    const another = cause instanceof ProtocolError && cause.code === 'missing-signature'
    if (!another || !last || last.revoked) throw cause
    return read(last.keys)
  }
}

/**
 * Two operators say on record how they know that the node may go on. That is enough where no backup was brought back
 * and there is no line to ask over; the question is asked all the same once there is a line. A node that was brought
 * back never continues its log: they say that this copy and no other begins the next one.
 *
 * @throws NodeError `same-officer`, `start-confirmed`, `restored`, `log-begun`, `given-differs`
 */
export async function confirmStart(
  node: Node,
  relation: Relation,
  operators: readonly [string, string],
  checked: string,
): Promise<void> {
  checkTwo(operators)
  const outcome = await node.store.locked(relation.id, async (writer) => {
    // The other side may have answered while the operators were asked.
    if (relation.start === 'confirmed') return 'confirmed' as const
    const blocked = await startBlock(node, relation, writer)
    if (blocked !== null) return blocked
    // What they said stands until the next epoch has begun: said twice, it would be two words on record of one thing.
    if (relation.renewing) return 'renewing' as const
    const { ours, theirs } = await writer.heads()
    const renews = relation.restored !== 'no' || relation.start === 'rolled-back'
    const begins = renews ? { epoch: nextNumber(relation), leavesToken: leavesToken(relation) } : {}
    const found = { ours: ours.size, theirs: theirs.size, ...begins }
    await putWord(writer, node.clock(), 'started-by-operators', { operators, checked }, found)
    return renews ? ('renews' as const) : null
  })
  if (outcome === 'confirmed')
    throw new NodeError({ code: 'start-confirmed', message: 'the counterpart was heard of meanwhile' })
  if (outcome === 'renewing')
    throw new NodeError({
      code: 'start-confirmed',
      message: 'two operators have confirmed it: the next epoch begins as soon as the line lets it',
    })
  if (outcome !== null && outcome !== 'renews')
    throw new NodeError({ code: outcome, message: BLOCKED[outcome] })
  if (outcome === 'renews') relation.renewing = true
  else if (relation.start === 'waiting') relation.start = 'confirmed'
  node.events.emit({ kind: 'incident', relation: relation.id })
  node.events.emit({ kind: 'line', relation: relation.id })
  node.events.emit({ kind: 'due', relation: relation.id })
}

const BLOCKED: Readonly<Record<StartBlock, string>> = {
  restored: 'brought back from a backup: the counterpart comes first',
  'log-begun': 'these keys signed entries that this database does not hold: the counterpart comes first',
  'given-differs': 'what was given back, or a head that was kept, contradicts what is here',
}

/** Incidents that say whether a log may be continued. */
const TURNS: readonly IncidentCode[] = [
  'restored',
  'log-begun',
  'rolled-back',
  'started-by-operators',
  'epoch-begun',
]
/** Those after which it may not. */
const ENDS: readonly string[] = ['restored', 'log-begun', 'rolled-back'] satisfies IncidentCode[]
/** Incidents that a start reads. */
export const RECALLED: readonly IncidentCode[] = [
  ...TURNS,
  'giving-back',
  'clock-confirmed',
  'verdict-differs',
]

/**
 * Restores what a node knows from earlier runs, such as a backup that was brought back, and dossiers in which the two
 * sides computed different things.
 */
export async function recall(node: Node, relation: Relation): Promise<void> {
  await loadChain(node, relation)
  await node.store.read(relation.id, (reader) => readKeys(relation, reader))
  await recallReceipt(node, relation)
  await findBegun(node, relation)
  // All of them: no number of other incidents, which the other side may cause, makes a node forget one of these.
  const incidents = await node.store.read(relation.id, (reader) =>
    reader.incidents(Number.MAX_SAFE_INTEGER, [...RECALLED]),
  )
  // Newest first: what operators said before a backup was brought back does not count after it.
  recallGiving(relation, incidents)
  recallClock(relation, incidents)
  const last = incidents.find((incident) => {
    const { code } = incident
    const { side = relation.ours } = incident.detail as { side?: string }
    // An incident that cannot be read never says that a log goes on.
    if (isUnreadable(incident)) return ENDS.includes(code)
    return TURNS.some((one) => one === code) && side === relation.ours
  })
  // Our log keys are not those that the newest epoch began with: they were made for the next one, or those of the
  // newest are lost.
  const newest = relation.chain.ours.at(-1)?.log
  const { log } = relation.exchanged.ours
  const keyless = newest?.name !== log.name || !equal(log.ed25519, newest.ed25519)
  if (ENDS.includes(last?.code ?? '') || keyless) relation.restored = 'unheard'
  if (last?.code === 'started-by-operators' && (last.detail as { epoch?: number }).epoch !== undefined) {
    relation.restored = 'unheard'
    relation.renewing = true
  }
  await compareWater(node, relation)
  for (const incident of incidents) {
    if (incident.code !== 'verdict-differs') continue
    if (isUnreadable(incident)) relation.diverged.addAny()
    const { dossiers } = incident.detail as { dossiers?: string[] }
    relation.diverged.keep(dossiers ?? [])
  }
}

/** Where the database is behind what has left the node, the node signs nothing, even while nobody can be asked. */
async function compareWater(node: Node, relation: Relation): Promise<void> {
  const mark = node.water?.last(relation.id) ?? null
  const { ours } = await node.store.read(relation.id, (reader) => reader.heads())
  if (!isBehind(ours, mark)) return
  // As in `weigh`: the word of two operators stands.
  if (!relation.renewing)
    await node.store.locked(relation.id, (writer) =>
      raise(writer, node.clock(), 'rolled-back', { mark, held: { epoch: ours.epoch, size: ours.size } }),
    )
  relation.start = 'rolled-back'
}
