/** Heads of which something is left, with nobody who could give them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeQuestion } from '../outbound/exchange.ts'
import type { Rows } from '../store/memory/rows.ts'
import type { CheckpointRow, Writer } from '../store/store.ts'
import { ask, RELATION } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { receive } from '../uses/receive/receive.ts'
import { rowsOf, sample } from './_sample.ts'
import { passOver, scrubOf } from './_scrubbed.ts'
import { dropHeads } from './check-heads.ts'
import type { Finding, Scrubbed } from './finding.ts'
import { mend } from './mend.ts'

type Kind = 'checkpoint' | 'cosignature'

/** What a pass would do with it, without the pass; whence it was taken, or `null`. */
async function mended(side: Side, finding: Finding): Promise<string | null> {
  const ports = { node: side.node, relation: side.relation(RELATION) }
  const done = await mend(
    { ...ports, askBack: null, dropAside: async () => undefined },
    [finding],
    new AbortController().signal,
  )
  if (done.length === 0) return null
  const [last] = await side.store.read(RELATION, (reader) => reader.incidents(1, ['damage-repaired']))
  return last ? (last.detail as { from: string }).from : null
}

const textsOf = ({ notes, cosignatures }: Rows, what: Kind) => (what === 'checkpoint' ? notes : cosignatures)

/** Changes a text of a head and gives it back as it is after it was mended. */
async function after(side: Side, what: Kind, key: string, text: string): Promise<[string | null, string]> {
  const rows = rowsOf(side)
  textsOf(rows, what).set(key, text, rows.version)
  const [whose, size] = key.split(' ')
  const party = side.node.party
  const finding = { what, side: whose === 'ours' ? party : other(party), size: Number(size) }
  const from = await mended(side, finding)
  const now = rowsOf(side)
  return [from, textsOf(now, what).get(key, now.version) ?? '']
}

const other = (party: string) => (party === 'aaa' ? 'bbb' : 'aaa')

function textOf(side: Side, what: Kind, key: string): string {
  const rows = rowsOf(side)
  return textsOf(rows, what).get(key, rows.version) ?? assert.fail(key)
}

const flip = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
/** Places within the signatures of the lines, last first. */
const signatures = (text: string) => {
  const end = text.lastIndexOf('\n', text.length - 2)
  return [text.length - 40, end - 20]
}

test('CHECKPOINT-8 whatever of a head or receipt but a signature is damaged is put back byte for byte with nobody asked', async () => {
  const [a, b] = await sample()
  for (const [side, what, key] of [
    [b, 'checkpoint', 'theirs 2'],
    [b, 'cosignature', 'theirs 2'],
    [b, 'checkpoint', 'ours 1'],
    [a, 'cosignature', 'ours 2'],
  ] as const) {
    const text = textOf(side, what, key)
    const names = [...text.matchAll(/— /g)].map(({ index }) => index + 2)
    for (const at of what === 'checkpoint'
      ? [0, text.indexOf('\n') + 1, text.indexOf('=') - 4, ...names]
      : names)
      assert.deepEqual(
        await after(side, what, key, flip(text, at)),
        ['computed', text],
        `${what} ${key} ${at}`,
      )
  }
  // Of theirs, and of a receipt, a signature is nobody's to make again.
  for (const what of ['checkpoint', 'cosignature'] as const) {
    const text = textOf(b, what, 'theirs 2')
    for (const at of signatures(text)) {
      const damaged = flip(text, at)
      assert.deepEqual(await after(b, what, 'theirs 2', damaged), [null, damaged])
    }
    await after(b, what, 'theirs 2', text)
  }
  for (const side of [a, b]) assert.deepEqual(await passOver(side), [])
})

test('CHECKPOINT-8 a head of ours is signed again where what is left of it, or a larger one, shows the root that was signed', async () => {
  const [a] = await sample()
  const heads = () => {
    const rows = rowsOf(a)
    return [...rows.notes.values(rows.version)].flatMap(([key]) => (key.startsWith('ours') ? [key] : []))
  }
  const newest = heads().at(-1) ?? assert.fail()
  const text = textOf(a, 'checkpoint', newest)
  for (const at of signatures(text))
    assert.deepEqual(await after(a, 'checkpoint', newest, flip(text, at)), ['signed', text])

  // Nothing is left of it, and nothing stands on it: it may have been another.
  const spoilt = signatures(text).reduce(flip, text)
  assert.deepEqual(await after(a, 'checkpoint', newest, spoilt), [null, spoilt])
  const scrub = scrubOf(a)
  assert.equal((await passOver(a, scrub)).length, 1)
  assert.equal((await scrub.open()).length, 1)

  await ask(a, 'a larger one')
  const unsure = a.relation(RELATION)
  for (const change of [
    { start: 'waiting' },
    { restored: 'heard' },
    { renewing: true },
    { log: { ...unsure.log, ed25519: { ...unsure.log.ed25519, publicKey: new Uint8Array(32) } } },
  ] as const) {
    const before = { ...unsure }
    Object.assign(unsure, change)
    assert.deepEqual(await after(a, 'checkpoint', newest, spoilt), [null, spoilt], JSON.stringify(change))
    Object.assign(unsure, before)
  }
  assert.deepEqual(await after(a, 'checkpoint', newest, spoilt), ['signed', text])
  await passOver(a)
  assert.deepEqual(await scrubOf(a).open(), [])
})

