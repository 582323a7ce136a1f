/** Heads with a line beside those of their log, wherever the other side can bring one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Announcement, base64, cosign, custodyName, type Given, type Step } from '@counterpart/protocol'
import { takeBack } from '../../outbound/take-back.ts'
import { signedHead } from '../../pouch/authentic.ts'
import { allow } from '../_brought-back.ts'
import { entry, newHostile } from '../_hostile.ts'
import { agree, ask, headsOf, lineOf, RELATION, sayOnce, talk } from '../_talk.ts'
import { channelTo, fakeSigner, newSide, type Side } from '../_world.ts'
import { checkApart } from './apart.ts'
import { hearAnnounced } from './hear-announced.ts'
import { receive } from './receive.ts'

const line = (name: string, bytes = 76) => `— ${name} ${base64(new Uint8Array(bytes))}\n`

/** Of the custody that will receipt the head, of as many others as fit, in no normal form, and of the log itself. */
function foreignLines(note: string, holder: string): string[] {
  const custody = fakeSigner(custodyName(`${holder}.test`, RELATION))
  const [origin = ''] = note.split('\n')
  return [
    cosign(note, custody, 1),
    `${cosign(note, custody, 1).split('\n')[0]}\n`,
    Array.from({ length: 61 }, (_, i) => line(`other-${i}`, 8)).join(''),
    line('e\u0301'),
    line(origin),
    line(origin).repeat(4),
  ]
}

async function said(side: Side, step: Step): Promise<string> {
  const received = await receive(side.node, side.relation(RELATION), step)
  return received.kind === 'refused' ? received.code : received.kind
}

test('CHECKPOINT-9 a step, a late one and one from a pouch have the lines of their log and no other', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  const relation = b.relation(RELATION)
  relation.start = 'confirmed'
  const hostile = newHostile()
  hostile.entries.push(entry())
  const note = hostile.note()
  for (const foreign of [...foreignLines(note, 'bbb'), line(hostile.signer.name).repeat(2)])
    assert.equal(await said(b, hostile.step({ checkpoint: note + foreign })), 'bad-checkpoint')
  assert.equal((await headsOf(b)).theirs.size, 0)
  assert.equal(await said(b, hostile.step()), 'answer')
  hostile.entries.push(entry({ time: 1_700_000_001 }))
  const [epoch = assert.fail()] = relation.chain.theirs
  const late = (step: Step) =>
    b.store.read(RELATION, (reader) => checkApart(b.node, relation, step, { epoch, end: 1 }, reader))
  const next = hostile.step({ start: 1 })
  for (const foreign of foreignLines(hostile.note(), 'bbb')) {
    const step = { ...next, checkpoint: hostile.note() + foreign }
    const apart = await late(step)
    assert.equal(apart.kind === 'refused' && apart.code, 'bad-checkpoint')
    assert.equal(signedHead(b.node, relation, step), 'pouch-not-signed')
  }
  assert.equal((await late(next)).kind, 'apart')
  assert.equal(typeof signedHead(b.node, relation, next), 'object')
})

test('CHECKPOINT-9 GIVE-3 neither log is taken back under a head with a line that is not of its log', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await ask(a, 'question')
  await talk(a, b)
  await allow(b)
  const { signal } = new AbortController()
  for (const log of ['aaa', 'bbb']) {
    const lost = await newSide('aaa', [RELATION], 3)
    const back = (foreign: (note: string) => string) =>
      takeBack(lost.node, lost.relation(RELATION), log, {
        keys: () => lineOf(a, b).keys(signal),
        async giveBack(asked): Promise<Given> {
          const given = await lineOf(a, b).giveBack(asked, signal)
          return given.head ? { ...given, head: { ...given.head, note: foreign(given.head.note) } } : given
        },
      })
    const sizeOf = async () => (await headsOf(lost))[log === 'aaa' ? 'ours' : 'theirs'].size
    for (let kind = 0; kind < 6; kind++)
      await assert.rejects(
        back((note) => note + foreignLines(note, log === 'aaa' ? 'bbb' : 'aaa')[kind]),
        { code: 'not-delivered' },
      )
    assert.equal(await sizeOf(), 0)
    await back((note) => note)
    assert.ok((await sizeOf()) > 0)
  }
})

test('CHECKPOINT-9 SYNC-12 nothing is shown ahead under a head with a line that is not of its log', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  for (let i = 0; i < 3; i++) await ask(a, `question ${i}`)
  a.relation(RELATION).line.batch = 1
  const heard: Announcement[] = []
  await sayOnce(a, { ...channelTo(b, RELATION), announce: async (one) => void heard.push(one) })
  const [genuine = assert.fail()] = heard
  const answer = (foreign: string) =>
    hearAnnounced(b.node, b.relation(RELATION), { ...genuine, checkpoint: genuine.checkpoint + foreign })
  for (const foreign of foreignLines(genuine.checkpoint, 'bbb'))
    assert.equal(await answer(foreign), 'bad-checkpoint')
  assert.equal((await b.store.read(RELATION, (reader) => reader.announcements())).length, 0)
  // The key that follows may be on its way still.
  const [origin = ''] = genuine.checkpoint.split('\n')
  assert.equal(await answer(line(origin).repeat(2)), 'heard')
})
