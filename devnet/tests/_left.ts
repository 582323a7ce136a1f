/**
 * A dossier whose parent has gone on without it. Each page is given links that say so of what every relation has, so that no
 * person has to be sought, found and released first.
 */
import assert from 'node:assert/strict'
import { commitment, informationRequest } from '@counterpart/procedures'
import { signIn } from '../src/persona.ts'
import { offer } from './_dossier.ts'
import { asking } from './_outage.ts'
import type { Asked, Seat } from './_seat.ts'
import { wordsIn } from './_words.ts'
import type { World } from './_world.ts'

const DUTY = 'vnm-mong-cai-duty'
const LEFT = 'commitment-stated'
const STANDS = 'commitment-stands'

interface Declared {
  procedure: { name: string; links?: Record<string, unknown> }
}

export async function warnedOfParent(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const officer = await signIn(world.url('vnm'), DUTY)
  const { rows } = (await officer.call('GET', `/api/dossiers?plays=${commitment.plays?.as}`)).body as {
    rows: { id: string; state: string }[]
  }
  const parent = rows.find(({ state }) => state === STANDS) ?? assert.fail('no commitment stands')
  const { body } = await officer.call('POST', '/api/dossiers', {
    ...asking('Under what has gone on (invented)'),
    under: [{ dossier: parent.id }],
  })
  const { dossier } = body as { dossier: string }

  const seat = await sit({ persona: DUTY, language: 'zh-Hans' })
  const { page, words } = seat
  const all = await seat.get<Declared[]>('/api/procedures')
  for (const { procedure } of all)
    if (procedure.name === commitment.name)
      procedure.links = { ask: { opens: informationRequest.name, from: [LEFT], by: 'other' } }
  await page.route('**/api/procedures', (route) => route.fulfill({ json: all }))
  await page.goto(`${seat.origin}/dossiers/${dossier}`)
  const of = wordsIn(words.language, commitment.name)
  const said = words.t('dossier.left-means', { state: of.state(STANDS), from: of.state(LEFT) })
  const warning = page.locator('.dossier-main').getByRole('alert').filter({ hasText: said })
  await warning.waitFor()
  assert.ok((await warning.getByRole('link').getAttribute('href'))?.includes(parent.id) === true)

  const moves = await offer(seat, 'withdraw')
  await moves.dialog.getByRole('alert').filter({ hasText: said }).waitFor()
  await page.keyboard.press('Escape')
  await moves.dialog.waitFor({ state: 'detached' })
  const stays = await offer(seat, 'note')
  await stays.dialog.getByRole('button', { name: words.t('form.preview') }).waitFor()
  assert.equal(await stays.dialog.getByText(words.t('dossier.left')).count(), 0)
}
