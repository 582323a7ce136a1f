/** What a sheet has to show without the page around it. */
import assert from 'node:assert/strict'
import { signIn } from '../src/persona.ts'
import { asking, recorded } from './_outage.ts'
import type { Asked, Seat } from './_seat.ts'
import type { World } from './_world.ts'

/** Width of A4 between the margins that pages are printed with. */
const SHEET = 688

/** What lies in boxes that are pushed sideways to read all of it: on paper nobody can, and on a telephone nobody does. */
export async function pushedSideways({ page }: Seat): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('#main .path, #main .rows-scroll, #main .review-digest code')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1)
      .map((box) => box.className)`,
  )
}

/** It is that of the moment of printing, and nothing is drawn for it before. */
async function saidWhenPrinted({ page }: Seat): Promise<void> {
  const line = page.locator('.printed')
  const before = await line.innerText()
  await page.waitForTimeout(2100)
  assert.equal(await line.innerText(), before)
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
  const after = await line.innerText()
  assert.notEqual(after, before)
  const foot = `getComputedStyle(document.documentElement).getPropertyValue('--printed')`
  assert.equal(await page.evaluate(foot), JSON.stringify(after))
}

/** What the page shows stands on a sheet in its whole width. The page is left as it is printed. */
export async function fitsSheet(seat: Seat, what: string): Promise<void> {
  await seat.page.emulateMedia({ media: 'print' })
  await seat.page.setViewportSize({ width: SHEET, height: 970 })
  assert.ok((await seat.overflow()) <= 0, `${what} on paper`)
  assert.deepEqual(await pushedSideways(seat), [], `${what} on paper`)
}

async function onScreen({ page }: Seat): Promise<void> {
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize({ width: 1360, height: 900 })
}

/** No page is wider than a sheet, and each says who printed it, where and when, with year and zone. */
export async function fitsPaper(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const title = 'Read on paper (invented)'
  const asks = await signIn(world.url('chn'), 'chn-mps-secretary')
  await recorded(asks, { ...asking(title), to: 'vnm-mps', level: 'ministry' })
  const seat = await sit({ persona: 'vnm-mps-secretary', language: 'vi' })
  const { page } = seat
  await seat.look('all')
  await seat.openRow(title)
  await page.locator('.path').waitFor()
  await page.locator('.way-link').first().waitFor()
  const prints = async (what: string) => {
    await fitsSheet(seat, what)
    const line = page.locator('.printed')
    assert.match(await line.innerText(), new RegExp(`${new Date().getFullYear()}`))
    assert.match(await line.innerText(), /GMT\+7.*Thư Ký.*Việt Nam/)
    if (what === 'dossier') {
      assert.ok((await page.locator('.way-link').count()) > 0)
      // What only a screen can do is not printed.
      for (const one of ['.way-link', '.crumb-back', '.open-from-here'])
        assert.equal(await page.locator(one).and(page.locator(':visible')).count(), 0, one)
      await saidWhenPrinted(seat)
    }
    await onScreen(seat)
  }
  await prints('dossier')
  for (const place of ['review', 'instruments', 'meetings'] as const) {
    await seat.visit(place)
    await prints(place)
  }
}
