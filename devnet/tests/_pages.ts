/** What the pages of both sides have to show alike, and on whatever screen they are read. */
import assert from 'node:assert/strict'
import { ownRecord } from '@counterpart/record'
import { signIn } from '../src/persona.ts'
import { expectEventually } from './_eventually.ts'
import { asking, recorded } from './_outage.ts'
import { pushedSideways } from './_paper.ts'
import { bindingInstrument } from './_record.ts'
import type { Asked, Seat } from './_seat.ts'
import type { Side, World } from './_world.ts'

interface Counted {
  procedure: string
  asked: number
  answered: number
  medianAnswerSeconds: number | null
}

/** Counts by dossier and content, as the head of a ministry sees them. */
async function countsOn(world: World, side: Side): Promise<Map<string, Record<string, Counted[]>>> {
  const secretary = await signIn(world.url(side), `${side}-mps-secretary`)
  const rows: { id: string }[] = []
  let after: string | null = ''
  while (after !== null) {
    const next = after === '' ? '' : `&after=${encodeURIComponent(after)}`
    const { body } = await secretary.call('GET', `/api/dossiers?plays=commitment${next}`)
    const page = body as { rows: { id: string }[]; next: string | null }
    rows.push(...page.rows)
    after = page.next
  }
  const counts = new Map<string, Record<string, Counted[]>>()
  for (const { id } of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const { body } = await secretary.call('GET', `/api/dossiers/${id}`)
    counts.set(id, (body as { counts: Record<string, Counted[]> }).counts)
  }
  return counts
}

/** Asked, answered and answer time under every commitment: counted by each node for itself. */
export async function sameCounts(world: World): Promise<void> {
  const [here, there] = await Promise.all([countsOn(world, 'vnm'), countsOn(world, 'chn')])
  assert.deepEqual(here, there)
  const all = [...here.values()].flatMap((contents) => Object.values(contents).flat())
  assert.ok(all.some(({ asked, answered }) => asked >= 2 && answered >= 1))
  assert.ok(all.some(({ medianAnswerSeconds }) => medianAnswerSeconds !== null && medianAnswerSeconds > 0))
}

interface Reviewed {
  digest: string
  review: { commitments: { record: string | null; evidence: Evidence[] }[] }
}

interface Evidence {
  opened: number
  indicators: Record<string, { count: number; seconds: number }>
}

async function reviewOn(world: World, side: Side): Promise<Reviewed> {
  const secretary = await signIn(world.url(side), `${side}-mps-secretary`)
  const today = new Date().toISOString().slice(0, 10)
  const { relation } = ownRecord.relation
  return (await secretary.call('GET', `/api/review?relation=${relation}&until=${today}`)).body as Reviewed
}

/**
 * What was asked under a commitment and answered stands beside it in the review that each node counts for itself. `requests`: how
 * many whole ones were filed there before.
 */
export async function sameReview(world: World, requests: number): Promise<void> {
  const [here, there] = await expectEventually(
    () => Promise.all([reviewOn(world, 'vnm'), reviewOn(world, 'chn')]),
    ([one, other]) => one.digest === other.digest,
    'one review on both sides',
  )
  assert.deepEqual(here.review, there.review)
  const { content } = bindingInstrument()
  const evidence = here.review.commitments.find(({ record }) => record === content.id)?.evidence ?? []
  assert.ok(requests > 0 && evidence.reduce((sum, { opened }) => sum + opened, 0) >= requests)
  assert.ok(evidence.some(({ indicators }) => Object.values(indicators).some(({ seconds }) => seconds > 0)))
}

/** Whether the name of who is signed in is not cut off. */
function isNameWhole({ page }: Seat): Promise<boolean> {
  return page.evaluate<boolean>(
    `(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('header .who-name'))`,
  )
}

const PHONE = 390

/** Pages of which no part is pushed sideways on a telephone either. */
const WHOLE = ['desk', 'dossier', 'instruments', 'review']

/** What has no room beside anything else on a telephone, by its page. */
const FROM_ABOVE: Partial<Record<string, string>> = { meetings: '.meeting-table td', register: '.log' }

async function narrowest({ page }: Seat, what = ''): Promise<number> {
  await page.locator(what).first().waitFor()
  return page.evaluate<number>(
    `Math.min(...[...document.querySelectorAll(${JSON.stringify(what)})].map((box) => box.getBoundingClientRect().width))`,
  )
}

/** What can be done, then the record, then what stands around it; and what is pressed there is large enough for a thumb. */
async function ladderBeforeRest({ page }: Seat): Promise<void> {
  await page.locator('.ladder').first().waitFor()
  const tops = await page.evaluate<number[]>(
    `['.offers-none, .offer, .offers-near, .offers-far', '.ladder', '.dossier-side > .panel ~ .panel']
      .map((one) => document.querySelector(one)?.getBoundingClientRect().top ?? -1)`,
  )
  assert.deepEqual(
    tops,
    tops.toSorted((a, b) => a - b),
  )
  const low = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.way-link, .proof-link, .version')]
      .filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.className)`,
  )
  assert.deepEqual(low, [])
}

/** Nor is a form that opens over it. */
async function formFits({ page, words }: Seat): Promise<void> {
  await page
    .getByRole('region', { name: words.t('offers.title') })
    .locator('.offer-button')
    .first()
    .click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: words.t('form.preview') }).waitFor()
  const wider =
    'document.querySelector(".drawer-body").scrollWidth - document.querySelector(".drawer-body").clientWidth'
  assert.ok((await page.evaluate<number>(wider)) <= 0, 'a form')
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
}

/** No page is wider than a telephone, a tablet, upright and lying, or a laptop. */
export async function fitsScreens(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const title = 'Read on every screen (invented)'
  const asks = await signIn(world.url('chn'), 'chn-mps-secretary')
  await recorded(asks, { ...asking(title), to: 'vnm-mps', level: 'ministry' })
  for (const width of [PHONE, 768, 1024, 1280]) {
    const seat = await sit({ persona: 'vnm-mps-secretary', language: 'vi', width })
    const { page, words } = seat
    const fits = async (what: string) => {
      assert.ok((await seat.overflow()) <= 0, `${what} at ${width}`)
      if (width === PHONE && WHOLE.includes(what)) assert.deepEqual(await pushedSideways(seat), [], what)
    }
    // On a telephone only the mark of who is signed in stands there.
    if (width !== PHONE) assert.ok(await isNameWhole(seat), `the name of who is signed in at ${width}`)
    await seat.look('all')
    await seat.row(title).waitFor()
    await fits('desk')
    await seat.openRow(title)
    await page.getByRole('region', { name: words.t('offers.title') }).waitFor()
    await fits('dossier')
    if (width === PHONE) {
      await ladderBeforeRest(seat)
      await formFits(seat)
    }
    for (const place of ['directory', 'meetings', 'instruments', 'review', 'register'] as const) {
      await seat.visit(place)
      await fits(place)
      if (width === PHONE && place in FROM_ABOVE)
        assert.ok((await narrowest(seat, FROM_ABOVE[place])) > 300, place)
    }
  }
}
