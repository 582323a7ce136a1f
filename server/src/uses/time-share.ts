/**
 * How much of this node's time one counterpart may take. Everything in its log is held, whatever it is (ANSWER-4), so a
 * few bytes may cost seconds, such as one more entry of a dossier that it filled. Whoever sends such messages again and
 * again has to wait in between, and officers, pages and other counterparts have that time (SYNC-17). All times are
 * milliseconds of a clock that nobody sets.
 */
export interface Share {
  /** What its messages cost beyond what a message may, less what was given back since. */
  owed: number
  at: number
}

/** What any message may cost, and each KiB of one: to be opened, hashed and found wrong. */
const FREE = 250
const PER_KIB = 0.1
/**
 * The same of one that is refused. Half of its time is forgiven while it is worked on: at `FREE` whoever sends nothing but what
 * takes half a second to refuse would never owe anything.
 */
const FREE_REFUSED = 20
/**
 * What each entry and each KiB add that was taken in or given: more than a slow machine needs for officers' acts, half of
 * whose time is given back as they are worked on (`BACK`). What is refused has none of this: it leaves nothing behind, and
 * may come again at once.
 */
const PER_ENTRY = 5
const PER_KIB_TAKEN = 0.5
/** It waits only when it owes more than this. */
const CREDIT = 30_000
/** What is forgiven with each millisecond. */
const BACK = 0.5
/** The longest wait: a line has to recover within a minute. */
const LONGEST = 45_000

export function newShare(): Share {
  return { owed: 0, at: 0 }
}

/** The messages that are worked on now, with the time of each. One set for the process, since it has one thread. */
const working = new Set<Work>()
let counted = 0

export interface Work {
  had: number
  /** Entries that were taken in or given. */
  entries: number
  /** For what the counterpart sent, and not for how this node is. */
  refused?: boolean
}

/** Messages that are worked on at once share the time: two at once pay half of it each. */
export function begin(now = performance.now()): Work {
  count(now)
  const work = { had: 0, entries: 0 }
  working.add(work)
  return work
}

/** The work on a message of `bytes` has ended. */
export function charge(share: Share, bytes: number, work: Work, now = performance.now()): void {
  count(now)
  working.delete(work)
  const over = Math.max(0, work.had - worthOf(bytes, work))
  share.owed = Math.min(CREDIT + LONGEST * BACK, owedAt(share, now) + over)
  share.at = now
}

/**
 * Work that follows from messages long after them, such as to verify a file once more because another entry names it. It is
 * worth as little as what is refused: no bytes come with it, and one message may cause it thousands of times.
 */
export async function owing<T>(share: Share, work: () => Promise<T>): Promise<T> {
  const owed = begin()
  owed.refused = true
  try {
    return await work()
  } finally {
    charge(share, 0, owed)
  }
}

function worthOf(bytes: number, { entries, refused = false }: Work): number {
  return (
    (refused ? FREE_REFUSED : FREE) +
    entries * PER_ENTRY +
    (bytes / 1024) * (entries === 0 ? PER_KIB : PER_KIB_TAKEN)
  )
}

function count(now: number): void {
  for (const work of working) work.had += (now - counted) / working.size
  counted = now
}

/** How long until the next message is worked on; 0 for at once. */
export function restOf(share: Share, now = performance.now()): number {
  return Math.max(0, (owedAt(share, now) - CREDIT) / BACK)
}

function owedAt({ owed, at }: Share, now: number): number {
  return Math.max(0, owed - (now - at) * BACK)
}
