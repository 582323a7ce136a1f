/** Fills in any field of a form by its kind, as a person does: where the inputs are found stands here alone. */
import type { Field } from '@counterpart/casework'
import { ownRecord } from '@counterpart/record'
import type { Locator } from 'playwright-core'
import type { Form } from './_form.ts'

type Column = Omit<Field, 'part'>
type Of<K extends Field['kind']> = Extract<Field, { kind: K }>

/** A file as it lies on an officer's machine. */
export interface Paper {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Rows of a list beyond so many are not typed in. */
const ROWS = 2
/** Choices up to so many are seen at once. */
const FEW = 5

export async function fillIn(
  form: Form,
  fields: Readonly<Record<string, unknown>>,
  declared: Readonly<Record<string, Field>>,
): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = declared[name]
    if (field) await put(form, `field-${name}`, name, field, value)
  }
}

function byId(form: Form, id: string): Locator {
  return form.dialog.locator(`[id="${id}"]`)
}

async function put(form: Form, id: string, name: string, field: Column, value: unknown): Promise<void> {
  const { words, seat } = form
  switch (field.kind) {
    case 'text': {
      const versions = value as Record<string, { text: string }>
      const text = (versions.en ?? Object.values(versions)[0])?.text ?? ''
      return byId(form, id).fill(text.slice(0, (field as Of<'text'>).max))
    }
    case 'line': {
      const box = byId(form, id)
      await box.waitFor()
      const parties =
        (await box.locator('[type=checkbox], [type=radio]').count()) === 0
          ? null
          : partiesIn(form, String(value))
      if (parties === null) return box.fill(String(value))
      for (const party of parties) await tick(box, party)
      return
    }
    case 'choice': {
      const { of } = field as Of<'choice'>
      const label = words.choice(name, String(value))
      return of.length <= FEW ? tick(byId(form, id), label) : pick(form, id, label)
    }
    case 'choices':
      for (const one of value as string[]) await tick(byId(form, id), words.choice(name, one))
      return
    case 'flag':
      return tick(byId(form, id), words.t(value ? 'value.yes' : 'value.no'))
    case 'count':
      await byId(form, id).fill(String(value))
      return byId(form, id).blur()
    case 'date':
      return day(form, id, (value as { date: string }).date)
    case 'time':
      return time(form, id, value as number)
    case 'duration':
      return duration(form, id, String(value))
    case 'office':
      return pick(form, id, officeName(form, String(value)), false)
    case 'reference': {
      // Where any dossier will do, the first of the list does.
      const { plays } = field as Of<'reference'>
      const { dossier } = value as { dossier: string }
      return pick(form, id, plays === undefined ? '' : await titleOf(form, dossier), false)
    }
    case 'person':
      return byId(form, id).fill((value as { names: { text: string }[] }).names[0]?.text ?? '')
    case 'place':
      return place(form, id, value as Record<string, string>)
    case 'file':
      return byId(form, id).setInputFiles(value as Paper)
    case 'list':
      return list(form, id, field as Of<'list'>, value as Record<string, unknown>[])
    default:
      throw new Error(`${seat.side}: no input for ${field.kind}`)
  }
}

/** What names parties by their codes is ticked by their names; `null` for any other line. */
function partiesIn({ words }: Form, value: string): string[] | null {
  const names = value
    .split(' ')
    .flatMap(
      (code) => ownRecord.relation.parties.find((one) => one.code === code)?.short[words.language] ?? [],
    )
  return names.length === value.split(' ').length ? names : null
}

function officeName({ words }: Form, code: string): string {
  return ownRecord.offices.find((one) => one.code === code)?.name[words.language] ?? code
}

async function titleOf({ seat, words }: Form, dossier: string): Promise<string> {
  const { title } = await seat.get<{ title: Record<string, { text: string }> | null }>(
    `/api/dossiers/${dossier}`,
  )
  return title?.[words.language]?.text ?? ''
}

async function tick(group: Locator, label: string): Promise<void> {
  await group.getByText(label, { exact: true }).first().click()
}

/** Milliseconds in which what was taken is shown. */
const TAKEN_MS = 5000
const TRIES = 3

