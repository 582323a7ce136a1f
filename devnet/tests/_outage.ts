/** What goes wrong between and under two nodes, and what has to be there when it is over: everything, once. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { digestOf } from '@counterpart/casework'
import { informationRequest } from '@counterpart/procedures'
import { ownRecord } from '@counterpart/record'
import type { Recorded } from '../src/arrivals.ts'
import { type Persona, RefusedError, signIn } from '../src/persona.ts'
import { expectEventually } from './_eventually.ts'
import type { Side, World } from './_world.ts'

/** A node that was killed has to find its database, its counterpart and itself again. */
const BACK = 60_000

interface Row {
  id: string
  title: { en?: { text: string } } | null
  state: string
}

export interface View {
  state: string
  position: string
  rungs: { leaf: string; kind: string; words: string[]; settled: unknown }[]
}

type Officers = Record<Side, Persona>

const SIDES = ['vnm', 'chn'] as const

export async function bothOfficers(world: World): Promise<Officers> {
  return {
    vnm: await signIn(world.url('vnm'), 'vnm-mong-cai-duty'),
    chn: await signIn(world.url('chn'), 'chn-dongxing-duty'),
  }
}

interface Line {
  state: string
  held: string | null
  waiting: number
}

/** Fails while the node is down. */
export async function lineOf(officer: Persona): Promise<Line | undefined> {
  const { body } = await officer.call('GET', '/api/relations')
  return (body as { line: Line }[])[0]?.line
}

export async function bothBack(officers: Officers): Promise<void> {
  for (const side of SIDES)
    await expectEventually(
      () => lineOf(officers[side]),
      (line) => line?.state === 'up' && line.held === null,
      `${side} is back and hears the other side`,
      BACK,
    )
}

export function asking(title: string) {
  const en = (text: string) => ({ en: { text, standing: 'authoritative' } })
  return {
    request: randomUUID(),
    relation: ownRecord.relation.relation,
    procedure: digestOf(informationRequest),
    act: 'request-information',
    to: 'chn-dongxing',
    level: 'gate',
    handling: 'H1',
    fields: {
      subject: en(title),
      urgency: 'normal',
      offence: 'illegal-entry-exit',
      purpose: 'investigation',
      'legal-basis': en('Invented agreement, article 3'),
      questions: [{ question: en('Is this here once?') }],
    },
  }
}

export async function recorded(by: Persona, body: ReturnType<typeof asking>): Promise<Recorded> {
  return (await by.call('POST', '/api/dossiers', body)).body as Recorded
}

/** On both sides once, in one state, with every act delivered and settled. */
export async function onceOnBoth(
  officers: Officers,
  { dossier, leaf }: Recorded,
  title: string,
): Promise<void> {
  const seen = await Promise.all(
    SIDES.map(async (side) => {
      const officer = officers[side]
      const view = await expectEventually(
        async () => (await officer.call('GET', `/api/dossiers/${dossier}`)).body as View,
        ({ rungs }) => rungs.every(({ words, settled }) => words.includes('delivered') && settled !== null),
        `${title}: delivered and settled on ${side}`,
        BACK,
      )
      const { rows } = (await officer.call('GET', '/api/dossiers')).body as { rows: Row[] }
      assert.equal(rows.filter((row) => row.title?.en?.text === title).length, 1, `${title} on ${side}`)
      assert.equal(view.rungs.filter((rung) => rung.leaf === leaf).length, 1)
      return [view.state, view.rungs.map(({ leaf: one, settled }) => [one, settled])]
    }),
  )
  assert.deepEqual(seen[0], seen[1])
}

/** Ended with SIGKILL: who is asked, who asks, and both of them, each in the middle of an exchange. */
export async function killed(world: World): Promise<void> {
  const officers = await bothOfficers(world)
  for (const [victims, wait] of [
    [['chn'], 0],
    [['vnm'], 5],
    [['vnm', 'chn'], 15],
  ] as [Side[], number][]) {
    const title = `Asked while ${victims.join(' and ')} was killed (invented)`
    const body = asking(title)
    const first = recorded(officers.vnm, body).catch((error: unknown) => {
      // Nobody knows whether it was recorded: it is asked again, under the same id.
      if (error instanceof RefusedError) throw error
      return null
    })
    await new Promise((resolve) => setTimeout(resolve, wait))
    for (const side of victims) world.kill(side)
    const answered = await first
    await bothBack(officers)
    const again = await recorded(officers.vnm, body)
    if (answered) assert.deepEqual(again, answered)
    await onceOnBoth(officers, again, title)
  }
}

/** Cut, then up again and losing, repeating and mixing up what it carries. */
export async function badLine(world: World): Promise<void> {
  const officers = await bothOfficers(world)
  await bothBack(officers)
  const waits = (number: number) =>
    expectEventually(
      () => lineOf(officers.vnm),
      (line) => line?.waiting === number,
      `${number} acts wait for the line`,
      BACK,
    )
  await world.setLine({ cut: true })
  const title = 'Asked while the line was cut (invented)'
  const made = await recorded(officers.vnm, asking(title))
  const { rungs } = (await officers.vnm.call('GET', `/api/dossiers/${made.dossier}`)).body as View
  assert.deepEqual(
    rungs.map(({ words }) => words),
    [['recorded', 'on-its-way']],
  )
  await assert.rejects(officers.chn.call('GET', `/api/dossiers/${made.dossier}`), RefusedError)
  await waits(1)
  await world.setLine({ loseRequest: 0.3, loseAnswer: 0.3, repeat: 0.5, reorder: 0.5, delay: 50 })
  const all: [string, Recorded][] = [[title, made]]
  for (const number of [1, 2, 3]) {
    const one = `Asked over a bad line, ${number} (invented)`
    all.push([one, await recorded(officers.vnm, asking(one))])
  }
  await waits(0)
  await world.setLine({})
  for (const [one, done] of all) await onceOnBoth(officers, done, one)
}
