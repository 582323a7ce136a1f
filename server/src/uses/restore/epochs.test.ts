import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  custodyName,
  EVIDENCE_MANIFEST,
  encodeStep,
  logOrigin,
  text,
  utf8,
  verifyEvidence,
} from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { makeQuestion } from '../../outbound/exchange.ts'
import { passOver } from '../../scrub/_scrubbed.ts'
import { look } from '../../views/look.ts'
import { evidenceFile } from '../../views/proof.ts'
import { decodeQuestion, encodeQuestion } from '../../wire/message.ts'
import { allApart } from '../_apart.ts'
import { asksEnd, endAsked } from '../_asks-end.ts'
import { beginning } from '../_beginning.ts'
import { allow, bringBack, two } from '../_brought-back.ts'
import { agree, ask, headsOf, RELATION, sameRequests, say, sayOnce, talk } from '../_talk.ts'
import { channelTo, fakeSigner, newSide, pass, type Side } from '../_world.ts'
import { rotateKey } from '../keys/rotate.ts'
import { rootAt } from '../log/heads.ts'
import { publicOf } from '../log/signed.ts'
import { shownBeyond } from '../receive/hear-announced.ts'
import { receive } from '../receive/receive.ts'
import { takeIn } from '../receive/take-in.ts'

/** The same twice over: so the second is what a backup of the first would be. */
const history = () => sameRequests(madeHistory)

async function madeHistory(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  await ask(b, 'a note')
  await talk(a, b)
  return [a, b]
}

const codes = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))

const seen = (side: Side) =>
  side.store.read(RELATION, async (reader) => {
    const { ours, theirs } = await reader.heads()
    const rows = await reader.dossiers({ limit: 50 })
    return {
      logs: Object.fromEntries(
        [[side.node.party, ours] as const, [side.relation(RELATION).theirs, theirs] as const].map(
          ([party, head]) => [party, [head.size, head.epoch, head.base, rootAt(head)]],
        ),
      ),
      dossiers: rows.map(({ settled }) => settled).sort((x, y) => (x.id < y.id ? -1 : 1)),
    }
  })

test('EPOCH-7 an epoch that its reader did not close where it ends is an incident and no epoch', async () => {
  const [a, b] = await history()
  const heads = await headsOf(a)
  const wrong: Parameters<typeof beginning>[3][] = [
    { closer: b },
    { number: 1 },
    { closing: { epoch: 2 } },
    { closing: { size: heads.theirs.size - 1 } },
    { closing: { size: heads.theirs.size + 1 } },
    { closing: { root: new Uint8Array(32) } },
    { closing: { relation: 'aaa~bbb/other' } },
  ]
  for (const change of wrong) {
    const refused = await receive(a.node, a.relation(RELATION), beginning(a, b, heads, change))
    assert.deepEqual(refused, { kind: 'refused', code: 'epoch-refused' }, JSON.stringify(change))
    assert.deepEqual(await headsOf(a), heads)
  }
  assert.deepEqual([...new Set(await codes(a))], ['epoch-refused'])
  const taken = await receive(a.node, a.relation(RELATION), beginning(a, b, heads, {}))
  assert.equal(taken.kind, 'answer')
  assert.equal((await headsOf(a)).theirs.epoch, 2)
})

test('EPOCH-4 EPOCH-7 a log begins with the last statement of where the one before it ended, and is ended by no old question', async () => {
  const [a, b] = await history()
  const heads = await headsOf(a)
  const stated = async (epoch: number, question = 1) => asksEnd(a, epoch, new Uint8Array(16).fill(question))
  const notes: string[] = []
  for (const question of [1, 2]) {
    const closed = await stated(1, question)
    if (closed.kind === 'closed') notes.push(closed.note)
  }
  // A question that comes again, late: whoever asked last has perhaps begun.
  assert.deepEqual(await stated(1, 1), { kind: 'closed', note: notes[0] })
  const begin = (number: number, note = '') =>
    receive(a.node, a.relation(RELATION), beginning(a, b, heads, { number, note }))
  // That of a machine that is lost; nobody is accused of it.
  assert.deepEqual(await begin(2, notes[0]), { kind: 'refused', code: 'epoch-closed' })
  assert.deepEqual(await codes(a), ['epoch-closed'])
  assert.equal((await begin(3, notes[1])).kind, 'answer')
  assert.deepEqual(await stated(1), { kind: 'refused', code: 'epoch-closed' })
  assert.deepEqual(await stated(4), { kind: 'refused', code: 'gap' })
  const { theirs } = await headsOf(a)
  assert.deepEqual([theirs.epoch, theirs.closed], [3, false])
  const first = await stated(3, 1)
  await stated(3, 2)
  await a.restart()
  // As it is once the other side was heard.
  a.relation(RELATION).start = 'confirmed'
  assert.deepEqual(await stated(3, 1), first)
})

