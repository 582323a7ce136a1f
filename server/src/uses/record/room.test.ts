import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomLeft } from '../../store/large.ts'
import { newRoom } from './room.ts'

const ROOM: RoomLeft = { entries: 9, headers: 9000, bodies: 9000 }
const WRITTEN = { bytes: new Uint8Array(100), parts: [{ bytes: new Uint8Array(100) }] }

/** How many of the same are taken by one commit. */
async function taken(left: Partial<RoomLeft>): Promise<number> {
  const room = newRoom({ roomIn: async () => ({ ...ROOM, ...left }) })
  for (let much = 0; ; much++)
    try {
      await room.take('ab', 99, WRITTEN as never)
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'dossier-too-large')
      return much
    }
}

test('a dossier that is full of entries, of headers or of bodies takes no more, and what one commit adds counts', async () => {
  assert.equal(await taken({}), 9)
  assert.equal(await taken({ entries: 3 }), 3)
  assert.equal(await taken({ headers: 250 }), 2)
  assert.equal(await taken({ bodies: 800 }), 2)
})
