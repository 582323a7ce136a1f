/** A whole request for information, from one side's desk to the other's and back, in one language. */
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { awaitRung, offer, readDossier } from './_dossier.ts'
import { expectEventually } from './_eventually.ts'
import { Form } from './_form.ts'
import { bindingInstrument, titleOf } from './_record.ts'
import type { Asked, Seat } from './_seat.ts'
import { pickProcedure } from './_widgets.ts'
import type { Language } from './_words.ts'

export interface Cast {
  asks: string
  answers: string
  approves: string
  /** Set where the office addressed is not the one that the form proposes: its name is chosen by hand. */
  to: string | null
  said: Said
}

/** What the officers write, invented. */
export interface Said {
  subject: string
  basis: string
  questions: [string, string]
  unclear: string
  clear: string
  answer: string
  thanks: string
}

/** Milliseconds from pressing the button on one side until the other side's page shows it. */
export const latencies: { what: string; ms: number }[] = []

function measured(what: string, since: number): void {
  latencies.push({ what, ms: Math.round(performance.now() - since) })
}

export async function wholeRequest(
  sit: (asked: Asked) => Promise<Seat>,
  language: Language,
  cast: Cast,
): Promise<void> {
  const { said } = cast
  const [asks, answers] = await Promise.all([
    sit({ persona: cast.asks, language }),
    sit({ persona: cast.answers, language }),
  ])
  const { words } = asks
  await answers.look('mine')
  assert.equal(await answers.row(said.subject).count(), 0)

  const form = await openForm(asks)
  await fillRequest(form, cast)
  await form.dialog.getByRole('button', { name: words.t('form.preview') }).click()
  const preview = form.dialog.getByRole('region', { name: words.t('form.preview') })
  await preview.getByText(said.subject).waitFor()
  await preview.getByText(said.questions[1]).waitFor()
  // Whoever writes in a language that the other side does not read sees that before it is recorded.
  const theirs = words.t(`language-in.${asks.side === 'vnm' ? 'zh-Hans' : 'vi'}`)
  await preview.locator('.distance-ahead').filter({ hasText: theirs }).waitFor()

  const opened = await form.send('form.record')
  assert.equal(opened.status, 200, JSON.stringify(opened.body))
  await answers.row(said.subject).waitFor()
  measured(`${language}: a new request on the other desk`, opened.clicked)
  await asks.page.getByRole('heading', { level: 1, name: said.subject }).waitFor()
  await awaitRung(asks, words.done('request-information'), words.t('word.effective'))

  await answers.openRow(said.subject)
  const [asked] = (await readDossier(answers)).rungs
  assert.equal(asked?.handling, `H2 ${words.t('handling.H2')}`)
  await turn(answers, asks, 'take-in-hand', async () => {})
  await turn(answers, asks, 'ask-clarification', (one) => one.write('message', said.unclear))
  for (const seat of [asks, answers]) await clockText(seat, 'clock.paused-since')
  await turn(asks, answers, 'clarify', async (one) => {
    await one.dialog.locator('.card-answered').getByText(said.unclear).waitFor()
    await one.write('message', said.clear)
    await one.dialog.getByRole('button', { name: words.t('form.preview') }).click()
    const seen = one.dialog.getByRole('region', { name: words.t('form.preview') })
    for (const text of [said.clear, said.unclear]) await seen.getByText(text).waitFor()
  })
  for (const seat of [asks, answers]) await clockText(seat, 'clock.due-at')

  const drafted = await offer(answers, 'answer-in-full')
  await drafted.choose('outcome', 'answered')
  await drafted.write('message', said.answer)
  const put = await drafted.send('form.draft')
  assert.equal((put.body as { kind: string }).kind, 'drafted')
  await answers.page.getByText(words.t('draft.second')).waitFor()
  await approve(await sit({ persona: cast.approves, language }), asks, cast)

  await turn(asks, answers, 'give-feedback', (one) => one.choose('use', 'led-to-case'))
  await turn(asks, answers, 'close', (one) => one.write('message', said.thanks))
  await sameOnBoth(asks, answers, cast)
}

/** Under a commitment, from the page of its instrument. */
async function openForm(seat: Seat): Promise<Form> {
  const { page, words } = seat
  const form = new Form(seat)
  const { instrument, content } = bindingInstrument()
  const [paper, title] = [instrument, content].map((item) => titleOf(item, words.language))
  await seat.visit('instruments')
  await page.getByRole('link', { name: paper ?? '', exact: true }).click()
  const item = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: title ?? '' }) })
  await item.getByRole('button', { name: words.t('content.file') }).click()
  await form.dialog.getByText(words.t('form.under')).waitFor()
  await form.dialog.getByRole('link', { name: title ?? '' }).waitFor()
  await form.dialog.getByRole('heading', { level: 2, name: words.t('form.new') }).waitFor()
  return form
}

