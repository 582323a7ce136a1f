import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { flips, refused, runAll } from '../_vectors.ts'
import { concat, fromHex, hex, sha256 } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { checkAnswer, decodeStep, encodeStep, STEP_BOUNDS, type Step } from './step.ts'

const nonce = new Uint8Array(16).fill(7)
const salt = new Uint8Array(32).fill(8)
const greeting: Step = {
  relation: 'chn~vnm/border',
  from: 'vnm',
  epoch: 1,
  start: 0,
  entries: [],
  checkpoint: null,
  cosignature: null,
  holds: 0,
  held: null,
  nonce,
}
const batch: Step = {
  ...greeting,
  start: 12,
  entries: [
    { header: utf8('{"v":1}'), parts: [{ name: 'kept', salt, bytes: utf8('{}') }] },
    { header: utf8('not a header'), parts: [] },
  ],
  checkpoint: 'a note\n',
  cosignature: { size: 9, lines: 'two lines\n' },
  holds: 9,
  held: { size: 2, oldest: 1687939200 },
}

const small = fc.nat(2 ** 31)
const bytes = fc.uint8Array({ maxLength: 40 })
const steps: fc.Arbitrary<Step> = fc.record({
  relation: fc.constantFrom('chn~vnm/border', 'a~b/c'),
  from: fc.constantFrom('vnm', 'chn', 'xyz-1'),
  epoch: fc.integer({ min: 1, max: 9_999_999 }),
  start: small,
  entries: fc.array(
    fc.record({
      header: fc.uint8Array({ minLength: 1, maxLength: 60 }),
      parts: fc.array(fc.record({ name: fc.string({ maxLength: 20 }), salt: fc.constant(salt), bytes }), {
        maxLength: 3,
      }),
    }),
    { maxLength: 4 },
  ),
  checkpoint: fc.string({ maxLength: 40 }),
  cosignature: fc.option(fc.record({ size: small, lines: fc.string({ unit: 'grapheme', maxLength: 20 }) })),
  holds: small,
  held: fc.option(fc.record({ size: fc.integer({ min: 1, max: 9 }), oldest: small })),
  nonce: fc.constant(nonce),
})

function plain(step: Step): unknown {
  const entries = step.entries.map(({ header, parts }) => ({
    header: hex(header),
    parts: parts.map((part) => ({ name: part.name, salt: hex(part.salt), bytes: hex(part.bytes) })),
  }))
  const { cosignature, held } = step
  return {
    ...step,
    nonce: hex(step.nonce),
    entries,
    cosignature: cosignature && { ...cosignature },
    held: held && { ...held },
  }
}

function sealed(body: Uint8Array): Uint8Array {
  return concat(body, sha256(body))
}

test('SYNC-1 SYNC-2 SYNC-3 reads and refuses as the vectors say', () => {
  runAll('sync', (input: string) => plain(decodeStep(fromHex(input))))
})

test('SYNC-1 whatever is written comes back, and has one form', () => {
  fc.assert(
    fc.property(steps, (step) => {
      const written = encodeStep(step)
      assert.deepEqual(plain(decodeStep(written)), plain(step))
      assert.deepEqual(encodeStep(decodeStep(written)), written)
    }),
  )
})

test('SYNC-2 refuses lengths beyond what is there or beyond their bound, before it allocates', () => {
  const body = encodeStep(batch).slice(0, -32)
  for (let at = 20; at < body.length - 3; at++) {
    const changed = body.slice()
    changed.set([0xff, 0xff, 0xff, 0xff], at)
    const before = process.memoryUsage().arrayBuffers
    try {
      decodeStep(sealed(changed))
    } catch (error) {
      refused('bad-step')(error)
    }
    assert.ok(process.memoryUsage().arrayBuffers - before < 8 * 1024 * 1024)
  }
  assert.throws(() => decodeStep(new Uint8Array(STEP_BOUNDS.bytes + 1)), refused('bad-step'))
})

