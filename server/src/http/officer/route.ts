/** The application that every file of routes registers on, and the answers that every route may give. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { ErrorAnswer } from '../schema/base.ts'

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifySchema {
    operationId?: string
    summary?: string
    tags?: readonly string[]
    /** Media type of an answer that is not JSON. */
    produces?: string
    /** Media type of a body that is a file. */
    consumes?: string
  }
}

export function answers<R extends TSchema>(good: R) {
  return { 200: good, '4xx': ErrorAnswer, '5xx': ErrorAnswer }
}

/** Nothing to say but that it is done. */
export const Done = Type.Null()

/** Bytes to be downloaded. */
export const Bytes = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' })