test('EPOCH-7 a question for the end of a log that comes again, after who answered it has lost the answer, keeps nobody from what was begun', async () => {
  const [lost, b] = await history()
  const heads = await headsOf(lost)
  const end = (side: Side, question: number) => asksEnd(side, 1, new Uint8Array(16).fill(question))
  const closed = await end(lost, 1)
  const note = closed.kind === 'closed' ? closed.note : ''
  const [a] = await history()
  pass(100, a)
  assert.deepEqual(await end(a, 1), closed, 'dated by the question, it is the same again')
  const begun = beginning(a, b, heads, { number: 2, note })
  await end(a, 2)
  // It may be a lost machine's, as long as nobody says that the last statement may be forgotten here.
  assert.deepEqual(await receive(a.node, a.relation(RELATION), begun), {
    kind: 'refused',
    code: 'epoch-closed',
  })
  await bringBack(a)
  const taken = await takeIn(a.node, a.relation(RELATION), begun, 'renewal')
  assert.equal(taken.kind, 'accepted')
  assert.equal((await headsOf(a)).theirs.epoch, 2)
})

test('EPOCH-4 who may have forgotten how much of a log there is does not end it for a question that comes again', async () => {
  const [lost, b] = await history()
  const [a] = await history()
  await ask(b, 'held by a machine that is lost')
  await talk(lost, b)
  await bringBack(a)
  // An old question, of a time when there was no more of it.
  const nonce = new Uint8Array(16).fill(1)
  const early = () => asksEnd(a, 1, nonce)
  assert.deepEqual(await early(), { kind: 'refused', code: 'gap' })
  await assert.rejects(say(a, channelTo(b, RELATION)))
  await two(a)
  assert.deepEqual(await early(), { kind: 'refused', code: 'gap' })
  assert.equal((await headsOf(a)).theirs.closed, false)
  await allow(b)
  for (let round = 0; round < 3; round++) await say(a, channelTo(b, RELATION)).catch(() => undefined)
  await ask(b, 'and on')
  await talk(a, b)
  const { theirs } = await headsOf(a)
  assert.deepEqual([theirs.epoch, theirs.closed, theirs.size], [1, false, (await headsOf(b)).ours.size])
})

test('EPOCH-4 EPOCH-5 EPOCH-9 two nodes that are brought back at once wait for each other with nothing, and lose nothing that either has', async () => {
  const [a, b] = await history()
  // In both backups, and delivered by neither.
  await ask(a, 'of the one')
  await ask(b, 'of the other')
  await bringBack(a)
  await bringBack(b)
  for (const [side, other] of [
    [a, b],
    [b, a],
  ] as const) {
    await assert.rejects(say(side, channelTo(other, RELATION)), { code: 'held-start' })
    await two(side)
  }
  await talk(a, b)
  for (const side of [a, b]) {
    const { ours, theirs } = await headsOf(side)
    assert.deepEqual([ours.epoch, theirs.epoch], [2, 2])
    await ask(side, 'after it')
  }
  await talk(a, b)
  const found = await seen(a)
  assert.deepEqual(found, await seen(b))
  const titles = JSON.stringify(found.dossiers)
  for (const title of ['of the one', 'of the other', 'after it']) assert.ok(titles.includes(title), title)
  for (const side of [a, b]) assert.ok(!(await codes(side)).includes('fork'))
})

