import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { PublicRecord } from '@counterpart/record'
import { inventedRecord, type Nodes, startNodes } from './_nodes.ts'
import type { Pair } from './deed.ts'
import { EnterError, type Entered, enter } from './enter.ts'
import { type Persona, RefusedError } from './persona.ts'
import { requestId } from './request-id.ts'

let record: PublicRecord
let answers: number
before(async () => {
  record = await inventedRecord()
  answers = record.items.filter(({ answer }) => answer).length
})

/** Enters at the sides named, or both; `through` stands between an officer and the node. */
async function load(
  nodes: Nodes,
  given: { record?: PublicRecord; sides?: readonly string[]; through?: (persona: Persona) => Persona } = {},
): Promise<Entered> {
  const { sides = nodes.parties, through = (persona) => persona } = given
  const pairs = new Map<string, Pair>()
  for (const side of sides) {
    const { drafter, approver } = await nodes.pair(side)
    pairs.set(side, { drafter: through(drafter), approver: through(approver) })
  }
  return enter({ record: given.record ?? record, pairs, progress: () => undefined })
}

function counts({ opened, answered, there, differing, waiting }: Entered) {
  return { opened, answered, there, differing, waiting: waiting.length }
}

async function bothHoldItOnce(nodes: Nodes): Promise<void> {
  const [one, other] = [await nodes.rows(nodes.parties[0]), await nodes.rows(nodes.parties[1])]
  assert.deepEqual(one, other)
  assert.deepEqual(
    one.map((row) => row.record),
    record.items.map(({ id }) => id).sort(),
  )
}

test('a record is entered on both nodes; again, in any order, nothing changes; what differs is left', async () => {
  await using nodes = await startNodes(record)
  const seen: string[] = []
  const pairs = new Map([
    [nodes.parties[0], await nodes.pair(nodes.parties[0])],
    [nodes.parties[1], await nodes.pair(nodes.parties[1])],
  ])
  const progress = (done: number, of: number) => seen.push(`${done}/${of}`)
  const first = await enter({ record, pairs, progress })
  const all = record.items.length
  assert.deepEqual(counts(first), { opened: all, answered: answers, there: 0, differing: [], waiting: 0 })
  const steps = all + answers
  assert.deepEqual(
    seen,
    Array.from({ length: steps }, (_, at) => `${at + 1}/${steps}`),
  )
  await bothHoldItOnce(nodes)
  const before = await nodes.rows(nodes.parties[0])
  const nothing = { opened: 0, answered: 0, there: all, differing: [], waiting: 0 }
  assert.deepEqual(counts(await load(nodes)), nothing)
  const turned = { ...record, items: [...record.items].reverse() }
  assert.deepEqual(counts(await load(nodes, { record: turned })), nothing)
  const changed = record.items.map((item) =>
    item.id === 'boats-stopped' ? { ...item, fields: { ...item.fields, value: 13 } } : item,
  )
  const other = await load(nodes, { record: { ...record, items: changed } })
  assert.deepEqual(counts(other), { ...nothing, there: all - 1, differing: ['boats-stopped'] })
  assert.deepEqual(await nodes.rows(nodes.parties[0]), before)
})

test('an answer that is lost on the way opens nothing twice', async () => {
  await using nodes = await startNodes(record)
  let lost = 0
  const asked = new Set<string>()
  const entered = await load(nodes, {
    through: (persona) => ({
      id: persona.id,
      call: async (method, path, body) => {
        const answer = await persona.call(method, path, body)
        const what = `${persona.id} ${method} ${path} ${JSON.stringify(body)}`
        if (method === 'GET' || asked.has(what)) return answer
        asked.add(what)
        lost++
        throw Object.assign(new Error('the line went down'), { code: 'ECONNRESET' })
      },
    }),
  })
  assert.ok(lost > record.items.length)
  assert.equal(entered.opened, record.items.length)
  await bothHoldItOnce(nodes)
})

