import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PLAYS } from '@counterpart/casework/language'
import { firstPage, type ListPage, pageAfter } from './referable-pages.ts'

/** What a box reads in all, where its lists are so many pages long. */
function read(plays: string | null, pages: Readonly<Record<string, number>>): string[] {
  const asked: string[] = []
  let page: ListPage | undefined = firstPage(plays)
  while (page) {
    const at = Number(page.after ?? '0')
    const list: string = page.plays ?? 'any'
    asked.push(`${list} ${at}`)
    page = pageAfter(plays, page, at + 1 < (pages[list] ?? 1) ? String(at + 1) : null)
  }
  return asked
}

test('a list is read to its end, and no other where the field asks for a part', () => {
  assert.deepEqual(read('commitment', { commitment: 3 }), ['commitment 0', 'commitment 1', 'commitment 2'])
})

test('a field that takes any dossier is offered also what plays a part and names no office', () => {
  assert.deepEqual(read(null, { any: 2, meeting: 2 }), [
    'any 0',
    'any 1',
    ...PLAYS.flatMap((part) => (part === 'meeting' ? ['meeting 0', 'meeting 1'] : [`${part} 0`])),
  ])
})
