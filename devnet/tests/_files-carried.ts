/** Files that never see a line: out on one side's page, in on the other's, and back what says that they are held. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { approved, PAPERS, saved, write } from './_files.ts'
import { bringIn, some, takeAllOut } from './_pouch.ts'
import { type Seat, within } from './_seat.ts'
import { wordsIn } from './_words.ts'
import type { World } from './_world.ts'

const SUBJECT = 'Letter whose enclosures were carried by hand (invented)'

export async function enclosuresCarried(world: World): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-papers-'))
  try {
    await within(world, async (sit) => {
      const [writes, reads] = await Promise.all([
        sit({ persona: 'vnm-mps-secretary', language: 'en' }),
        sit({ persona: 'chn-mps-secretary', language: 'en' }),
      ])
      const draft = await write(writes, SUBJECT)
      await world.setLine({ cut: true })
      await approved(world, draft)
      for (const seat of [writes, reads]) await seat.visit('register')
      const out = await takeAllOut(writes, folder)
      assert.ok(out.length > 1, `${out}`)
      // The pieces are given first.
      await bringIn(reads, out.toReversed(), some(reads, 'pouch.pieces'))
      const files = await opened(reads)
      await files.filter({ hasText: held }).nth(1).waitFor({ timeout: 60_000 })
      for (const paper of PAPERS) await saved(reads, files.filter({ hasText: paper.name }), paper)

      await reads.visit('register')
      await bringIn(writes, await takeAllOut(reads, folder), some(writes, 'pouch.fresh'))
      await (await opened(writes)).filter({ hasText: held }).nth(1).waitFor({ timeout: 60_000 })
    })
  } finally {
    await world.setLine({})
    await rm(folder, { recursive: true })
  }
}

const held = wordsIn('en', 'correspondence').t('file-state.held')

async function opened(seat: Seat) {
  await seat.visit('desk')
  await seat.look('all')
  await seat.openRow(SUBJECT)
  return seat.page.locator('.rung-file')
}
