/** What a form takes as it is typed at the border, what it says of a box, and whether that is heard with the box. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { digestOf } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { ownRecord } from '@counterpart/record'
import type { Locator } from 'playwright-core'
import { signIn } from '../src/persona.ts'
import { Form } from './_form.ts'
import { asking, recorded } from './_outage.ts'
import { pushedSideways } from './_paper.ts'
import type { Asked, Seat } from './_seat.ts'
import { fillIn, pickProcedure } from './_widgets.ts'
import { wordsIn } from './_words.ts'
import type { World } from './_world.ts'

const DUTY = 'chn-dongxing-duty'
const { procedure } =
  procedures.find((one) => one.procedure.name === 'temporary-post') ?? assert.fail('no such procedure')
const OPENING = 'announce-post'
const WHERE = { kind: 'trail', name: 'Trail 7' }
const text = (en: string) => ({ en: { text: en, standing: 'authoritative' } })

export async function typedAndHeard(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const seat = await sit({ persona: DUTY, language: 'vi' })
  const words = wordsIn('vi', procedure.name)
  const { page } = seat
  await page.getByRole('button', { name: words.t('desk.new') }).click()
  const form = new Form(seat, words)
  const field = (name: string) =>
    form.dialog.locator('.form-field').filter({ has: page.locator(`[id="field-${name}-label"]`) })
  // Nobody types all its diacritics to find something, and a name that was pasted may have them apart.
  const pick = form.dialog.getByRole('combobox').first()
  const bare = words.name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd')
  for (const typed of [bare, words.name.normalize('NFD')]) {
    await pick.fill(typed)
    await page.locator('.ant-select-item-option').filter({ hasText: words.name }).first().waitFor()
  }
  await pick.fill('qqq')
  await page.getByText(words.t('form.none-found')).waitFor()
  await pickProcedure(form, OPENING)
  // The form of what was picked is another: whoever has no mouse is still at the box.
  await form.dialog.locator('#open-what').and(page.locator(':focus')).waitFor()

  // Two ministries have one name: whoever takes the first office of the list takes one of the own state.
  await field('unit').getByRole('combobox').click()
  const groups = page.locator('.ant-select-dropdown:has([id="field-unit_list"]) .ant-select-item-group')
  assert.equal(await groups.first().innerText(), 'Trung Quốc')
  await field('unit').getByRole('combobox').press('Enter')

  await fillIn(form, { where: WHERE, 'opens-on': { date: '26-12-01' } }, procedure.fields)
  // An act is for good, and Enter in a box of one line is pressed by habit: it does not even look at the form.
  for (const box of await form.dialog.locator('.form-field input:not([role=combobox])').all())
    await box.press('Enter')
  assert.equal(await form.dialog.locator('.form-wrong').count(), 0)

  const [lat, lon] = [words.t('form.lat'), words.t('form.lon')].map((one) => field('where').getByLabel(one))
  const name = field('where').getByLabel(words.t('form.place-name'))
  const record = form.dialog.getByRole('button', { name: words.t('form.record'), exact: true })
  await name.fill('')
  await record.click()
  await field('where')
    .getByText(`${words.t('form.place-name')}: ${words.t('wrong.needed')}`)
    .waitFor()
  await name.fill(WHERE.name)
  await lat?.fill('21,5')
  await record.click()
  await field('where').getByText(words.t('wrong.degrees')).waitFor()
  await lon?.fill('107,965 đông')
  assert.equal(await lat?.inputValue(), '21.5')
  await form.dialog.getByRole('button', { name: words.t('form.record'), exact: true }).click()
  await field('where').getByText(words.t('wrong.degrees')).waitFor()
  await field('opens-on').getByText(words.t('wrong.date')).waitFor()
  // The first that is wrong has the focus, and its box says why.
  const subject = field('subject').locator('textarea')
  await subject.and(page.locator(':focus')).waitFor()
  const help = procedures.find((one) => one.procedure === procedure)?.texts.vi.fields.subject?.help
  assert.deepEqual(await heardWith(subject), [help, words.t('wrong.needed')])
  assert.deepEqual((await heardWith(lon ?? assert.fail())).slice(-1), [words.t('wrong.degrees')])
  assert.equal(await form.dialog.locator('.form-field [role=alert]').count(), 0)

  // The small button beside a version throws nothing away for good.
  const chinese = { name: words.t('language.zh-Hans') }
  const add = field('subject').getByRole('button', { ...chinese, exact: true })
  await add.click()
  await field('subject').locator('textarea[lang=zh-Hans]').fill('七号便道')
  const remove = words.t('form.remove-version', { language: chinese.name })
  await field('subject').getByRole('button', { name: remove }).click()
  await add.click()
  assert.equal(await field('subject').locator('textarea[lang=zh-Hans]').inputValue(), '七号便道')

  await page.keyboard.press('Escape')
  await page
    .getByRole('dialog', { name: words.t('form.leave') })
    .getByRole('button', { name: words.t('form.leave-yes') })
    .click()
  await form.dialog.first().waitFor({ state: 'detached' })

  await seat.turnTo(`/dossiers/${await posted(world)}`)
  await page
    .getByText(words.t('value.bracketed', { said: 'Trung Quốc' }).trim(), { exact: true })
    .first()
    .waitFor({ state: 'attached' })

  // What opens above a page gives the focus back to what opened it when it is closed.
  for (const name of [words.act('note'), words.t('way.ask')]) {
    const asks = page.getByRole('button', { name }).first()
    await asks.focus()
    await asks.press('Enter')
    await form.dialog.waitFor()
    await page.keyboard.press('Escape')
    await asks.and(page.locator(':focus')).waitFor()
  }

  await page.setViewportSize({ width: 390, height: 900 })
  const long = `https://example.org/${'a'.repeat(300)}`
  await seat.turnTo(`/dossiers/${await askedOf(world, `Whose is it?\n\n${long}`)}`)
  const cell = page.locator('.rows-scroll td').first()
  await cell.waitFor()
  assert.equal(await cell.innerText(), `Whose is it?\n\n${long}`)
  assert.deepEqual(await pushedSideways(seat), [], 'a word longer than a line')
}

/** What is said of a box to whoever hears it. */
async function heardWith(box: Locator): Promise<string[]> {
  const ids = ((await box.getAttribute('aria-describedby')) ?? '').split(' ')
  const all = await Promise.all(ids.map((id) => box.page().locator(`[id="${id}"]`).allInnerTexts()))
  return all.flat()
}

async function askedOf(world: World, word: string): Promise<string> {
  const officer = await signIn(world.url('chn'), DUTY)
  const asked = asking('One long word (invented)')
  const fields = { ...asked.fields, questions: [{ question: text(word) }] }
  return (await recorded(officer, { ...asked, to: 'vnm-mong-cai', fields })).dossier
}

async function posted(world: World): Promise<string> {
  const officer = await signIn(world.url('chn'), DUTY)
  const { body } = await officer.call('POST', '/api/dossiers', {
    request: randomUUID(),
    relation: ownRecord.relation.relation,
    procedure: digestOf(procedure),
    act: OPENING,
    to: 'vnm-mong-cai',
    level: 'gate',
    handling: 'H1',
    fields: {
      subject: text('Post at Trail 7 (invented)'),
      kind: 'closed-gate',
      reason: 'epidemic',
      'legal-basis': text('Invented order on epidemics, article 2'),
      where: WHERE,
      'opens-on': { date: '2027-01-05' },
      'closes-on': { date: '2027-02-05' },
      unit: 'chn-mps',
      regime: ['paper-check'],
      'let-pass': ['own-nationals', 'seekers-of-protection', 'patients'],
      'turns-back': false,
    },
  })
  return (body as { dossier: string }).dossier
}
