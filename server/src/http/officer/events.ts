/** Live updates: what changed and how the line is, as server-sent events; no content, no more than may be read. */
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { damageIn } from '../../uses/damage.ts'
import type { Context } from '../context.ts'
import { demand } from '../guard.ts'
import { sightOf } from '../permission/allow.ts'
import type { LiveEvent, RowFacts } from '../ports.ts'
import { load, type SignedIn, signedInOf } from '../session.ts'
import { type App, answers } from './route.ts'

const HEARTBEAT_MS = 15_000
const GATHER_MS = 1000
/** A reader this far behind is cut off; it connects again and reads afresh. */
const MOST_BUFFERED = 256 * 1024
/**
 * Streams of one session, which has one for each window; each costs a look at the session with every beat. Nobody has
 * as many windows open. A page whose stream was ended comes back, reads afresh and ends the next one's.
 */
const MOST_STREAMS = 64

interface Stream {
  token: string
  end: () => void
}

const Events = Type.String({
  description:
    '`event: changed` with {relation, dossiers: [id]}; `event: line` with {relation, line}. A comment line every 15 s.',
})

export function addEventRoutes(app: App, context: Context): void {
  const streams = new Set<Stream>()
  app.addHook('preClose', (done) => {
    for (const { end } of [...streams]) end()
    done()
  })

  app.get(
    '/api/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'events',
        summary: 'Live updates as server-sent events',
        tags: ['events'],
        response: answers(Events),
        produces: 'text/event-stream',
      },
    },
    async (request, reply) => {
      const signedIn = signedInOf(request)
      await demand(context, signedIn.officer, 'see', { kind: 'relation' }, { kind: 'events', id: '' })
      stream(context, signedIn, reply, streams)
      return reply
    },
  )
}

function stream(context: Context, first: SignedIn, reply: FastifyReply, streams: Set<Stream>): void {
  const same = [...streams].filter(({ token }) => token === first.token)
  if (same.length >= MOST_STREAMS) same[0]?.end()
  reply.hijack()
  const out = reply.raw
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) out.setHeader(name, value)
  out.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
  out.write(': hello\n\n')
  let queue = Promise.resolve()
  const write = (text: string) => {
    // Also for text that was queued before the end: a write after it would end the process.
    if (out.destroyed || out.writableEnded) return
    out.write(text)
    if (out.writableLength > MOST_BUFFERED) end()
  }
  // One after the other, so that events keep their order; a failure ends the stream, never the node.
  const then = (work: () => Promise<void>) => {
    queue = queue.then(work).catch((error: unknown) => {
      context.log('internal', error)
      end()
    })
  }
  const changes = gathered((event) => then(async () => write(await told(context, first, event))))
  const unlisten = context.uses.listen((event) => {
    if (event.kind === 'changed') changes.add(event)
    else then(async () => write(await told(context, first, event)))
  })
  const beat = setInterval(() => {
    then(async () => {
      // A session that ended, or an officer who moved, ends the stream at the next beat.
      const now = await load(context, first.token)
      if (now && samePost(now, first)) write(': beat\n\n')
      else end()
    })
  }, HEARTBEAT_MS)
  beat.unref()
  const one = { token: first.token, end }
  function end(): void {
    clearInterval(beat)
    changes.end()
    unlisten()
    streams.delete(one)
    out.end()
  }
  streams.add(one)
  out.on('close', end)
  out.on('error', end)
}

type Changed = Extract<LiveEvent, { kind: 'changed' }>

/** Tells the first change at once, and later ones together once a second: each makes a page read again. */
function gathered(tell: (event: Changed) => void) {
  const waiting = new Map<string, Set<string>>()
  let timer: NodeJS.Timeout | null = null
  const next = () => {
    timer = waiting.size === 0 ? null : setTimeout(next, GATHER_MS).unref()
    for (const [relation, dossiers] of waiting) tell({ kind: 'changed', relation, dossiers: [...dossiers] })
    waiting.clear()
  }
  return {
    add({ relation, dossiers }: Changed) {
      waiting.set(relation, new Set([...(waiting.get(relation) ?? []), ...dossiers]))
      if (timer === null) next()
    },
    end() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function samePost(a: SignedIn, b: SignedIn): boolean {
  return a.officer.office.code === b.officer.office.code && a.officer.roles.join() === b.officer.roles.join()
}

async function told(context: Context, { officer }: SignedIn, event: LiveEvent): Promise<string> {
  if (event.kind === 'line') return message('line', { relation: event.relation, line: event.line })
  const sight = sightOf(context.allow, context.directory, officer)
  const facts = await readable(context, event.dossiers)
  const dossiers = event.dossiers.filter((id) => {
    const known = facts.get(id)
    return known !== undefined && sight.sees(known)
  })
  // Told even without a dossier to show: the register grew.
  return message('changed', { relation: event.relation, dossiers })
}

/** One that cannot be read is named to nobody; it ends nobody's stream, and hides none of the others. Found by halving. */
async function readable(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, RowFacts>> {
  try {
    return await context.uses.facts(ids)
  } catch (error) {
    if (damageIn(error) === null) throw error
    if (ids.length <= 1) return new Map()
    const half = ids.length >> 1
    const first = await readable(context, ids.slice(0, half))
    return new Map([...first, ...(await readable(context, ids.slice(half)))])
  }
}

function message(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
