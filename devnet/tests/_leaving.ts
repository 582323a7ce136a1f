/** What was typed is not lost by Back, by loading the page again or because the session ended meanwhile. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { personas } from '@counterpart/record'
import type { Dialog } from 'playwright-core'
import { signIn } from '../src/persona.ts'
import { CASTS } from './_casts.ts'
import { Form } from './_form.ts'
import { fillRequest } from './_request.ts'
import type { Asked, Seat } from './_seat.ts'
import { tabOf } from './_tab.ts'
import { wordsIn } from './_words.ts'
import type { World } from './_world.ts'

const PERSONA = 'vnm-mong-cai-duty'
const OTHER = 'vnm-mps-secretary'
/** Of another gate: none of that dossier is for them. */
const ELSEWHERE = 'vnm-lao-cai-gate-duty'
const SUBJECT = 'What would be lost (invented)'

async function halfFilled(seat: Seat): Promise<Form> {
  const { page, words } = seat
  await page.getByRole('button', { name: words.t('desk.new') }).click()
  const form = new Form(seat, words)
  await fillRequest(form, { to: null, said: { ...CASTS.en.said, subject: SUBJECT } })
  return form
}

export async function askedBeforeLeaving(sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: PERSONA, language: 'en' })
  const { page, words } = seat
  await seat.visit('directory')
  await seat.visit('desk')
  const form = await halfFilled(seat)
  const desk = page.url()
  const question = page.getByRole('dialog', { name: words.t('form.leave') })

  for (const [answer, path] of [
    ['form.leave-no', new URL(desk).pathname],
    ['form.leave-yes', '/directory'],
  ] as const) {
    await page.evaluate('history.back()')
    await question.waitFor()
    // Whoever goes on typing or pressing Enter loses nothing.
    const stay = question.getByRole('button', { name: words.t('form.leave-no') })
    await stay.and(page.locator(':focus')).waitFor({ timeout: 5000 })
    assert.equal(page.url(), desk)
    assert.equal(await form.box('subject').inputValue(), SUBJECT)
    // On a busy machine it still grows under the pointer, and a press on a button that moves away is none.
    await page.locator('.ant-zoom-appear').waitFor({ state: 'detached' })
    await question.getByRole('button', { name: words.t(answer) }).click()
    await question.waitFor({ state: 'hidden' })
    await page.waitForURL((url) => url.pathname === path)
  }
  await page.getByRole('heading', { level: 1, name: words.t('nav.directory'), exact: true }).waitFor()
  assert.equal(await form.dialog.count(), 0)

  await seat.visit('desk')
  await halfFilled(seat)
  await askedBeforeAnother(form)
  const asked = new Promise<string>((resolve) =>
    page.once('dialog', async (dialog: Dialog) => {
      await dialog.dismiss()
      resolve(dialog.type())
    }),
  )
  await page.evaluate('setTimeout(() => location.reload())')
  assert.equal(await asked, 'beforeunload')
  assert.equal(await form.box('subject').inputValue(), SUBJECT)
}

/** Another procedure has another form: what is typed is there until its officer gives it up. */
async function askedBeforeAnother(form: Form): Promise<void> {
  const { page, words } = form.seat
  const letter = wordsIn('en', 'correspondence')
  const question = page.getByRole('dialog', { name: words.t('form.leave') })
  const what = form.dialog.locator('#open-what')
  const subject = form.box('subject')
  const picked = async (answer: 'form.leave-no' | 'form.leave-yes') => {
    await form.pick(what, letter.act('send-letter'))
    await question.waitFor()
    await page.locator('.ant-zoom-appear').waitFor({ state: 'detached' })
    await question.getByRole('button', { name: words.t(answer) }).click()
    await question.waitFor({ state: 'hidden' })
  }
  await picked('form.leave-no')
  assert.equal(await subject.inputValue(), SUBJECT)
  await picked('form.leave-yes')
  await form.dialog.getByText(letter.field('letter-number')).waitFor()
  // Nothing is typed into the new one: the way back asks nothing.
  await fillRequest(form, { to: null, said: { ...CASTS.en.said, subject: SUBJECT } })
}

/** How an answer does not come: its connection ends, or nothing at all is heard any more. */
const LOST = {
  reset: `throw new TypeError('Failed to fetch')`,
  silent: `const { signal } = given[0]
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))`,
} as const

/** The node recorded it and the answer was lost: sent again, also while what came of it stands in the dossier, it is one act. */
export async function sentOnce(sit: (asked: Asked) => Promise<Seat>, how: keyof typeof LOST): Promise<void> {
  const seat = await sit({ persona: PERSONA, language: 'en' })
  const { page, words } = seat
  seat.forgive(/Failed to load resource/)
  const form = await halfFilled(seat)
  await form.send('form.record')
  await page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor()

  const asked: unknown[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/acts')) asked.push(request.postDataJSON())
  })
  // The request arrives and its answer does not. A test waits for less of one than an officer.
  await page.evaluate(`{
    const patient = AbortSignal.timeout.bind(AbortSignal)
    AbortSignal.timeout = (wait) => patient(wait / 4)
    const whole = window.fetch
    let lost = false
    window.fetch = async (...given) => {
      const answer = await whole(...given)
      if (lost || !answer.url.endsWith('/acts')) return answer
      lost = true
      ${LOST[how]}
    }
  }`)
  await page
    .getByRole('button', { name: words.act('note') })
    .first()
    .click()
  await form.box('message').fill('Said once (invented)')
  await form.dialog.getByRole('button', { name: words.t('form.record'), exact: true }).click()
  const again = form.dialog.getByRole('button', { name: words.t('form.again') })
  await again.waitFor()
  // What was recorded comes onto the page meanwhile.
  await page.getByText('Said once (invented)').nth(1).waitFor()
  await again.click()
  await form.dialog.waitFor({ state: 'hidden' })
  assert.equal(asked.length, 2)
  assert.deepEqual(asked[1], asked[0])
  await page.reload()
  await page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor()
  await page.getByText('Said once (invented)').first().waitFor()
  assert.equal(await page.getByText('Said once (invented)').count(), 1)
}

