import { test } from 'node:test'
import { CUSTODY, keysFrom, ORIGIN, signerFrom } from '../_keys.ts'
import { runAll } from '../_vectors.ts'
import { changeKey, firstKeys } from '../checkpoint/key-changes.ts'
import type { KeyHeader } from '../entry/header.ts'

test('KEYS-2 a key to which nothing can be sealed changes nothing', () => {
  runAll('sealingkey', ({ key }: { key: string }) => {
    const record = firstKeys({
      log: keysFrom(signerFrom(ORIGIN, 1)),
      custody: keysFrom(signerFrom(CUSTODY, 2)),
    })
    const header: KeyHeader = { v: 1, kind: 'key', seen: 0, time: 1, parts: [], use: 'seal', keys: [key] }
    return changeKey(record, 0, header).seals.length
  })
})
