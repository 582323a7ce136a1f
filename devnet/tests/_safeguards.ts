/** A safeguard on the pages of both sides: it stops an act until an officer of another role has answered it. */
import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { CASTS } from './_casts.ts'
import { awaitRung, offer } from './_dossier.ts'
import { Form } from './_form.ts'
import { fillRequest } from './_request.ts'
import type { Asked, Seat } from './_seat.ts'

const STOPPED = 'answer-in-full'
const GATES = ['legal-basis', 'competence', 'political-offence'] as const

/** Where a safeguard stands on a page. */
function standing(seat: Seat, gate: string): Locator {
  const { page, words } = seat
  return page
    .getByRole('region', { name: words.t('safeguard.title') })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { level: 3, name: words.t(`gate.${gate}`), exact: true }) })
}

/** What is about persons is answered only once another officer has looked into it. */
export async function safeguardStops(sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const [asks, answers, reviews] = await Promise.all([
    sit({ persona: 'chn-mps-secretary', language: 'en' }),
    sit({ persona: 'vnm-mps-secretary', language: 'vi' }),
    sit({ persona: 'vnm-mps-legal', language: 'vi' }),
  ])
  const subject = 'Recordings of a camera above the gate'
  await open(asks, subject)
  for (const seat of [answers, reviews]) {
    await seat.look('all')
    await seat.openRow(subject)
  }

  const { words, page } = answers
  const offers = page.getByRole('region', { name: words.t('offers.title') })
  await offers.getByText(words.t('offers.stopped')).waitFor()
  assert.equal(await offers.getByRole('button', { name: words.act(STOPPED), exact: true }).count(), 0)
  assert.equal(await standing(answers, GATES[0]).getByRole('button').count(), 0)

  await answer(reviews, GATES[0], 'passed')
  await answer(reviews, GATES[2], 'passed')
  await answer(reviews, GATES[1], 'failed')
  for (const seat of [asks, answers]) {
    await standing(seat, GATES[0]).getByText(seat.words.t('safeguard.passed'), { exact: true }).waitFor()
    await standing(seat, GATES[1]).getByText(seat.words.t('safeguard.failed'), { exact: true }).waitFor()
  }
  const stopped = offers.getByRole('link', { name: words.t(`gate.${GATES[1]}`), exact: true })
  await stopped.waitFor()

  await answer(reviews, GATES[1], 'passed')
  await stopped.waitFor({ state: 'detached' })
  await offer(answers, STOPPED)
}

async function open(asks: Seat, subject: string): Promise<void> {
  const { page, words } = asks
  await page.getByRole('button', { name: words.t('desk.new') }).click()
  const form = new Form(asks)
  await fillRequest(form, { to: null, said: { ...CASTS.en.said, subject } })
  await form.write('about-persons', 'Whoever was at the wheel; nobody is named here.')
  const { status, body } = await form.send('form.record')
  assert.equal(status, 200, JSON.stringify(body))
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
}

async function answer(seat: Seat, gate: (typeof GATES)[number], said: 'passed' | 'failed'): Promise<void> {
  const { words } = seat
  const act = `check-${gate}`
  await standing(seat, gate)
    .getByRole('button', { name: words.act(act), exact: true })
    .click()
  const form = new Form(seat)
  await form.choose(`gate-${gate}`, said)
  await form.write('gate-reason', 'Theo Hiệp định, điều 3.')
  const { status, body } = await form.send('form.record')
  assert.equal(status, 200, JSON.stringify(body))
  await awaitRung(seat, words.done(act), words.t('word.effective'))
}
