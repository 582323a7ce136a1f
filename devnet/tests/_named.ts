/** A box that names another dossier reaches every one, however many there are: of the record's commitments it shows one page first. */
import assert from 'node:assert/strict'
import { commitment } from '@counterpart/procedures'
import { offer } from './_dossier.ts'
import type { Asked, Seat } from './_seat.ts'
import { fillIn } from './_widgets.ts'
import { wordsIn } from './_words.ts'

interface Listed {
  rows: { id: string; state: string }[]
  next: string | null
}

export async function namedBeyondFirstPage(sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: 'vnm-mps-secretary', language: 'vi' })
  const { page } = seat
  const words = wordsIn('vi', commitment.name)
  const list = `/api/dossiers?plays=${commitment.plays?.as}`
  const first = await seat.get<Listed>(list)
  const rest = await seat.get<Listed>(`${list}&after=${encodeURIComponent(first.next ?? '')}`)
  const last = rest.rows.at(-1) ?? assert.fail('all are on one page')
  const standing = first.rows.find(({ state }) => state === 'commitment-stands') ?? assert.fail()

  await seat.turnTo(`/dossiers/${standing.id}`)
  const form = await offer(seat, 'propose-carrying-over', words)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/dossiers?')) asked.push(request.url())
  })
  const box = form.dialog.locator('[id="field-successor"]')
  const popup = page.locator('.ant-select-dropdown:has([id="field-successor_list"])')
  await box.click()
  await popup.getByText(words.t('form.more-typed')).waitFor()
  assert.equal(asked.length, 1, 'one page is read as the box is opened')
  await box.fill('qqq')
  await popup.getByText(words.t('form.none-found')).waitFor()
  await popup.getByText(words.t('form.no-more')).waitFor()
  await page.keyboard.press('Escape')
  await fillIn(form, { successor: { dossier: last.id } }, commitment.fields)

  await seat.turnTo('/')
  await page
    .getByRole('dialog', { name: words.t('form.leave') })
    .getByRole('button', { name: words.t('form.leave-yes') })
    .click()
  await form.dialog.first().waitFor({ state: 'detached' })
}
