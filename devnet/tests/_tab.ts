import type { Locator, Page } from 'playwright-core'

/** The tab that a link opens. What the page is told at the same time may move the link away under the first click. */
export async function tabOf(page: Page, link: Locator): Promise<Page> {
  const opened = async () => {
    const [tab] = await Promise.all([page.waitForEvent('popup', { timeout: 10_000 }), link.click()])
    return tab
  }
  return opened().catch(opened)
}
