import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Act } from '../language/index.ts'
import { lending } from './_invented.ts'
import { routesOf } from './routes.ts'
import { actSchema } from './schema.ts'

test('every act of an officer is one operation', () => {
  const routes = routesOf(lending, ['vi'])
  assert.deepEqual(
    routes.map(({ operation, path, answers, approval }) => ({ operation, path, answers, approval })),
    [
      { operation: 'lending.1.wish', path: '/dossiers', answers: false, approval: false },
      { operation: 'lending.1.lend', path: '/dossiers/{id}/acts', answers: true, approval: true },
      { operation: 'lending.1.doubt', path: '/dossiers/{id}/acts', answers: false, approval: false },
      { operation: 'lending.1.bring', path: '/dossiers/{id}/acts', answers: true, approval: false },
      { operation: 'lending.1.note', path: '/dossiers/{id}/acts', answers: false, approval: false },
      { operation: 'lending.1.refuse', path: '/dossiers/{id}/acts', answers: false, approval: true },
    ],
  )
  assert.deepEqual(routes[0]?.fields, actSchema(lending, 'wish', ['vi']))
})

test('nobody can ask for an act of the clock', () => {
  const raise: Act = { by: 'clock', roles: [], from: ['wished'], needs: [] }
  const routes = routesOf({ ...lending, acts: { ...lending.acts, raise } }, ['vi'])
  assert.ok(routes.every((route) => route.act !== 'raise'))
})
