import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namedKeys, platformVerifier, remembering } from '../_keys.ts'
import { vectors } from '../_vectors.ts'
import { utf8 } from '../bytes/utf8.ts'
import { nobleVerifier } from '../keys/noble-verifier.ts'
import { verifyEvidence } from './verify-evidence.ts'

interface Input {
  /** Side, and the names of its keys in the vectors of keys. */
  keys: [string, string, string][]
  /** Every member by its name; or those of another case, some of them set and some left out. */
  members?: Record<string, string>
  from?: string
  set?: Record<string, string>
  without?: string[]
}

const cases = vectors<Input, object[]>('evidence')

function membersOf({ members, from, set, without = [] }: Input): Map<string, Uint8Array> {
  const base = members ?? cases.find(({ id }) => id === from)?.input.members ?? assert.fail()
  const all = new Map(Object.entries({ ...base, ...set }).map(([name, text]) => [name, utf8(text)]))
  for (const name of without) all.delete(name)
  return all
}

test('EVIDENCE-1 EVIDENCE-2 EVIDENCE-3 EVIDENCE-4 EVIDENCE-5 EVIDENCE-6 EVIDENCE-7 finds what the vectors say', () => {
  for (const verifier of [remembering(platformVerifier), remembering(nobleVerifier)])
    for (const { id, input, expected, error } of cases) {
      const keys = input.keys.map(([side, log, custody]) => ({
        side,
        log: namedKeys(log),
        custody: namedKeys(custody),
      }))
      const findings = verifyEvidence(membersOf(input), keys, verifier)
      const [fault] = findings.filter(({ kind }) => kind === 'refused')
      assert.equal(fault?.code, error, id)
      // The header is that of the proof, byte for byte; how it reads is for the vectors of entries.
      const told = findings.map((finding) => ({ ...finding, header: undefined }))
      if (expected) assert.deepEqual(JSON.parse(JSON.stringify(told)), expected, id)
    }
})
