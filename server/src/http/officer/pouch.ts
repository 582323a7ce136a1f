import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { LARGEST_FILE, SMALLEST_FILE } from '../../pouch/limits.ts'
import { piecesAsked } from '../../pouch/plan-pieces.ts'
import type { Context } from '../context.ts'
import { demand } from '../guard.ts'
import type { Officer } from '../ports.ts'
import { Hash, RelationId, shape } from '../schema/base.ts'
import { POUCH_SIZES, PouchFile, PouchTaken, PouchView } from '../schema/pouch.ts'
import { signedInOf } from '../session.ts'
import { type App, answers, Bytes } from './route.ts'

const Number_ = Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$' })
const One = Type.String({ pattern: '^[1-9][0-9]{0,8}$' })
/** A file that is being read is given up after so long a silence. Milliseconds. */
const SILENT = 30_000

export function addPouchRoutes(app: App, context: Context): void {
  /** Carrying a pouch shows nothing of its contents: it is sealed to the other side. */
  const carry = (officer: Officer, id: string) =>
    demand(context, officer, 'carry', { kind: 'relation' }, { kind: 'pouch', id })

  app.get(
    '/api/pouch',
    {
      schema: {
        operationId: 'pouch',
        summary: 'What waits to be carried on a medium, and what was carried last',
        tags: ['pouch'],
        querystring: shape({ relation: RelationId }),
        response: answers(PouchView),
      },
    },
    async (request) => {
      const { relation } = request.query
      await carry(signedInOf(request).officer, relation)
      return { ...(await context.pouches(relation).state()), sizes: POUCH_SIZES }
    },
  )

  app.get(
    '/api/pouch/files',
    {
      schema: {
        operationId: 'pouchFiles',
        summary: 'Into which files what waits is divided, each no larger than asked',
        tags: ['pouch'],
        querystring: shape({
          relation: RelationId,
          bytes: Number_,
          since: Type.Optional(
            Type.String({
              pattern: '^(0|[1-9][0-9]{0,14})$',
              description: 'Index of the first entry; from what is not receipted when left out',
            }),
          ),
        }),
        response: answers(Type.Array(PouchFile)),
      },
    },
    async (request) => {
      const { relation, bytes, since } = request.query
      await carry(signedInOf(request).officer, relation)
      const most = checkedSize(Number(bytes))
      return context
        .pouches(relation)
        .plan({ most, ...(since === undefined ? {} : { since: Number(since) }) })
    },
  )

  app.get(
    '/api/pouch/file',
    {
      // A HEAD request gives nothing out, and must not be noted as carried.
      exposeHeadRoute: false,
      schema: {
        operationId: 'pouchFile',
        summary: 'One of these files',
        tags: ['pouch'],
        querystring: shape({
          relation: RelationId,
          start: Number_,
          end: Number_,
          part: One,
          of: One,
          leaf: Type.Optional(Hash),
          digest: Type.Optional(Hash),
          offset: Type.Optional(Number_),
          bytes: Type.Optional(Number_),
        }),
        response: answers(Bytes),
        produces: 'application/octet-stream',
      },
    },
    async (request, reply) => {
      const { relation, ...given } = request.query
      await carry(signedInOf(request).officer, relation)
      const [start, end] = [Number(given.start), Number(given.end)]
      const { leaf, digest, offset, bytes: most } = given
      const pieces = piecesAsked({ leaf, digest, offset, bytes: most })
      const place = { start, end, part: Number(given.part), of: Number(given.of) }
      const stretch = pieces ? { ...place, pieces } : place
      if (end < start || stretch.part > stretch.of) throw new NodeError({ code: 'bad-query' })
      const pouches = context.pouches(relation)
      const bytes = pouches.write(stretch)
      // Read before the answer begins, so that an early failure is still an answer with a code.
      const first = await bytes.next()
      const name = pouches.nameOf(stretch).replaceAll(/[^\w.~-]/g, '_')
      reply.header('content-disposition', `attachment; filename="${name}"`)
      reply.type('application/octet-stream')
      // The buffer is counted in bytes: sixteen messages ahead would be as many megabytes.
      return reply.send(Readable.from(goingOn(first, bytes), { objectMode: false }) as never)
    },
  )

  app.post(
    '/api/pouch',
    {
      config: { stream: 'whole' },
      schema: {
        operationId: 'takePouch',
        summary: 'Take in a file that the other side made; any file, in any order, any number of times',
        tags: ['pouch'],
        querystring: shape({ relation: RelationId }),
        response: answers(PouchTaken),
        consumes: 'application/octet-stream',
      },
    },
    async (request) => {
      const { relation } = request.query
      await carry(signedInOf(request).officer, relation)
      if (!(request.body instanceof Readable)) throw new NodeError({ code: 'bad-media-type' })
      if (Number(request.headers['content-length'] ?? 0) > LARGEST_FILE)
        throw new NodeError({ code: 'too-large' })
      return context
        .pouches(relation)
        .read(bounded(request.body.iterator({ destroyOnReturn: false }), () => request.raw.destroy()))
    },
  )
}

/** @throws NodeError `pouch-too-small` */
function checkedSize(bytes: number): number {
  if (bytes < SMALLEST_FILE) throw new NodeError({ code: 'pouch-too-small' })
  return Math.min(bytes, LARGEST_FILE)
}

async function* goingOn(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!first.done) yield first.value
  yield* rest
}

/** `silent` is called when nothing came for too long. The time that the reader itself takes does not count. */
async function* bounded(chunks: AsyncIterable<Uint8Array>, silent: () => void): AsyncGenerator<Uint8Array> {
  let bytes = 0
  let timer = setTimeout(silent, SILENT)
  try {
    for await (const chunk of chunks) {
      clearTimeout(timer)
      bytes += chunk.length
      if (bytes > LARGEST_FILE) throw new NodeError({ code: 'too-large' })
      yield chunk
      timer = setTimeout(silent, SILENT)
    }
  } finally {
    clearTimeout(timer)
  }
}
