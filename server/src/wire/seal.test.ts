import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeEnvelope, fromHex, hex, hpkeInfo, text } from '@counterpart/protocol'
import { type OpeningKey, openingKey } from '../keys/sealing.ts'
import type { Relation } from '../uses/relation.ts'
import { LinkFailure } from './link.ts'
import { openMessage } from './seal.ts'

interface Case {
  id: string
  input: {
    seed: string
    relation: string
    from: string
    to: string
    known: number
    logs?: number[]
    bytes: string
  }
  expected?: { publicKey: string; keyId: string; info: string; plaintext: string }
  error?: string
}

test('ENVELOPE-1 ENVELOPE-3 what was sealed opens with its seed, or not, as the vectors say', async () => {
  const path = new URL(`../../../spec/vectors/${'sealed'}.json`, import.meta.url)
  for (const { id, input, expected, error } of JSON.parse(readFileSync(path, 'utf8')) as Case[]) {
    const ours = openingKey(fromHex(input.seed))
    const relation = receiverOf(input)
    const sealed = fromHex(input.bytes)
    const opened = openMessage(relation, { ours, theirs: ours }, sealed)
    if (!expected) {
      await assert.rejects(opened, (failure) => failure instanceof LinkFailure && failure.code === error, id)
      continue
    }
    const { publicKey, keyId, info, plaintext } = expected
    assert.deepEqual([hex(ours.publicKey), ours.id, hex(await opened)], [publicKey, keyId, plaintext], id)
    assert.equal(decodeEnvelope(sealed).keyId, keyId, id)
    const [, of = '', from = '', to = '', epoch] = info.split('\n')
    assert.equal(text(hpkeInfo({ relation: of, from, to, epoch: Number(epoch), keyId })), info, id)
    assert.deepEqual([of, from, to], [input.relation, input.from, input.to], id)
    assert.deepEqual(
      await ours.open(...sealedIn(sealed), new TextEncoder().encode(info)),
      fromHex(plaintext),
      id,
    )
  }
})

test('ENVELOPE-3 what opens nowhere is tried no more often because the other side chose a large number', async () => {
  const path = new URL(`../../../spec/vectors/${'sealed'}.json`, import.meta.url)
  const [{ input } = assert.fail()] = JSON.parse(readFileSync(path, 'utf8')) as Case[]
  const { id } = openingKey(fromHex(input.seed))
  let tries = 0
  const open = () => {
    tries++
    // As long as a large one takes.
    for (const until = performance.now() + 1; performance.now() < until; );
    return Promise.reject(new Error('it does not open'))
  }
  const ours = { id, publicKey: new Uint8Array(), open } as unknown as OpeningKey
  const relation = receiverOf({ ...input, known: 9_999_999, logs: [1, 2, 9_999_999] })
  let turns = 0
  const served = setInterval(() => turns++, 0)
  await assert.rejects(openMessage(relation, { ours, theirs: ours }, fromHex(input.bytes)), {
    code: 'bad-envelope',
  })
  clearInterval(served)
  assert.ok(tries <= 2 * 64 + 4, `${tries}`)
  assert.ok(turns > 0, 'nobody else was served meanwhile')
})

function receiverOf({ relation: id, from, to, known, logs = [known] }: Case['input']): Relation {
  const chain = { theirs: logs.map((number) => ({ number })) }
  return { id, ours: to, theirs: from, theirEpoch: known, chain } as unknown as Relation
}

function sealedIn(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const { enc, ct } = decodeEnvelope(bytes)
  return [enc, ct]
}
