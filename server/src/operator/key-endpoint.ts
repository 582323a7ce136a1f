/** What an operator asks of the keys of a node that runs. */
import { fromBase64 } from '@counterpart/protocol'
import { Value } from 'typebox/value'
import { NodeError } from '../errors.ts'
import { keyDates } from '../uses/keys/key-care.ts'
import { readKeys } from '../uses/keys/key-record.ts'
import { renewCertificate } from '../uses/keys/line-certificate.ts'
import { rotateKey } from '../uses/keys/rotate.ts'
import type { Node } from '../uses/relation.ts'
import { CertificateWish, KeyWish } from './key-wishes.ts'

export async function listKeys(node: Node) {
  const lists = [...node.relations.values()].map(async (relation) => {
    await node.store.read(relation.id, (reader) => readKeys(relation, reader))
    return keyDates(node, relation).map((date) => ({ relation: relation.id, ...date }))
  })
  return (await Promise.all(lists)).flat()
}

/** @throws NodeError `unknown-relation`, `key-missing`, `disk-full` */
export async function renewOne(node: Node, wish: unknown): Promise<{ until: number }> {
  if (!Value.Check(CertificateWish, wish)) throw new NodeError({ code: 'bad-input' })
  const relation = node.relations.get(wish.relation)
  if (!relation) throw new NodeError({ code: 'unknown-relation' })
  const { until } = await renewCertificate(node, relation)
  return { until }
}

/** @throws NodeError `unknown-relation`, and what `rotateKey` throws */
export async function changeOne(node: Node, wish: unknown): Promise<{ index: number }> {
  if (!Value.Check(KeyWish, wish)) throw new NodeError({ code: 'bad-input' })
  const { relation: id, use, revoked, outside } = wish as KeyWish
  const relation = node.relations.get(id)
  if (!relation) throw new NodeError({ code: 'unknown-relation' })
  if (use === 'seal' && outside !== null) throw new NodeError({ code: 'bad-input' })
  const given = outside === null ? {} : { outside: fromBase64(outside) }
  const { index } = await rotateKey(node, relation, { use, revoked, ...given })
  return { index }
}
