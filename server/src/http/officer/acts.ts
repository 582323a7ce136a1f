import { Type } from 'typebox'
import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import type { Declared } from '../ports.ts'
import { Hash, RequestId, shape } from '../schema/base.ts'
import { Acting, ActingIn, DraftView, Opening, Preview, Recorded, RequestOnly } from '../schema/dossier.ts'
import { signedInOf } from '../session.ts'
import { checkAgainst } from '../validate.ts'
import { demandCommand } from './command.ts'
import { approve, discard, listDrafts } from './drafts.ts'
import { type App, answers, Done } from './route.ts'
import { submit } from './submit.ts'

export function addActRoutes(app: App, context: Context): void {
  app.post(
    '/api/dossiers',
    {
      schema: {
        operationId: 'open',
        summary: 'Open a dossier',
        tags: ['act'],
        body: Opening,
        response: answers(Recorded),
      },
    },
    (request) => submit(context, signedInOf(request).officer, { kind: 'open', ...request.body }),
  )

  app.post(
    '/api/dossiers/:id/acts',
    {
      schema: {
        operationId: 'act',
        summary: 'Do something in a dossier',
        tags: ['act'],
        params: shape({ id: Hash }),
        body: Acting,
        response: answers(Recorded),
      },
    },
    (request) =>
      submit(context, signedInOf(request).officer, {
        kind: 'act',
        ...request.body,
        dossier: request.params.id,
      }),
  )

  app.post(
    '/api/preview',
    {
      schema: {
        operationId: 'preview',
        summary: 'What the counterpart would read; nothing is kept',
        tags: ['act'],
        body: Type.Union([Opening, ActingIn]),
        response: answers(Preview),
      },
      // Against the one schema it is meant for, so that the error names the field.
      validatorCompiler: () => () => true,
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const command = previewed(request.body)
      await demandCommand(context, officer, command)
      return context.uses.preview(command, officer)
    },
  )

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
        params: shape({ id: RequestId }),
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
        summary: 'Take a draft back, or send it away',
        tags: ['act'],
        params: shape({ id: RequestId }),
        response: answers(Done),
      },
    },
    (request) => discard(context, signedInOf(request).officer, request.params.id),
  )
}

function previewed(body: unknown): Declared {
  const inDossier = typeof body === 'object' && body !== null && Object.hasOwn(body, 'dossier')
  checkAgainst(inDossier ? ActingIn : Opening, body)
  return inDossier ? { kind: 'act', ...(body as ActingIn) } : { kind: 'open', ...(body as Opening) }
}
