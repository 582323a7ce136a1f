import { Type } from 'typebox'
import type { Context } from '../context.ts'
import type { Declared } from '../ports.ts'
import { Hash, shape } from '../schema/base.ts'
import { Acting, ActingIn, Opening, Preview, Recorded } from '../schema/dossier.ts'
import { signedInOf } from '../session.ts'
import { checkAgainst } from '../validate.ts'
import { demandCommand } from './command.ts'
import { type App, answers } from './route.ts'
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
      // Checked later against the one schema that is meant, so that the error names the field.
      validatorCompiler: () => () => true,
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const command = previewed(request.body)
      await demandCommand(context, officer, command)
      return context.uses.preview(command, officer)
    },
  )
}

function previewed(body: unknown): Declared {
  const inDossier = typeof body === 'object' && body !== null && Object.hasOwn(body, 'dossier')
  checkAgainst(inDossier ? ActingIn : Opening, body)
  return inDossier ? { kind: 'act', ...(body as ActingIn) } : { kind: 'open', ...(body as Opening) }
}
