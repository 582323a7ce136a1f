/** Whether this node can do its work: read, record and speak with every counterpart. */
import { setTimeout } from 'node:timers/promises'
import { NodeError } from '../errors.ts'
import type { HealthView } from '../http/schema/register.ts'
import { APART } from '../uses/damage.ts'
import { checkHead } from '../uses/log/heads.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { heldOf } from './line-view.ts'
import { look } from './look.ts'
import { datesOf, endingState } from './operation/dates.ts'
import { type Scrubs, scrubStates } from './operation/scrub.ts'

type State = HealthView['status']

export interface Checked {
  node: Node
  /** Whether the storage is a place for a register now, as `Storage.check` says it. */
  check(): Promise<void>
  scrubs: Scrubs | null
  /** As of `Operated`. */
  officers: string | null
}

/** Milliseconds for a database to say anything. */
const PATIENCE = 5000

export async function healthOf(of: Checked, patience = PATIENCE): Promise<HealthView> {
  return (await probe(of, patience)).health
}

/** `isSilent`: the database says nothing at all, so nothing else is asked of it. */
export async function probe(
  { node, check, scrubs, officers }: Checked,
  patience = PATIENCE,
): Promise<{ health: HealthView; isSilent: boolean }> {
  const checks: Record<string, State> = {}
  const storage = await Promise.race([
    checked(node, check),
    setTimeout(patience, 'silent' as const, { ref: false }),
  ])
  // One that hangs answers nobody: whoever watches is told so, and asks it nothing else.
  const isSilent = storage === 'silent'
  checks.storage = isSilent ? 'down' : storage
  // What is recorded goes on without it: only files stand still.
  if (node.files)
    checks.files = await Promise.race([
      node.files.folder.check().then(
        () => 'ok' as const,
        () => 'held' as const,
      ),
      setTimeout(patience, 'held' as const, { ref: false }),
    ])
  const scrubbed = await scrubStates(isSilent ? null : scrubs)
  for (const relation of node.relations.values()) {
    checks[`store ${relation.id}`] = isSilent ? 'down' : await storeOf(node, relation)
    // Nothing is written without it, and whoever mends a database mends nothing.
    if (relation.refusal === 'signer-failed') checks[`signer ${relation.id}`] = 'down'
    // Nothing is recorded before two operators have said how it goes on: it does not pass by itself.
    if (relation.start === 'rolled-back' || relation.restored !== 'no')
      checks[`start ${relation.id}`] = 'down'
    // What is recorded goes on without it: only nothing leaves.
    if (relation.unnoted) checks[`high-water ${relation.id}`] = 'held'
    const isSpeaking = relation.line.state === 'up' && heldOf(node, relation) !== 'held-clock'
    checks[`line ${relation.id}`] = isSpeaking ? 'ok' : 'held'
    const scrub = scrubbed.get(relation.id)
    // What is damaged stands still, as far as it goes; the others go on.
    if (scrub)
      checks[`scrub ${relation.id}`] = scrub.open.length === 0 && scrub.failed === null ? 'ok' : 'held'
  }
  for (const dated of datesOf(node, officers)) {
    const name = dated.relation === null ? 'certificate' : `keys ${dated.relation}`
    checks[name] = worst([checks[name] ?? 'ok', endingState(dated, node.party, node.clock())])
  }
  return { health: { status: worst(Object.values(checks)), checks }, isSilent }
}

/** Seconds after which a question without an answer is forgotten: what it hangs on may never come back, and all else has. */
const FORGOTTEN = 60
/** Questions of one node that hang at once: each may keep a connection. */
const MOST_HANGING = 3

interface Asked {
  answer: Promise<State>
  at: number
}

const asked = new WeakMap<Node, readonly Asked[]>()

/** A monitor asks every few seconds: while one question has no answer, no other one waits behind it for a minute. */
function checked(node: Node, check: () => Promise<void>): Promise<State> {
  const hanging = asked.get(node) ?? []
  const last = hanging.at(-1)
  const now = node.monotonic()
  if (last && (now - last.at < FORGOTTEN || hanging.length >= MOST_HANGING))
    return Promise.race(hanging.map(({ answer }) => answer))
  const one: Asked = {
    at: now,
    answer: check()
      .then(
        () => 'ok' as const,
        () => 'down' as const,
      )
      // What was asked before it may hang for good: it says nothing of how the storage is now.
      .finally(() =>
        asked.set(
          node,
          (asked.get(node) ?? []).filter((other) => other !== one),
        ),
      ),
  }
  asked.set(node, [...hanging, one])
  return one.answer
}

function worst(states: readonly State[]): State {
  return states.includes('down') ? 'down' : states.includes('held') ? 'held' : 'ok'
}

/** What was refused counts until something is written again: a disk or a page may be bad for writing alone. */
async function storeOf(node: Node, relation: Relation): Promise<State> {
  try {
    await look(node, relation, ({ reader, heads }) =>
      Promise.all([
        checkHead(reader, relation.ours, heads.ours),
        checkHead(reader, relation.theirs, heads.theirs),
      ]),
    )
  } catch (error) {
    return error instanceof NodeError && error.code === 'database-busy' ? 'held' : 'down'
  }
  if (relation.refusal === null || relation.refusal === 'signer-failed') return 'ok'
  // One dossier that cannot be read stops what is in it; the others go on.
  return APART.some((code) => code === relation.refusal) ? 'held' : 'down'
}
