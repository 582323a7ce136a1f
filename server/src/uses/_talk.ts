/** What tests let two nodes say to each other. */
import assert from 'node:assert/strict'
import { decodeGiven, encodeGiven, signClosingQuestion, signGiveBack } from '@counterpart/protocol'
import { askSigned } from '../outbound/ask-signed.ts'
import type { Channel } from '../outbound/channel.ts'
import { exchange } from '../outbound/exchange.ts'
import { LinkFailure } from '../wire/link.ts'
import { ERRAND, PACT } from './_pacts.ts'
import { channelTo, officer, type Side } from './_world.ts'
import { record } from './record/record.ts'
import { stateClosing } from './restore/closing.ts'
import { giveBack } from './restore/give-back.ts'

export const RELATION = 'aaa~bbb/test'
let requests = 0

export function request(): string {
  requests += 1
  return `request-${requests}`
}

/** What is recorded in it is the same bytes, whenever it is done: the second time is a backup of the first. */
export async function sameRequests<T>(work: () => Promise<T>): Promise<T> {
  const before = requests
  requests = 0
  try {
    return await work()
  } finally {
    requests = Math.max(before, requests)
  }
}

/** Exchanges until neither side has anything left to say. */
export async function talk(a: Side, b: Side, id = RELATION): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const first = await say(a, lineOf(a, b, id), id).catch(waiting)
    const second = await say(b, lineOf(b, a, id), id).catch(waiting)
    if (first === 'done' && second === 'done') return
  }
  throw new Error('two nodes do not come to an end')
}

/** The other side has to ask for our statement first. */
function waiting(error: unknown): 'waiting' {
  if ((error as { code?: unknown }).code === 'held-start') return 'waiting'
  throw error
}

export function say(from: Side, channel: Channel, id = RELATION): ReturnType<typeof exchange> {
  return exchange(from.node, from.relation(id), channel, () => new AbortController().signal)
}

/** What it says is held, and it does not hear so. */
export async function hearsNothing(from: Side, to: Side): Promise<void> {
  const deaf: Channel = {
    ...channelTo(to, RELATION),
    async sync(step) {
      await channelTo(to, RELATION).sync(step)
      throw new LinkFailure('line-down')
    },
  }
  await assert.rejects(say(from, deaf), { code: 'line-down' })
}

/** As it speaks for itself: what it asks back, and where its log ends, is signed by the custody key that it has. */
export function lineOf(from: Side, to: Side, id = RELATION): Channel {
  const relation = () => from.relation(id)
  return {
    ...channelTo(to, id),
    giveBack: (asked) =>
      askSigned(
        from.node,
        relation(),
        (signer) => signGiveBack(asked, signer),
        async (note) => {
          const giving = await giveBack(to.node, to.relation(id), note)
          if (giving.kind === 'refused') throw new LinkFailure(giving.code)
          return decodeGiven(encodeGiven(giving.given), asked)
        },
      ),
    close: (asked) =>
      askSigned(
        from.node,
        relation(),
        (signer) => signClosingQuestion(asked, signer),
        async (question) => {
          const closing = await stateClosing(to.node, to.relation(id), question)
          if (closing.kind === 'refused') throw new LinkFailure(closing.code)
          return closing.note
        },
      ),
  }
}

/** One question and its answer; then the line is down. */
export async function sayOnce(from: Side, channel: Channel, id = RELATION): Promise<void> {
  let down = false
  const up = () => {
    if (down) throw new LinkFailure('line-down')
  }
  const short: Channel = {
    ...channel,
    announce: async (one, signal) => {
      up()
      return channel.announce(one, signal)
    },
    sync: async (step, signal) => {
      up()
      down = true
      return channel.sync(step, signal)
    },
  }
  await say(from, short, id).catch((error: unknown) => {
    if (!down || (error as { code?: unknown }).code !== 'line-down') throw error
  })
}

/** Both sides agree what may be opened: errands, unless other declarations are named. */
export async function agree(
  a: Side,
  b: Side,
  id = RELATION,
  digests: readonly string[] = [ERRAND],
): Promise<string> {
  const rows = (party: string) => digests.map((digest) => ({ party, digest }))
  await talk(a, b, id)
  const author = (side: Side) => officer(side.node.party, 'secretary')
  const [first, other] = a.node.party < b.node.party ? [a, b] : [b, a]
  const begun = await record(first.node, first.relation(id), {
    kind: 'open',
    request: request(),
    author: author(first),
    procedure: PACT,
    act: 'begin',
    fields: { title: 'test', first: rows(first.node.party) },
    handling: 'H1',
  })
  await talk(a, b, id)
  await record(other.node, other.relation(id), {
    kind: 'act',
    request: request(),
    author: author(other),
    dossier: begun.dossier,
    act: 'join',
    fields: { other: rows(other.node.party) },
    position: null,
  })
  await talk(a, b, id)
  return begun.dossier
}

export function ask(side: Side, title = 'a question', id = RELATION, as = request()) {
  return record(side.node, side.relation(id), {
    kind: 'open',
    request: as,
    author: officer(side.node.party),
    procedure: ERRAND,
    act: 'ask',
    fields: { title },
    handling: 'H1',
  })
}

export function act(
  side: Side,
  dossier: string,
  name: string,
  more: { on?: string; fields?: Record<string, unknown>; position?: string; request?: string } = {},
  id = RELATION,
) {
  return record(side.node, side.relation(id), {
    kind: 'act',
    request: more.request ?? request(),
    author: officer(side.node.party),
    dossier,
    act: name,
    fields: more.fields ?? {},
    position: more.position ?? null,
    ...(more.on === undefined ? {} : { on: more.on }),
  })
}

export async function dossierOf(side: Side, dossier: string, id = RELATION) {
  return side.store.read(id, (reader) => reader.dossier(dossier))
}

export async function headsOf(side: Side, id = RELATION) {
  return side.store.read(id, (reader) => reader.heads())
}
