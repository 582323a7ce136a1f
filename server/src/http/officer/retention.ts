import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { demandAct, demandRetain, note } from '../guard.ts'
import { sightOf } from '../permission/allow.ts'
import { Hash, RelationId, shape } from '../schema/base.ts'
import { Recorded, RecordedAct } from '../schema/dossier.ts'
import { Noting, Recalling, RetentionPage, Staying } from '../schema/retention.ts'
import { signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'
import { submit } from './submit.ts'

const ById = shape({ id: Hash })

export function addRetentionRoutes(app: App, context: Context): void {
  const { uses, allow, directory } = context

  app.get(
    '/api/retention',
    {
      schema: {
        operationId: 'retention',
        summary: 'What will be destroyed in the next 30 days, and what the other side should have destroyed',
        tags: ['retention'],
        querystring: shape({ relation: RelationId }),
        response: answers(RetentionPage),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const { relation } = request.query
      await note(context, officer, 'list', { kind: 'retention', id: relation })
      return uses.retention(relation, sightOf(allow, directory, officer))
    },
  )

  app.post(
    '/api/dossiers/:id/stay',
    {
      schema: {
        operationId: 'stay',
        summary:
          'Keep everything of a dossier for a court or an authority, on both sides; to end it earlier takes a second person',
        tags: ['retention'],
        params: ById,
        body: Staying,
        response: answers(Recorded),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const command = { kind: 'stay', ...request.body, dossier: request.params.id } as const
      if (await context.drafts.draft(command.request)) return submit(context, officer, command)
      await demandRetain(context, officer, command.dossier)
      try {
        return await uses.retain(command, officer)
      } catch (error) {
        if (!(error instanceof NodeError && error.code === 'needs-approval')) throw error
        return submit(context, officer, command)
      }
    },
  )

  app.post(
    '/api/dossiers/:id/recall',
    {
      schema: {
        operationId: 'recall',
        summary:
          'Recall what an entry of ours says: once a second person approves, it is destroyed on both sides',
        tags: ['retention'],
        params: ById,
        body: Recalling,
        response: answers(Recorded),
      },
    },
    (request) =>
      submit(context, signedInOf(request).officer, {
        kind: 'recall',
        ...request.body,
        dossier: request.params.id,
      }),
  )

  app.post(
    '/api/dossiers/:id/noted',
    {
      schema: {
        operationId: 'noted',
        summary: 'Say that your office has taken note of a recall of the other side',
        tags: ['retention'],
        params: ById,
        body: Noting,
        response: answers(RecordedAct),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demandAct(context, officer, request.params.id)
      return uses.retain({ kind: 'noted', ...request.body, dossier: request.params.id }, officer)
    },
  )
}
