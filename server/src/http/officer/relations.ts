import { Type } from 'typebox'
import type { Context } from '../context.ts'
import { demand } from '../guard.ts'
import { RelationId, shape } from '../schema/base.ts'
import { HealthView, IncidentView, KeysView } from '../schema/register.ts'
import { OfficeView, ProcedureView, RelationView } from '../schema/session.ts'
import { signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'

export function addRelationRoutes(app: App, context: Context): void {
  const { uses } = context

  app.get(
    '/api/relations',
    {
      schema: {
        operationId: 'relations',
        summary: 'Relations of this node, and how the line to each counterpart stands',
        tags: ['relation'],
        response: answers(Type.Array(RelationView)),
      },
    },
    async (request) => {
      await demand(
        context,
        signedInOf(request).officer,
        'see',
        { kind: 'relation' },
        { kind: 'relations', id: '' },
      )
      return uses.relations()
    },
  )

  app.get(
    '/api/procedures',
    {
      schema: {
        operationId: 'procedures',
        summary: 'Declarations of procedures with their texts and forms',
        tags: ['relation'],
        response: answers(Type.Array(ProcedureView)),
      },
    },
    async (request) => {
      await demand(
        context,
        signedInOf(request).officer,
        'see',
        { kind: 'relation' },
        { kind: 'procedures', id: '' },
      )
      return uses.procedures()
    },
  )

  app.get(
    '/api/offices',
    {
      schema: {
        operationId: 'offices',
        summary: 'Offices of both sides, and which face which',
        tags: ['relation'],
        response: answers(Type.Array(OfficeView)),
      },
    },
    async (request) => {
      await demand(
        context,
        signedInOf(request).officer,
        'see',
        { kind: 'relation' },
        { kind: 'offices', id: '' },
      )
      return context.directory.offices.map(({ code, side, level, name, faces }) => ({
        code,
        side,
        level,
        name,
        faces: [...faces],
      }))
    },
  )

  app.get(
    '/api/keys',
    {
      schema: {
        operationId: 'keys',
        summary: 'Public keys of both parties, for checking proofs with any tool',
        tags: ['register'],
        querystring: shape({ relation: RelationId }),
        response: answers(KeysView),
      },
    },
    async (request) => {
      await demand(
        context,
        signedInOf(request).officer,
        'see',
        { kind: 'relation' },
        { kind: 'keys', id: '' },
      )
      return uses.keys(request.query.relation)
    },
  )

  app.get(
    '/api/incidents',
    {
      schema: {
        operationId: 'incidents',
        summary: 'What did not fit: differing states, clocks apart, rolled-back logs',
        tags: ['oversight'],
        response: answers(Type.Array(IncidentView)),
      },
    },
    async (request) => {
      await demand(
        context,
        signedInOf(request).officer,
        'watch',
        { kind: 'node' },
        { kind: 'incidents', id: '' },
      )
      return uses.incidents()
    },
  )

  app.get(
    '/api/health',
    {
      config: { open: true },
      schema: {
        operationId: 'health',
        summary: 'Whether this node works',
        tags: ['node'],
        response: { ...answers(HealthView), 503: HealthView },
      },
    },
    async (_request, reply) => {
      const health = summed(await uses.health())
      if (health.status === 'down') reply.code(503)
      return health
    },
  )
}

/** The health that everybody may see: each kind of check with its worst result, and nothing about our counterparts. */
function summed({ status, checks }: HealthView): HealthView {
  const worst: HealthView['checks'] = {}
  for (const [name, state] of Object.entries(checks)) {
    const kind = name.split(' ', 1)[0] ?? name
    const rank = (one: HealthView['status'] | undefined) => ['ok', 'held', 'down'].indexOf(one ?? 'ok')
    if (rank(state) >= rank(worst[kind])) worst[kind] = state
  }
  return { status, checks: worst }
}
