/** Pouches of one relation that hold a few bytes, for tests of the API in front of them. */
import { NodeError } from '../errors.ts'
import { RELATION } from './_fake-uses.ts'
import type { Context } from './context.ts'

/** The first byte of what is no pouch. */
export const NO_POUCH = 0xff

export const fakePouches: Context['pouches'] = (relation) => {
  if (relation !== RELATION) throw new NodeError({ code: 'unknown-relation' })
  const nameOf = ({ start, end }: { start: number; end: number }) => `fake_${start}-${end}.pouch`
  return {
    nameOf,
    state: async () => ({
      receipted: 1,
      size: 3,
      waiting: 2,
      oldest: 5,
      held: 4,
      aside: [{ start: 6, end: 7 }],
      out: { at: 5, start: 1, end: 3 },
      in: null,
    }),
    plan: async ({ since = 1 }) => {
      if (since > 3) throw new NodeError({ code: 'bad-query', path: '/since' })
      return [{ name: nameOf({ start: since, end: 3 }), start: since, end: 3, part: 1, of: 1, bytes: 9 }]
    },
    async *write({ end }) {
      if (end > 3) throw new NodeError({ code: 'bad-query', path: '/end' })
      yield new TextEncoder().encode('sealed ')
      yield new TextEncoder().encode('bytes')
    },
    read: async (chunks) => {
      let fresh = 0
      for await (const chunk of chunks) {
        // Long before its end, as a real one is refused that does not begin like a pouch.
        if (fresh === 0 && chunk[0] === NO_POUCH) throw new NodeError({ code: 'pouch-damaged' })
        fresh += chunk.length
      }
      if (fresh === 1) throw new NodeError({ code: 'pouch-damaged' })
      const none = { held: 0, aside: 0, receipted: null, pieces: 0, early: 0, passed: 0 }
      return { ...none, fresh, refused: fresh === 2 ? 'pouch-own' : null }
    },
  }
}
