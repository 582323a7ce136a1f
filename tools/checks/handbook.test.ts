import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pages } from '../handbook-pages.ts'
import { stale } from './handbook.ts'

test('says in one line what of the handbook is missing, not current or left over', () => {
  const wanted = new Map([
    ['a.md', 'A'],
    ['b.md', 'B'],
    ['c.md', 'C'],
  ])
  assert.equal(stale(wanted, wanted), null)
  const there = new Map([
    ['a.md', 'other'],
    ['d.md', 'D'],
  ])
  assert.equal(
    stale(wanted, there),
    'missing: b.md and 1 more; not current: a.md; left over: d.md. Run npm run handbook and commit what it wrote.',
  )
})

test('every link of the handbook leads to a page of it', () => {
  const made = pages()
  for (const [file, text] of made)
    for (const [, to = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
      const path = new URL(to, `file:///${file}`).pathname.slice(1)
      assert.ok(made.has(path), `${file} leads to ${path}`)
    }
})
