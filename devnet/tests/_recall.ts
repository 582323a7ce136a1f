/** A recall on the pages: one officer asks for it, a second one approves it, the other side sees it at the act. */
import assert from 'node:assert/strict'
import { offer } from './_dossier.ts'
import { asking, bothBack, bothOfficers, recorded } from './_outage.ts'
import type { Asked, Seat } from './_seat.ts'
import type { World } from './_world.ts'

const TITLE = 'About another person (invented)'
const REASON = 'another person is meant (invented)'
/** A line that was cut is tried again after pauses that grow. */
const BACK = 60_000

export async function recalledByTwo(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const officers = await bothOfficers(world)
  await bothBack(officers)
  const { dossier, leaf } = await recorded(officers.vnm, asking(TITLE))
  const path = `/dossiers/${dossier}`

  const first = await sit({ persona: 'vnm-quang-ninh-legal', language: 'vi' })
  await first.turnTo(path)
  await first.page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  await first.page.getByRole('button', { name: first.words.t('retention.recall'), exact: true }).click()
  const form = first.page.getByRole('dialog', { name: first.words.t('retention.recall') })
  const draft = form.getByRole('button', { name: first.words.t('form.draft') })
  // What destroys is chosen by whoever does it: nothing is before.
  assert.deepEqual(
    [await form.getByRole('radio', { checked: true }).count(), await draft.isDisabled()],
    [0, true],
  )
  await form.getByRole('combobox', { name: first.words.t('retention.what') }).click()
  await first.page.getByRole('option').first().waitFor({ state: 'attached' })
  await first.page.keyboard.press('Enter')
  await form.getByRole('checkbox').first().check()
  await form.getByRole('radio', { name: first.words.t('recall-ground.wrong') }).check()
  const reason = form.getByRole('textbox', { name: first.words.t('recall-reason.wrong') })
  await reason.fill(`${REASON}\u202e`)
  await form.getByText('U+202E').waitFor()
  // What is written and wrong is not missing.
  assert.deepEqual([await draft.isDisabled(), await form.getByRole('status').count()], [true, 0])
  await reason.fill(REASON)
  await draft.click()
  await form.waitFor({ state: 'hidden' })
  const own = first.page.locator('.card-draft')
  await own.getByText(first.words.t('draft.second')).waitFor()
  assert.equal(await own.getByRole('button', { name: first.words.t('draft.approve') }).count(), 0)

  const second = await sit({ persona: 'vnm-quang-ninh-approver', language: 'en', width: 1024 })
  await second.turnTo('/')
  const card = second.page.locator('.card-draft').filter({ hasText: TITLE })
  await card.getByRole('button', { name: second.words.t('draft.read-approve') }).click()
  // The button is gone, and who goes by keys is at what it opened.
  await card.getByRole('heading', { level: 3 }).and(second.page.locator(':focus')).waitFor()
  // Which act it is stands there as well, for a dossier has many.
  await card.getByText(REASON).waitFor()
  await card.locator('.log-index').waitFor()

  await second.turnTo(path)
  const waiting = second.page.locator('.card-draft').filter({ hasText: REASON })
  await waiting.getByText(second.words.t('retention.recall-means')).waitFor()
  const decline = waiting.getByRole('button', { name: second.words.t('draft.decline') })
  await decline.focus()
  await decline.press('Enter')
  await second.page.getByRole('dialog', { name: second.words.t('draft.decline') }).waitFor()
  await second.page.keyboard.press('Escape')
  await decline.and(second.page.locator(':focus')).waitFor()
  const there = await sit({ persona: 'chn-dongxing-duty', language: 'zh-Hans' })
  await there.turnTo(path)
  const writing = await offer(there, 'take-in-hand')
  await waiting.getByRole('button', { name: second.words.t('draft.approve') }).click()

  // Who writes on what is called back reads that before going on.
  const came = writing.dialog.locator('.meanwhile')
  await came.getByText(REASON).waitFor({ timeout: BACK })
  await came.getByRole('button', { name: there.words.t('form.have-read') }).click()
  await came.waitFor({ state: 'hidden' })
  for (const seat of [there, second]) {
    const mark = seat.page.locator(`#rung-${leaf} .recall-mark`)
    await mark.getByText(REASON).waitFor({ timeout: BACK })
    await mark.getByText(seat.words.t('ladder.approved')).waitFor()
    await mark.getByText(seat.words.t('recall-ground.wrong')).waitFor()
    // It is read before what was recalled, which a stay may keep for years.
    assert.equal(await seat.page.locator(`#rung-${leaf} .fields ~ .recall-mark`).count(), 0)
    assert.ok((await seat.overflow()) <= 0, 'as wide as the screen')
  }
}
