/** Carried by hand while the line is cut: out on one side's page, in on the other's, and the receipt back. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownRecord } from '@counterpart/record'
import { expectEventually } from './_eventually.ts'
import { asking, bothBack, bothOfficers, lineOf, onceOnBoth, recorded, type View } from './_outage.ts'
import type { Asked, Seat } from './_seat.ts'
import type { Side, World } from './_world.ts'

const TITLE = 'Carried by hand while the line was cut (invented)'

const panel = ({ page, words }: Seat) => page.getByRole('region', { name: words.t('pouch.title') })

/** The one file that holds what waits on this side. */
async function takeOut(seat: Seat, folder: string): Promise<string> {
  const [path, ...more] = await takeAllOut(seat, folder)
  assert.ok(path && more.length === 0)
  return path
}

/** The files that hold what waits on this side. */
export async function takeAllOut(seat: Seat, folder: string): Promise<string[]> {
  const { page, words } = seat
  const make = panel(seat).getByRole('button', { name: words.t('pouch.make') })
  // From an entry that is not there yet no file is made, and that is said by what is wrong.
  seat.forgive(/status of 400/)
  const since = panel(seat).getByLabel(words.t('pouch.since'))
  await since.fill('999999')
  await make.click()
  await panel(seat).getByText(words.t('pouch.since-beyond')).waitFor()
  await since.fill('')
  await make.click()
  const files = panel(seat).getByRole('link', { name: /\.pouch$/ })
  await files.first().waitFor()
  const paths: string[] = []
  for (const file of await files.all()) {
    const saving = page.waitForEvent('download')
    await file.click()
    const download = await saving
    assert.match(download.suggestedFilename(), /^[a-z0-9~_-]+_[0-9]{6,}-[0-9]{6,}(_[0-9]{3,})?\.pouch$/)
    const path = join(folder, download.suggestedFilename())
    await download.saveAs(path)
    paths.push(path)
  }
  return paths
}

/** What the page says of a file that was chosen. */
export async function bringIn(seat: Seat, path: string | string[], says: string | RegExp): Promise<void> {
  await panel(seat).getByLabel(seat.words.t('pouch.bring')).setInputFiles(path)
  await panel(seat).getByRole('listitem').filter({ hasText: says }).last().waitFor()
}

/** At least one, whatever else waits with it. */
export function some({ words }: Seat, key: string): RegExp {
  return new RegExp(`(^|[^0-9])${words.t(key, { count: '[1-9][0-9]*' })}`)
}

export async function carried(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const officers = await bothOfficers(world)
  await bothBack(officers)
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-stick-'))
  try {
    await world.setLine({ cut: true })
    const made = await recorded(officers.vnm, asking(TITLE))
    await expectEventually(
      () => lineOf(officers.vnm),
      (line) => line?.waiting === 1,
      'one act waits',
    )
    const [ours, theirs] = await Promise.all([
      sit({ persona: 'vnm-mps-secretary', language: 'vi' }),
      sit({ persona: 'chn-mps-secretary', language: 'zh-Hans' }),
    ])
    for (const seat of [ours, theirs]) await seat.visit('register')
    const out = await takeOut(ours, folder)

    // The wrong way, twice: it says so, and nothing has changed.
    ours.forgive(/409 \(Conflict\)/)
    for (let i = 0; i < 2; i++) await bringIn(ours, out, ours.words.t('fault.pouch-own'))

    await bringIn(theirs, out, some(theirs, 'pouch.fresh'))
    const there = (await officers.chn.call('GET', `/api/dossiers/${made.dossier}`)).body as View
    assert.equal(there.rungs.filter(({ leaf }) => leaf === made.leaf).length, 1)
    await bringIn(theirs, out, some(theirs, 'pouch.held'))

    const back = await takeOut(theirs, folder)
    await bringIn(ours, back, some(ours, 'pouch.fresh'))
    const here = (await officers.vnm.call('GET', `/api/dossiers/${made.dossier}`)).body as View
    assert.ok(here.rungs[0]?.words.includes('delivered'), JSON.stringify(here.rungs))
    assert.notEqual(here.rungs[0]?.settled, null)
    const waiting = panel(ours)
      .locator('dl > div')
      .filter({ hasText: ours.words.t('pouch.waiting') })
    await waiting.getByText('0', { exact: true }).waitFor()
    assert.equal((await lineOf(officers.vnm))?.waiting, 0)
    assert.notEqual((await lineOf(officers.vnm))?.state, 'up')

    await world.setLine({})
    await bothBack(officers)
    await onceOnBoth(officers, made, TITLE)
  } finally {
    await world.setLine({})
    await rm(folder, { recursive: true })
  }
}

