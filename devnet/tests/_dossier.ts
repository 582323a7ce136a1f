/** A dossier as it stands on a page. */
import { expectEventually } from './_eventually.ts'
import { Form } from './_form.ts'
import type { Seat } from './_seat.ts'
import type { Words } from './_words.ts'

export interface OnPage {
  title: string
  state: string
  /** How much time is left, in words; or that no clock runs. */
  clock: string
  rungs: { done: string; handling: string; place: string; word: string }[]
}

/** Read in one go: between two readings the page may change. */
const READ = `(() => {
  const text = (under, of) => under?.querySelector(of)?.textContent ?? ''
  const main = document.querySelector('main')
  return {
    title: text(main, 'h1 .said'),
    state: text(main, '[aria-current=step] .step-name'),
    clock: text(main, '.clock-rest, .clock-none'),
    rungs: [...main.querySelectorAll('.rung')].map((rung) => ({
      done: text(rung, 'h3'),
      handling: text(rung, '.card-who .chip'),
      place: text(rung, '.rung-mid .log-index'),
      word: text(rung, '.rung-mid .word'),
    })),
  }
})()`

/** What a person reads there. */
export function readDossier({ page }: Seat): Promise<OnPage> {
  return page.evaluate<OnPage>(READ)
}

/** Waits until a rung with these words stands on the page as the last, and what became of it is told. */
export async function awaitRung(seat: Seat, done: string, word: string): Promise<OnPage> {
  return expectEventually(
    () => readDossier(seat),
    (read) => read.rungs.at(-1)?.done === done && read.rungs.at(-1)?.word.startsWith(word) === true,
    `${done}: ${word}`,
  )
}

/** Opens the form of an act that is offered, wherever among the offers it stands. */
export async function offer(seat: Seat, act: string, words: Words = seat.words): Promise<Form> {
  const { page } = seat
  const offers = page.getByRole('region', { name: words.t('offers.title') })
  const button = offers.getByRole('button', { name: words.act(act), exact: true })
  const [before = '', after = ''] = words.t('offers.more', { count: '|' }).split('|')
  const more = offers.getByRole('button', { name: new RegExp(`^${before}\\d+${after}$`), expanded: false })
  await button.or(more).first().waitFor()
  if (!(await button.isVisible())) await more.click()
  await button.click()
  const form = new Form(seat, words)
  await form.dialog.getByRole('heading', { level: 2, name: words.act(act) }).waitFor()
  return form
}
