/** Files from an officer's machine to the other officer's, by the pages of both sides. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { procedures } from '@counterpart/procedures'
import { personas } from '@counterpart/record'
import type { Locator } from 'playwright-core'
import { signIn } from '../src/persona.ts'
import { Form } from './_form.ts'
import { fitsSheet } from './_paper.ts'
import { type Asked, type Seat, within } from './_seat.ts'
import { tabOf } from './_tab.ts'
import { fillIn, type Paper, pickProcedure } from './_widgets.ts'
import { wordsIn } from './_words.ts'
import type { World } from './_world.ts'

const WRITER = 'vnm-mps-secretary'
const SUBJECT = 'Letter with enclosures (invented)'
/** A whole PDF of one empty page, and behind its end what makes it large enough for many pieces. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`

export const PAPERS: readonly Paper[] = [
  {
    name: 'Kế hoạch 计划.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.concat([Buffer.from(PDF), randomBytes(3_000_000)]),
  },
  { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('only text (invented)') },
]

/** `world`: with a line that loses, so that what is brought and what is fetched goes on after breaks. */
export async function enclosures(world: World): Promise<void> {
  await within(world, async (sit) => {
    const writes = await sit({ persona: WRITER, language: 'en' })
    const reads = await sit({ persona: 'chn-mps-secretary', language: 'en' })
    const draft = await write(writes, SUBJECT)
    await world.setLine({ loseRequest: 0.2, loseAnswer: 0.2 })
    const dossier = await approved(world, draft)
    for (const seat of [reads, writes]) {
      await seat.look('all')
      await seat.openRow(SUBJECT)
      const files = seat.page.locator('.rung-file')
      await files
        .filter({ hasText: wordsIn('en', 'correspondence').t('file-state.held') })
        .nth(1)
        .waitFor({ timeout: 60_000 })
      assert.equal(seat.dossier, dossier)
      for (const paper of PAPERS) await saved(seat, files.filter({ hasText: paper.name }), paper)
    }
    await world.setLine({})
    await shown(reads)
    // A digest has no place at which a line may break by itself.
    await fitsSheet(writes, 'a letter with files')
  })
}

export async function approved(world: World, draft: string): Promise<string> {
  const approver = await signIn(world.url('vnm'), 'vnm-mps-approver')
  const { body } = await approver.call('POST', `/api/drafts/${draft}/approve`, { request: randomUUID() })
  return (body as { dossier: string }).dossier
}

/** A letter that came back is written again: its files are asked for at once, and one that is on its way waits for a session that ended. */
export async function filesAgain(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: WRITER, language: 'en' })
  const { page } = seat
  seat.forgive(/status of 40[13]/)
  const subject = 'Letter that came back (invented)'
  const draft = await write(seat, subject)
  const approver = await signIn(world.url('vnm'), 'vnm-mps-approver')
  await approver.call('POST', `/api/drafts/${draft}/decline`, { reason: 'Another letter is meant' })
  const words = wordsIn('en', 'correspondence')
  await seat.visit('directory')
  await seat.visit('desk')
  const card = page.locator('.card-draft').filter({ hasText: subject })
  // It stands among what waits until the page has heard of it, and then above, closed.
  await card.getByText('Another letter is meant').waitFor()
  await card.getByRole('button', { name: words.t('draft.read') }).click()
  await card.getByRole('button', { name: words.t('draft.again') }).click()
  const form = new Form(seat, words)
  const [asked] = words.t('form.files-again', { files: '|' }).split('|')
  const names = form.dialog.getByText(asked?.trim() ?? '')
  for (const { name } of PAPERS) await names.filter({ hasText: name }).waitFor()

  await page.context().clearCookies()
  const [paper] = PAPERS
  await form.dialog
    .locator('input[type=file]')
    .first()
    .setInputFiles(paper as Paper)
  const line = form.dialog.locator('.file-line').first()
  await line.getByText(words.t('file.signed-out')).waitFor()
  const other = await tabOf(page, line.getByRole('link', { name: words.t('session.new-tab') }))
  const who = personas.find(({ id }) => id === WRITER)
  await other.getByRole('button', { name: who?.name ?? '' }).click()
  await other.getByRole('heading', { level: 1, name: words.t('nav.desk') }).waitFor()
  await other.close()
  await line.getByText(words.t('file.remove')).waitFor()

  // The other one is asked for still, and not left out.
  await names.filter({ hasText: PAPERS[0]?.name ?? '' }).waitFor({ state: 'detached' })
  await form.dialog.getByRole('button', { name: words.t('form.draft') }).click()
  await form.dialog.getByText(words.t('wrong.coming')).waitFor()
}

/** A letter with both papers, ready for its second person. The form is not sent before what is chosen is there. */
export async function write(seat: Seat, subject: string): Promise<string> {
  const words = wordsIn('en', 'correspondence')
  await seat.page.getByRole('button', { name: words.t('desk.new') }).click()
  const form = new Form(seat, words)
  await pickProcedure(form, 'send-letter')
  const title = (text: string) => ({ en: { text, standing: 'authoritative' } })
  await fillIn(
    form,
    {
      subject: title(subject),
      kind: 'letter',
      'letter-number': '17/BCA',
      'letter-year': 2023,
      'letter-date': { date: '2023-06-25' },
      'letter-text': title('Text (invented)'),
      enclosures: PAPERS.map((file, at) => ({ title: title(`Enclosure ${at + 1}`), file })),
    },
    procedures.find(({ procedure }) => procedure.name === 'correspondence')?.procedure.fields ?? {},
  )
  const brought = form.dialog
    .locator('.file-line')
    .filter({ has: seat.page.getByText(words.t('file.remove')) })
  await brought.nth(1).waitFor()
  const { status, body } = await form.send('form.draft')
  assert.equal(status, 200, JSON.stringify(body))
  await form.dialog.waitFor({ state: 'hidden' })
  return (body as { draft: string }).draft
}

export async function saved(seat: Seat, file: Locator, paper: Paper): Promise<void> {
  const [download] = await Promise.all([
    seat.page.waitForEvent('download'),
    file.getByText(wordsIn('en', 'correspondence').t('file.save'), { exact: true }).click(),
  ])
  assert.equal(download.suggestedFilename(), paper.name)
  assert.ok((await readFile(await download.path())).equals(paper.buffer), paper.name)
}

/** What is a PDF by its content stands in a frame of its own; what only calls itself one has no such button. */
async function shown(seat: Seat): Promise<void> {
  const { t } = wordsIn('en', 'correspondence')
  const show = (name: string) =>
    seat.page.locator('.rung-file').filter({ hasText: name }).getByText(t('file.show'))
  assert.equal(await show('notes.pdf').count(), 0)
  const [answer] = await Promise.all([
    seat.page.waitForResponse((response) => response.url().endsWith('/shown')),
    show('Kế hoạch 计划.pdf').click(),
  ])
  assert.equal(answer.headers()['content-type'], 'application/pdf')
  await seat.page.locator('iframe.file-shown').waitFor()
}
