import type { Context } from '../context.ts'
import { demand } from '../guard.ts'
import { OperationView } from '../schema/operation.ts'
import { signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'

export function addOperationRoutes(app: App, context: Context): void {
  app.get(
    '/api/operation',
    {
      schema: {
        operationId: 'operation',
        summary: 'How this node is: lines, queues, dates of certificates, disk, backup, incidents',
        tags: ['node'],
        response: answers(OperationView),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demand(context, officer, 'operate', { kind: 'node' }, { kind: 'operation', id: '' })
      return context.uses.operation()
    },
  )
}
