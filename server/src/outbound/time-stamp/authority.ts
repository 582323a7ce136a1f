/**
 * A time-stamping authority (RFC 3161) as somebody to be asked once a day: it signs, with its time, the hash of
 * our newest head with the other side's receipt, and learns nothing else.
 */
import { createHash } from 'node:crypto'
import { utf8 } from '@counterpart/protocol'
import { raise } from '../../uses/incident.ts'
import { checkSigned } from '../../uses/log/signed.ts'
import type { Node, Relation } from '../../uses/relation.ts'
import type { Outside } from '../daily.ts'
import { type rootsOf, stampedAt, stampRequest } from './token.ts'

export interface Authority {
  url: string
  /** Certificates its chain ends in, as its operator gave them. */
  roots: ReturnType<typeof rootsOf>
}

/** Posts a request of the media type `application/timestamp-query`. */
export type PostQuery = (url: string, body: Uint8Array) => Promise<{ status: number; body: Uint8Array }>

const NONCE_BYTES = 16

export function timeStampAuthority(
  node: Node,
  relation: Relation,
  { url, roots }: Authority,
  post: PostQuery,
): Outside {
  return {
    async last() {
      const rows = await node.store.read(relation.id, (reader) => reader.stamped())
      return rows.find((row) => row.authority === url)?.at ?? null
    },
    async ask(at) {
      const head = await node.store.read(relation.id, async (reader) =>
        checkSigned(node, relation, await reader.lastCheckpoint(relation.ours, true)),
      )
      if (!head?.cosignature) return { kind: 'nothing' }
      const data = utf8(head.note + head.cosignature)
      const nonce = node.random(NONCE_BYTES)
      const query = stampRequest(createHash('sha256').update(data).digest(), nonce)
      const answer = await post(url, query).catch(() => null)
      if (answer?.status !== 200) return { kind: 'failed', code: 'authority-unreachable' }
      const time = await stampedAt(answer.body, { data, nonce, roots })
      if (time === null) return { kind: 'failed', code: 'authority-bad-answer' }
      const row = { authority: url, size: head.size, time, token: answer.body, at }
      await node.store.locked(relation.id, (writer) => writer.putStamp(row))
      return { kind: 'kept' }
    },
    tell: (code, at) =>
      node.store.locked(relation.id, (writer) => raise(writer, at, 'time-stamp-failed', { url, code })),
  }
}