/** Whoever recorded something is not told of it as of something new, though the page has not read it yet; of another's act they are. */
export async function ownIsSeen(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: PERSONA, language: 'en' })
  const { page, words } = seat
  const form = await halfFilled(seat)
  await form.send('form.record')
  await page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor()
  const note = page.getByRole('button', { name: words.act('note') }).first()
  await note.waitFor()

  let [letPass, isHeld] = [() => {}, true]
  const held = new Promise<void>((resolve) => {
    letPass = resolve
  })
  await page.route(`**/api/dossiers/${seat.dossier}`, async (route) => {
    if (isHeld) await held
    await route.continue()
  })
  await note.click()
  await form.box('message').fill('First (invented)')
  await form.send('form.record')
  await form.dialog.waitFor({ state: 'hidden' })
  await note.click()
  await form.box('message').fill('Second (invented)')
  isHeld = false
  letPass()
  await page.getByText('First (invented)').first().waitFor()
  assert.equal(await form.dialog.locator('.meanwhile').count(), 0)
  assert.equal((await form.send('form.record')).status, 200)
  await form.dialog.waitFor({ state: 'hidden' })

  await page.getByText('Second (invented)').first().waitFor()
  await note.click()
  await form.box('message').fill('Third (invented)')
  const other = await signIn(world.url('vnm'), PERSONA)
  const { position } = await seat.get<{ position: string }>(`/api/dossiers/${seat.dossier}`)
  const said = { message: { en: { text: 'Fourth (invented)', standing: 'authoritative' } } }
  await other.call('POST', `/api/dossiers/${seat.dossier}/acts`, {
    request: randomUUID(),
    act: 'note',
    handling: 'H1',
    fields: said,
    position,
  })
  // The form covers it, and nobody reads what they cannot see.
  const came = form.dialog.locator('.meanwhile')
  await came.getByText('Fourth (invented)').waitFor()
  const tab = await tabOf(page, came.getByRole('link'))
  await tab.locator('.card').getByText('Fourth (invented)').waitFor()
  await tab.close()
  assert.equal(await form.box('message').inputValue(), 'Third (invented)')
  const read = came.getByRole('button')
  await read.focus()
  await read.press('Enter')
  await read.waitFor({ state: 'detached' })
  await form.dialog.locator(':focus').waitFor()
  assert.equal((await form.send('form.record')).status, 200)
}

export async function sentAfterNewSession(sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: PERSONA, language: 'en' })
  const { page, words } = seat
  seat.forgive(/status of 40[134]/)
  const form = await halfFilled(seat)
  await page.context().clearCookies()
  const refused = await form.send('form.record')
  assert.equal(refused.status, 401, JSON.stringify(refused.body))

  const other = await tabOf(page, form.dialog.getByRole('link', { name: words.t('session.new-tab') }))
  // What is read next finds out that the session has ended: the sign-in covers the form.
  await page.evaluate(`dispatchEvent(new Event('online'))`)
  const cover = page.getByRole('dialog', { name: words.t('session.again') })
  await cover.waitFor()
  const who = personas.find(({ id }) => id === PERSONA)
  await other.getByRole('button', { name: who?.name ?? '' }).click()
  await other.getByRole('heading', { level: 1, name: words.t('nav.desk') }).waitFor()
  await other.close()
  await cover.waitFor({ state: 'detached' })
  await form.dialog.getByRole('link', { name: words.t('session.new-tab') }).waitFor({ state: 'detached' })
  assert.equal(await form.box('subject').inputValue(), SUBJECT)
  await form.dialog.getByRole('button', { name: words.t('form.record') }).click()
  await page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor()
  await nothingOfAnothers(seat)
}

/** Whoever signs in where another officer's session ended sees nothing that only the other may read. */
async function nothingOfAnothers({ page, words }: Seat): Promise<void> {
  await page.context().clearCookies()
  await page.evaluate(`dispatchEvent(new Event('online'))`)
  const cover = page.getByRole('dialog', { name: words.t('session.again') })
  const who = personas.find(({ id }) => id === ELSEWHERE)
  await cover.getByRole('button', { name: who?.name ?? '' }).click()
  await cover.waitFor({ state: 'detached' })
  await page
    .getByText(words.t('fault.code', { code: 'not-found' }))
    .first()
    .waitFor()
  assert.equal(await page.getByText(SUBJECT).count(), 0)
}

/** Who shares a machine with others is told that one of them has signed in since, and acts for nobody else. */
export async function toldOfAnother(sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: PERSONA, language: 'en' })
  const { page, words } = seat
  seat.forgive(/status of 403/)
  const form = await halfFilled(seat)
  await page.evaluate(
    `fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ persona: ${JSON.stringify(OTHER)} }) }).then((answer) => answer.text())`,
  )
  const refused = await form.send('form.record')
  assert.equal(refused.status, 403, JSON.stringify(refused.body))
  await form.dialog.getByText(words.t('fault.other-officer')).waitFor()
  assert.equal(await form.box('subject').inputValue(), SUBJECT)
}
