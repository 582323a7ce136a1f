import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { text, utf8 } from '@counterpart/protocol'
import { agree, ask, RELATION, talk } from '../../uses/_talk.ts'
import { newSide, type Side } from '../../uses/_world.ts'
import { Daily } from '../daily.ts'
import { post } from '../post.ts'
import { fakeWitness } from './_witness.ts'
import type { Post } from './ask.ts'
import { outsideWitness } from './witness.ts'
import { witnessOf } from './witness-of.ts'

const DAY = 86_400

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

function pass(sides: readonly Side[], seconds: number): void {
  for (const { time } of sides) {
    time.now += seconds
    time.ran += seconds
  }
}

const kept = (side: Side) => side.store.read(RELATION, (reader) => reader.witnessed())
const incidents = async (side: Side) =>
  (await side.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)

test('WITNESS-1 WITNESS-5 a witness signs what follows on what it signed, once a day, whatever happened', async () => {
  const [a, b] = await pair()
  const witness = fakeWitness(a.relation(RELATION), a.node.verifier)
  const daily = new Daily(
    a.node,
    a.relation(RELATION),
    outsideWitness(a.node, a.relation(RELATION), witness, witness.post),
  )
  assert.equal(await daily.tick(), true)
  const first = (await kept(a))[0]
  assert.deepEqual([first?.witness, first?.size], ['witness.test/w1', witness.seen.size])
  for (let day = 1; day <= 5; day++) {
    if (day % 2 === 0) for (let i = 0; i < day; i++) await ask(a)
    await talk(a, b)
    assert.equal(await daily.tick(), false)
    pass([a, b], DAY)
    assert.equal(await daily.tick(), true)
    assert.equal((await kept(a))[0]?.size, witness.seen.size)
  }
  assert.equal(witness.asked.length, 6)
  assert.ok(witness.seen.size > (first?.size ?? 0))
  const at = await a.store.read(RELATION, (reader) => reader.witnessedFrom(witness.seen.size))
  assert.equal(at.length, 1)
  assert.deepEqual(await incidents(a), [])
})

test('WITNESS-5 what a witness signed while the clock was far ahead keeps it from being asked on no day after that', async () => {
  const [a, b] = await pair()
  const relation = a.relation(RELATION)
  const witness = fakeWitness(relation, a.node.verifier)
  const newDaily = () => new Daily(a.node, relation, outsideWitness(a.node, relation, witness, witness.post))
  const before = newDaily()
  pass([a, b], 365 * DAY)
  assert.equal(await before.tick(), true)
  pass([a, b], -365 * DAY)
  for (const daily of [before, newDaily()])
    for (let day = 1; day <= 3; day++) {
      assert.equal(await daily.tick(), true)
      assert.equal(await daily.tick(), false)
      pass([a, b], 3600)
      assert.equal(await daily.tick(), false)
      pass([a, b], DAY - 3600)
    }
  assert.equal(witness.asked.length, 7)
})

test('WITNESS-1 only what the other side has receipted is shown to a witness', async () => {
  const [a, b] = await pair()
  const witness = fakeWitness(a.relation(RELATION), a.node.verifier)
  const daily = new Daily(
    a.node,
    a.relation(RELATION),
    outsideWitness(a.node, a.relation(RELATION), witness, witness.post),
  )
  const alone = await newSide('aaa', [RELATION], 3)
  const none = new Daily(
    alone.node,
    alone.relation(RELATION),
    outsideWitness(alone.node, alone.relation(RELATION), witness, witness.post),
  )
  assert.equal(await none.tick(), true)
  assert.deepEqual(witness.asked, [])
  await ask(a)
  await daily.tick()
  const receipted = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.equal(witness.seen.size, receipted?.size)
  await talk(a, b)
})

test('WITNESS-1 a witness that knows another size is asked once more from there', async () => {
  const [a] = await pair()
  const witness = fakeWitness(a.relation(RELATION), a.node.verifier)
  const forgetful = new Daily(
    a.node,
    a.relation(RELATION),
    outsideWitness(a.node, a.relation(RELATION), witness, witness.post),
  )
  await forgetful.tick()
  const other = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(other, b)
  const daily = new Daily(
    other.node,
    other.relation(RELATION),
    outsideWitness(other.node, other.relation(RELATION), witness, witness.post),
  )
  await daily.tick()
  assert.equal(witness.asked.length, 3)
  assert.match(witness.asked[2] ?? '', new RegExp(`^old ${witness.seen.size}\n`))
})

test('WITNESS-1 WITNESS-4 a witness that says it signed more than there is is told of, and stops nothing', async () => {
  const [a] = await pair()
  const relation = a.relation(RELATION)
  const witness = fakeWitness(relation, a.node.verifier)
  witness.seen.size = 1000
  assert.equal(relation.start, 'confirmed')
  const daily = new Daily(a.node, relation, outsideWitness(a.node, relation, witness, witness.post))
  await daily.tick()
  assert.deepEqual(await incidents(a), ['witness-ahead'])
  assert.equal(relation.start, 'confirmed')
  await ask(a)
  assert.deepEqual(await kept(a), [])
})

