/** A stay on the page: nothing of it is chosen before its officer chose it, and each day that cannot be meant is said to be one. */
import assert from 'node:assert/strict'
import { asking, bothOfficers, recorded } from './_outage.ts'
import type { Asked, Seat } from './_seat.ts'
import type { World } from './_world.ts'

const ZONE = 'Asia/Ho_Chi_Minh'

/** Days from today where the officer sits, day, month and year. */
function dayFrom(days: number, years = 0): [string, string, string] {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date())
  const date = new Date(`${today}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate() + days)
  return [String(date.getUTCDate()), String(date.getUTCMonth() + 1), String(date.getUTCFullYear())]
}

/** Of a box in a page, whose own types are not known here. */
interface Selectable {
  setSelectionRange(start: number, end: number): void
}

export async function stayedByCourt(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const officers = await bothOfficers(world)
  const { dossier } = await recorded(officers.vnm, asking('Wanted by a court (invented)'))
  const seat = await sit({ persona: 'vnm-quang-ninh-legal', language: 'vi' })
  const { page, words } = seat
  await seat.turnTo(`/dossiers/${dossier}`)
  const opens = page.getByRole('button', { name: words.t('retention.stay'), exact: true })
  await opens.focus()
  await opens.press('Enter')
  const form = page.getByRole('dialog', { name: words.t('retention.stay') })
  const button = form.getByRole('button', { name: words.t('retention.stay'), exact: true })
  const missing = form.getByRole('status')
  await missing.waitFor()
  for (const what of ['retention.until', 'retention.ground', 'retention.reference'])
    assert.ok((await missing.innerText()).includes(words.t(what)), what)
  assert.deepEqual(
    [await form.getByRole('radio', { checked: true }).count(), await button.isDisabled()],
    [0, true],
  )

  await form.getByRole('radio', { name: words.t('stay-ground.court') }).check()
  const reference = form.getByRole('textbox', { name: words.t('retention.reference') })
  await reference.fill('Decision (invented)')
  // It is one line, and a caret in the middle of it stays there.
  await reference.evaluate((box) => (box as unknown as Selectable).setSelectionRange(9, 9))
  await reference.press('Enter')
  await page.keyboard.insertText('7\n')
  await page.keyboard.insertText('of')
  assert.equal(await reference.inputValue(), 'Decision 7 of(invented)')
  await reference.fill('Decision 7 (invented)')
  const boxes = ['day', 'month', 'year'].map((part) =>
    form.getByLabel(words.t(`form.${part}`), { exact: true }),
  )
  const type = async (day: readonly string[]) => {
    for (const [at, text] of day.entries()) await boxes[at]?.fill(text)
  }
  await type(['1', '12', '27'])
  await form.getByText(words.t('retention.not-whole'), { exact: true }).waitFor()
  for (const [day, wrong] of [
    [dayFrom(-1), 'retention.over'],
    [['31', '2', '2027'], 'wrong.no-day'],
    [dayFrom(1, 10), 'retention.too-far'],
  ] as const) {
    await type(day)
    await form.getByText(words.t(wrong), { exact: true }).waitFor()
    assert.equal(await button.isDisabled(), true, wrong)
    assert.equal(await boxes[0]?.getAttribute('aria-invalid'), 'true')
  }
  await type(dayFrom(0, 10))
  // By whose clock that day ends is said before it is recorded.
  const [start = '', end = ''] = words.t('retention.kept-to-end', { day: '|' }).split('|')
  await form.getByText(new RegExp(`^${start}.*${end.replaceAll(/[()]/g, '.')}$`)).waitFor()
  await missing.waitFor({ state: 'detached' })
  await button.click()
  await form.waitFor({ state: 'detached' })
  await opens.and(page.locator(':focus')).waitFor()
  await page.getByText('Decision 7 (invented)').waitFor()

  // It wins over a recall: whoever recalls is told that nothing is destroyed before it ends.
  await page.getByRole('button', { name: words.t('retention.recall'), exact: true }).click()
  const recall = page.getByRole('dialog', { name: words.t('retention.recall') })
  const [kept = ''] = words.t('retention.recall-stayed', { side: '', until: '|' }).split('|').slice(-1)
  await recall.getByText(kept.trim()).waitFor()
  await page.keyboard.press('Escape')
  await recall.waitFor({ state: 'detached' })

  // The hour of its clock is of a zone, and each page has a name of its own.
  await page.locator('.clock-text').getByText('GMT+7').waitFor()
  const own = await page.title()
  await seat.visit('desk')
  await page.waitForFunction(`document.title !== ${JSON.stringify(own)}`)
  assert.equal(await page.title(), `${words.t('nav.desk')} · Counterpart · Việt Nam`)
}