test('SYNC-2 refuses to write beyond the bounds', () => {
  const entry = (length: number) => ({ header: new Uint8Array(length), parts: [] })
  const part = (length: number, saltLength = 32) => ({
    name: 'a',
    salt: new Uint8Array(saltLength),
    bytes: new Uint8Array(length),
  })
  const bad: Partial<Step>[] = [
    { entries: [entry(0)] },
    { entries: [entry(16385)] },
    { entries: Array.from({ length: 4097 }, () => entry(1)) },
    { entries: [{ header: utf8('x'), parts: [part(STEP_BOUNDS.partBytes + 1)] }] },
    { entries: [{ header: utf8('x'), parts: [part(1, 31)] }] },
    { entries: [{ header: utf8('x'), parts: Array.from({ length: 17 }, () => part(1)) }] },
    {
      entries: Array.from({ length: 17 }, () => ({
        header: utf8('x'),
        parts: [part(STEP_BOUNDS.partBytes)],
      })),
    },
    { checkpoint: 'x'.repeat(STEP_BOUNDS.noteBytes + 1) },
    { cosignature: { size: -1, lines: '' } },
    { nonce: new Uint8Array(15) },
    { start: 2 ** 53 },
    { start: 2 ** 53 - 1 },
    { holds: 0.5 },
    { held: { size: 0, oldest: 1 } },
  ]
  for (const change of bad) assert.throws(() => encodeStep({ ...batch, ...change }), refused('bad-step'))
  assert.doesNotThrow(() => encodeStep({ ...batch, entries: [entry(1), entry(16384)] }))
})

test('SYNC-3 finds every changed bit, and every byte missing or too many', () => {
  const written = encodeStep(batch)
  for (const changed of flips(written)) assert.throws(() => decodeStep(changed), refused('bad-step'))
  for (let length = 0; length < written.length; length++) {
    assert.throws(() => decodeStep(written.slice(0, length)), refused('bad-step'))
    assert.throws(
      () => decodeStep(sealed(written.slice(0, Math.min(length, written.length - 33)))),
      refused('bad-step'),
    )
  }
  assert.throws(() => decodeStep(concat(written, Uint8Array.of(0))), refused('bad-step'))
})

test('SYNC-3 a changed bit under a new digest is read as another message or refused, never ignored', () => {
  const body = encodeStep(batch).slice(0, -32)
  for (const changed of flips(body)) {
    const whole = sealed(changed)
    let step: Step
    try {
      step = decodeStep(whole)
    } catch (error) {
      refused('bad-step')(error)
      continue
    }
    assert.deepEqual(encodeStep(step), whole)
  }
})

test('SYNC-4 refuses entries without a head over them', () => {
  assert.throws(() => encodeStep({ ...batch, checkpoint: null }), refused('bad-step'))
  assert.throws(() => encodeStep({ ...greeting, epoch: 0 }), refused('bad-step'))
  assert.deepEqual(decodeStep(encodeStep({ ...greeting, checkpoint: 'a note\n' })).checkpoint, 'a note\n')
})

test('SYNC-5 an answer repeats nonce and relation and comes from the other side', () => {
  const answer: Step = { ...greeting, from: 'chn' }
  checkAnswer(answer, greeting)
  for (const change of [{ from: 'vnm' }, { relation: 'chn~vnm/sea' }, { nonce: new Uint8Array(16) }])
    assert.throws(() => checkAnswer({ ...answer, ...change }, greeting), refused('bad-step'))
})

test('SYNC-6 carries hints beside what is signed and does not look at notes', () => {
  const step = { ...batch, start: 99, holds: 12345, checkpoint: 'not signed by anybody' }
  assert.deepEqual(decodeStep(encodeStep(step)), step)
})

test('SYNC-2 a message of as many parts as one may hold is written, and read again', () => {
  const parts = Array.from({ length: STEP_BOUNDS.parts }, (_, i) => ({
    name: `p${i}`,
    salt,
    bytes: utf8('{}'),
  }))
  const entries = Array.from({ length: STEP_BOUNDS.entries }, () => ({ header: utf8('{}'), parts }))
  assert.equal(decodeStep(encodeStep({ ...batch, entries })).entries.length, STEP_BOUNDS.entries)
})
