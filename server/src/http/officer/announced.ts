import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import { sightOf } from '../permission/allow.ts'
import { AnnouncedList } from '../schema/announced.ts'
import { RelationId, shape } from '../schema/base.ts'
import { signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'

export function addAnnouncedRoutes(app: App, context: Context): void {
  const { uses, allow, directory } = context

  app.get(
    '/api/announcements',
    {
      schema: {
        operationId: 'announcements',
        summary: 'What the other side shows before its turn',
        tags: ['dossier'],
        querystring: shape({ relation: RelationId }),
        response: answers(AnnouncedList),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const sight = sightOf(allow, directory, officer)
      const seen = (await uses.announced(request.query.relation)).filter(({ facts }) => sight.sees(facts))
      await note(context, officer, 'list', { kind: 'announcements', id: '' })
      // What an act says is shown at once: that is reading it.
      for (const { facts } of seen) await note(context, officer, 'read', { kind: 'dossier', id: facts.id })
      return seen.map(({ view }) => view)
    },
  )
}
