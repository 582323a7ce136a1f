import { isOfNoDossier } from '@counterpart/casework'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { demand, demandRead, note } from '../guard.ts'
import { sightOf } from '../permission/allow.ts'
import type { Download, Officer, Sight } from '../ports.ts'
import { Hash, oneOf, PartyCode, RelationId, shape } from '../schema/base.ts'
import { type RegisterEntry, RegisterPage } from '../schema/register.ts'
import { HeldPage, Way } from '../schema/way.ts'
import { signedInOf } from '../session.ts'
import { inEvidenceTurn } from './evidence-turn.ts'
import { type App, answers, Bytes } from './route.ts'

const Index = Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$', description: 'Index of an entry' })

export function addRegisterRoutes(app: App, context: Context): void {
  const { uses, allow, directory } = context

  app.get(
    '/api/register',
    {
      schema: {
        operationId: 'register',
        summary: 'Both logs, newest first, and how far each is proven',
        tags: ['register'],
        querystring: shape({
          relation: RelationId,
          side: Type.Optional(PartyCode),
          before: Type.Optional(Index),
        }),
        response: answers(RegisterPage),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const { relation, side, before } = request.query
      await demand(context, officer, 'see', { kind: 'relation' }, { kind: 'register', id: relation })
      if (side !== undefined && !partiesOf(relation).includes(side))
        throw new NodeError({ code: 'bad-query', path: '/side' })
      const page = await uses.register({
        relation,
        ...(side === undefined ? {} : { side }),
        ...(before === undefined ? {} : { before: Number(before) }),
      })
      const sight = sightOf(allow, directory, officer)
      return { ...page, entries: await shown(context, sight, page.entries) }
    },
  )

  app.get(
    '/api/entries/:leaf/way',
    {
      schema: {
        operationId: 'way',
        summary: 'Where an act is: its whole way, and why it goes no further',
        tags: ['register'],
        params: shape({ leaf: Hash }),
        response: answers(Way),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      await demandEntry(context, officer, request.params.leaf, 'read')
      const way = await uses.way(request.params.leaf)
      if (!way) throw new NodeError({ code: 'not-found' })
      return way
    },
  )

  app.get(
    '/api/held',
    {
      schema: {
        operationId: 'held',
        summary: 'What waits for the counterpart, why and since when; nothing of it expires',
        tags: ['register'],
        querystring: shape({ relation: RelationId, from: Type.Optional(Index) }),
        response: answers(HeldPage),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const { relation, from } = request.query
      await demand(context, officer, 'see', { kind: 'relation' }, { kind: 'held', id: relation })
      return uses.held(relation, from === undefined ? null : Number(from), sightOf(allow, directory, officer))
    },
  )

  app.get(
    '/api/entries/:leaf/proof',
    {
      schema: {
        operationId: 'proof',
        summary: 'Proof of one entry, to be checked offline',
        tags: ['register'],
        params: shape({ leaf: Hash }),
        querystring: shape({
          under: Type.Optional(
            oneOf(['witnessed', 'stamped'], {
              description:
                'Under a head of our log that outside witnesses signed too, or that was time-stamped',
            }),
          ),
        }),
        response: answers(Bytes),
        produces: 'text/plain',
      },
    },
    async (request, reply) => {
      const { officer } = signedInOf(request)
      await demandEntry(context, officer, request.params.leaf)
      return send(
        reply,
        'text/plain; charset=utf-8',
        await uses.proof(request.params.leaf, request.query.under ?? 'proof'),
      )
    },
  )

  app.get(
    '/api/entries/:leaf/time-stamp',
    {
      schema: {
        operationId: 'timeStamp',
        summary: 'The RFC 3161 stamp over the head under which the entry is proven with `under=stamped`',
        tags: ['register'],
        params: shape({ leaf: Hash }),
        response: answers(Bytes),
        produces: 'application/timestamp-reply',
      },
    },
    async (request, reply) => {
      const { officer } = signedInOf(request)
      await demandEntry(context, officer, request.params.leaf)
      return send(reply, 'application/timestamp-reply', await uses.proof(request.params.leaf, 'time-stamp'))
    },
  )

  app.get(
    '/api/entries/:leaf/evidence',
    {
      schema: {
        operationId: 'actEvidence',
        summary: 'One act with its contents, what settled it and their proofs, to be checked offline',
        tags: ['register'],
        params: shape({ leaf: Hash }),
        response: answers(Bytes),
        produces: 'application/zip',
      },
    },
    async (request, reply) => {
      const { officer } = signedInOf(request)
      await demandEntry(context, officer, request.params.leaf)
      return send(reply, 'application/zip', await inEvidenceTurn(() => uses.actEvidence(request.params.leaf)))
    },
  )

  app.get(
    '/api/dossiers/:id/evidence',
    {
      schema: {
        operationId: 'evidence',
        summary: 'All of a dossier that finds room, with its proofs, to be checked offline',
        tags: ['register'],
        params: shape({ id: Hash }),
        response: answers(Bytes),
        produces: 'application/zip',
      },
    },
    async (request, reply) => {
      await demandRead(context, signedInOf(request).officer, request.params.id, 'export')
      return send(reply, 'application/zip', await inEvidenceTurn(() => uses.evidence(request.params.id)))
    },
  )
}

function partiesOf(relation: string): string[] {
  return relation.split('/', 1)[0]?.split('~') ?? []
}

interface Sending {
  header(name: string, value: string): unknown
  type(type: string): unknown
}

function send(reply: Sending, type: string, file: Download): Buffer {
  // We make the name from ids; any other character could end the header.
  reply.header('content-disposition', `attachment; filename="${file.name.replaceAll(/[^\w.~-]/g, '_')}"`)
  reply.type(type)
  // The same bytes: evidence may be large.
  return Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength)
}

async function demandEntry(
  context: Context,
  officer: Officer,
  leaf: string,
  action: 'read' | 'export' = 'export',
): Promise<void> {
  const entry = await context.uses.entry(leaf)
  if (entry?.dossier) {
    await demandRead(context, officer, entry.dossier, action)
    return
  }
  const allowed = entry !== null && context.allow(officer, 'see', { kind: 'relation' }).allowed
  await note(context, officer, action, { kind: 'entry', id: leaf }, allowed)
  if (!allowed) throw new NodeError({ code: 'not-found' })
}

/** An entry that the officer may not read is shown with its place and time, and nothing else: they follow from those beside it. */
async function shown(context: Context, sight: Sight, entries: RegisterEntry[]): Promise<RegisterEntry[]> {
  const ids = [...new Set(entries.flatMap((entry) => (entry.dossier === null ? [] : [entry.dossier])))]
  const facts = await context.uses.facts(ids)
  return entries.map((entry) => {
    const known = entry.dossier === null ? undefined : facts.get(entry.dossier)
    // A mark has no content and a damaged entry shows none. Bytes that are no header may be anything.
    const bare = isOfNoDossier(entry) || entry.kind === 'damaged'
    const open = entry.dossier === null ? bare : known !== undefined && sight.sees(known)
    return open ? entry : { ...entry, leaf: null, kind: 'entry', act: null, dossier: null, settled: null }
  })
}