test('WITNESS-2 WITNESS-4 nothing that a witness answers stops anything, and why it gave nothing is told once', async () => {
  const answers: [Post | { status: number; body: string }, string][] = [
    [() => Promise.reject(new Error('no route')), 'witness-unreachable'],
    [{ status: 500, body: 'oops' }, 'witness-unreachable'],
    [{ status: 404, body: '' }, 'witness-refused'],
    [{ status: 403, body: '' }, 'witness-refused'],
    [{ status: 200, body: '' }, 'witness-bad-answer'],
    [{ status: 200, body: '— witness.test/w1 AAAA\n' }, 'witness-bad-answer'],
    [{ status: 409, body: 'a page' }, 'witness-bad-answer'],
    [{ status: 409, body: '0\n' }, 'witness-bad-answer'],
    [{ status: 409, body: '99999999999999999999\n' }, 'witness-bad-answer'],
  ]
  for (const [answer, code] of answers) {
    const [a, b] = await pair()
    const witness = fakeWitness(a.relation(RELATION), a.node.verifier)
    let times = 0
    const answering: Post = (url, type, body) => {
      times += 1
      if (typeof answer === 'function') return answer(url, type, body)
      return Promise.resolve({ status: answer.status, body: utf8(answer.body) })
    }
    const outside = outsideWitness(a.node, a.relation(RELATION), witness, answering)
    const daily = new Daily(a.node, a.relation(RELATION), outside)
    await daily.tick()
    assert.equal(await daily.tick(), false)
    await ask(a)
    await talk(a, b)
    assert.equal(a.relation(RELATION).line.waiting, 0)
    pass([a, b], 3600)
    assert.equal(await daily.tick(), true)
    assert.equal(times, 2, code)
    const raised = await a.store.read(RELATION, (reader) => reader.incidents())
    assert.deepEqual(
      raised.map(({ code: kind, detail }) => [kind, detail]),
      [['witness-failed', { witness: 'witness.test/w1', code }]],
    )
    assert.deepEqual(await kept(a), [])
  }
})

test('WITNESS-5 what was signed and not kept is asked for again; what was kept is not', async () => {
  for (const when of ['before', 'after'] as const) {
    let failing = false
    const a = await newSide('aaa', [RELATION], 1, {
      onCall: (method, at) => {
        if (failing && method === 'commit' && at === when) throw new Error('the disk')
      },
    })
    const b = await newSide('bbb', [RELATION], 2)
    await agree(a, b)
    const witness = fakeWitness(a.relation(RELATION), a.node.verifier)
    const daily = new Daily(
      a.node,
      a.relation(RELATION),
      outsideWitness(a.node, a.relation(RELATION), witness, witness.post),
    )
    failing = true
    await assert.rejects(daily.tick())
    failing = false
    pass([a, b], 3600)
    assert.equal(await daily.tick(), when === 'before')
    assert.equal((await kept(a)).length, 1)
    assert.equal(witness.asked.length, when === 'before' ? 3 : 1)
  }
})

test('a witness over HTTP: no redirect is followed, and no endless answer is read', async () => {
  const server = createServer((request, answer) => {
    if (request.url === '/moved/add-checkpoint')
      answer.writeHead(307, { location: '/good/add-checkpoint' }).end()
    else if (request.url === '/endless/add-checkpoint') {
      const timer = setInterval(() => answer.write('x'.repeat(16_384)), 1)
      answer.on('close', () => clearInterval(timer))
    } else request.pipe(answer)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const good = await post(`${url}/good/add-checkpoint`, 'text/plain', 'old 0\n')
    assert.deepEqual([good.status, text(good.body)], [200, 'old 0\n'])
    await assert.rejects(post(`${url}/moved/add-checkpoint`, 'text/plain', 'old 0\n'))
    await assert.rejects(post(`${url}/endless/add-checkpoint`, 'text/plain', 'old 0\n'), {
      name: 'RangeError',
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('WITNESS-3 a witness is named by keys of one witness, of each type one', async () => {
  const [a] = await pair()
  const { vkeys } = fakeWitness(a.relation(RELATION), a.node.verifier)
  const { formatVkey } = await import('@counterpart/protocol')
  const text = vkeys.map(({ name, type, publicKey }) => formatVkey(name, type, publicKey))
  const other = formatVkey('another', 4, new Uint8Array(32))
  const log = formatVkey('witness.test/w1', 1, new Uint8Array(32))
  assert.equal(witnessOf({ url: 'https://w', vkeys: text }).vkeys.length, 2)
  for (const bad of [
    [],
    ['x'],
    [log],
    [...text, other],
    [text[0] ?? '', text[0] ?? ''],
    [other, text[1] ?? ''],
  ])
    assert.throws(() => witnessOf({ url: 'https://w', vkeys: bad }), { code: 'bad-config' })
})
