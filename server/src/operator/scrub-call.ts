/** Scrubs, asked for through the operator's socket. */
import { request as ask, type IncomingMessage } from 'node:http'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { NodeError } from '../errors.ts'
import { DAMAGE_KINDS } from '../scrub/finding.ts'
import { LastPass, STAGES } from '../scrub/progress.ts'
import type { ScrubState } from '../scrub/scrubber.ts'
import { callFailed, said } from './call.ts'
import { socketOf } from './socket.ts'

const States = Type.Array(
  Type.Object({
    relation: Type.String(),
    pass: Type.Enum(['none', 'slow', 'whole']),
    at: Type.Union([Type.Object({ stage: Type.Enum(STAGES), index: Type.Integer() }), Type.Null()]),
    done: Type.Integer(),
    of: Type.Integer(),
    bytes: Type.Integer(),
    found: Type.Integer(),
    repaired: Type.Integer(),
    perHour: Type.Union([Type.Integer(), Type.Null()]),
    last: Type.Union([LastPass, Type.Null()]),
    mended: Type.Integer(),
    failed: Type.Union([Type.String(), Type.Null()]),
    open: Type.Array(
      Type.Object({
        what: Type.Enum(DAMAGE_KINDS),
        side: Type.Union([Type.String(), Type.Null()]),
        index: Type.Union([Type.Integer(), Type.Null()]),
      }),
    ),
  }),
)

/** `data`: the node's data folder. @throws NodeError `not-running`, `not-allowed` */
export function readScrubs(data: string): Promise<ScrubState[]> {
  return call(data, 'GET', '/scrub')
}

/** A whole pass, now. @throws NodeError `unknown-relation`, `not-running`, `not-allowed` */
export function beginScrub(data: string, relation: string): Promise<ScrubState[]> {
  return call(data, 'POST', `/scrub?${new URLSearchParams({ relation })}`)
}

async function call(data: string, method: 'GET' | 'POST', path: string): Promise<ScrubState[]> {
  const socketPath = socketOf(data)
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const asked = ask({ socketPath, path, method }, done)
    asked.on('error', failed)
    asked.end()
  }).catch((cause: NodeJS.ErrnoException) => {
    throw callFailed(socketPath, cause, method)
  })
  const found = await said(answer, socketPath, method)
  if (!Value.Check(States, found)) throw new NodeError({ code: 'internal' })
  return found as ScrubState[]
}
