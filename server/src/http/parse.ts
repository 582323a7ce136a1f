/** Reads bodies: JSON alone, strict UTF-8, no key twice, no number that would lose digits, not too deep. */
import type { IncomingMessage } from 'node:http'
import { GrowingBuffer, parseJson, text } from '@counterpart/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NodeError } from '../errors.ts'

/** Largest body an officer's request may have, bytes. */
export const BODY_LIMIT = 256 * 1024

const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads its body as it comes: a whole file, however long that takes, or a piece of one, soon. */
    stream?: 'whole' | 'piece'
  }
}

export function addParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/octet-stream', (request, body, done) => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (!request.routeOptions.config.stream || encoding !== 'identity')
      done(new NodeError({ code: 'bad-media-type' }))
    else done(null, body)
  })
  app.addContentTypeParser('application/json', async (request: FastifyRequest, body: IncomingMessage) => {
    const type = request.headers['content-type'] ?? ''
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (!jsonType.test(type) || encoding !== 'identity') throw new NodeError({ code: 'bad-media-type' })
    return parseJson(text(await read(body)))
  })
}

/** Our own, because the framework's keeps every piece by itself before anybody has signed in. */
async function read(body: IncomingMessage): Promise<Uint8Array> {
  if (Number(body.headers['content-length'] ?? 0) > BODY_LIMIT) throw new NodeError({ code: 'too-large' })
  const all = new GrowingBuffer(BODY_LIMIT)
  // The rest is not read, but the connection stays open for the answer.
  for await (const piece of body.iterator({ destroyOnReturn: false }))
    if (!all.add(piece)) throw new NodeError({ code: 'too-large' })
  return all.bytes
}