/** Types into a box that searches, or opens one that does not, and takes what is called so, or begins so. */
async function pick(form: Form, id: string, label: string, whole = true): Promise<void> {
  const box = byId(form, id)
  const shown = box
    .locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]')
    .filter({ hasText: label })
  const escaped = label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // Its own list: that of the box before may not be gone yet.
  const option = form.seat.page
    .locator(`.ant-select-dropdown:has([id="${id}_list"]) .ant-select-item-option`)
    .filter({ hasText: new RegExp(whole ? `^${escaped}$` : `^${escaped}`) })
    .first()
  for (let tries = 1; ; tries++) {
    await box.click()
    if (await box.isEditable()) await box.fill(label)
    await option.click()
    // What is typed shortens the list, on a busy machine under the very pointer: then it is another one that was taken.
    const isTaken = await shown.waitFor({ timeout: TAKEN_MS }).then(
      () => true,
      () => false,
    )
    if (isTaken) return
    if (tries === TRIES) throw new Error(`${id} does not show ${label}`)
  }
}

async function day(form: Form, id: string, date: string): Promise<void> {
  const { words } = form
  const [year = '', month = '', one = ''] = date.split('-')
  // As whoever hears the page finds them: three boxes called day, month and year are of many dates.
  const boxes = form.dialog.getByRole('group').and(form.dialog.locator(`[aria-labelledby="${id}-label"]`))
  await byId(form, `${id}-label`).waitFor()
  for (const [part, text] of [
    ['year', year],
    ['month', month],
    ['day', one],
  ] as const)
    if (text !== '') await boxes.getByLabel(words.t(`form.${part}`), { exact: true }).fill(text)
}

async function time(form: Form, id: string, seconds: number): Promise<void> {
  const local = await form.seat.page.evaluate<string>(
    `(() => { const d = new Date(${seconds} * 1000); const two = (n) => String(n).padStart(2, '0');
      return d.getFullYear() + '-' + two(d.getMonth() + 1) + '-' + two(d.getDate()) + 'T' + two(d.getHours()) + ':' + two(d.getMinutes()) })()`,
  )
  const [date = '', clock = ''] = local.split('T')
  await day(form, id, date)
  await byId(form, id).locator('xpath=..').getByLabel(form.words.t('form.clock')).fill(clock)
}

async function place(
  form: Form,
  id: string,
  { kind, name = '', from, to }: Record<string, string>,
): Promise<void> {
  const { words } = form
  await pick(form, id, words.t(`place.${kind}`))
  const boxes = byId(form, id).locator('xpath=ancestor::*[contains(@class,"inline")]')
  await boxes.getByLabel(words.t('form.place-name')).fill(name)
  if (from !== undefined) await boxes.getByLabel(words.t('form.from'), { exact: true }).fill(from)
  if (to !== undefined) await boxes.getByLabel(words.t('form.to-end'), { exact: true }).fill(to)
}

/** In whole days, or in hours. */
async function duration(form: Form, id: string, lasts: string): Promise<void> {
  const { words } = form
  const [, time = '', amount = '1', unit = 'D'] = /^P(T?)(\d+)([HMDWY])$/.exec(lasts) ?? []
  const days: Readonly<Record<string, number>> = { D: 1, W: 7, M: 30, Y: 365 }
  if (time !== '') {
    const units = byId(form, id).locator('xpath=ancestor::*[contains(@class,"inline")]')
    await units.getByLabel(words.t('form.unit')).click()
    await form.seat.page.getByTitle(words.t('form.hours'), { exact: true }).click()
  }
  await byId(form, id).fill(String(Number(amount) * (time === '' ? (days[unit] ?? 1) : 1)))
  await byId(form, id).blur()
}

async function list(
  form: Form,
  id: string,
  field: Of<'list'>,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const whole = byId(form, id)
  const items = whole.locator('li.list-row')
  for (const [at, row] of rows.slice(0, ROWS).entries()) {
    if ((await items.count()) <= at)
      await whole.getByRole('button', { name: form.words.t('form.another-row') }).click()
    const labels = items.nth(at).locator('.list-field > label')
    for (const [index, [column, of]] of Object.entries(field.row).entries()) {
      if (!Object.hasOwn(row, column)) continue
      const input = (await labels.nth(index).getAttribute('for')) ?? ''
      await put(form, input, column, of as Column, row[column])
    }
  }
}

/** The first choice of the form of a new dossier: what is opened, by the act that opens it. */
export async function pickProcedure(form: Form, act: string): Promise<void> {
  const { words } = form
  await pick(form, 'open-what', [...new Set([words.name, words.act(act)])].join(' · '))
}
