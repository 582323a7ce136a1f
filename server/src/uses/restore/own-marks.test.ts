import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  custodyName,
  encodeHeader,
  formatSizes,
  leafHash,
  parseHeader,
  partDigest,
  type StepEntry,
  signStatement,
  text,
  utf8,
} from '@counterpart/protocol'
import type { Channel } from '../../outbound/channel.ts'
import { LinkFailure } from '../../wire/link.ts'
import { allow, bringBack, two } from '../_brought-back.ts'
import { tooLarge } from '../_damaged.ts'
import { entry, newHostile } from '../_hostile.ts'
import { act, agree, ask, dossierOf, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { fakeSigner, newSide, pass, type Side } from '../_world.ts'

/**
 * The other side gives the log of the side that lost it, and its own up to an older head that both signed; behind that it
 * signs another past, with as many entries.
 */
async function rewriting(
  a: Side,
  lost: Side,
  from: number,
  honest: Channel,
  anew: (one: StepEntry, at: number) => StepEntry,
): Promise<Channel> {
  const { size } = (await headsOf(a)).ours
  const hostile = newHostile('aaa')
  await a.store.read(RELATION, async (reader) => {
    const rows = await reader.entries('aaa', 0, { entries: size, bytes: 1e9 })
    const parts = await reader.parts(rows.map(({ leaf }) => leaf))
    for (const { index, leaf, bytes } of rows) {
      const one = {
        header: bytes,
        parts: (parts.get(leaf) ?? []).flatMap((part) => (part.state === 'held' ? [part] : [])),
      }
      hostile.entries.push(index < from ? one : anew(one, index))
    }
  })
  const { theirs } = await headsOf(a)
  return {
    ...honest,
    giveBack: async (asked, signal) => {
      if (asked.log === lost.node.party) return honest.giveBack(asked, signal)
      if (asked.start >= from) throw new LinkFailure('not-found')
      return honest.giveBack({ ...asked, end: 0 }, signal).then(async (given) => {
        const head = await a.store.read(RELATION, (reader) => reader.checkpointFrom('aaa', from, true))
        assert.ok(head?.cosignature && head.size === from)
        const { note, cosignature } = head
        return { ...given, entries: given.entries.slice(0, from - asked.start), head: { note, cosignature } }
      })
    },
    ask: async (nonce) => {
      const said = {
        relation: RELATION,
        from: 'aaa',
        nonce,
        ours: size,
        theirs: theirs.size,
        time: a.time.now,
      }
      const top = await a.store.read(RELATION, (reader) => reader.checkpointFrom('bbb', theirs.size))
      const statement = signStatement(said, fakeSigner(custodyName('aaa.test', RELATION)))
      return formatSizes({ statement, head: top?.note ?? '' })
    },
    sync: async ({ holds: start, nonce }) => ({ ...hostile.step({ start }), holds: theirs.size, nonce }),
  }
}

const another = (at: number, seen: number) => entry({ kept: { title: `another ${at}` }, seen })
const lied = (at: number, seen: number) => leafHash(another(at, seen).header)

for (const [lies, isLarge] of [
  [true, false],
  [false, false],
  [true, true],
  [false, true],
])
  test(`GIVE-9 a past that was ${lies ? 'signed anew' : 'given back without a receipt'} behind what both signed ${lies ? 'ends' : 'begins'} there${isLarge ? ', also where it is too large to be judged' : ''}`, async () => {
    const a = await newSide('aaa', [RELATION], 1)
    const lost = await newSide('bbb', [RELATION], 2)
    await agree(a, lost)
    await ask(a, 'one')
    await talk(a, lost)
    const from = (await headsOf(a)).ours.size
    const { dossier, leaf } = await ask(a, 'another')
    await talk(a, lost)
    await act(lost, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
    await talk(a, lost)
    await allow(a)
    const b = await newSide('bbb', [RELATION], 3)
    pass(1000, a, b)
    const honest = lineOf(b, a)
    const seen = (await headsOf(a)).ours.running
    const line: Channel = lies
      ? await rewriting(a, b, from, honest, (_, at) => another(at, seen))
      : {
          ...honest,
          giveBack: (asked, signal) =>
            asked.log === 'aaa' && asked.start >= from
              ? Promise.reject(new LinkFailure('not-found'))
              : honest.giveBack(asked, signal),
        }
    await assert.rejects(say(b, line), { code: 'rolled-back' })
    await two(b)
    if (isLarge) b.node.store = tooLarge(b.store, lies ? lied(from, seen) : dossier)
    const says = async () => {
      for (let round = 0; round < 6; round++) await say(b, line)
    }
    if (lies) for (let times = 0; times < 2; times++) await assert.rejects(says(), { code: 'given-differs' })
    else await says()
    const { epoch } = (await headsOf(b)).ours
    assert.equal(epoch, lies ? 1 : 2)
    const codes = (await b.store.read(RELATION, (reader) => reader.incidents(100))).map(({ code }) => code)
    assert.equal(codes.filter((code) => code === 'given-differs').length, lies ? 1 : 0)
  })

test('MARK-6 GIVE-9 an answer that was receipted and marked is not another one after a backup was brought back', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const { dossier } = await ask(b, 'a question')
  await talk(a, b)
  const backup = b.store.rows(RELATION).copy()
  const from = (await headsOf(a)).ours.size
  pass(10, a, b)
  await act(a, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  await talk(a, b)
  assert.equal((await dossierOf(b, dossier))?.settled?.kept.outcome, 'yes')
  b.die()
  b.store.bringBack(RELATION, backup)
  await bringBack(b)
  await allow(a)
  const line = await rewriting(a, b, from, lineOf(b, a), otherOutcome)
  await assert.rejects(say(b, line), { code: 'rolled-back' })
  await two(b)
  for (let times = 0; times < 3; times++)
    await assert.rejects(
      async () => {
        for (let round = 0; round < 6; round++) await say(b, line)
      },
      { code: 'given-differs' },
    )
  await b.store.read(RELATION, async (reader) => {
    const { ours, theirs } = await reader.heads()
    assert.deepEqual([ours.epoch, theirs.size], [1, from + 1])
    // What it had cosigned first is lost; no other is in its place.
    assert.equal((await reader.lastCheckpoint('aaa', true))?.size, from)
    const told = await reader.incidents(100, ['given-differs'])
    assert.deepEqual(
      told.map(({ detail }) => detail),
      [{ side: 'aaa', mark: (await reader.tail('bbb', null, 1))[0]?.leaf }],
    )
  })
})

/** The same act at the same place, with `no` for `yes`. */
function otherOutcome({ header, parts }: StepEntry): StepEntry {
  const given = parts.map((part) => ({ ...part, bytes: utf8(text(part.bytes).replace('"yes"', '"no"')) }))
  const whole = parseHeader(header)
  const named = given.map(({ name, salt, bytes }) => ({
    name,
    digest: partDigest(salt, bytes),
    keep: 'always',
  }))
  return { header: encodeHeader({ ...whole, parts: named }), parts: given }
}
