/** Who may end a log for good: its author's custody, and nobody who has only the line. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat, custodyName, equal, logOrigin, type NoteSigner, utf8 } from '@counterpart/protocol'
import { askSigned } from '../../outbound/ask-signed.ts'
import { LinkFailure } from '../../wire/link.ts'
import { decodeQuestion, encodeQuestion } from '../../wire/message.ts'
import { endAsked } from '../_asks-end.ts'
import { allow, bringBack, two } from '../_brought-back.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { fakeSigner, newSide, pass, type Side } from '../_world.ts'
import { rotateKey } from '../keys/rotate.ts'
import { type Closed, stateClosing } from './closing.ts'

const NAME = custodyName('bbb.test', RELATION)

async function pair(): Promise<[Side, Side]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await ask(b, 'before it')
  await talk(a, b)
  return [a, b]
}

/** As it comes over the line, opened. */
async function heard(side: Side, bytes: Uint8Array): Promise<Closed> {
  const question = decodeQuestion(bytes)
  assert.ok(question.kind === 'close')
  return stateClosing(side.node, side.relation(RELATION), question.note)
}

const asked = (side: Side, note: string) => heard(side, encodeQuestion({ kind: 'close', note }))

const incidents = ({ store }: Side) => store.read(RELATION, (reader) => reader.incidents())

/** Nothing has ended: what is recorded next is receipted, and no side has anything against the other. */
async function goesOn(a: Side, b: Side): Promise<void> {
  assert.equal((await headsOf(a)).theirs.closed, false)
  pass(10, a, b)
  await ask(b, 'and on')
  await talk(a, b)
  const [ours, theirs] = [(await headsOf(b)).ours, (await headsOf(a)).theirs]
  assert.deepEqual([theirs.epoch, theirs.size], [1, ours.size])
  for (const side of [a, b]) assert.deepEqual(await incidents(side), [])
}

test('EPOCH-14 a question that the custody of its author did not sign ends no log, and accuses nobody', async () => {
  const [a, b] = await pair()
  const good = endAsked()
  const unsigned = good.slice(0, good.indexOf('\n\n') + 1)
  const code = async (note: string) => {
    const closed = await asked(a, note)
    return closed.kind === 'refused' ? closed.code : closed.kind
  }
  // Signed by nobody; by one of two keys; for another log, another line, by another party.
  const lines = good.slice(good.indexOf('\n\n') + 2).split('\n')
  assert.equal(await code(unsigned), 'bad-step')
  assert.equal(await code(`${unsigned}\n${lines[0]}\n`), 'bad-step')
  assert.equal(await code(endAsked({ epoch: 2 }).replace('epoch 2', 'epoch 1')), 'bad-step')
  assert.equal(await code(endAsked({ relation: 'aaa~bbb/other' })), 'bad-step')
  assert.equal(await code(endAsked({ from: 'aaa' })), 'bad-step')
  // By whoever has the line alone, by a log key, and by who is asked.
  const others: NoteSigner[] = [
    { ...fakeSigner('the key of the line'), name: NAME },
    { ...fakeSigner(logOrigin('bbb.test', RELATION, 1)), name: NAME },
    fakeSigner(logOrigin('bbb.test', RELATION, 1)),
    { ...a.relation(RELATION).custody, name: NAME },
    a.relation(RELATION).custody,
  ]
  for (const signer of others) assert.equal(await code(endAsked({}, signer)), 'unknown-key')
  // As it was asked when nobody signed it.
  const start = utf8('counterpart closing question v1\n')
  for (const fill of [9, 0xff]) {
    const old = concat(start, new Uint8Array(16).fill(fill), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1))
    const refused = await Promise.resolve()
      .then(() => heard(a, old))
      .catch((error: unknown) => error)
    assert.equal((refused as { code?: unknown }).code, 'bad-step')
  }
  await goesOn(a, b)
  assert.equal(await code(good), 'closed')
  const [closed] = await incidents(a)
  assert.ok(closed?.code === 'epoch-closed')
  assert.deepEqual(closed.detail, {
    side: 'bbb',
    epoch: 1,
    size: (await headsOf(a)).theirs.size,
    question: good,
  })
})

test('EPOCH-14 KEYS-4 a key that was revoked ends no log, and the one after it does', async () => {
  const [a, b] = await pair()
  const before = b.relation(RELATION).custody
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody', revoked: true })
  await talk(a, b)
  assert.deepEqual(await asked(a, endAsked({}, before)), { kind: 'refused', code: 'unknown-key' })
  await goesOn(a, b)
  assert.equal((await asked(a, endAsked({}, b.relation(RELATION).custody))).kind, 'closed')
})

