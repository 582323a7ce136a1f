import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { demandAct, demandRead, note, permissionFor } from '../guard.ts'
import { sightOf } from '../permission/allow.ts'
import type { ListQuery, Officer, Sight } from '../ports.ts'
import { Code, Hash, oneOf, RelationId, shape } from '../schema/base.ts'
import { DeskPage, DossierList, DossierView, RequestOnly, VIEWS } from '../schema/dossier.ts'
import { signedInOf } from '../session.ts'
import { type App, answers, Done } from './route.ts'
import { visible } from './visible.ts'

const Cursor = Type.String({ minLength: 1, maxLength: 200 })
const ById = shape({ id: Hash })

export function addDossierRoutes(app: App, context: Context): void {
  const { uses, allow, directory } = context

  app.get(
    '/api/desk',
    {
      schema: {
        operationId: 'desk',
        summary: 'Dossiers as they wait: for you, your office or the other side',
        tags: ['dossier'],
        querystring: shape({
          relation: Type.Optional(RelationId),
          view: Type.Optional(oneOf(VIEWS)),
          procedure: Type.Optional(Code),
          after: Type.Optional(Cursor),
        }),
        response: answers(DeskPage),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const sight = sightOf(allow, directory, officer)
      const { view, ...query } = request.query
      await note(context, officer, 'list', { kind: 'desk', id: view ?? 'all' })
      const page = await uses.desk({ ...query, view: view ?? 'all' }, officer, sight)
      const [rows, fresh] = [
        await visible(context, sight, page.rows),
        await visible(context, sight, page.fresh),
      ]
      return { ...page, rows, fresh }
    },
  )

  app.get(
    '/api/dossiers',
    {
      schema: {
        operationId: 'dossiers',
        summary: 'Dossiers by the part they play or by what they are filed under',
        tags: ['dossier'],
        querystring: shape({
          relation: Type.Optional(RelationId),
          plays: Type.Optional(Code),
          under: Type.Optional(Hash),
          after: Type.Optional(Cursor),
        }),
        response: answers(DossierList),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const sight = sightOf(allow, directory, officer)
      await note(context, officer, 'list', { kind: 'dossiers', id: listed(request.query) })
      // A dossier that plays a part binds the relation and names no office: only the decision for each row narrows the list.
      const wide: Sight = request.query.plays === undefined ? sight : { ...sight, offices: null }
      const page = await uses.dossiers(request.query, officer, wide)
      return { ...page, rows: await visible(context, sight, page.rows) }
    },
  )

  app.get(
    '/api/dossiers/:id',
    {
      schema: {
        operationId: 'dossier',
        summary: 'A dossier with its ladder, clock, offers and links',
        tags: ['dossier'],
        params: ById,
        response: answers(DossierView),
      },
    },
    (request) => readDossier(context, signedInOf(request).officer, request.params.id),
  )

  app.post(
    '/api/dossiers/:id/opened',
    {
      schema: {
        operationId: 'opened',
        summary: 'Say that your office has had it on its screen',
        tags: ['dossier'],
        params: ById,
        body: RequestOnly,
        response: answers(Done),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demandAct(context, officer, request.params.id)
      await uses.opened(request.params.id, request.body.request, officer)
      return null
    },
  )
}

async function readDossier(context: Context, officer: Officer, id: string): Promise<DossierView> {
  const facts = await demandRead(context, officer, id)
  const sight = sightOf(context.allow, context.directory, officer)
  const dossier = await context.uses.dossier(id, officer, sight)
  if (!dossier) throw new NodeError({ code: 'not-found' })
  const acts = context.uses.procedure(facts.digest)?.acts ?? {}
  const may = (name: string) =>
    context.allow(officer, permissionFor(acts[name]), { kind: 'dossier', facts }).allowed
  const parents = await visible(context, sight, dossier.parents)
  const children = await visible(context, sight, dossier.children)
  const named = new Set([...parents, ...children].map((ref) => ref.id))
  const elsewhere = dossier.retention.elsewhere.filter(
    (one) => one.dossier === null || named.has(one.dossier),
  )
  return {
    ...dossier,
    // A page says of what is new here that the office has opened it, which only whoever may act can say.
    unopened: dossier.unopened && context.allow(officer, 'act', { kind: 'dossier', facts }).allowed,
    retention: { ...dossier.retention, elsewhere },
    // An act that the procedure allows is not offered where this node's own rules would refuse it.
    offers: dossier.offers.map((offer) =>
      may(offer.act) ? offer : { ...offer, allowed: false, code: 'not-allowed' },
    ),
    parents,
    children,
  }
}

function listed(query: ListQuery): string {
  return query.under ?? query.plays ?? ''
}
