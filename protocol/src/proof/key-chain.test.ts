import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namedKeys, platformVerifier } from '../_keys.ts'
import { runAll } from '../_vectors.ts'
import { firstSpan, nextCustody } from '../checkpoint/key-spans.ts'
import { ProtocolError } from '../errors.ts'
import { type KeyStep, verifyInChain, verifyKeyChain } from './key-chain.ts'

interface Given {
  relation: string
  keys: { side: string; log: string; custody: string; since?: KeyStep[] }[]
  of: string
  proof: string
}

test('KEYS-3 KEYS-4 KEYS-7 a proof is followed from the exchanged keys, or refused, as the vectors say', () => {
  runAll('keychange', ({ relation, keys, of, proof }: Given) => {
    const exchanged = keys.map(({ log, custody, ...known }) => ({
      ...known,
      log: namedKeys(log),
      custody: namedKeys(custody),
    }))
    const { sides, broken } = verifyKeyChain(relation, exchanged, platformVerifier)
    if (broken) throw broken.cause
    const [own, other] = [sides.get(of), [...sides].find(([side]) => side !== of)?.[1]]
    if (!own || !other) throw new ProtocolError({ code: 'bad-key', message: 'a side without keys' })
    const { leaf, index, time, revoked = false } = verifyInChain(proof, own, other, platformVerifier)
    return { leaf, index, time, revoked }
  })
})

test('KEYS-4 a key of custody signs from its change on: no later one takes back what it signed, however it is dated', () => {
  const [one, two, three] = ['vnm-custody', 'chn-custody', 'stranger'].map(namedKeys)
  assert.ok(one && two && three)
  const spans = nextCustody(nextCustody(firstSpan(one), two, 200, false), three, 100, false)
  const at = (time: number) =>
    spans.filter(({ from, until }) => from <= time && time <= until).map(({ keys }) => keys)
  assert.deepEqual([99, 100, 199, 200].map(at), [[one], [one, three], [one, three], [one, two, three]])
})
