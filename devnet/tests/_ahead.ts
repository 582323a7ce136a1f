/** What is urgent behind a long queue on a slow line: on the other desk before its turn, and once when it has come. */
import { setTimeout as pause } from 'node:timers/promises'
import { expectEventually } from './_eventually.ts'
import { asking, bothOfficers, lineOf } from './_outage.ts'
import type { Asked, Seat } from './_seat.ts'
import type { World } from './_world.ts'

const QUEUE = 100
/** Milliseconds each way, at most. */
const SLOW = 1000
/** Milliseconds of failures after which a line that was quick is asked for small messages only. */
const FAILED = 7000

export async function ahead(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const officers = await bothOfficers(world)
  const seat = await sit({ persona: 'chn-dongxing-duty', language: 'en' })
  const { t } = seat.words
  const ask = (title: string, fields: Record<string, unknown> = {}) => {
    const asked = asking(title)
    return officers.vnm.call('POST', '/api/dossiers', { ...asked, fields: { ...asked.fields, ...fields } })
  }
  await world.setLine({ cut: true })
  for (let behind = 0; behind < QUEUE; behind++) await ask(`Of the queue ${behind}`)
  const urgent = 'The bus crosses at noon'
  await ask(urgent, { urgency: 'very-urgent', 'urgency-reason': 'crossing-imminent' })
  await expectEventually(
    () => lineOf(officers.vnm),
    (line) => line?.held === 'line-down' && line.waiting > QUEUE,
    'everything waits',
  )
  await pause(FAILED)
  await world.setLine({ delay: SLOW })
  const panel = seat.page.getByRole('region', { name: t('announced.waiting', { count: 1 }) })
  await panel.getByText(urgent).waitFor()
  await panel.getByText(t('announced.means')).waitFor()
  await world.setLine({})
  await panel.waitFor({ state: 'detached' })
  await seat.row(urgent).waitFor()
}
