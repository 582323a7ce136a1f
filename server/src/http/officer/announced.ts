import type { Context } from '../context.ts'
import { note } from '../guard.ts'
import { sightOf } from '../permission/allow.ts'
import { AnnouncedList } from '../schema/announced.ts'
import { RelationId, shape } from '../schema/base.ts'
import { signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'

export function addAnnouncedRoutes(app: App, context: Context): void {
  const { uses, allow, directory } = context

  for (const [url, operationId, summary] of [
    ['/api/announcements', 'announcements', 'What the other side shows before its turn'],
    ['/api/late', 'late', 'Acts of this side that came after their log had ended, to be done again'],
  ] as const)
    app.get(
      url,
      {
        schema: {
          operationId,
          summary,
          tags: ['dossier'],
          querystring: shape({ relation: RelationId }),
          response: answers(AnnouncedList),
        },
      },
      async (request) => {
        const { officer } = signedInOf(request)
        const sight = sightOf(allow, directory, officer)
        const { relation } = request.query
        const all = operationId === 'late' ? await uses.late(relation) : await uses.announced(relation)
        const seen = all.filter(({ facts }) => sight.sees(facts))
        await note(context, officer, 'list', { kind: operationId, id: '' })
        // This shows what an act says, so it counts as reading the dossier.
        for (const { facts } of seen) await note(context, officer, 'read', { kind: 'dossier', id: facts.id })
        return seen.map(({ view }) => view)
      },
    )
}