test('EPOCH-1 EPOCH-2 EPOCH-4 EPOCH-8 the journey of a restore: an act that was under way has no effect, and nobody forked', async () => {
  const [a, lost] = await history()
  const [, b] = await history()
  assert.deepEqual((await headsOf(b)).ours, (await headsOf(lost)).ours)
  const { ours: backedUp } = await headsOf(b)

  // Recorded after the backup; the pouch that holds it is on its way, the machine is lost.
  await ask(lost, 'withdrawn')
  const pouch = await makeQuestion(lost.node, lost.relation(RELATION), lost.node.random(16))
  assert.equal(pouch.entries.length, 1)

  await bringBack(b)
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'held-start' })
  await two(b)
  assert.equal(await say(b, channelTo(a, RELATION)), 'more')
  await ask(b, 'another note')
  await talk(a, b)
  const head = (await headsOf(a)).theirs
  assert.deepEqual([head.epoch, head.base, head.closed], [2, backedUp.size, false])

  const late = await takeIn(a.node, a.relation(RELATION), pouch, 'pouch')
  assert.equal(late.kind === 'refused' && late.code, 'epoch-closed')
  await ask(a, 'and on')
  await talk(a, b)
  assert.deepEqual(await seen(a), await seen(b))
  for (const side of [a, b])
    for (const code of await codes(side))
      assert.ok(
        ['restored', 'started-by-operators', 'epoch-closed', 'epoch-begun', 'epoch-late'].includes(code),
        code,
      )
  // As often as it comes.
  await takeIn(a.node, a.relation(RELATION), pouch, 'pouch')
  const apart = await allApart(a)
  assert.deepEqual(
    apart.map(({ side, epoch, index }) => [side, epoch, index]),
    [['bbb', 1, backedUp.size]],
  )

  // Its author has lost it: what the other side kept says what is to be done again.
  pass(600, a, b)
  await talk(a, b)
  const [again] = await allApart(b)
  assert.deepEqual(
    [again?.side, again?.epoch, again?.index, again?.bytes],
    ['bbb', 1, backedUp.size, pouch.entries[0]?.header],
  )
  const parts = await b.store.read(RELATION, (reader) => reader.parts([again?.leaf ?? '']))
  assert.match(
    JSON.stringify(parts.get(again?.leaf ?? '')?.map((part) => 'bytes' in part && text(part.bytes))),
    /withdrawn/,
  )
  assert.ok((await codes(b)).includes('epoch-late'))
  assert.deepEqual(await seen(a), await seen(b))

  // Either goes on in its chain after another start.
  await a.restart()
  await b.restart()
  await talk(a, b)
  await ask(b, 'a last note')
  await talk(a, b)
  assert.deepEqual(await seen(a), await seen(b))

  // A scrub finds both chains and what is kept apart as they were signed, and a byte of either that is another.
  for (const side of [a, b]) assert.deepEqual(await passOver(side), [])
  const { epochs, apart: kept, version } = a.store.rows(RELATION)
  const [place, late1] = [...kept.values(version)][0] ?? assert.fail()
  kept.set(place, { ...late1, bytes: late1.bytes.with(9, (late1.bytes[9] ?? 0) ^ 1) }, version)
  const [number, row] = [...epochs.values(version)].find(([, one]) => one.number === 2) ?? assert.fail()
  epochs.set(number, { ...row, keys: [row.keys[0].replace(/.$/, '?'), row.keys[1]] }, version)
  const own = b.store.rows(RELATION)
  const [at, shown] = [...own.apart.values(own.version)][0] ?? assert.fail()
  const frontier = shown.frontier.map((hash) => hash.with(31, (hash[31] ?? 0) ^ 1))
  own.apart.set(at, { ...shown, frontier }, own.version)
  assert.deepEqual(
    (await passOver(b)).map((one) => (one as { what: string }).what),
    ['apart'],
  )
  const found = (await passOver(a)) as { what: string; side: string }[]
  assert.deepEqual(found.map(({ what, side }) => `${what} ${side}`).sort(), ['apart bbb', 'epoch bbb'])
})

test('EPOCH-6 EPOCH-7 a log that only a lost machine knew of shares its number with no other, and accuses nobody', async () => {
  const [a, b] = await history()
  // So that the key in use is not the newest that was made.
  await rotateKey(b.node, b.relation(RELATION), { use: 'log' })
  await talk(a, b)
  const backup = b.store.rows(RELATION).copy()
  const renewed = async () => {
    b.store.bringBack(RELATION, backup)
    await bringBack(b)
    await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'held-start' })
    await two(b)
    assert.equal(await say(b, channelTo(a, RELATION)), 'more')
    return (await headsOf(b)).ours.epoch
  }
  assert.equal(await renewed(), 2)
  pass(1, a, b)
  await ask(b, 'of the lost machine')
  const stray = await makeQuestion(b.node, b.relation(RELATION), b.node.random(16))
  assert.equal(await renewed(), 3)
  const taken = await takeIn(a.node, a.relation(RELATION), stray)
  assert.equal(taken.kind === 'refused' && taken.code, 'epoch-closed')
  await ask(b, 'another')
  await talk(a, b)
  assert.deepEqual(await seen(a), await seen(b))
  assert.deepEqual([...new Set(await codes(a))].sort(), ['epoch-begun', 'epoch-closed'])
})

