/** The line between the two: what is said travels as bytes, and arrives when somebody lets it. */
import {
  encodeFileAnswer,
  encodeGiven,
  encodeStep,
  leafHash,
  type NoteSigner,
  signClosingQuestion,
  signGiveBack,
  utf8,
} from '@counterpart/protocol'
import { askSigned } from '../../../server/src/outbound/ask-signed.ts'
import { exchange } from '../../../server/src/outbound/exchange.ts'
import type { SealedChannel } from '../../../server/src/outbound/sealed-channel.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { answerFile } from '../../../server/src/uses/file/answer-file.ts'
import { giveKeySteps } from '../../../server/src/uses/keys/key-steps.ts'
import { hearAnnounced } from '../../../server/src/uses/receive/hear-announced.ts'
import { giveLate } from '../../../server/src/uses/receive/late.ts'
import { receive } from '../../../server/src/uses/receive/receive.ts'
import { takeIn } from '../../../server/src/uses/receive/take-in.ts'
import { stateClosing } from '../../../server/src/uses/restore/closing.ts'
import { giveBack } from '../../../server/src/uses/restore/give-back.ts'
import { stateSizes } from '../../../server/src/uses/restore/statement.ts'
import {
  decodeKeySteps,
  encodeKeySteps,
  encodeKeysQuestion,
  isKeysQuestion,
} from '../../../server/src/wire/key-message.ts'
import { LinkFailure } from '../../../server/src/wire/link.ts'
import {
  checkHeard,
  decodeQuestion,
  encodeHeard,
  encodeQuestion,
  readFileAnswer,
  readGiven,
  readNote,
  readStep,
} from '../../../server/src/wire/message.ts'
import { coded } from './_codes.ts'
import { leaves, stepIn } from './_ledger.ts'
import { opens, type Sealed, sealedAnew, sealOf } from './_seals.ts'
import { count, type Done, drained, draw, type Flying, otherOf, type Party, type World } from './_world.ts'

/** Whoever waits longer for an answer gives up; what comes later finds nobody. Steps. */
const PATIENCE = 60
const CARRIED = 120
/** Two honest nodes may have to wait, or one of them for its people; what a lost machine sent may come too late. */
const WAITS: readonly string[] = [
  'held-start',
  'held-clock',
  'unavailable',
  'busy',
  'not-given',
  'not-found',
  'epoch-closed',
  'gap',
]
/** Bytes of a file in one answer: no whole number of chunks. */
const PIECE = 40_000
/** Bytes of a batch on a line that has failed, and on a good one. */
const BATCHES = [8 * 1024, 64 * 1024, 512 * 1024]

function channelFrom(world: World, from: Party): SealedChannel {
  const put = (bytes: Uint8Array, sealed: Sealed) =>
    new Promise<Uint8Array>((came, no) => {
      if (world.step < world.cutUntil || world.down.has(otherOf(from)))
        no(new LinkFailure('line-down', 'cut'))
      else
        launch(world, {
          from,
          to: otherOf(from),
          bytes,
          sealed,
          isAnswer: false,
          sent: world.step,
          came,
          failed: (code) => no(new LinkFailure(code as 'line-down')),
        })
    })
  return channelOver(world, from, put)
}

/** `once`: gives a question, sealed to a key of the other side, to whoever brings back the answer to it. */
export function channelOver(
  world: World,
  from: Party,
  once: (bytes: Uint8Array, sealed: Sealed) => Promise<Uint8Array>,
): SealedChannel {
  const keys = async () => decodeKeySteps(await once(encodeKeysQuestion(RELATION), null))
  const put = (bytes: Uint8Array) => sealedAnew(world, from, (sealed) => once(bytes, sealed), keys)
  const signed = <T>(sign: (signer: NoteSigner) => string, send: (note: string) => Promise<T>) =>
    askSigned(world.sides[from].node, world.sides[from].relation(RELATION), sign, send)
  return {
    async sync(step) {
      await leaves(world.ledger, world.sides[from], step)
      return readStep(await put(encodeQuestion({ kind: 'step', step })))
    },
    giveBack: (asked) =>
      signed(
        (signer) => signGiveBack(asked, signer),
        async (note) => readGiven(await put(encodeQuestion({ kind: 'give-back', note })), asked),
      ),
    keys,
    file: async (file) => readFileAnswer(await put(encodeQuestion({ kind: 'file', file })), file),
    announce: async (announcement) =>
      checkHeard(await put(encodeQuestion({ kind: 'announcement', announcement })), announcement.nonce),
    ask: async (nonce) => readNote(await put(encodeQuestion({ kind: 'ask', nonce }))),
    late: async (place, nonce) => readStep(await put(encodeQuestion({ kind: 'late', place, nonce }))),
    close: (asked) =>
      signed(
        (signer) => signClosingQuestion(asked, signer),
        async (note) => readNote(await put(encodeQuestion({ kind: 'close', note }))),
      ),
  }
}

function launch(world: World, flying: Flying): void {
  world.flying.push(flying)
  world.carried.push(flying)
  if (world.carried.length > CARRIED) world.carried.splice(draw(world, CARRIED), 1)
}

/** One exchange of a side begins, if none is under way; its question is now on the line. */
export async function begin(world: World, party: Party): Promise<Done> {
  if (world.down.has(party) || world.exchanging.has(party)) return false
  const { node } = world.sides[party]
  const mine = {}
  world.exchanging.set(party, mine)
  const relation = world.sides[party].relation(RELATION)
  relation.line.batch = BATCHES[draw(world, BATCHES.length)] ?? relation.line.batch
  void exchange(node, relation, channelFrom(world, party), () => new AbortController().signal)
    .then(() => null, coded)
    .then((fault) => {
      world.fault ??= fault
      if (world.exchanging.get(party) === mine) world.exchanging.delete(party)
    })
  await drained()
  return false
}