export async function fillRequest(form: Form, { to, said }: Pick<Cast, 'to' | 'said'>): Promise<void> {
  const { words } = form.seat
  await pickProcedure(form, 'request-information')
  if (to !== null) await form.pick(form.dialog.getByRole('combobox', { name: words.t('form.to') }), to)
  await form.write('subject', said.subject)
  await form.choose('urgency', 'normal')
  await form.choose('offence', 'illegal-entry-exit')
  await form.choose('purpose', 'investigation')
  await form.write('legal-basis', said.basis)
  await form.list('questions', 'question', said.questions)
  await form.dialog
    .getByRole('radiogroup', { name: words.t('form.handling') })
    .getByText(`H2 ${words.t('handling.H2')}`)
    .click()
}

/** One act from its form to both ladders. */
async function turn(by: Seat, other: Seat, act: string, fill: (form: Form) => Promise<void>): Promise<void> {
  const form = await offer(by, act)
  await fill(form)
  const { status, body, clicked } = await form.send('form.record')
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal((body as { kind: string }).kind, 'recorded')
  const done = by.words.done(act)
  await other.page.getByRole('heading', { level: 3, name: done }).waitFor()
  measured(`${by.words.language}: ${act}`, clicked)
  for (const seat of [by, other]) await awaitRung(seat, done, by.words.t('word.effective'))
}

/** The second person reads the draft on the desk and approves it. */
async function approve(approver: Seat, asks: Seat, { said }: Cast): Promise<void> {
  const { page, words } = approver
  const draft = page.getByRole('article').filter({ hasText: words.act('answer-in-full') })
  await draft.getByRole('button', { name: words.t('draft.read-approve') }).click()
  await draft.getByText(said.answer).waitFor()
  const clicked = performance.now()
  await draft.getByRole('button', { name: words.t('draft.approve') }).click()
  await asks.page.getByRole('heading', { level: 3, name: words.done('answer-in-full') }).waitFor()
  measured(`${words.language}: answer-in-full, approved`, clicked)
  await asks.page.getByText(words.t('ladder.approved')).waitFor()
}

/** A sentence of the clock, whatever moment it names. */
async function clockText(seat: Seat, key: string): Promise<void> {
  const [before = '', after = ''] = seat.words.t(key, { moment: '|' }).split('|')
  await seat.page
    .getByText(new RegExp(`${before}.+${after}`))
    .first()
    .waitFor()
}

interface View {
  state: string
  clock: unknown
  position: string
  rungs: { leaf: string; word: string; words: string[]; settled: unknown }[]
}

/** Both pages and both nodes say the same: state, clock, order, and how far each act has come. */
async function sameOnBoth(asks: Seat, answers: Seat, { said }: Cast): Promise<void> {
  const { words } = asks
  // That an office has had the last act on its screen is an entry of its own, and on its way.
  const [here] = await expectEventually(
    () => Promise.all([readDossier(asks), readDossier(answers)]),
    ([one, other]) => isDeepStrictEqual(one, other),
    'the same on both pages',
  )
  assert.equal(here.title, said.subject)
  assert.equal(here.state, words.state('concluded'))
  assert.deepEqual(
    here.rungs.map(({ done }) => done),
    [
      'request-information',
      'take-in-hand',
      'ask-clarification',
      'clarify',
      'answer-in-full',
      'give-feedback',
      'close',
    ].map(words.done),
  )
  const path = `/api/dossiers/${asks.dossier}`
  const [ours, theirs] = await expectEventually(
    () => Promise.all([asks.get<View>(path), answers.get<View>(path)]),
    (both) => both.every(({ rungs }) => rungs.every((rung) => rung.words.includes('delivered'))),
    'every act delivered',
  )
  assert.deepEqual(
    [ours.state, ours.clock, ours.rungs.map(({ leaf, settled }) => ({ leaf, settled }))],
    [theirs.state, theirs.clock, theirs.rungs.map(({ leaf, settled }) => ({ leaf, settled }))],
  )
  for (const { rungs } of [ours, theirs])
    for (const { words: all } of rungs)
      for (const word of ['recorded', 'delivered', 'effective']) assert.ok(all.includes(word), word)
}
