import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { ask, bring, keepOf, pair } from '../../outbound/_fetching.ts'
import { memoryFolder } from '../_file-folder.ts'
import { tellEmptied } from './emptied-folder.ts'

test('a start says that the folder of files is empty where the register has files, and nothing otherwise', async () => {
  const both = await pair()
  const told: string[] = []
  const tell = () => tellEmptied(both.a.node, (code, { message }) => void told.push(`${code} ${message}`))
  both.a.node.files = keepOf(memoryFolder())
  await tell()
  assert.deepEqual(told, [])
  both.a.node.files = both.keeps.a
  await ask(both, await bring(both.keeps.a, randomBytes(1000)))
  await tell()
  assert.deepEqual(told, [])
  both.a.node.files = keepOf(memoryFolder())
  await tell()
  assert.equal(told.length, 1)
  assert.match(
    told[0] ?? '',
    /^files-unavailable the folder for files is empty, and aaa~bbb\/test has files in it: /,
  )
})
