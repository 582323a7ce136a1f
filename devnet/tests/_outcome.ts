/** What became of a commitment, as the review of both sides says it on its page. */
import { randomUUID } from 'node:crypto'
import { digestOf } from '@counterpart/casework'
import { commitment } from '@counterpart/procedures'
import { ownRecord } from '@counterpart/record'
import { type Persona, signIn } from '../src/persona.ts'
import { expectEventually } from './_eventually.ts'
import type { Asked, Seat } from './_seat.ts'
import { wordsIn } from './_words.ts'
import type { Side, World } from './_world.ts'

const TITLE = 'Both sides light the path along the river (invented)'
const text = (en: string) => ({ en: { text: en, standing: 'authoritative' } })
const daysAgo = (days: number) => ({
  date: new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
})

interface View {
  position: string
  state: string
  rungs: { leaf: string; act: string }[]
}

/** Secretary and approver of a ministry. */
async function pair(world: World, side: Side): Promise<[Persona, Persona]> {
  const [secretary, approver] = await Promise.all(
    ['secretary', 'approver'].map((role) => signIn(world.url(side), `${side}-mps-${role}`)),
  )
  if (!secretary || !approver) throw new Error(`nobody of ${side}`)
  return [secretary, approver]
}

export async function outcomeShown(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const [ours, theirs] = await Promise.all([pair(world, 'chn'), pair(world, 'vnm')])
  const words = wordsIn('en', 'commitment')
  const approved = async ([secretary, approver]: [Persona, Persona], path: string, body: object) => {
    const drafted = await secretary.call('POST', path, { request: randomUUID(), ...body })
    const { draft } = drafted.body as { draft: string }
    const done = await approver.call('POST', `/api/drafts/${draft}/approve`, { request: randomUUID() })
    return done.body as { dossier: string }
  }
  const { dossier } = await approved(ours, '/api/dossiers', {
    relation: ownRecord.relation.relation,
    procedure: digestOf(commitment),
    act: 'state-commitment',
    fields: { title: text(TITLE), nature: 'agreed', by: 'chn vnm', term: 'none', 'said-on': daysAgo(20) },
    to: 'vnm-mps',
    level: 'ministry',
    handling: 'H1',
  })
  const path = `/api/dossiers/${dossier}`
  const act = async (by: [Persona, Persona], name: string, fields: object, answers: string | null = null) => {
    const { body } = await expectEventually(
      () => by[0].call('GET', path).catch(() => ({ status: 404, body: { rungs: [] } })),
      ({ body: seen }) => answers === null || (seen as View).rungs.some((rung) => rung.act === answers),
      `${answers} before ${name}`,
    )
    const { position, rungs } = body as View
    const on = rungs.find((rung) => rung.act === answers)?.leaf
    await approved(by, `${path}/acts`, { act: name, position, fields, ...(on === undefined ? {} : { on }) })
  }
  await act(theirs, 'confirm-commitment', {}, 'state-commitment')
  await act(theirs, 'propose-fulfilled', { 'ended-on': daysAgo(3), message: text('Done (invented)') })

  const seat = await sit({ persona: 'chn-mps-secretary', language: 'en' })
  const link = seat.page.locator(`a[href="/commitments/${dossier}"]`)
  const item = seat.page.locator('.review-item').filter({ has: link })
  const reviewed = async (said: string) => {
    await seat.visit('review')
    await item.getByText(said, { exact: false }).waitFor()
  }
  // One side alone says that it is done: that stands there, and it has not ended.
  await expectEventually(
    () => ours[0].call('GET', path),
    ({ body }) => (body as View).rungs.some((rung) => rung.act === 'propose-fulfilled'),
    'what one side proposes',
  )
  await reviewed(words.t('differing.by', { party: 'Viet Nam' }))
  await act(ours, 'accept-fulfilled', {}, 'propose-fulfilled')
  await seat.visit('desk')
  await reviewed(`${words.state('commitment-fulfilled')} · `)
}
