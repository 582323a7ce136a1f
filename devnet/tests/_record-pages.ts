/** The pages of the public record, held against its files: in one language, on both sides. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { expectEventually } from './_eventually.ts'
import {
  bindingInstrument,
  binds,
  contentsUnder,
  fieldOf,
  inSlot,
  laterEdition,
  playing,
  procedurePlaying,
  titleOf,
} from './_record.ts'
import type { Asked, Seat } from './_seat.ts'
import { type Language, wordsIn } from './_words.ts'

const SIDES = ['vnm', 'chn'] as const

export async function recordOnPages(sit: (asked: Asked) => Promise<Seat>, language: Language): Promise<void> {
  const seats: Seat[] = []
  for (const side of SIDES) {
    const seat = await sit({ persona: `${side}-mps-secretary`, language })
    await directory(seat)
    await meetings(seat)
    await instruments(seat)
    await oneInstrument(seat)
    await oneMeeting(seat)
    await review(seat)
    seats.push(seat)
  }
  await expectEventually(
    () => Promise.all(seats.map(digestOn)),
    ([here, there]) => here !== '' && here === there,
    'the same fingerprint of the review on both sides',
  )
  const [first] = seats
  if (first) await savedIsProven(first)
}

async function directory(seat: Seat): Promise<void> {
  const { page, words } = seat
  await seat.visit('directory')
  const named = wordsIn(words.language, procedurePlaying('directory'))
  for (const mechanism of playing('directory')) {
    const section = page.getByRole('region', { name: titleOf(mechanism, words.language), exact: true })
    await section.waitFor()
    const offices = inSlot(mechanism, 'offices') as unknown[]
    assert.equal(await section.locator('[data-office]').count(), offices.length)
    const facing = (inSlot(mechanism, 'facing') ?? []) as unknown[]
    if (facing.length === 0) continue
    const table = section.getByRole('table', { name: named.field(fieldOf('directory', 'facing')) })
    assert.equal(await table.getByRole('row').count(), facing.length + 1, 'a row for each pair, and the head')
  }
}

async function meetings(seat: Seat): Promise<void> {
  const { page, words } = seat
  await seat.visit('meetings')
  const series = playing('series')
  await page.getByRole('heading', { level: 2, name: `${words.t('series.title')} ${series.length}` }).waitFor()
  for (const one of series)
    await page.getByRole('heading', { level: 3, name: titleOf(one, words.language), exact: true }).waitFor()
  const all = page.getByRole('region', { name: `${words.t('meeting.all')} ${playing('meeting').length}` })
  for (const meeting of playing('meeting'))
    await all.getByRole('link', { name: titleOf(meeting, words.language), exact: true }).waitFor()
}

async function instruments(seat: Seat): Promise<void> {
  const { page, words } = seat
  await seat.visit('instruments')
  await page.getByRole('table').first().waitFor()
  for (const instrument of playing('instrument')) {
    const row = seat.row(titleOf(instrument, words.language)).first()
    const counts = [true, false].map(
      (binding) => contentsUnder(instrument).filter((one) => binds(one) === binding).length,
    )
    const cells = await row.getByRole('cell').allTextContents()
    assert.deepEqual(
      cells.slice(-2).map((text) => Number(text)),
      counts,
      titleOf(instrument, words.language),
    )
  }
  const held = new Set(playing('instrument').map(({ id }) => id))
  const loose = playing('commitment').filter(({ under }) => !under?.some((id) => held.has(id)))
  const said = playing('meeting').filter(({ id }) => loose.some(({ under }) => under?.includes(id)))
  const table = page.getByRole('region', { name: words.t('instrument.said-at') })
  assert.equal(await table.getByRole('row').count(), said.length + 1, 'meetings with contents of their own')
}

/** From an instrument to one of its commitments, which says what kind of word it is. */
async function oneInstrument(seat: Seat): Promise<void> {
  const { page, words } = seat
  const { instrument, content } = bindingInstrument()
  const title = titleOf(content, words.language)
  await page.getByRole('link', { name: titleOf(instrument, words.language), exact: true }).click()
  const binding = contentsUnder(instrument).filter(binds)
  const list = page.getByRole('region', { name: `${words.t('content.binding')} ${binding.length}` })
  await list.waitFor()
  assert.equal(await list.locator('.content').count(), binding.length)
  await list.getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  const named = wordsIn(words.language, procedurePlaying('commitment'))
  await page.getByText(named.choice('nature', String(inSlot(content, 'nature'))), { exact: true }).waitFor()
  await page.getByText(words.t('commitment.binds')).waitFor()
}

/** From a series to one of its meetings, and back to the one before. */
async function oneMeeting(seat: Seat): Promise<void> {
  const { page, words } = seat
  const { series, meeting } = laterEdition()
  await seat.visit('meetings')
  const title = titleOf(meeting, words.language)
  const card = page.getByRole('region', { name: titleOf(series, words.language), exact: true })
  await card.getByRole('link', { name: title, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  const figures = playing('figure').filter(({ under }) => under?.includes(meeting.id))
  if (figures.length > 0) {
    const table = page.getByRole('region', { name: words.t('meeting.figures') })
    await table.waitFor()
    assert.equal(await table.getByRole('row').count(), figures.length + 1)
  }
  await page.getByRole('link', { name: words.t('meeting.before'), exact: true }).click()
  await page.getByRole('link', { name: words.t('meeting.after'), exact: true }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

async function review(seat: Seat): Promise<void> {
  const { page, words } = seat
  await seat.visit('review')
  const contents = playing('commitment')
  const binding = contents.filter(binds).length
  const totals = {
    binding,
    free: contents.length - binding,
    meetings: playing('meeting').length,
    instruments: playing('instrument').length,
    figures: playing('figure').length,
  }
  await page.locator('.review-digest').waitFor()
  for (const [name, count] of Object.entries(totals)) {
    const total = page.locator('.total').filter({ hasText: words.t(`review.total-${name}`) })
    assert.equal(await total.getByRole('definition').textContent(), String(count), name)
  }
  const listed: [string, number, Locator][] = [
    ['review.commitments', binding, page.locator('.review-area .review-item')],
    ['review.contents', totals.free, page.locator('.review-free .review-item')],
  ]
  for (const [key, count, items] of listed) {
    await page.getByRole('heading', { level: 2, name: `${words.t(key)} ${count}`, exact: true }).waitFor()
    assert.equal(await items.count(), count, key)
  }
}

async function digestOn({ page }: Seat): Promise<string> {
  return (await page.locator('.review-digest code').getAttribute('title')) ?? ''
}

/** What is downloaded is what the fingerprint is of. */
async function savedIsProven(seat: Seat): Promise<void> {
  const { page, words } = seat
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: words.t('review.save') }).click(),
  ])
  const bytes = readFileSync(await download.path())
  assert.equal(createHash('sha256').update(bytes).digest('hex'), await digestOn(seat))
}

/** Who may not see the review is told who may. */
export async function reviewIsRefused(sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: 'vnm-mong-cai-duty', language: 'en' })
  await seat.visit('review')
  await seat.page.getByText(seat.words.t('review.for-whom')).waitFor()
}
