import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NodeError } from '../../errors.ts'
import { MemoryStore } from '../../store/memory/memory-store.ts'
import { mark } from '../_hostile.ts'
import { two } from '../_retained.ts'
import { act, ask, headsOf, RELATION, talk } from '../_talk.ts'
import type { Side } from '../_world.ts'
import { writes } from '../_writes.ts'

/** More than are kept of one kind within a day. */
const FLOOD = 24

/** One that the other side keeps, under a head of its own. */
async function askedOne(a: Side): Promise<{ dossier: string; size: number }> {
  const { dossier } = await ask(a)
  return { dossier, size: (await headsOf(a)).ours.size }
}

async function asked(a: Side): Promise<{ dossier: string; size: number }[]> {
  const all = []
  for (let n = 0; n < FLOOD; n++) all.push(await askedOne(a))
  return all
}

const wrong = ({ size }: { size: number }) => mark({ seen: size })

async function isStopped(a: Side, dossier: string): Promise<boolean> {
  return act(a, dossier, 'withdraw').then(
    () => false,
    ({ code }) => code === 'held-diverged' || assert.fail(code),
  )
}

const told = (a: Side) => a.store.read(RELATION, (reader) => reader.incidents(999, ['verdict-differs']))

test('MARK-7 however many marks differ, each dossier that one of them stops is stopped after a restart too', async () => {
  const [a, b] = await two()
  const all = await asked(a)
  await writes(b, all.map(wrong))
  await talk(a, b)
  for (const isAnew of [false, true]) {
    if (isAnew) {
      await a.restart()
      await talk(a, b)
    }
    for (const { dossier } of all) assert.ok(await isStopped(a, dossier))
  }
  assert.equal((await told(a)).length, FLOOD)
})

for (const when of ['before', 'after'] as const)
  test(`MARK-7 a dossier that is stopped while the store fails ${when} the commit is stopped after a restart too`, async () => {
    let fails = 'no'
    const store = new MemoryStore({
      onCall(method, at) {
        if (method === 'putIncident' && fails === 'next') fails = 'now'
        if (method !== 'commit' || at !== when || fails !== 'now') return
        fails = 'no'
        throw new NodeError({ code: 'database-unreachable' })
      },
    })
    const [a, b] = await two({ store })
    await writes(b, (await asked(a)).map(wrong))
    await talk(a, b)
    const last = await askedOne(a)
    await writes(b, [wrong(last)])
    fails = 'next'
    await talk(a, b).catch(() => undefined)
    assert.ok(fails === 'no')
    await talk(a, b)
    assert.ok(await isStopped(a, last.dossier))
    await a.restart()
    await talk(a, b)
    assert.ok(await isStopped(a, last.dossier))
  })

test('MARK-7 of marks that differ about one dossier no more are kept than of any other kind', async () => {
  const [a, b] = await two()
  const { dossier, size } = await askedOne(a)
  const sizes = [size]
  for (let n = 1; n < FLOOD; n++) {
    const message = { en: { text: `${n} (invented)`, standing: 'authoritative' } }
    await act(a, dossier, 'note', { fields: { message } })
    sizes.push((await headsOf(a)).ours.size)
  }
  await writes(
    b,
    sizes.map((one) => wrong({ size: one })),
  )
  await talk(a, b)
  assert.equal((await told(a)).length, 20)
})
