import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathOf, type Route, routeOf, routeTo } from './route.ts'

test('every page is found again from its address', () => {
  const routes: Route[] = [
    { page: 'desk' },
    { page: 'dossier', id: 'ab12' },
    { page: 'directory' },
    { page: 'directory', at: 'ab12' },
    { page: 'meetings' },
    { page: 'meetings', at: 'ab12' },
    { page: 'meeting', id: 'ab12' },
    { page: 'instruments' },
    { page: 'instrument', id: 'ab12' },
    { page: 'commitment', id: 'ab12' },
    { page: 'review' },
    { page: 'review', of: { from: '2018-10', until: '2021', within: 'ab12' } },
    { page: 'review', of: { level: 'province' } },
    { page: 'register' },
    { page: 'waits' },
    { page: 'operation' },
  ]
  for (const route of routes) assert.deepEqual(routeOf(pathOf(route)), route)
})

test('what is no page is nowhere', () => {
  for (const path of [
    '/dossiers',
    '/commitments',
    '/register/ab12',
    '/review/ab12',
    '/constructor/ab12',
    '/a/b/c',
    '/nothing',
    '/dossiers/%zz',
    '//[',
  ])
    assert.deepEqual(routeOf(path), { page: 'nowhere' }, path)
})

test('what stands in the address beside the page does not change the page', () => {
  assert.deepEqual(routeOf('/?view=all'), { page: 'desk' })
  assert.deepEqual(routeOf('/dossiers/ab12#rung-7'), { page: 'dossier', id: 'ab12' })
  assert.deepEqual(routeOf('/meetings#x y'), { page: 'meetings' })
})

test('a dossier is shown where its part has a page', () => {
  const to = (plays: string | null) => pathOf(routeTo({ id: 'ab12', plays }))
  assert.equal(to(null), '/dossiers/ab12')
  assert.equal(to('figure'), '/dossiers/ab12')
  assert.equal(to('relation'), '/dossiers/ab12')
  assert.equal(to('instrument'), '/instruments/ab12')
  assert.equal(to('meeting'), '/meetings/ab12')
  assert.equal(to('commitment'), '/commitments/ab12')
  assert.equal(to('directory'), '/directory#ab12')
  assert.equal(to('series'), '/meetings#ab12')
})
