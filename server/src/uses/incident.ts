/** What operators have to know. It is kept with its proof, and the same thing is kept once. */
import { DAY } from '@counterpart/casework/civil'
import type { IncidentRow, Reader, Writer } from '../store/store.ts'

/** A closed list. */
export const INCIDENT_CODES = [
  /** Two signed heads of one log that cannot both be true. */
  'fork',
  /** Entries that do not lead to the head their author signed. */
  'bad-root',
  /** An entry that says it had seen what we never signed. */
  'seen-beyond',
  /** An entry, signed in a log of this relation, that names another relation or none. */
  'another-relation',
  /** An entry that says it had seen less than one before it. */
  'seen-lowered',
  'time-lowered',
  'time-ahead',
  /** An entry of theirs that says it is of an office of ours. */
  'other-office',
  /** What was shown before its turn has not come in its turn for so long that it is not shown any more. */
  'never-written',
  /** Two operators compared our clock with another source, while the other side states another time. */
  'clock-confirmed',
  /** A mark states another outcome than we compute. */
  'verdict-differs',
  /** The other side holds more than we do: this node was brought back from an old copy. */
  'rolled-back',
  /** The other side says it holds more than we do, and does not show that we signed it. */
  'size-unproven',
  /** The other side holds less than it once signed for. */
  'counterpart-rolled-back',
  /** This node's database was brought back from a backup; written with it. */
  'restored',
  /** Our keys signed entries of a log that this database holds nothing of. */
  'log-begun',
  'started-by-operators',
  /** Two operators let the counterpart have back what we keep for it. */
  'giving-back',
  /** The counterpart asks for more of what it once receipted than it may have without that. */
  'give-back-asked',
  /** What the counterpart gave back is not what was signed. */
  'given-differs',
  /** We said where a log of the other side ends, and take nothing more of it. */
  'epoch-closed',
  /** A log of ours ended, and the next began. */
  'epoch-begun',
  /** The other side takes nothing more of our newest log, and this node did not ask where it ends. */
  'log-ended',
  /** The other side began a log where we never said that the one before it ended. */
  'epoch-refused',
  /** Entries of a log that ended before them came: they have no effect. */
  'epoch-late',
  /** More of logs that ended came than is kept. */
  'late-full',
  /** Another continuation of a log that ended came than the one that is kept. */
  'late-other',
  /** The other side has begun as many logs as it may. */
  'logs-full',
  /** A file of theirs is not what their entry commits to. */
  'file-differs',
  /** A file of theirs was not let in: by the scanner, for its size, or because it cannot be read. */
  'file-refused',
  /** A change of their keys that changes nothing: not signed by both keys, or it names a key that was used before. */
  'key-refused',
  /** An outside witness has signed more of our log than there is. */
  'witness-ahead',
  /** An outside witness gave no line that counts. */
  'witness-failed',
  /** A time-stamping authority gave nothing that counts. */
  'time-stamp-failed',
  /** Something stored here is not what was written: a disk that fails, or somebody who changed it. */
  'entry-damaged',
  /** What was found damaged is what was written again; `from` says whence it was taken. */
  'damage-repaired',
  /** More is in a dossier than is read at once, or in several that are named together: the other side filled it. */
  'dossier-too-large',
  /** The other side names a dossier whose opening is not here, while it may still come back with our own log. */
  'opening-missing',
] as const
export type IncidentCode = (typeof INCIDENT_CODES)[number]

const LOOKED_BACK = 100
/** Incidents of one kind that are kept within a day: whoever signs one contradiction after the other must not fill the disk. */
const MOST = 20
/** Kept without a limit: only this node raises these, or there are no more of them than things of ours that they name. */
const ALWAYS: readonly IncidentCode[] = [
  'restored',
  'log-begun',
  'started-by-operators',
  'clock-confirmed',
  'rolled-back',
  'giving-back',
  'entry-damaged',
]
/** Incidents that differ in these fields are of different kinds: a flood of one does not hide the other. */
const KINDS = ['why', 'side'] as const

type Detail = Readonly<Record<string, unknown>>

/** Something to be told about a message that came. */
export interface Trouble {
  code: IncidentCode
  detail: Detail
}

