import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson } from '../bytes/canonical-json.ts'
import { utf8 } from '../bytes/utf8.ts'
import { parseHeader } from './codec.ts'

const digest = 'ab'.repeat(32)

function parse(parts: unknown): unknown {
  return parseHeader(utf8(canonicalJson({ v: 1, kind: 'mark', seen: 0, time: 1, parts })))
}

test('ENTRY-4 the first part is the kept one, and no other is', () => {
  const kept = { name: 'kept', digest, keep: 'always' }
  const content = { name: 'content', digest, keep: 'P1D' }
  parse([kept, content])
  const refused = [
    [],
    [content],
    [{ ...content, keep: 'always' }],
    [content, kept],
    [{ ...content, keep: 'always' }, kept],
    [kept, kept],
    [kept, { ...kept, keep: 'P1D' }],
    [{ ...kept, keep: 'P1D' }],
  ]
  for (const parts of refused)
    assert.throws(() => parse(parts), { code: 'malformed-header' }, JSON.stringify(parts))
})
