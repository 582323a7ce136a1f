/** How old the keys of a relation are, and what the node does about it by itself. */
import { DAY } from '@counterpart/casework/civil'
import { fingerprintOf, fromBase64, grouped, hex, sha256 } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { KeyUse } from '../../keys/key-file.ts'
import { logSpans } from '../log/log-spans.ts'
import type { Node, Relation } from '../relation.ts'
import { lastChange, readKeys } from './key-record.ts'
import { destroyOld, rotateKey } from './rotate.ts'

/** Seconds after which a key should be replaced; the node itself replaces the one for sealing. */
const KEY_AGE: Readonly<Record<KeyUse, number>> = {
  seal: 30 * DAY,
  log: 730 * DAY,
  custody: 730 * DAY,
}
/**
 * A warning comes so long before that, and before a certificate ends. The key for sealing has no warning: it is overdue
 * after a further week.
 */
export const NOTICE = 60 * DAY
const LATE = 7 * DAY

export interface KeyDate {
  side: string
  use: KeyUse | 'tls'
  /**
   * What two people compare: for log and custody a fingerprint over both keys, as in a bundle; otherwise that of the
   * key or the certificate.
   */
  id: string
  /** Since when it is in use, and when it should be replaced or ends; `null` where that is not known. */
  since: number | null
  until: number | null
  state: 'good' | 'due' | 'overdue'
}

/** Every key of both sides that is in use, ours first: for the operators' page, the log and health. */
export function keyDates(node: Node, relation: Relation): KeyDate[] {
  const now = node.clock()
  const dates: KeyDate[] = []
  for (const side of [relation.ours, relation.theirs]) {
    const own = side === relation.ours
    const { certificates, keysMade } = relation
    const made = own ? keysMade?.ours : keysMade?.theirs
    for (const use of ['log', 'custody', 'seal'] as const) {
      const changed = lastChange(relation, side, use)?.time ?? made ?? null
      // The dates of a log that was dated ahead (CLOCK-2) do not say how old the key is: the clock of this run does.
      const isAhead = own && use === 'seal' && changed !== null && changed > now
      const since = isAhead ? (relation.sealedAt ?? now - KEY_AGE.seal) : changed
      const until = since === null ? null : since + KEY_AGE[use]
      dates.push({ side, use, id: idOf(relation, side, use), since, until, state: stateOf(now, until, use) })
    }
    const certificate = own ? certificates?.ours : certificates?.theirs
    if (!certificate) continue
    const { fingerprint, until } = certificate
    const id = grouped(fingerprint)
    dates.push({ side, use: 'tls', id, since: made ?? null, until, state: stateOf(now, until, 'tls') })
  }
  return dates
}

function stateOf(now: number, until: number | null, use: KeyDate['use']): KeyDate['state'] {
  if (until === null) return 'good'
  if (use === 'seal') return now >= until + LATE ? 'overdue' : 'good'
  if (now >= until) return 'overdue'
  return now >= until - NOTICE ? 'due' : 'good'
}

function idOf({ keyed, exchanged, ours, chain }: Relation, side: string, use: KeyUse): string {
  const record = side === ours ? keyed.ours : keyed.theirs
  const first = exchanged.seals[side === ours ? 0 : 1] ?? ''
  const epoch = (side === ours ? chain.ours : chain.theirs).at(-1)
  const log = epoch && logSpans(record, epoch).at(-1)
  const keys = use === 'log' ? log?.keys : use === 'custody' ? record.custody.at(-1)?.keys : null
  return keys ? fingerprintOf(keys) : grouped(hex(sha256(fromBase64(record.seals.at(-1) ?? first))))
}

/** Does what is due. What is held, or fails now, is done in a later round. */
export async function careForKeys(node: Node, relation: Relation): Promise<void> {
  const { ring } = relation
  if (!ring || relation.start !== 'confirmed') return
  try {
    if (ring.log.length > 1 || ring.custody.length > 1 || ring.seal.length > 1)
      await destroyOld(node, relation)
    const seal = keyDates(node, relation).find(({ side, use }) => side === relation.ours && use === 'seal')
    if (seal?.until != null && node.clock() >= seal.until) {
      await node.store.read(relation.id, (reader) => readKeys(relation, reader))
      await rotateKey(node, relation, { use: 'seal' })
      relation.sealedAt = node.clock()
    }
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
  }
}