/** What is on the line arrives. `bytes`: what became of it on the way. */
export async function arrives(world: World, flying: Flying, bytes = flying.bytes): Promise<void> {
  const { to, from } = flying
  if (world.step < world.cutUntil || world.down.has(to)) flying.failed('line-down')
  else if (!opens(world, to, flying.sealed)) flying.failed('unknown-key')
  else if (flying.isAnswer) flying.came(bytes)
  else {
    const answer = await answerOf(world, to, bytes)
    if (answer instanceof LinkFailure) {
      flying.failed(answer.code)
      // Neither ever has to refuse what the other really sent.
      if (bytes === flying.bytes && !WAITS.includes(answer.code) && !isTried(answer.code, bytes))
        world.fault ??= new Error(`${to} refuses what ${from} sent: ${answer.code}`)
    } else {
      const sealed = flying.sealed === null ? null : sealOf(world, to)
      launch(world, {
        ...flying,
        from: to,
        to: from,
        bytes: answer,
        sealed,
        isAnswer: true,
        sent: world.step,
      })
    }
  }
  await drained()
}

/**
 * Who asks for what it has lost, or where its log ends, tries each of its keys: which is current stands in what was lost. What is shown
 * before its turn may be signed by a key that is named in what comes before it.
 */
function isTried(code: string, bytes: Uint8Array): boolean {
  if (code !== 'unknown-key' || isKeysQuestion(bytes, RELATION)) return false
  const { kind } = decodeQuestion(bytes)
  return kind === 'give-back' || kind === 'close' || kind === 'announcement'
}

/** As the endpoint does it, without its seal. */
export async function answerOf(
  world: World,
  party: Party,
  bytes: Uint8Array,
): Promise<Uint8Array | LinkFailure> {
  const side = world.sides[party]
  const relation = side.relation(RELATION)
  try {
    if (isKeysQuestion(bytes, RELATION)) return encodeKeySteps(await giveKeySteps(side.node, relation))
    const question = decodeQuestion(bytes)
    if (question.kind === 'ask') return utf8(await stateSizes(side.node, relation, question.nonce))
    if (question.kind === 'announcement') {
      const heard = await hearAnnounced(side.node, relation, question.announcement)
      if (heard === 'heard') count(world, 'shown before its turn')
      return heard === 'heard' ? encodeHeard(question.announcement.nonce) : new LinkFailure(heard)
    }
    if (question.kind === 'give-back') {
      const giving = await giveBack(side.node, relation, question.note)
      return giving.kind === 'given' ? encodeGiven(giving.given) : new LinkFailure(giving.code)
    }
    if (question.kind === 'late')
      return encodeStep(await giveLate(side.node, relation, question.place, question.nonce))
    if (question.kind === 'close') {
      const closing = await stateClosing(side.node, relation, question.note)
      return closing.kind === 'closed' ? utf8(closing.note) : new LinkFailure(closing.code)
    }
    if (question.kind === 'file') {
      const file = { ...question.file, length: Math.min(question.file.length, PIECE) }
      return encodeFileAnswer(await answerFile(side.node, relation, file))
    }
    const received = await receive(side.node, relation, question.step)
    if (received.kind === 'refused') return new LinkFailure(received.code)
    await leaves(world.ledger, side, received.step)
    return encodeStep(received.step)
  } catch (error) {
    world.fault ??= coded(error)
    return error instanceof LinkFailure ? error : new LinkFailure('unavailable')
  }
}

/**
 * A message of long ago is brought once more, an answer too: as from a stick, to nobody who waits for it. What it has of
 * a log that ended is known from then on.
 */
export async function comesAgain(world: World, { to, bytes }: Flying): Promise<void> {
  if (world.down.has(to)) return
  const step = stepIn(bytes)
  const side = world.sides[to]
  if (!step) {
    await answerOf(world, to, bytes)
    return
  }
  const taken = await takeIn(side.node, side.relation(RELATION), step).catch((error: unknown) => {
    world.fault ??= coded(error)
    return null
  })
  if (taken?.kind !== 'refused' || taken.apart === undefined) return
  for (const [at, { header }] of step.entries.entries())
    world.late.add(`${step.from} ${step.epoch} ${step.start + at} ${leafHash(header)}`)
}

/** Takes a message off the line: the oldest or, on a line that mixes up, any. */
export function takeOff(world: World, party: Party | null, at: number): Flying | undefined {
  const found = world.flying.filter((one) => party === null || one.from === party || one.to === party)
  const flying = found[Math.min(at, found.length - 1)]
  if (flying) world.flying.splice(world.flying.indexOf(flying), 1)
  return flying
}

export function giveUp(world: World): void {
  for (const flying of [...world.flying])
    if (world.step - flying.sent > PATIENCE) {
      world.flying.splice(world.flying.indexOf(flying), 1)
      flying.failed('line-down')
    }
}

/** A whole exchange without anything going wrong on the line. */
export async function inFull(world: World, party: Party): Promise<Done> {
  await begin(world, party)
  for (let ways = 0; ways < 2; ways++) {
    const flying = takeOff(world, party, Number.MAX_SAFE_INTEGER)
    if (flying) await arrives(world, flying)
  }
  return false
}
