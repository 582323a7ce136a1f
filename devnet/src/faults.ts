/**
 * A link that misbehaves on command: it loses, delays, repeats and reorders messages, and can be cut.
 * It stands where a node's real link stands, so nothing else knows that it is there.
 */
import { type Link, LinkFailure } from '@counterpart/server'

export interface Faults {
  /** Nothing passes. */
  cut: boolean
  /** Share of messages lost before they arrive, 0 to 1. */
  loseRequest: number
  /** Share of answers lost on the way back: the work was done and nobody was told. */
  loseAnswer: number
  /** Share of messages that arrive twice. */
  repeat: number
  /** Share of messages that an earlier message is sent again after, so that old ones come late. */
  reorder: number
  /** Milliseconds added to each way, at most; the delay of each message is drawn from it. */
  delay: number
}

export const NO_FAULTS: Faults = {
  cut: false,
  loseRequest: 0,
  loseAnswer: 0,
  repeat: 0,
  reorder: 0,
  delay: 0,
}

export interface FaultyLink extends Link {
  faults: Faults
}

/** `random` gives numbers from 0 to 1; a seeded one makes a run repeatable. */
export function faultyLink(link: Link, random: () => number): FaultyLink {
  let earlier: Uint8Array | null = null
  const faulty: FaultyLink = {
    faults: NO_FAULTS,
    async exchange(sealed, signal) {
      const { faults } = faulty
      await pass(faults, random, signal)
      if (random() < faults.loseRequest) throw new LinkFailure('line-down', 'lost')
      const again = earlier !== null && random() < faults.reorder ? earlier : null
      earlier = sealed
      const answer = await link.exchange(sealed, signal)
      // What comes late or twice is answered to nobody: the sender has long gone on.
      if (random() < faults.repeat) await link.exchange(sealed, signal).catch(() => undefined)
      if (again) await link.exchange(again, signal).catch(() => undefined)
      await pass(faulty.faults, random, signal)
      if (random() < faults.loseAnswer) throw new LinkFailure('line-down', 'answer lost')
      return answer
    },
  }
  return faulty
}

async function pass(faults: Faults, random: () => number, signal: AbortSignal): Promise<void> {
  if (faults.cut) throw new LinkFailure('line-down', 'cut')
  const wait = Math.floor(random() * faults.delay)
  if (wait > 0)
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, wait)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(new LinkFailure('line-down', 'aborted'))
      })
    })
  if (faults.cut) throw new LinkFailure('line-down', 'cut')
}
