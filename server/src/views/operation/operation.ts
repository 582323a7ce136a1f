/** How this node is, for its operators. What a store cannot say now is left out; the rest is told all the same. */
import { statfs } from 'node:fs/promises'
import type { OperatedRelation, OperationView } from '../../http/schema/operation.ts'
import { lastBackup } from '../../store/backup/last-backup.ts'
import type { Gauge } from '../../store/store.ts'
import { silentSince } from '../../uses/file/scan.ts'
import { INCIDENT_CODES, type IncidentCode, newestIncidents } from '../../uses/incident.ts'
import type { Node, Relation } from '../../uses/relation.ts'
import { probe } from '../health.ts'
import { lineView } from '../line-view.ts'
import { type Look, look } from '../look.ts'
import { alarmsOf } from './alarms.ts'
import { datesOf } from './dates.ts'
import { lateIn } from './destroying.ts'
import { type Scrubs, scrubStates, scrubView } from './scrub.ts'

export interface Operated {
  node: Node
  /** As `Storage.check`. */
  check(): Promise<void>
  /** When it was started. */
  since: number
  database: OperationView['storage']['database']
  /** That of the node, and what may be on disks of its own. */
  folders: readonly [string, ...string[]]
  /** `null` where nothing is scrubbed. */
  scrubs: Scrubs | null
  /** The certificate of these pages, PEM; `null` where something in front has it. */
  officers: string | null
  /** Milliseconds for the database to say anything; those of the health where it is left out. */
  patience?: number
}

const NEWEST = 20

export async function operationOf(of: Operated): Promise<OperationView> {
  const { node } = of
  const { health, isSilent } = await probe(of, of.patience)
  const scrubs = await scrubStates(isSilent ? null : of.scrubs)
  const all = await Promise.all(
    [...node.relations.values()].map((relation) => relationOf(node, relation, scrubs, isSilent)),
  )
  const [disk, backup, scanner] = await Promise.all([
    fullest(of.folders),
    lastBackup(of.folders[0]),
    // Where the folder cannot be looked into, that is told by what uses it.
    node.files ? silentSince(node.files).catch(() => null) : null,
  ])
  const figures = {
    now: node.clock(),
    since: of.since,
    health,
    relations: all.map(({ shown }) => shown),
    dates: datesOf(node, of.officers),
    storage: { database: of.database, disk, backup, scanner },
    incidents: all.flatMap(({ incidents }) => incidents).sort((a, b) => b.at - a.at),
  }
  // The newest of every relation are shown, however many another one has, and the newest of every kind.
  const seen = new Set<string>()
  const incidents = figures.incidents.filter(({ relation, code }, index) => {
    const kind = `${relation} ${code}`
    const isFirst = !seen.has(kind)
    seen.add(kind)
    return index < NEWEST || isFirst
  })
  return { ...figures, alarms: alarmsOf(figures), incidents }
}

interface Seen {
  shown: OperatedRelation
  incidents: OperationView['incidents']
}

async function relationOf(
  node: Node,
  relation: Relation,
  scrubs: Awaited<ReturnType<typeof scrubStates>>,
  isSilent: boolean,
): Promise<Seen> {
  const stored = isSilent ? null : await look(node, relation, storedOf).catch(() => null)
  const { id, ours: side, theirs: other, start } = relation
  return {
    shown: {
      id,
      side,
      other,
      start,
      line: lineView(node, relation),
      stored: stored?.stored ?? null,
      scrub: scrubView(scrubs.get(id)),
    },
    incidents: stored?.incidents ?? [],
  }
}

async function storedOf(
  at: Look,
): Promise<Omit<Seen, 'shown'> & { stored: NonNullable<OperatedRelation['stored']> }> {
  const { reader, relation, heads, cosigned } = at
  const gauge = await reader.gauge(cosigned)
  const receipt = await reader.lastCheckpoint(relation.theirs, true)
  const newest = await newestIncidents(reader, NEWEST)
  return {
    stored: {
      logs: {
        ours: { size: heads.ours.size, receipted: cosigned },
        theirs: { size: heads.theirs.size, receipted: receipt?.size ?? 0 },
      },
      queue: gauge.waiting,
      files: filesOf(gauge),
      late: await lateIn(at),
      incidents: INCIDENT_CODES.flatMap((code) => {
        const count = gauge.incidents.get(code) ?? 0
        return count === 0 ? [] : [{ code, count }]
      }),
    },
    incidents: newest.map(({ at: when, code }) => ({
      relation: relation.id,
      at: when,
      code: code as IncidentCode,
    })),
  }
}

function filesOf({ files }: Gauge): NonNullable<OperatedRelation['stored']>['files'] {
  const count = (is: (one: Gauge['files'][number]) => boolean) =>
    files.filter(is).reduce((sum, one) => sum + one.count, 0)
  return {
    outgoing: count(({ own, state }) => own && state === 'here'),
    incoming: count(({ own, state }) => !own && state === 'wanted'),
    scanning: count(({ state }) => state === 'scanning'),
    refused: count(({ state }) => state === 'refused'),
  }
}

/** The one with the least room: where any of them is full, something cannot be kept. */
async function fullest(folders: readonly string[]): Promise<OperationView['storage']['disk']> {
  const disks = await Promise.all(folders.map((folder) => statfs(folder).catch(() => null)))
  const found = disks.filter((disk) => disk !== null)
  const sizes = found.map(({ bavail, bsize, blocks }) => ({ free: bavail * bsize, size: blocks * bsize }))
  return sizes.sort((a, b) => a.free - b.free)[0] ?? null
}
