import assert from 'node:assert/strict'
import { test } from 'node:test'
import { custodyName, formatSizes, signStatement } from '@counterpart/protocol'
import type { Channel } from '../outbound/exchange.ts'
import { LinkFailure } from '../outbound/link.ts'
import { allow, two } from './_brought-back.ts'
import { entry, newHostile } from './_hostile.ts'
import { act, agree, ask, headsOf, lineOf, RELATION, say, talk } from './_talk.ts'
import { fakeSigner, newSide, pass, type Side } from './_world.ts'

/**
 * The other side gives the log of the side that lost it, and its own up to an older head that both signed; behind that it
 * signs another past, with as many entries.
 */
async function rewriting(a: Side, lost: Side, from: number, honest: Channel): Promise<Channel> {
  const { size, running } = (await headsOf(a)).ours
  const hostile = newHostile('aaa')
  await a.store.read(RELATION, async (reader) => {
    const rows = await reader.entries('aaa', 0, { entries: from, bytes: 1e9 })
    const parts = await reader.parts(rows.map(({ leaf }) => leaf))
    for (const { leaf, bytes } of rows)
      hostile.entries.push({
        header: bytes,
        parts: (parts.get(leaf) ?? []).flatMap((part) => (part.state === 'held' ? [part] : [])),
      })
  })
  while (hostile.entries.length < size)
    hostile.entries.push(entry({ kept: { title: `another ${hostile.entries.length}` }, seen: running }))
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

for (const lies of [true, false])
  test(`GIVE-9 a past that was ${lies ? 'signed anew' : 'given back without a receipt'} behind what both signed ${lies ? 'ends' : 'begins'} there`, async () => {
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
    const line: Channel = lies
      ? await rewriting(a, b, from, honest)
      : {
          ...honest,
          giveBack: (asked, signal) =>
            asked.log === 'aaa' && asked.start >= from
              ? Promise.reject(new LinkFailure('not-found'))
              : honest.giveBack(asked, signal),
        }
    await assert.rejects(say(b, line), { code: 'rolled-back' })
    await two(b)
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
