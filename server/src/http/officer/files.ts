/** Files in and out, as a stream of bytes and never as a form. A file that comes out is saved, or shown in a frame of its own. */
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { demand, demandAct, demandRead, note } from '../guard.ts'
import type { FileDownload, Officer } from '../ports.ts'
import { Hash, RequestId, shape } from '../schema/base.ts'
import { Uploading, UploadView } from '../schema/files.ts'
import { signedInOf } from '../session.ts'
import { draftedFile } from './drafts.ts'
import { type App, answers, Bytes, Done } from './route.ts'

const ById = shape({ id: Type.String({ pattern: '^[0-9a-f]{32}$' }) })
const OfEntry = shape({ leaf: Hash, digest: Hash })
const OfDraft = shape({ id: RequestId, digest: Hash })

export function addFileRoutes(app: App, context: Context): void {
  const { uploads } = context.uses

  app.post(
    '/api/uploads',
    {
      schema: {
        operationId: 'upload',
        summary: 'Begin to bring a file, for an act in a dossier or for an opening',
        tags: ['file'],
        body: Uploading,
        response: answers(UploadView),
      },
    },
    async (request) => {
      const { officer } = signedInOf(request)
      const { relation, dossier, act } = request.body
      if (dossier !== undefined) await demandAct(context, officer, dossier, act ?? null)
      else await demand(context, officer, 'open', { kind: 'relation' }, { kind: 'relation', id: relation })
      await note(context, officer, 'upload', { kind: 'relation', id: relation })
      return uploads.begin(request.body, officer)
    },
  )

  app.put(
    '/api/uploads/:id',
    {
      config: { stream: 'piece' },
      schema: {
        operationId: 'continueUpload',
        summary: 'The next bytes of a file, in a request that takes at most half a minute',
        tags: ['file'],
        params: ById,
        querystring: shape({
          offset: Type.String({
            pattern: '^(0|[1-9][0-9]{0,14})$',
            description: 'Where they go on; anything else than the offset of the upload is refused',
          }),
        }),
        consumes: 'application/octet-stream',
        response: answers(UploadView),
      },
    },
    (request) => {
      const { officer } = signedInOf(request)
      const bytes = request.body ?? Readable.from([])
      if (!(bytes instanceof Readable)) throw new NodeError({ code: 'bad-media-type' })
      return uploads.put(request.params.id, officer, Number(request.query.offset), bytes)
    },
  )

  app.get(
    '/api/uploads/:id',
    {
      schema: {
        operationId: 'uploadState',
        summary: 'How far an upload is',
        tags: ['file'],
        params: ById,
        response: answers(UploadView),
      },
    },
    (request) => uploads.look(request.params.id, signedInOf(request).officer),
  )

  app.delete(
    '/api/uploads/:id',
    {
      schema: {
        operationId: 'cancelUpload',
        summary: 'Take an upload back that no act holds',
        tags: ['file'],
        params: ById,
        response: answers(Done),
      },
    },
    async (request) => {
      await uploads.cancel(request.params.id, signedInOf(request).officer)
      return null
    },
  )

  app.get(
    '/api/entries/:leaf/files/:digest',
    {
      // A HEAD request would read the whole file from the disk only for its size.
      exposeHeadRoute: false,
      schema: {
        operationId: 'file',
        summary: 'A file of an act, to be saved',
        tags: ['file'],
        params: OfEntry,
        response: answers(Bytes),
        produces: 'application/octet-stream',
      },
    },
    async (request, reply) => {
      return save(reply, await demandFile(context, signedInOf(request).officer, request.params))
    },
  )

  app.get(
    '/api/entries/:leaf/files/:digest/shown',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'fileShown',
        summary: 'A picture or a PDF of an act, to be shown in a box of its own',
        tags: ['file'],
        params: OfEntry,
        response: answers(Bytes),
        produces: 'application/octet-stream',
      },
    },
    async (request, reply) => {
      return show(reply, await demandFile(context, signedInOf(request).officer, request.params))
    },
  )

  app.get(
    '/api/drafts/:id/files/:digest',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'draftFile',
        summary: 'A file of an act that waits for a second person, to be saved',
        tags: ['file'],
        params: OfDraft,
        response: answers(Bytes),
        produces: 'application/octet-stream',
      },
    },
    async (request, reply) => {
      return save(reply, await draftedFile(context, signedInOf(request).officer, request.params))
    },
  )

  app.get(
    '/api/drafts/:id/files/:digest/shown',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'draftFileShown',
        summary:
          'A picture or a PDF of an act that waits for a second person, to be shown in a box of its own',
        tags: ['file'],
        params: OfDraft,
        response: answers(Bytes),
        produces: 'application/octet-stream',
      },
    },
    async (request, reply) => {
      return show(reply, await draftedFile(context, signedInOf(request).officer, request.params))
    },
  )
}

function save(reply: FastifyReply, file: FileDownload): Buffer {
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  return send(reply, file, 'application/octet-stream', 'attachment')
}

/** @throws NodeError `bad-media-type` for a file that may only be saved */
function show(reply: FastifyReply, file: FileDownload): Buffer {
  if (file.shownAs === null) throw new NodeError({ code: 'bad-media-type' })
  reply.header('content-security-policy', boxPolicy(file.shownAs))
  reply.header('x-frame-options', 'SAMEORIGIN')
  return send(reply, file, file.shownAs, 'inline')
}

/**
 * A policy without scripts, addresses and forms, so that whatever is in the file reaches nothing. A browser's own
 * reader of PDF does not run in this sandbox.
 */
function boxPolicy(type: string): string {
  const box =
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
  return type === 'application/pdf' ? `${box}; object-src 'self'` : `${box}; sandbox`
}

function send(reply: FastifyReply, file: FileDownload, type: string, how: 'attachment' | 'inline'): Buffer {
  const name = encodeURIComponent(file.name.replaceAll(/[\\/\p{Cc}]/gu, '_')).replaceAll(
    /['()*!]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  reply.header('content-disposition', `${how}; filename="file"; filename*=UTF-8''${name}`)
  reply.header('content-length', file.bytes)
  reply.type(type)
  // Fastify takes a stream although the schema says bytes.
  return reply.send(Readable.from(file.read())) as unknown as Buffer
}

async function demandFile(
  context: Context,
  officer: Officer,
  { leaf, digest }: { leaf: string; digest: string },
): Promise<FileDownload> {
  const entry = await context.uses.entry(leaf)
  if (!entry?.dossier) throw new NodeError({ code: 'not-found' })
  await demandRead(context, officer, entry.dossier, 'export')
  const file = await context.uses.file(leaf, digest)
  if (!file) throw new NodeError({ code: 'not-found' })
  return file
}