test('SYNC-13 what was shown of a log that ended before it is told with the next', async () => {
  const [a, b] = await history()
  for (let more = 0; more < 12; more++) await ask(b, `question ${more}`)
  b.relation(RELATION).line.batch = 1
  await sayOnce(b, channelTo(a, RELATION))
  const shown = await a.store.read(RELATION, (reader) => reader.announcements())
  assert.ok(shown.length > 0)
  const heads = await headsOf(a)
  assert.equal((await receive(a.node, a.relation(RELATION), beginning(a, b, heads, {}))).kind, 'answer')
  const told = await a.store.read(RELATION, (reader) => reader.incidents(1, ['epoch-begun']))
  assert.deepEqual(
    told.map(({ detail }) => detail),
    [
      {
        side: 'bbb',
        epoch: 2,
        base: heads.theirs.size,
        shown: shown.map(({ index, leaf }) => ({ index, leaf })),
      },
    ],
  )
  // What came in its turn before the log ended is in it.
  const [came, ...beyond] = shown.toSorted((one, other) => one.index - other.index)
  const base = (came?.index ?? assert.fail()) + 1
  assert.deepEqual(
    shownBeyond(shown, base).map(({ leaf }) => leaf),
    beyond.map(({ leaf }) => leaf),
  )
})

test('EVIDENCE-7 PROOF-1 an act before and an act after a log began anew are proven from the keys that were exchanged', async () => {
  const [a, b] = await history()
  await bringBack(b)
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'held-start' })
  await two(b)
  await talk(a, b)
  await ask(b, 'in the second log')
  await talk(a, b)
  const keys = ['aaa', 'bbb'].map((side) => ({
    side,
    log: publicOf(fakeSigner(logOrigin(`${side}.test`, RELATION, 1))),
    custody: publicOf(fakeSigner(custodyName(`${side}.test`, RELATION))),
  }))
  const rows = await a.store.read(RELATION, (reader) => reader.dossiers({ limit: 50 }))
  const opened: number[] = []
  for (const side of [a, b])
    for (const { id } of rows) {
      const file = await look(side.node, side.relation(RELATION), (now) => evidenceFile(now, id))
      const members = new Map(Object.entries(unzipSync(new Uint8Array(file.bytes))))
      const findings = verifyEvidence(members, keys, side.node.verifier)
      assert.deepEqual(
        findings.filter(({ kind }) => kind === 'refused'),
        [],
      )
      for (const finding of findings)
        if (finding.code === 'delivered' && finding.side === 'bbb' && finding.header?.kind === 'open')
          opened.push(finding.index)
      assert.ok(findings.some(({ code }) => code === 'settled'))

      const manifest = text(members.get(EVIDENCE_MANIFEST) ?? new Uint8Array())
      const forged = new Map<string, Uint8Array>(members).set(
        EVIDENCE_MANIFEST,
        utf8(manifest.replace(/base \d+/, 'base 1')),
      )
      const found = verifyEvidence(forged, keys, side.node.verifier)
      assert.ok(found.some((one) => one.kind === 'refused' && one.code === 'bad-key-change'))
    }
  const { base } = (await headsOf(b)).ours
  assert.ok(opened.some((index) => index < base) && opened.some((index) => index > base))
})

test('EPOCH-6 ANSWER-4 a log is begun under the number that its message names, and one that everybody can read', async () => {
  const [a, b] = await history()
  const heads = await headsOf(a)
  const begin = (number: number) => beginning(a, b, heads, { number })
  const relation = a.relation(RELATION)
  const other = await receive(a.node, relation, { ...begin(2), epoch: 3 })
  assert.deepEqual(other, { kind: 'refused', code: 'wrong-relation' })
  for (const number of [10_000_000, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
    const refused = await receive(a.node, relation, { ...begin(number), epoch: number })
    assert.deepEqual(refused, { kind: 'refused', code: 'epoch-refused' })
    assert.throws(() => encodeStep({ ...begin(2), epoch: number }), { code: 'bad-step' })
    assert.throws(() => endAsked({ epoch: number }), { code: 'bad-step' })
    const place = { epoch: number, start: 0 }
    const asked = encodeQuestion({ kind: 'late', nonce: new Uint8Array(16), place })
    assert.throws(() => decodeQuestion(asked), { code: 'bad-step' })
  }
  assert.equal((await receive(a.node, relation, begin(9_999_999))).kind, 'answer')
})
