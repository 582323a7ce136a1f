import { test } from 'node:test'
import { namedKeys, platformVerifier } from '../_keys.ts'
import { runAll } from '../_vectors.ts'
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
