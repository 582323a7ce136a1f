import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { NodeError } from '../errors.ts'
import { bring, enclose, pair } from '../outbound/_fetching.ts'
import { type Carrier, carriers, carrying } from '../pouch/_carry.ts'
import { ask, RELATION } from '../uses/_talk.ts'
import { OperatorEndpoint } from './endpoint.ts'
import { givePouch, openPouch, planPouch } from './pouch-call.ts'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

async function heard({ side, pouches }: Carrier) {
  const data = mkdtempSync(join(tmpdir(), 'counterpart-pouch-'))
  folders.push(data)
  const of = (relation: string) => {
    if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
    return pouches
  }
  return { data, endpoint: await OperatorEndpoint.listen(side.node, of, async () => false, data) }
}

test('an operator carries by the socket: what was made on one side is taken in on the other, and the receipt comes back', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  const [first, other] = [await heard(a), await heard(b)]
  await using _a = first.endpoint
  await using _b = other.endpoint
  const carry = async (from: string, to: string, since: number | null = null) => {
    const [file, ...more] = await planPouch(from, RELATION, 20_000_000, since)
    assert.ok(file && more.length === 0)
    return givePouch(to, RELATION, await openPouch(from, RELATION, file))
  }
  assert.ok((await carry(first.data, other.data)).fresh > 0)
  assert.equal((await carry(first.data, other.data, 0)).fresh, 0)
  assert.notEqual((await carry(other.data, first.data)).receipted, null)
  assert.equal((await a.pouches.state()).waiting, 0)
})

test('a file that cannot be made to its end says why, and one of a node that ended that nothing answers', async () => {
  const [a] = await carriers()
  await ask(a.side)
  const file = { name: 'a.pouch', start: 0, end: 1, part: 1, of: 1, bytes: 9 }
  for (const [code, told] of [
    ['disk-full', 'disk-full'],
    [null, 'internal'],
  ] as const) {
    const pouches = Object.assign(Object.create(a.pouches) as typeof a.pouches, {
      async *write() {
        yield Buffer.from('begun')
        throw code === null ? new Error('invented') : new NodeError({ code })
      },
    })
    const { data, endpoint } = await heard({ ...a, pouches })
    await using _endpoint = endpoint
    const given = await openPouch(data, RELATION, file)
    await assert.rejects(given.toArray(), { code: told })
  }
})

test('an operator carries the files of acts behind them', async () => {
  const both = await pair()
  const { a, b, keeps } = both
  const paper = await bring(keeps.a, Buffer.alloc(200_000, 7))
  await enclose(a, paper)
  const [one, another] = carrying(a, b)
  const [first, other] = [await heard(one), await heard(another)]
  await using _a = first.endpoint
  await using _b = other.endpoint
  const files = await planPouch(first.data, RELATION, 20_000_000, null)
  const taken = []
  for (const file of files)
    taken.push(await givePouch(other.data, RELATION, await openPouch(first.data, RELATION, file)))
  assert.deepEqual(
    taken.map(({ pieces, early }) => [pieces, early]),
    [
      [0, 0],
      [1, 0],
    ],
  )
})

test('what is refused comes with its code, and a large file that is refused at its beginning too', async () => {
  const [a] = await carriers()
  const { data, endpoint } = await heard(a)
  await using _ = endpoint
  await assert.rejects(planPouch(data, RELATION, 19_999_999, null), {
    code: 'pouch-too-small',
    message: 'files of 19999999 bytes would not hold the largest message',
  })
  await assert.rejects(planPouch(data, 'aaa~bbb/none', 20_000_000, null), { code: 'unknown-relation' })
  await assert.rejects(planPouch(data, RELATION, 20_000_000, 9000), {
    code: 'bad-query',
    message: /^our log has [0-9]+ entries$/,
  })
  const beyond = { name: 'x.pouch', start: 0, end: 9000, part: 1, of: 1, bytes: 1 }
  await assert.rejects(openPouch(data, RELATION, beyond), { code: 'bad-query' })
  const small = Readable.from([Buffer.from('no pouch')])
  await assert.rejects(givePouch(data, RELATION, small), { code: 'pouch-damaged' })
  const large = Readable.from(Array.from({ length: 200 }, () => Buffer.alloc(64 * 1024)))
  await assert.rejects(givePouch(data, RELATION, large), { code: 'pouch-damaged' })
  await assert.rejects(planPouch(join(data, 'none'), RELATION, 20_000_000, null), { code: 'not-running' })
})