test('CHECKPOINT-8 a root that somebody wrote is not signed', async () => {
  const [a] = await sample()
  const { nodes, entries } = rowsOf(a).logs.ours
  const newest = `ours ${entries.length}`
  const text = textOf(a, 'checkpoint', newest)
  // Another tree, with its root in the head: neither a line of it nor a larger head says that it was signed.
  for (const [place, hash] of nodes) nodes.set(place, hash.with(0, (hash[0] ?? 0) ^ 1))
  for (const damaged of [text, flip(text, signatures(text)[0] ?? 0), ''])
    assert.equal((await after(a, 'checkpoint', newest, damaged))[0], null)
  await after(a, 'checkpoint', newest, text)
  await ask(a, 'a larger one')
  assert.equal((await after(a, 'checkpoint', newest, ''))[0], null)
})

test('CHECKPOINT-8 ANSWER-5 a head of theirs comes back with the message that brought it, and with it the old receipt', async () => {
  const [a, b] = await sample()
  const step = await makeQuestion(a.node, a.relation(RELATION), a.node.random(16))
  const first = await receive(b.node, b.relation(RELATION), step)
  const key = `theirs ${step.start + step.entries.length}`
  const text = textOf(b, 'checkpoint', key)
  const damaged = flip(text, text.length - 40)
  const rows = rowsOf(b)
  rows.notes.set(key, damaged, rows.version)
  await assert.rejects(receive(b.node, b.relation(RELATION), { ...step, entries: [], checkpoint: null }), {
    code: 'entry-damaged',
  })
  const again = await receive(b.node, b.relation(RELATION), step)
  assert.ok(first.kind === 'answer' && again.kind === 'answer')
  assert.deepEqual(again.step.cosignature, first.step.cosignature)
  assert.equal(textOf(b, 'checkpoint', key), text)
  const scrub = scrubOf(b)
  await passOver(b, scrub)
  assert.deepEqual(await scrub.open(), [])
})

test('LOG a head behind the end over which a receipt still verifies stays, whatever has become of its own lines', async () => {
  const [a, b] = await sample()
  // Their receipt over a head of ours, and ours over one of theirs.
  for (const [node, whose] of [
    [a, 'ours'],
    [b, 'theirs'],
  ] as const) {
    const party = whose === 'ours' ? node.node.party : other(node.node.party)
    const [row, heads] = await node.store.read(RELATION, async (reader) => [
      (await reader.lastCheckpoint(party, true)) ?? assert.fail(),
      await reader.heads(),
    ])
    /** What a log that ends before it would lose of it. */
    const dropped = async (change: Partial<CheckpointRow>): Promise<boolean> => {
      const given = { ...row, ...change }
      let isThere = true
      const writer = {
        heads: async () => ({ ...heads, [whose]: { ...heads[whose], size: row.size - 1 } }),
        checkpointFrom: async () => (isThere ? given : null),
        dropHead: async () => {
          isThere = false
        },
      } as unknown as Writer
      const scrubbed = { node: node.node, relation: node.relation(RELATION) } as Scrubbed
      const work = dropHeads(scrubbed, writer, party)
      await work.catch(({ code }) => assert.equal(code, 'entry-damaged'))
      return !isThere
    }
    const { note, cosignature } = row
    const [body = '', lines = ''] = note.split('\n\n')
    const spoilt = `${body}\n\n${flip(lines, 60)}`
    for (const one of [note, spoilt, `${body}\n\n?`, body])
      assert.equal(await dropped({ note: one }), false, JSON.stringify(one.slice(0, 90)))
    assert.equal(await dropped({ note, cosignature: null }), false)
    assert.equal(await dropped({ note: spoilt, cosignature: null }), true)
    assert.equal(await dropped({ note: spoilt, cosignature: flip(cosignature ?? '', 60) }), true)
    // A receipt that was copied beside another head, or to another place.
    assert.equal(await dropped({ note: note.replace(body, flip(body, body.length - 9)) }), true)
    assert.equal(await dropped({ size: row.size + 1000 }), true)
  }
})
