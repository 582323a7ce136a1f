/**
 * Records what officers do: load, decide with the function the counterpart will use, store in one
 * transaction, answer. Commands that come while a transaction runs go into the next one together.
 */
import { canonicalJson, hex, ProtocolError, sha256, utf8 } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { Command, Recorded } from '../command.ts'
import { damageIn, isTooLarge } from '../damage.ts'
import { orWhole } from '../dossier/whole.ts'
import { keepTail } from '../log/tail.ts'
import type { Node, Relation } from '../relation.ts'
import { recordedAt } from '../send/line.ts'
import { write } from '../write.ts'
import { commit } from './commit.ts'
import type { Asked } from './decide.ts'
import { newGather, type Outcome } from './gather.ts'

/**
 * A repeated request gets the first answer, also where nobody knew whether the first was stored.
 *
 * @throws NodeError with why it is held or has no effect; `look-again` when the dossier moved on
 */
export async function record(node: Node, relation: Relation, command: Command): Promise<Recorded> {
  const asked = { command, digest: digestOf(command) }
  relation.gather ??= newGather((commands) => together(node, relation, commands))
  return relation.gather.add(asked)
}

function digestOf(command: Command): string {
  try {
    return hex(sha256(utf8(canonicalJson(command))))
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new NodeError({ code: 'bad-input', cause })
    throw cause
  }
}

/** A dossier that cannot be read refuses its own command only: the others are recorded without it. */
async function together(node: Node, relation: Relation, commands: Asked[]): Promise<Outcome<Recorded>[]> {
  try {
    const outcomes = await atOnce(node, relation, commands)
    return commands.length === 1 ? outcomes : await eachAlone(node, relation, commands, outcomes)
  } catch (error) {
    if (commands.length === 1 || !damageIn(error)) throw error
  }
  const outcomes: Outcome<Recorded>[] = []
  const middle = commands.length >> 1
  for (const some of [commands.slice(0, middle), commands.slice(middle)])
    try {
      outcomes.push(...(await together(node, relation, some)))
    } catch (error) {
      outcomes.push(...some.map(() => ({ kind: 'refused' as const, error })))
    }
  return outcomes
}

/** What did not fit beside what others asked for may fit by itself. */
async function eachAlone(
  node: Node,
  relation: Relation,
  commands: readonly Asked[],
  outcomes: Outcome<Recorded>[],
): Promise<Outcome<Recorded>[]> {
  const all: Outcome<Recorded>[] = []
  for (const [at, outcome] of outcomes.entries()) {
    const asked = commands[at]
    const isAgain = outcome.kind === 'refused' && isTooLarge(outcome.error) && asked
    const alone = isAgain ? await together(node, relation, [asked]).catch(refused) : [outcome]
    all.push(...alone)
  }
  return all
}

function refused(error: unknown): Outcome<Recorded>[] {
  return [{ kind: 'refused', error }]
}

async function atOnce(node: Node, relation: Relation, commands: Asked[]): Promise<Outcome<Recorded>[]> {
  const committed = await orWhole(relation, () =>
    write(
      node,
      relation,
      (writer) => commit(node, relation, commands, writer),
      (done) => done.recorded > 0,
    ),
  )
  if (committed.appended) keepTail(relation, committed.appended)
  relation.agreed = committed.agreed
  if (committed.recorded > 0) {
    relation.line.waiting += committed.recorded
    relation.line.oldest ??= committed.time
    recordedAt(relation.line, committed.size, node.monotonic())
    node.events.emit({ kind: 'changed', relation: relation.id, dossiers: committed.dossiers })
    node.events.emit({ kind: 'due', relation: relation.id })
  }
  return committed.outcomes
}
