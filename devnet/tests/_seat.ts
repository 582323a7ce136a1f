/** An officer before a page: what a person does there, and everything that was wrong with the page meanwhile. */
import assert from 'node:assert/strict'
import { personas } from '@counterpart/record'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { type Language, type Words, wordsIn } from './_words.ts'
import type { Side, World } from './_world.ts'

/** What the policy of a page has to say, besides the nonce of its styles. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

const LOCALES: Record<Language, string> = { vi: 'vi-VN', 'zh-Hans': 'zh-CN', en: 'en-GB' }
const ZONES: Record<Side, string> = { vnm: 'Asia/Ho_Chi_Minh', chn: 'Asia/Shanghai' }

/** The procedure whose words most tests read. */
export const REQUEST = 'information-request'

export type Place = 'desk' | 'directory' | 'meetings' | 'instruments' | 'review' | 'register' | 'operation'

/** Where it is another word than in the navigation. */
const HEADINGS: Partial<Record<Place, string>> = {
  instruments: 'instrument.page',
  operation: 'operation.title',
}

export interface Asked {
  /** Id of an invented officer. */
  persona: string
  language: Language
  width?: number
}

/** Milliseconds until a test says that something did not come; a machine that is busy elsewhere stands still for a quarter of it. */
export const SOON = 60_000

export class Seat implements AsyncDisposable {
  readonly page: Page
  readonly words: Words
  readonly side: Side
  readonly origin: string
  readonly #context: BrowserContext
  readonly #complaints: string[] = []
  readonly #forgiven: RegExp[] = []

  private constructor(context: BrowserContext, page: Page, words: Words, side: Side, origin: string) {
    this.#context = context
    this.page = page
    this.words = words
    this.side = side
    this.origin = origin
    this.#watch()
  }

  /** Opens a browser of one's own and signs in by the card of an invented officer. */
  static async take(world: World, { persona, language, width = 1360 }: Asked): Promise<Seat> {
    const who = personas.find(({ id }) => id === persona)
    if (!who) throw new Error(`nobody is ${persona}`)
    const side = who.side as Side
    const context = await world.browser.newContext({
      viewport: { width, height: 900 },
      locale: LOCALES[language],
      timezoneId: ZONES[side],
      acceptDownloads: true,
      // As somebody asks for who wants nothing to move: a test waits for no animation.
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(SOON)
    const { origin } = world.url(side)
    const seat = new Seat(context, await context.newPage(), wordsIn(language, REQUEST), side, origin)
    await seat.page.goto(origin)
    await seat.page.getByRole('button', { name: who.name }).click()
    await seat.page.getByRole('heading', { level: 1, name: seat.words.t('nav.desk') }).waitFor()
    return seat
  }

  #watch(): void {
    const { page } = this
    page.on('console', (said) => {
      if (said.type() === 'error' || said.type() === 'warning')
        this.#complaints.push(`${said.type()} in the console: ${said.text()} (${said.location().url})`)
    })
    page.on('pageerror', (error) => this.#complaints.push(`thrown in the page: ${error.message}`))
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (!['data:', 'blob:'].includes(protocol) && origin !== this.origin)
        this.#complaints.push(`asked another host: ${request.url()}`)
    })
    page.on('response', (response) => {
      // A frame inside a page holds a file, under a policy of its own.
      if (response.request().resourceType() !== 'document' || response.frame().parentFrame()) return
      const directives = (response.headers()['content-security-policy'] ?? '').split('; ')
      const styles = directives.filter((one) => !POLICY.includes(one))
      if (
        directives.length !== POLICY.length + 1 ||
        !/^style-src 'self' 'nonce-[\w-]{22}'$/.test(styles[0] ?? '')
      )
        this.#complaints.push(`content-security-policy is ${directives.join('; ')}`)
    })
  }

  /** What the browser says of itself where a test provokes a refusal. */
  forgive(pattern: RegExp): void {
    this.#forgiven.push(pattern)
  }

  complaints(): string[] {
    return this.#complaints.filter((one) => !this.#forgiven.some((pattern) => pattern.test(one)))
  }

  /** Goes to a page by its place in the heading. */
  async visit(place: Place): Promise<void> {
    const { page, words } = this
    await page
      .getByRole('navigation', { name: words.t('nav.pages') })
      .getByRole('link', { name: words.t(`nav.${place}`), exact: true })
      .click()
    const heading = words.t(HEADINGS[place] ?? `nav.${place}`)
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  }

  /** Shows another place without loading the page again, as a link inside it would. */
  async turnTo(path: string): Promise<void> {
    await this.page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
    )
  }

  /** Looks at a view of the desk. */
  async look(view: 'mine' | 'office' | 'theirs' | 'either' | 'late' | 'all'): Promise<void> {
    const { page, words } = this
    await page
      .getByRole('navigation', { name: words.t('desk.views') })
      .getByRole('button', { name: words.t(`desk.view-${view}`) })
      .click()
  }

  row(title: string): Locator {
    return this.page.getByRole('row').filter({ hasText: title })
  }

  async openRow(title: string): Promise<void> {
    await this.row(title).getByRole('link', { name: title }).click()
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  /** What the node of this page says, asked by the page with its session. */
  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.page.evaluate<{ status: number; body: T }>(
      `fetch(${JSON.stringify(path)}).then(async (answer) => ({ status: answer.status, body: await answer.json() }))`,
    )
    assert.equal(status, 200, `${path}: ${status}`)
    return body
  }

  get dossier(): string {
    return /\/dossiers\/([0-9a-f]+)$/.exec(new URL(this.page.url()).pathname)?.[1] ?? ''
  }

  /** By how many pixels the page is wider than the screen. */
  async overflow(): Promise<number> {
    return this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close()
  }
}

/** Takes seats for a test and sees to it that nothing was wrong on any page when it ends. */
export async function within(
  world: World,
  doing: (sit: (asked: Asked) => Promise<Seat>) => Promise<void>,
): Promise<void> {
  const taken: Seat[] = []
  try {
    await doing(async (asked) => {
      const seat = await Seat.take(world, asked)
      taken.push(seat)
      return seat
    })
    for (const seat of taken) assert.deepEqual(seat.complaints(), [], `on a page of ${seat.side}`)
  } finally {
    await Promise.all(taken.map((seat) => seat[Symbol.asyncDispose]()))
  }
}
