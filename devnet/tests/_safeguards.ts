/** A safeguard on the pages of both sides: it stops an act until an officer of another role has answered it. */
import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { CASTS } from './_casts.ts'
import { awaitRung, offer } from './_dossier.ts'
import { Form } from './_form.ts'
import { fillRequest } from './_request.ts'
import type { Asked, Seat } from './_seat.ts'
import { tabOf } from './_tab.ts'

const STOPPED = 'name-persons'
const GATE = 'proportionality'

/** Where a safeguard stands on a page. */
function standing(seat: Seat, gate: string): Locator {
  const { page, words } = seat
  return page
    .getByRole('region', { name: words.t('safeguard.title') })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { level: 3, name: words.t(`gate.${gate}`), exact: true }) })
}

/** Who is asked about is named only once another officer of the same side has looked into it. */
export async function safeguardStops(sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const [asks, answers, reviews] = await Promise.all([
    sit({ persona: 'chn-mps-secretary', language: 'en' }),
    sit({ persona: 'vnm-mps-secretary', language: 'vi' }),
    sit({ persona: 'chn-mps-legal', language: 'zh-Hans' }),
  ])
  const subject = 'Recordings of a camera above the gate'
  await open(asks, subject)
  for (const seat of [answers, reviews]) {
    await seat.look('all')
    await seat.openRow(subject)
  }

  await toldWhoAnswers(answers)
  const { words, page } = asks
  const offers = page.getByRole('region', { name: words.t('offers.title') })
  await offers.getByText(words.t('offers.stopped')).waitFor()
  assert.equal(await offers.getByRole('button', { name: words.act(STOPPED), exact: true }).count(), 0)
  assert.equal(await standing(asks, GATE).getByRole('button').count(), 0)

  // Whose only act is to answer it is told so, and not that there is nothing to do.
  const ours = reviews.page.getByRole('region', { name: reviews.words.t('offers.title') })
  await ours.getByText(reviews.words.t('offers.gates')).waitFor()
  await ours.getByRole('link', { name: reviews.words.t(`gate.${GATE}`), exact: true }).waitFor()
  assert.equal(await ours.getByText(reviews.words.t('offers.none')).count(), 0)

  await answer(reviews, 'failed')
  for (const seat of [asks, answers])
    await standing(seat, GATE).getByText(seat.words.t('safeguard.failed'), { exact: true }).waitFor()
  const stopped = offers.getByRole('link', { name: words.t(`gate.${GATE}`), exact: true })
  await stopped.waitFor()

  await answer(reviews, 'passed')
  await stopped.waitFor({ state: 'detached' })
  await standing(answers, GATE).getByText(answers.words.t('safeguard.passed'), { exact: true }).waitFor()
  await offer(asks, STOPPED)
}

/** What brings a safeguard says so where it is typed; once it stops the act, who answers it is said, and the form stays. */
async function toldWhoAnswers(seat: Seat): Promise<void> {
  const { page, words } = seat
  seat.forgive(/status of 409/)
  const form = await offer(seat, 'answer-in-full')
  const legal = words.t('gate.legal-basis')
  await page.locator('[id="field-about-persons-help"]').getByText(legal).waitFor()
  assert.equal(await page.locator('[id="field-message-help"]').getByText(legal).count(), 0)
  await form.choose('outcome', 'none-held')
  await form.write('message', 'Không có gì (tự đặt)')
  await form.write('about-persons', 'Người không có thật')
  const { status, body } = await form.send('form.draft')
  assert.deepEqual([status, (body as { error: { code: string } }).error.code], [409, 'gate-open'])
  const stopped = form.dialog.locator('.stopped-by').filter({ hasText: legal })
  await stopped.getByText(words.t('role.legal-reviewer'), { exact: false }).waitFor()
  const tab = await tabOf(page, stopped.getByRole('link'))
  await tab.locator('#gate-legal-basis').waitFor()
  await tab.waitForFunction(
    `(({ top, bottom }) => top >= 0 && bottom > 0 && bottom <= innerHeight)(document.getElementById('gate-legal-basis').getBoundingClientRect())`,
  )
  await tab.close()
  assert.equal(await form.box('about-persons').inputValue(), 'Người không có thật')
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: words.t('form.leave') })
  await question.getByRole('button', { name: words.t('form.leave-yes') }).click()
  await form.dialog.first().waitFor({ state: 'detached' })
}

async function open(asks: Seat, subject: string): Promise<void> {
  const { page, words } = asks
  await page.getByRole('button', { name: words.t('desk.new') }).click()
  const form = new Form(asks)
  await fillRequest(form, { to: null, said: { ...CASTS.en.said, subject } })
  const { status, body } = await form.send('form.record')
  assert.equal(status, 200, JSON.stringify(body))
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
}

async function answer(seat: Seat, said: 'passed' | 'failed'): Promise<void> {
  const { words } = seat
  const act = `check-${GATE}`
  // It is called as it reads, and what it answers besides.
  const button = standing(seat, GATE).getByRole('button', { name: words.t(`gate.${GATE}`) })
  assert.ok((await button.getAttribute('aria-label'))?.startsWith(await button.innerText()))
  await button.click()
  const form = new Form(seat)
  await form.choose(`gate-${GATE}`, said)
  await form.write('gate-reason', 'Theo Hiệp định, điều 3.')
  const { status, body } = await form.send('form.record')
  assert.equal(status, 200, JSON.stringify(body))
  await awaitRung(seat, words.done(act), words.t('word.effective'))
}
