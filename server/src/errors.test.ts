import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { VERDICT_CODES } from '@counterpart/casework'
import { ERROR_CODES } from './errors.ts'

test('no code is declared that nothing gives', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/(^|\/)(_|tests\/)/.test(file))
    .filter((file) => file !== 'errors.ts')
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  const verdicts: readonly string[] = VERDICT_CODES
  const unused = ERROR_CODES.filter((code) => !sources.some((source) => source.includes(`'${code}'`)))
  assert.deepEqual(
    unused.filter((code) => !verdicts.includes(code)),
    [],
  )
})
