/** Where an act is while the line is cut: for its officer in a drawer, for operators as what this machine alone has. */
import assert from 'node:assert/strict'
import { asking, bothBack, bothOfficers, recorded } from './_outage.ts'
import type { Asked, Seat } from './_seat.ts'
import type { World } from './_world.ts'

/** A line that was cut is tried again after pauses that grow. */
const BACK = 60_000

export async function whereabouts(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const officers = await bothOfficers(world)
  await bothBack(officers)
  await world.setLine({ cut: true })
  const { dossier } = await recorded(officers.vnm, asking('Where is this (invented)'))

  const operator = await sit({ persona: 'vnm-mps-administrator', language: 'vi', width: 390 })
  await operator.visit('operation')
  const said = operator.words
  const queue = operator.page.getByRole('region', {
    name: said.t('operation.queue', { party: 'Trung Quốc' }),
  })
  await queue.getByText(said.t('operation.would-cost')).waitFor()
  const line = operator.page.getByRole('region', { name: said.t('line.with', { party: 'Trung Quốc' }) })
  await line.getByText(said.t('held.line-down')).waitFor()
  assert.ok((await operator.overflow()) <= 0, 'as wide as a telephone')

  const seat = await sit({ persona: 'vnm-mong-cai-duty', language: 'zh-Hans' })
  const { page, words } = seat
  await seat.turnTo(`/dossiers/${dossier}`)
  // What only this machine knows is not shown as the state of the dossier, nor its clock as that of both.
  const state = page.locator('.step-now')
  await state.getByText(words.t('word.on-its-way')).waitFor()
  const clock = page.locator('.clock')
  await clock.getByText(words.t('clock.provisional')).waitFor()
  assert.equal(await clock.getByText(words.t('clock.same')).count(), 0)
  await page.getByRole('button', { name: words.t('way.ask') }).click()
  const drawer = page.getByRole('dialog', { name: words.t('way.title') })
  await drawer.getByText(words.t('held.line-down')).waitFor()
  await drawer.getByText(words.t('way.for-ever')).waitFor()
  assert.equal(await drawer.getByText(words.t('way.to-come'), { exact: true }).count(), 2)
  await world.setLine({})
  // Nobody asks again: what has come is drawn as it comes.
  await drawer.getByText(words.t('way.signed-by', { party: '中国' })).waitFor({ timeout: BACK })
  await drawer.getByText(words.t('way.to-come'), { exact: true }).first().waitFor({ state: 'detached' })
  assert.equal(await drawer.getByText(words.t('way.for-ever')).count(), 0)
  await clock.getByText(words.t('clock.same')).waitFor()
  assert.equal(await state.getByText(words.t('word.on-its-way')).count(), 0)
  await queue.getByText(said.t('operation.nothing-waits')).waitFor()
}
