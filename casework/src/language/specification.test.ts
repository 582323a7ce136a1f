import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CHECK_CODES } from './check/codes.ts'
import { GATES } from './gates.ts'
import { RESERVED } from './reserved.ts'
import { LEVELS, PLAYS, ROLES } from './vocabulary.ts'

const text = readFileSync(new URL('../../../spec/24-declaration.md', import.meta.url), 'utf8')

/** Words between backticks in one rule, where several stand with a space between too. */
function wordsOf(rule: string): Set<string> {
  const [, after = ''] = text.split(`**${rule}** `)
  const [said = ''] = after.split('\n**DECLARATION-')
  return new Set([...said.matchAll(/`([^`\n]+)`/g)].flatMap(([, words = '']) => words.split(' ')))
}

test('DECLARATION-15 every code with which a declaration is refused is in the specification, and no other', () => {
  const said = wordsOf('DECLARATION-15')
  for (const code of CHECK_CODES) assert.ok(said.has(code), code)
  const codes = new Set<string>(CHECK_CODES)
  const rows = text.split('| Code and what it finds')[1] ?? assert.fail()
  for (const [, word = ''] of rows.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)) assert.ok(codes.has(word), word)
})

test('DECLARATION-1 DECLARATION-4 DECLARATION-6 DECLARATION-14 the closed lists are those of the specification', () => {
  const lists: [string, readonly string[]][] = [
    ['DECLARATION-1', [...LEVELS, ...ROLES]],
    ['DECLARATION-4', GATES],
    ['DECLARATION-6', RESERVED],
    ['DECLARATION-14', PLAYS],
  ]
  for (const [rule, words] of lists) {
    const said = wordsOf(rule)
    for (const word of words) assert.ok(said.has(word), `${rule}: ${word}`)
  }
})
