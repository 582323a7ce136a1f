/** Filling in a form as a person does: by the words beside its boxes. */
import { informationRequest } from '@counterpart/procedures'
import type { Locator } from 'playwright-core'
import type { Seat } from './_seat.ts'
import type { Words } from './_words.ts'

type FieldName = keyof typeof informationRequest.fields

/** Beside the name of a field stands whether it is needed. */
function labelled(label: string): RegExp {
  return new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\s.*)?$`)
}

export class Form {
  readonly seat: Seat
  readonly words: Words
  readonly dialog: Locator

  /** `words`: of the procedure whose form it is. */
  constructor(seat: Seat, words: Words = seat.words) {
    this.seat = seat
    this.words = words
    this.dialog = seat.page.getByRole('dialog')
  }

  box(field: FieldName): Locator {
    return this.dialog.getByLabel(labelled(this.words.field(field))).first()
  }

  async write(field: FieldName, text: string): Promise<void> {
    await this.box(field).fill(text)
  }

  /** Chooses among a few by its button, among many by typing its name. */
  async choose(field: FieldName, value: string): Promise<void> {
    const { words } = this
    const label = labelled(words.field(field))
    const declared = informationRequest.fields[field]
    if (declared?.kind !== 'choice') throw new Error(`${field} is no choice`)
    const choice = words.choice(field, value)
    if (declared.of.length <= 5)
      return this.dialog.getByRole('radiogroup', { name: label }).getByText(choice, { exact: true }).click()
    return this.pick(this.dialog.getByRole('combobox', { name: label }), choice)
  }

  async pick(box: Locator, choice: string): Promise<void> {
    await box.click()
    await box.fill(choice)
    await box.press('Enter')
  }

  /** The rows of a list with one column; adds those that are not there. */
  async list(field: FieldName, column: string, texts: readonly string[]): Promise<void> {
    const { words } = this
    const list = this.dialog.getByRole('list', { name: labelled(words.field(field)) })
    for (const [at, text] of texts.entries()) {
      const boxes = list.getByLabel(words.row(field, column))
      if ((await boxes.count()) <= at)
        await list.getByRole('button', { name: words.t('form.another-row') }).click()
      await boxes.nth(at).fill(text)
    }
  }

  /** What the form says is wrong, and where. */
  async wrong(): Promise<string> {
    const fields = this.dialog
      .locator('.form-field-wrong')
      .filter({ has: this.seat.page.locator('.form-wrong') })
    return (await fields.allInnerTexts()).join(' | ').replaceAll('\n', ' ')
  }

  /** Sends what is written; the answer of the node comes back with the time it was asked, in milliseconds. */
  async send(
    button: 'form.record' | 'form.draft',
  ): Promise<{ status: number; body: unknown; clicked: number }> {
    const answer = this.seat.page.waitForResponse(
      (response) =>
        response.request().method() === 'POST' && /\/api\/dossiers(\/\w+\/acts)?$/.test(response.url()),
    )
    const clicked = performance.now()
    await this.dialog.getByRole('button', { name: this.words.t(button) }).click()
    const response = await answer
    return { status: response.status(), body: await response.json(), clicked }
  }
}