test('EPOCH-14 who was brought back asks under whichever of its keys the other side knows, also when it never heard of the last', async () => {
  const [a, b] = await pair()
  const known = b.relation(RELATION).custody
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody' })
  const next = b.relation(RELATION).custody
  assert.ok(!equal(known.ed25519.publicKey, next.ed25519.publicKey))
  const tried: string[] = []
  const question = await askSigned(
    b.node,
    b.relation(RELATION),
    (signer) => endAsked({ epoch: 7 }, signer),
    async (note) => {
      const closed = await asked(a, note)
      tried.push(closed.kind === 'refused' ? closed.code : closed.kind)
      if (closed.kind === 'refused') throw new LinkFailure(closed.code)
      return note
    },
  ).catch((error: unknown) => error)
  // Of a log that there is not: the second was believed, and refused for that.
  assert.ok(question instanceof LinkFailure)
  assert.deepEqual(tried, ['unknown-key', 'gap'])

  await bringBack(b)
  const line = lineOf(b, a)
  await assert.rejects(say(b, line))
  await two(b)
  for (let round = 0; round < 3; round++) await say(b, line)
  assert.equal((await headsOf(b)).ours.epoch, 2)
  await ask(b, 'after it')
  await talk(a, b)
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
})

test('EPOCH-14 EPOCH-7 a question that was never answered ends nothing once its log has gone on, or another was asked after it', async () => {
  const [a, b] = await pair()
  const end = async (at: number, nonce: number) => {
    const question = { time: 1_700_000_000 + at, nonce: new Uint8Array(16).fill(nonce) }
    const closed = await asked(a, endAsked(question))
    return closed.kind === 'refused' ? closed.code : closed.kind
  }
  const { tolerance } = a.relation(RELATION)
  pass(tolerance, a, b)
  await goesOn(a, b)
  assert.equal(await end(0, 1), 'gap')
  // Nobody puts off all that is asked later.
  assert.equal(await end(3 * tolerance, 2), 'gap')
  await goesOn(a, b)
  assert.equal(await end(tolerance + 9, 3), 'closed')
  const first = (await headsOf(a)).theirs.stated
  assert.equal(await end(tolerance + 8, 4), 'gap')
  assert.equal(await end(tolerance + 9, 5), 'gap')
  assert.equal(await end(tolerance + 9, 3), 'closed')
  assert.equal((await headsOf(a)).theirs.stated, first)
  assert.equal(await end(tolerance + 10, 6), 'closed')
  assert.equal((await headsOf(a)).theirs.stated, first + 1)
})

test('EPOCH-14 EPOCH-8 a node whose log was ended from elsewhere is told so once, and goes on after what it delivered', async () => {
  const [a, b] = await pair()
  assert.equal((await asked(a, endAsked())).kind, 'closed')
  await ask(b, 'recorded after it')
  for (let round = 0; round < 3; round++) await assert.rejects(say(b, lineOf(b, a)), { code: 'epoch-closed' })
  assert.deepEqual(
    (await incidents(b)).map(({ code, detail }) => [code, detail]),
    [['log-ended', { side: 'bbb', epoch: 1 }]],
  )
  const again = await newSide('bbb', [RELATION], 3)
  await again.store.locked(RELATION, (writer) =>
    writer.putIncident(b.time.now, 'restored', { rebuilt: true }),
  )
  await again.restart()
  pass(1, a, again)
  await assert.rejects(say(again, lineOf(again, a)), { code: 'rolled-back' })
  await allow(a)
  await two(again)
  for (let round = 0; round < 3; round++) await say(again, lineOf(again, a))
  await ask(again, 'done again')
  await talk(a, again)
  const [ours, theirs] = [(await headsOf(again)).ours, (await headsOf(a)).theirs]
  assert.deepEqual([ours.epoch, ours.size], [2, theirs.size])
  const told = (await incidents(again)).map(({ code }) => code)
  assert.ok(told.includes('epoch-late') && !told.includes('log-ended'))
})

test('EPOCH-7 two questions of one second are later one than the other: what the first ended is begun after the second', async () => {
  const [a, b] = await pair()
  await bringBack(b)
  const line = lineOf(b, a)
  const times: number[] = []
  const cut: typeof line = {
    ...line,
    async close(question, signal) {
      times.push(question.time)
      const answer = await line.close(question, signal)
      if (times.length === 1) throw new LinkFailure('line-down')
      return answer
    },
  }
  await assert.rejects(say(b, cut))
  await two(b)
  for (let round = 0; round < 5; round++) await say(b, cut).catch(() => undefined)
  const [first = 0, second] = times
  assert.equal(second, first + 1)
  assert.equal((await headsOf(b)).ours.epoch, 2)
})

test('EPOCH-7 a log that is itself dated ahead keeps nobody from asking now where it ends', async () => {
  const [a, b] = await pair()
  const { tolerance } = a.relation(RELATION)
  const now = a.time.now
  pass(3 * tolerance, b)
  await ask(b, 'by a clock that is wrong')
  await talk(a, b)
  assert.ok((await headsOf(a)).theirs.time > now + 2 * tolerance)
  const end = async (time: number, nonce: number) => {
    const closed = await asked(a, endAsked({ time, nonce: new Uint8Array(16).fill(nonce) }))
    return closed.kind === 'refused' ? closed.code : closed.kind
  }
  assert.equal(await end(now - tolerance - 1, 1), 'gap')
  assert.equal(await end(now, 2), 'closed')
})
