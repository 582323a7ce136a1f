import { Type } from 'typebox'
import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import { RequestId, shape } from '../schema/base.ts'
import { Recorded, RequestOnly } from '../schema/dossier.ts'
import { Declining, DraftFate, DraftView } from '../schema/drafts.ts'
import { signedInOf } from '../session.ts'
import { endedDrafts, fateOf } from './draft-fate.ts'
import { listDrafts } from './draft-view.ts'
import { approve, decline, discard } from './drafts.ts'
import { type App, answers, Done } from './route.ts'

const ById = shape({ id: RequestId })

export function addDraftRoutes(app: App, context: Context): void {
  app.get(
    '/api/drafts',
    {
      schema: {
        operationId: 'drafts',
        summary: 'Acts that wait for a second person',
        tags: ['act'],
        response: answers(Type.Array(DraftView)),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await note(context, officer, 'list', { kind: 'drafts', id: '' })
      return listDrafts(context, officer)
    },
  )

  app.post(
    '/api/drafts/:id/approve',
    {
      schema: {
        operationId: 'approve',
        summary: "Approve another officer's act, which records it",
        tags: ['act'],
        params: ById,
        body: RequestOnly,
        response: answers(Recorded),
      },
    },
    (request) => approve(context, signedInOf(request).officer, request.params.id),
  )

  app.delete(
    '/api/drafts/:id',
    {
      schema: {
        operationId: 'discard',
        summary: 'Take an own draft back',
        tags: ['act'],
        params: ById,
        response: answers(Done),
      },
    },
    (request) => discard(context, signedInOf(request).officer, request.params.id),
  )

  app.post(
    '/api/drafts/:id/decline',
    {
      schema: {
        operationId: 'decline',
        summary: "Decline another officer's act and say why: it goes back to its author",
        tags: ['act'],
        params: ById,
        body: Declining,
        response: answers(Done),
      },
    },
    (request) => decline(context, signedInOf(request).officer, request.params.id, request.body.reason),
  )

  app.get(
    '/api/drafts/ended',
    {
      schema: {
        operationId: 'endedDrafts',
        summary: 'Own drafts that this node has ended by itself',
        tags: ['act'],
        response: answers(Type.Array(DraftFate)),
      },
    },
    (request) => endedDrafts(context, signedInOf(request).officer),
  )

  app.get(
    '/api/drafts/:id',
    {
      schema: {
        operationId: 'draftFate',
        summary: 'What became of a draft that one wrote or was shown',
        tags: ['act'],
        params: ById,
        response: answers(DraftFate),
      },
    },
    (request) => fateOf(context, signedInOf(request).officer, request.params.id),
  )
}
