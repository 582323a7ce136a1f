import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { inventedRecord, type Nodes, startNodes } from '../../devnet/src/_nodes.ts'
import { startControl } from '../../devnet/src/control.ts'
import { demonstrationOf, heldBy } from '../../devnet/src/demonstration.ts'
import { enter } from '../../devnet/src/enter.ts'
import { type ReviewOptions, review } from './review.ts'
import { LANGUAGES, type Language } from './words.ts'

let nodes: Nodes
let control: Awaited<ReturnType<typeof startControl>>
before(async () => {
  const record = await inventedRecord()
  nodes = await startNodes(record)
  const pairs = new Map<string, Awaited<ReturnType<Nodes['pair']>>>()
  for (const party of nodes.parties) pairs.set(party, await nodes.pair(party))
  await enter({ record, pairs, progress: () => undefined })
  const sides = [...nodes.urls].map(([code, { origin }]) => ({ code, url: origin }))
  control = await startControl(0, sides, () => undefined)
})
after(async () => {
  await control.close()
  await nodes[Symbol.asyncDispose]()
})

async function ask(options: ReviewOptions, language: Language = 'en') {
  const out: string[] = []
  const said: string[] = []
  const where = options.node === undefined ? { control: control.url } : {}
  const ports = { write: (text: string) => void out.push(text), tell: (line: string) => void said.push(line) }
  const code = await review({ ...where, ...options }, '2025-12-31', language, ports)
  return { code, out: out.join(''), said }
}

test('both nodes are asked; what is written is the very bytes of the digest that both say', async () => {
  const { code, out, said } = await ask({})
  assert.equal(code, 0)
  const digest = createHash('sha256').update(out).digest('hex')
  assert.deepEqual(
    said,
    nodes.parties.map((side) => `${side} counts this with digest ${digest}`),
  )
  const { period, commitments, figures } = JSON.parse(out)
  assert.equal(period.until, '2025-12-31')
  assert.equal(commitments.length, 1)
  assert.equal(figures.length, 1)
})

test('the text says the same in each language', async () => {
  const texts = await Promise.all(LANGUAGES.map((language) => ask({ text: true }, language)))
  assert.equal(new Set(texts.map(({ out }) => out)).size, LANGUAGES.length)
  const digests = texts.map(({ out }) => /[0-9a-f]{64}/.exec(out)?.[0])
  assert.equal(new Set(digests).size, 1)
  assert.ok(digests[0])
})

test('a series is asked for by its item in the record or by its dossier', async () => {
  const byItem = await ask({ within: 'river-conferences' })
  const { scope } = JSON.parse(byItem.out)
  assert.equal((await ask({ within: scope.dossier })).out, byItem.out)
})

test('what cannot be asked is said in one line', async () => {
  const node = nodes.urls.get(nodes.parties[0])?.origin ?? ''
  const administrator = heldBy(demonstrationOf(await inventedRecord()), nodes.parties[0], 'administrator')
  for (const [options, line] of [
    [{ from: '2024', until: '2023' }, /^Error: bad-option: --from and --until /],
    [{ until: '2023-02-30' }, /^Error: bad-option: --from and --until /],
    [{ level: 'moon' }, /^Error: bad-option: --level /],
    [{ level: 'gate', within: 'x' }, /^Error: bad-option: --within and --level /],
    [{ within: 'no-such-item' }, /^Error: bad-option: --within is /],
    [{ within: '0'.repeat(64) }, /^Error: bad-option: --within is /],
    [{ relation: 'aaa~bbb/none' }, /^Error: unknown-relation: http:.* holds [a-z~/]+$/],
    [{ officer: 'somebody' }, /^Error: bad-option: --officer /],
    [{ node, officer: administrator }, /^Error: refused: .* answers not-allowed to /],
    [{ node, officer: 'nobody' }, /^Error: no-persona: /],
    [{ node, control: 'http://localhost:1' }, /^Error: bad-option: --control and --node /],
    [{ control: 'x' }, /^Error: bad-option: --control /],
  ] as const)
    await assert.rejects(ask(options), line, JSON.stringify(options))
})
