import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathOf, type Route, routeOf } from './route.ts'

test('every page is found again from its address', () => {
  const routes: Route[] = [
    { page: 'desk' },
    { page: 'dossier', id: 'ab12' },
    { page: 'instruments' },
    { page: 'instrument', id: 'ab12' },
    { page: 'register' },
  ]
  for (const route of routes) assert.deepEqual(routeOf(pathOf(route)), route)
})

test('what is no page is nowhere', () => {
  for (const path of ['/dossiers', '/register/x', '/a/b/c', '/nothing', '/dossiers/%zz'])
    assert.deepEqual(routeOf(path), { page: 'nowhere' })
})