interface Said {
  code: number | null
  said: string
}

/** The program as an operator runs it beside the node. */
async function counterpart(args: readonly string[], typed = ''): Promise<Said> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const program = join(import.meta.dirname, '../../cli/src/main.ts')
  const run = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    env: { ...env, LANG: 'C' },
  })
  let said = ''
  for (const stream of [run.stdout, run.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  run.stdin.end(typed)
  const [code] = (await once(run, 'close')) as [number | null]
  return { code, said }
}

export async function carriedByOperators(world: World, sit: (asked: Asked) => Promise<Seat>): Promise<void> {
  const title = 'Carried by operators after a node was killed (invented)'
  const officers = await bothOfficers(world)
  await bothBack(officers)
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-disc-'))
  const pouch = (what: 'export' | 'import', side: Side, ...more: string[]) =>
    counterpart(['pouch', what, '--config', world.config(side), ...more])
  const filesOf = async (side: Side) =>
    (await readdir(folder)).filter((name) => name.includes(`_${side}_`)).map((name) => join(folder, name))
  try {
    await world.setLine({ cut: true })
    const made = await recorded(officers.vnm, asking(title))
    world.kill('vnm')
    const held = await expectEventually(
      () => pouch('export', 'vnm', '--to', folder),
      ({ said }) => said.includes('held-start'),
      'the killed node is back and writes nothing yet',
      60_000,
    )
    assert.equal(held.code, 1)
    assert.deepEqual(await filesOf('vnm'), [])
    const seat = await sit({ persona: 'vnm-mong-cai-duty', language: 'vi' })
    await seat.turnTo('/')
    const stopped = seat.page.getByText(seat.words.t('stopped.title'))
    await stopped.waitFor()
    const { relation } = ownRecord.relation
    const typed = `the machine was not touched (invented)\nA (invented)\nB (invented)\n${relation}\n`
    const confirmed = await counterpart(['confirm-start', '--config', world.config('vnm')], typed)
    assert.equal(confirmed.code, 0, confirmed.said)
    await stopped.waitFor({ state: 'detached' })

    const out = await pouch('export', 'vnm', '--to', folder, '--size', 'disc')
    assert.equal(out.code, 0, out.said)
    const files = await filesOf('vnm')
    assert.equal(files.length, 1)
    const wrong = await pouch('import', 'vnm', ...files)
    assert.equal(wrong.code, 1)
    assert.match(wrong.said, /REFUSED \(pouch-own\)/)
    const read = await pouch('import', 'chn', ...files)
    assert.equal(read.code, 0, read.said)
    assert.match(read.said, /: [1-9][0-9]* new/)

    assert.equal((await pouch('export', 'chn', '--to', folder)).code, 0)
    const back = await pouch('import', 'vnm', ...(await filesOf('chn')))
    assert.equal(back.code, 0, back.said)
    assert.match(back.said, /The other side holds our log up to/)
    const here = (await officers.vnm.call('GET', `/api/dossiers/${made.dossier}`)).body as View
    assert.ok(here.rungs[0]?.words.includes('delivered'), JSON.stringify(here.rungs))

    await world.setLine({})
    await bothBack(officers)
    await onceOnBoth(officers, made, title)
  } finally {
    await world.setLine({})
    await rm(folder, { recursive: true })
  }
}
