import { dayOf, FRAME_PARTS, type Period, periodOf } from '@counterpart/casework'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { demand, note } from '../guard.ts'
import { sightOf } from '../permission/allow.ts'
import type { ReviewQuery } from '../ports.ts'
import { Hash, LevelCode, oneOf, RelationId, shape } from '../schema/base.ts'
import { FramePage, ReviewAnswer } from '../schema/review.ts'
import { signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'
import { visible } from './visible.ts'

const Cursor = Type.String({ minLength: 1, maxLength: 200 })
const When = Type.String({
  pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$',
  description: '`2023`, `2023-06` or `2023-06-25`',
})

export function addReviewRoutes(app: App, context: Context): void {
  const { uses, allow, directory } = context

  app.get(
    '/api/frame',
    {
      schema: {
        operationId: 'frame',
        summary: 'What binds or frames the relation: dossiers that play a part, with what they say',
        tags: ['review'],
        querystring: shape({
          relation: RelationId,
          plays: oneOf(FRAME_PARTS),
          under: Type.Optional(Hash),
          after: Type.Optional(Cursor),
        }),
        response: answers(FramePage),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const { query } = request
      await note(context, officer, 'list', { kind: 'frame', id: query.under ?? query.plays })
      const sight = sightOf(allow, directory, officer)
      const page = await uses.frame(query, sight)
      return { ...page, rows: await visible(context, sight, page.rows) }
    },
  )

  app.get(
    '/api/review',
    {
      schema: {
        operationId: 'review',
        summary: 'What became of the commitments of a period, counted from the record',
        tags: ['review'],
        querystring: shape({
          relation: RelationId,
          from: Type.Optional(When),
          until: When,
          within: Type.Optional(Hash),
          level: Type.Optional(LevelCode),
        }),
        response: answers(ReviewAnswer),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demand(
        context,
        officer,
        'review',
        { kind: 'relation' },
        { kind: 'review', id: request.query.relation },
      )
      return uses.review(asked(request.query, context.clock()))
    },
  )
}

interface Asked {
  relation: string
  from?: string
  until: string
  within?: string
  level?: 'gate' | 'province' | 'ministry'
}

function asked({ relation, from, until, within, level }: Asked, now: number): ReviewQuery {
  if (within !== undefined && level !== undefined) throw new NodeError({ code: 'bad-query', path: '/level' })
  if (from !== undefined && !periodOf(null, from)) throw new NodeError({ code: 'bad-query', path: '/from' })
  const given = periodOf(from ?? null, until)
  const period = given && untilToday(given, now)
  if (!period) throw new NodeError({ code: 'bad-query', path: '/until' })
  if (within !== undefined) return { relation, period, scope: { kind: 'within', dossier: within } }
  return { relation, period, scope: level === undefined ? { kind: 'relation' } : { kind: 'level', level } }
}

/** Ends the period today: what is due later would be counted as late. `null` for a period that has not begun. */
function untilToday({ first, last }: Period, now: number): Period | null {
  const today = dayOf(now, 0)
  return first !== null && first > today ? null : { first, last: Math.min(last, today) }
}