test('whoever is stopped in between goes on the next time, and approves nothing that was said otherwise', async () => {
  await using nodes = await startNodes(record)
  /** Ends the work at the third approval, recorded or not, as if the machine went down. */
  const stopped = (isRecorded: boolean) => {
    let approvals = 0
    return (persona: Persona): Persona => ({
      id: persona.id,
      call: async (method, path, body) => {
        const isLast = path.endsWith('/approve') && ++approvals >= 3
        if (!isLast || isRecorded) {
          const answer = await persona.call(method, path, body)
          if (!isLast) return answer
        }
        throw new RefusedError({ status: 0, code: 'stopped', path })
      },
    })
  }
  const otherwise = {
    ...record,
    items: record.items.map((item) => ({
      ...item,
      fields: { ...item.fields, remark: { en: 'Said otherwise at first.' } },
    })),
  }
  await assert.rejects(load(nodes, { record: otherwise, through: stopped(false) }), EnterError)
  const first = await nodes.rows(nodes.parties[0])
  assert.ok(first.length < 3)
  for (const isRecorded of [true, false, true])
    await assert.rejects(load(nodes, { through: stopped(isRecorded) }), EnterError)
  const entered = await load(nodes)
  assert.equal(entered.differing.length, first.length)
  await bothHoldItOnce(nodes)
  for (const { item } of [...entered.dossiers.keys()].map((item) => ({ item }))) {
    if (entered.differing.includes(item)) continue
    const view = await (await nodes.pair(nodes.parties[0])).drafter.call(
      'GET',
      `/api/dossiers/${entered.dossiers.get(item)}`,
    )
    assert.doesNotMatch(JSON.stringify(view.body), /Said otherwise/)
  }
})

test('with one node only its side acts; one after the other they come to the same', async () => {
  await using nodes = await startNodes(record)
  const [one, other] = nodes.parties
  const first = await load(nodes, { sides: [one] })
  assert.equal(first.answered, 0)
  assert.ok(first.waiting.length > 0)
  await reaches(nodes, one, other)
  const second = await load(nodes, { sides: [other] })
  assert.ok(second.opened > 0 && second.answered > 0)
  await reaches(nodes, other, one)
  const third = await load(nodes, { sides: [one] })
  assert.equal(first.opened + second.opened + third.opened, record.items.length)
  await reaches(nodes, one, other)
  const fourth = await load(nodes, { sides: [other] })
  assert.equal(second.answered + third.answered + fourth.answered, answers)
  await reaches(nodes, other, one)
  await bothHoldItOnce(nodes)
  assert.deepEqual((await load(nodes)).there, record.items.length)
})

/** Waits until one node holds as much as the other. */
async function reaches(nodes: Nodes, from: string, to: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [sent, held] = [await nodes.rows(from), await nodes.rows(to)]
    if (JSON.stringify(sent) === JSON.stringify(held)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`${to} does not hold what ${from} does`)
}

test('the id of a request follows from what is asked, and from nothing else', () => {
  const asked = { relation: 'arv~bel/river', item: 'patrol-plan', act: 'register-signed' }
  const says = { level: 'gate', fields: { kind: 'plan', number: 4 } }
  const id = requestId(asked, says)
  assert.equal(id, requestId(asked, { fields: { number: 4, kind: 'plan' }, level: 'gate' }, 0))
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const others = [
    requestId({ ...asked, relation: 'arv~bel/bridge' }, says),
    requestId({ ...asked, item: 'patrol', act: 'plan-register-signed' }, says),
    requestId({ ...asked, act: 'confirm-signed' }, says),
    requestId(asked, { ...says, level: 'ministry' }),
    requestId(asked, { ...says, fields: { kind: 'plan', number: 5 } }),
    requestId(asked, says, 1),
  ]
  assert.equal(new Set([id, ...others]).size, 7)
})