/** `always`: keep it beyond any limit, because a start reads it. */
export async function raise(
  writer: Writer,
  at: number,
  code: IncidentCode,
  detail: Detail,
  always = ALWAYS.includes(code),
): Promise<void> {
  await putNew(writer, { at, code, detail }, always, await knownOf(writer, code))
}

/** Raises all incidents of one message. Under the lock, so that the known ones of a kind are read once for all of them. */
export async function raiseAll(
  writer: Writer,
  at: number,
  troubles: readonly { code: IncidentCode; detail: Detail }[],
): Promise<void> {
  for (const [code, alike] of Map.groupBy(foremost(troubles), (one) => one.code)) {
    const known = await knownOf(writer, code)
    for (const { detail } of alike) await putNew(writer, { at, code, detail }, ALWAYS.includes(code), known)
  }
}

interface Known {
  at: number
  detail: unknown
  text: string
}

async function knownOf(writer: Writer, code: IncidentCode): Promise<Known[]> {
  const last = await writer.incidents(LOOKED_BACK, [code])
  return last.map(({ at, detail }) => ({ at, detail, text: textOf(detail) }))
}

/**
 * One text for one detail, in whatever order its members were stored. Its texts may be of the other side, in no normal form
 * and no form at all: what they say must never keep an incident from being written.
 */
function textOf(detail: unknown): string {
  return JSON.stringify(detail ?? null, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
}

/** Stores an incident where it is new, and adds it to `known`. */
async function putNew(
  writer: Writer,
  { at, code, detail }: { at: number; code: IncidentCode; detail: Detail },
  always: boolean,
  known: Known[],
): Promise<void> {
  // In either direction: a clock that was wrong for a while must not silence the time that follows.
  const lately = known.filter((one) => Math.abs(one.at - at) < DAY && isAlike(one.detail, detail))
  if (lately.length >= MOST && !always) return
  const text = textOf(detail)
  if (known.some((one) => one.text === text)) return
  await writer.putIncident(at, code, detail)
  known.push({ at, detail, text })
}

/**
 * Tells of a reached bound once, with the first proof, as long as the bound stays the same: later refusals say nothing
 * new. Returns whether it was told now.
 */
export async function raiseOfBound(
  writer: Writer,
  at: number,
  code: IncidentCode,
  bound: Detail,
  proof: Detail,
): Promise<boolean> {
  const told = await isTold(writer, code, bound)
  if (!told) await raise(writer, at, code, { ...bound, ...proof })
  return !told
}

/** Whether one of the last incidents of this code has all of these members. */
export async function isTold(
  reader: Pick<Reader, 'incidents'>,
  code: IncidentCode,
  bound: Detail,
): Promise<boolean> {
  const last = await reader.incidents(LOOKED_BACK, [code])
  return last.some(({ detail }) => {
    const held = (detail ?? {}) as Detail
    return Object.entries(bound).every(([name, value]) => held[name] === value)
  })
}

/** No more of each kind than a day keeps, since each is compared with the earlier ones under the lock. */
export function foremost<T extends { code: IncidentCode; detail: Detail }>(troubles: readonly T[]): T[] {
  const seen: T[] = []
  return troubles.filter((one) => {
    const alike = seen.filter(({ code, detail }) => code === one.code && isAlike(detail, one.detail)).length
    if (alike < MOST) seen.push(one)
    return alike < MOST
  })
}

function isAlike(before: unknown, now: Detail): boolean {
  const held = (before ?? {}) as Detail
  return KINDS.every((name) => held[name] === now[name])
}

/** Newest first. The newest of every kind is among them, so that no number of one kind hides another. */
export async function newestIncidents(
  reader: Pick<Reader, 'incidents'>,
  most: number,
): Promise<IncidentRow[]> {
  const newest = await reader.incidents(most)
  if (newest.length < most) return newest
  const seen = new Set(newest.map(({ code }) => code))
  const others = await Promise.all(
    INCIDENT_CODES.filter((code) => !seen.has(code)).map((code) => reader.incidents(1, [code])),
  )
  return [...newest, ...others.flat()].sort((a, b) => b.at - a.at)
}
