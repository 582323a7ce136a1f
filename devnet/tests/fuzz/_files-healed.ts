/** What acts enclose is whole on both sides in the end, but for what the last disk that had it took with it. */
import assert from 'node:assert/strict'
import { PARTIES } from '../../../procedures/_drive.ts'
import type { FileRow } from '../../../server/src/store/store.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { pass } from '../../../server/src/uses/_world.ts'
import { plainOf } from '../../../server/src/uses/file/file-read.ts'
import { careForUploads } from '../../../server/src/uses/file/upload-care.ts'
import { fileValueOf } from '../../../server/src/uses/retention/file-values.ts'
import { fetches } from './_fetches.ts'
import { sha256Of } from './_files.ts'
import { allows } from './_restores.ts'
import { otherOf, type Party, type World } from './_world.ts'

/** After which a node asks once more for what could not be had. Seconds. */
const PAUSE = 601
const DAY = 86_400

function rowsAt({ sides }: World, party: Party): FileRow[] {
  const rows = sides[party].store.rows(RELATION)
  return [...rows.files.values(rows.version)].flatMap(([, files]) => files)
}

/**
 * What has to be on the disk of a side: what its author destroyed goes here when its recall is noted, and what we lost and
 * the other side destroyed nobody can give; that in the end both have destroyed it is looked at there.
 */
function due(world: World, party: Party): FileRow[] {
  const { files } = world.disks[party]
  const there = rowsAt(world, otherOf(party)).filter(
    ({ own, state, digest }) => state === 'destroyed' && (own || !files.has(digest)),
  )
  const recalled = new Set(there.map(({ leaf, digest }) => `${leaf} ${digest}`))
  return rowsAt(world, party).filter(
    ({ leaf, digest, state }) =>
      state !== 'destroyed' && !world.gone.has(digest) && !recalled.has(`${leaf} ${digest}`),
  )
}

/** All of it has come, and its receiver has said so. */
export function areFetched(world: World): boolean {
  return PARTIES.every((party) =>
    due(world, party).every(
      ({ digest, own, state }) => world.disks[party].files.has(digest) && (own || state === 'held'),
    ),
  )
}

/** Everything that the other side has, its own as well: its people say that it may have that back. */
export async function fetchesAll(world: World): Promise<void> {
  if (!areFetched(world)) pass(PAUSE, ...Object.values(world.sides))
  for (const party of PARTIES) {
    const isMissing = due(world, party).some((row) => row.own && !world.disks[party].files.has(row.digest))
    if (isMissing) await allows(world, otherOf(party))
  }
  for (const party of PARTIES) {
    await fetches(world, party)
  }
}

export async function checkFiles(world: World, party: Party): Promise<void> {
  const { node, store, time } = world.sides[party]
  const relation = world.sides[party].relation(RELATION)
  const { files, keep } = world.disks[party]
  const there = new Map(rowsAt(world, otherOf(party)).map((row) => [`${row.leaf} ${row.digest}`, row.state]))
  for (const row of rowsAt(world, party)) {
    const { leaf, digest, state } = row
    const other = there.get(`${leaf} ${digest}`)
    assert.equal(state === 'destroyed', other === 'destroyed', `${digest} is ${state} and there ${other}`)
  }
  for (const row of due(world, party)) {
    const found = await store.read(RELATION, (reader) => fileValueOf(node, relation, reader, row))
    assert.equal(found.kind, 'found')
    if (found.kind !== 'found') continue
    const read: Buffer[] = []
    for await (const some of plainOf(keep.folder, row.digest, found.value)) read.push(some)
    assert.equal(sha256Of(...read), world.brought.get(row.digest), `${row.digest} is other bytes at ${party}`)
    assert.equal(row.state, 'held', `${row.digest} is ${row.state} at ${party}`)
  }
  // Of what no act holds, or is destroyed, nothing is left once its day is over.
  time.now += 2 * DAY
  await careForUploads(node)
  time.now -= 2 * DAY
  const left = new Set(
    rowsAt(world, party)
      .filter(({ state }) => state !== 'destroyed')
      .map(({ digest }) => digest),
  )
  assert.deepEqual(
    [...files.keys()].filter((name) => !left.has(name.slice(0, 64))),
    [],
  )
}
