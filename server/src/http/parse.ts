/** Reads bodies: JSON alone, strict UTF-8, no key twice, no number that would lose digits, not too deep. */
import { parseJson, text } from '@counterpart/protocol'
import type { FastifyInstance } from 'fastify'
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
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (request, body, done) => {
      try {
        const type = request.headers['content-type'] ?? ''
        const encoding = request.headers['content-encoding'] ?? 'identity'
        if (!jsonType.test(type) || encoding !== 'identity') throw new NodeError({ code: 'bad-media-type' })
        done(null, parseJson(text(body as Buffer)))
      } catch (error) {
        done(error as Error)
      }
    },
  )
}
