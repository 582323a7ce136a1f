/** Reads one version of a relation in memory. */
import type { TallySum } from '@counterpart/casework'
import { utf8 } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { comparePartNames } from '../continues.ts'
import { comparePageKeys, pageKey, parseCursor } from '../cursor.ts'
import type { DossiersWithin, Named, RoomLeft } from '../large.ts'
import { withoutSum } from '../row-sum.ts'
import type {
  AnnouncedRow,
  CheckpointRow,
  DossierFilter,
  DossierKey,
  DossierQuery,
  DossierRow,
  EntryPlace,
  EntryRow,
  Gauge,
  Heads,
  IncidentRow,
  JudgedRow,
  LogHead,
  PartState,
  PartStates,
  Reader,
  Received,
  StampRow,
  SumQuery,
  Tally,
  WitnessedRow,
} from '../store.ts'
import { stateOf } from './as-stored.ts'
import { classOf, keyOf, matches } from './dossier-match.ts'
import { gaugeOf } from './gauge.ts'
import { newestStamps, newestWitnessed, stampFrom, witnessedFrom } from './outside.ts'
import type { PartKept } from './rows.ts'
import { MemorySettlerReader } from './settler-reader.ts'

export class MemoryReader extends MemorySettlerReader implements Reader {
  heads(): Promise<Heads> {
    return this.call('heads', () => {
      const { ours, theirs } = this.now()
      return { ours: copyHead(ours), theirs: copyHead(theirs) }
    })
  }

  entries(side: string, from: number, most: { entries: number; bytes: number }): Promise<EntryRow[]> {
    return this.call('entries', () => {
      const { log, size } = this.log(side)
      const found: EntryRow[] = []
      let bytes = 0
      for (let i = from; i < size && found.length < most.entries; i++) {
        const entry = log.entries[i]
        bytes += log.weights[i] ?? 0
        if (entry === undefined || (found.length > 0 && bytes > most.bytes)) break
        found.push({ ...entry })
      }
      return found
    })
  }

  tail(side: string, before: number | null, limit: number): Promise<EntryRow[]> {
    return this.call('tail', () => {
      const { log, size } = this.log(side)
      const end = Math.min(before ?? size, size)
      return log.entries
        .slice(Math.max(0, end - limit), end)
        .reverse()
        .map((entry) => ({ ...entry }))
    })
  }

  entryByLeaf(leaf: string, side?: string): Promise<EntryRow | null> {
    return this.call('entryByLeaf', () => {
      const own = side === undefined ? null : this.own(side)
      const found = this.placed(this.rows.byLeaf.get(leaf)).filter(
        (entry) => own === null || own === (entry.side === this.rows.ours),
      )
      return found[0] ?? null
    })
  }

  placesByLeaf(leaves: string[]): Promise<EntryPlace[]> {
    return this.call('placesByLeaf', () =>
      [...new Set(leaves)]
        .flatMap((leaf) => firstOfEach(this.placed(this.rows.byLeaf.get(leaf))))
        .map(({ side, index, leaf }) => ({ side, index, leaf })),
    )
  }

  keyChanges(ours: number, theirs: number, most: number): Promise<EntryRow[]> {
    return this.call('keyChanges', () =>
      [
        { side: this.rows.ours, from: ours },
        { side: this.rows.theirs, from: theirs },
      ]
        .flatMap(({ side, from }) => {
          const { log, size } = this.log(side)
          return log.entries
            .slice(from, size)
            .filter(({ kind }) => kind === 'key')
            .map((entry) => ({ ...entry }))
        })
        .slice(0, most),
    )
  }

  dossierEntries(dossier: string): Promise<EntryRow[]> {
    return this.call('dossierEntries', () => this.placed(this.rows.byDossier.get(dossier)))
  }

  dossierOf(side: string, dossier: string, from: number, most: number): Promise<EntryRow[]> {
    return this.call('dossierOf', () => {
      const own = side === this.rows.ours
      const places = this.rows.byDossier.get(dossier)?.filter((at) => at.own === own && at.index >= from)
      return this.placed(places).slice(0, most)
    })
  }

  /** Here nothing is bounded. */
  roomIn = (): Promise<RoomLeft> => this.call('roomIn', () => ({ ...ENDLESS }))
  atOnce = (): RoomLeft => ENDLESS

  lastIn(dossier: string): Promise<{ ours: number | null; theirs: number | null }> {
    return this.call('lastIn', () => {
      const placed = this.placed(this.rows.byDossier.get(dossier))
      const last = (side: string) => placed.findLast((row) => row.side === side)?.index ?? null
      return { ours: last(this.rows.ours), theirs: last(this.rows.theirs) }
    })
  }

  lastReceived(dossiers: string[]): Promise<Map<string, Received>> {
    return this.call('lastReceived', () => {
      const found = new Map<string, Received>()
      for (const dossier of dossiers) {
        const [theirs, ours] = [[] as EntryRow[], [] as EntryRow[]]
        for (const row of this.placed(this.rows.byDossier.get(dossier)))
          (row.side === this.rows.theirs ? theirs : ours).push(row)
        const entry = theirs
          .filter((row) => (row.kind === 'open' || row.kind === 'act') && !this.#isCopy(row))
          .at(-1)
        if (entry) found.set(dossier, { entry, since: ours.filter((row) => row.running > entry.index) })
      }
      return found
    })
  }

  parts(leaves: string[]): Promise<Map<string, PartState[]>> {
    return this.call('parts', () => {
      const found = new Map<string, PartState[]>()
      for (const leaf of leaves) {
        const kept = this.rows.parts.get(leaf, this.version) ?? new Map<string, PartKept>()
        const states = [...kept].map(([name, part]) => stateOf(name, part))
        found.set(leaf, states.sort(comparePartNames))
      }
      return found
    })
  }

  partStates = (leaves: string[]): Promise<PartStates> => this.parts(leaves)

  nodes(side: string, epoch: number, at: { level: number; index: number }[]): Promise<Uint8Array[]> {
    return this.call('nodes', () => {
      const { log, size } = this.log(side)
      return at.map(({ level, index }) => {
        const hash =
          (index + 1) * 2 ** level <= size ? log.nodes.get(`${epoch}:${level}:${index}`) : undefined
        if (hash === undefined)
          throw new NodeError({ code: 'entry-damaged', message: 'a tree node is missing' })
        return hash
      })
    })
  }

  checkpointFrom(side: string, size: number, cosigned = false): Promise<CheckpointRow | null> {
    return this.call('checkpointFrom', () => this.#checkpoint(side, cosigned, (is) => is >= size, false))
  }

  lastCheckpoint(side: string, cosigned = false): Promise<CheckpointRow | null> {
    return this.call('lastCheckpoint', () => this.#checkpoint(side, cosigned, () => true, true))
  }

  witnessed(): Promise<WitnessedRow[]> {
    return this.call('witnessed', () => newestWitnessed(this.rows.witnessed, this.version))
  }

  witnessedFrom(size: number): Promise<WitnessedRow[]> {
    return this.call('witnessedFrom', () => witnessedFrom(this.rows.witnessed, this.version, size))
  }

  stamped(): Promise<StampRow[]> {
    return this.call('stamped', () => newestStamps(this.rows.stamps, this.version))
  }

  stampFrom(size: number): Promise<StampRow | null> {
    return this.call('stampFrom', () => stampFrom(this.rows.stamps, this.version, size))
  }

  announcements(): Promise<AnnouncedRow[]> {
    return this.call('announcements', () =>
      [...this.rows.announced.values(this.version)]
        .map(([, row]) => ({ ...row, bytes: row.bytes.slice() }))
        .sort((a, b) => a.index - b.index),
    )
  }

  judged(leaves: string[]): Promise<Map<string, JudgedRow>> {
    return this.call('judged', () => {
      const found = new Map<string, JudgedRow>()
      for (const leaf of leaves) {
        const row = this.rows.judged.get(leaf, this.version)
        if (row !== undefined) found.set(leaf, { ...row })
      }
      return found
    })
  }

  dossier(id: string): Promise<DossierRow | null> {
    return this.call('dossier', () => {
      const row = this.rows.dossiers.get(id, this.version)
      return row === undefined ? null : rowIn(row)
    })
  }

  dossiers(query: DossierQuery): Promise<DossierRow[]> {
    return this.call('dossiers', () => {
      const after = query.after === undefined ? null : parseCursor(query.after)
      return this.#matching(query)
        .filter((row) => after === null || comparePageKeys(pageKey(row), after) > 0)
        .sort((a, b) => comparePageKeys(pageKey(a), pageKey(b)))
        .slice(0, query.limit)
    })
  }

  async dossiersWithin(of: DossierQuery | Named, bytes: number): Promise<DossiersWithin> {
    const all =
      'named' in of
        ? [...(await this.dossiersNamed([...of.named])).values()].sort((a, b) =>
            comparePageKeys(pageKey(a), pageKey(b)),
          )
        : await this.dossiers(of)
    let total = 0
    const rows = all.filter(({ id }, at) => {
      total += utf8(this.rows.dossiers.get(id, this.version) ?? '').length
      return at === 0 || total <= bytes
    })
    return { keys: all.map(keyOf), rows }
  }

  async dossierKeys(query: DossierQuery): Promise<DossierKey[]> {
    return (await this.dossiers(query)).map(keyOf)
  }

  dossiersNamed(ids: string[]): Promise<Map<string, DossierRow>> {
    return this.call('dossiersNamed', () => {
      const found = new Map<string, DossierRow>()
      for (const id of ids) {
        const row = this.rows.dossiers.get(id, this.version)
        if (row !== undefined) found.set(id, rowIn(row))
      }
      return found
    })
  }

  waking(now: number, limit: number): Promise<string[]> {
    return this.call('waking', () =>
      this.#matching({})
        .filter(({ wakes }) => wakes !== null && wakes <= now)
        .sort((a, b) => (a.wakes ?? 0) - (b.wakes ?? 0))
        .slice(0, limit)
        .map(({ id }) => id),
    )
  }

  tallyDossiers(filter: DossierFilter, most: number): Promise<Tally[]> {
    return this.call('tallyDossiers', () => {
      const classes = Map.groupBy(this.#matching(filter).slice(0, most), classOf)
      return [...classes].map(([key, rows]) => ({
        ...(JSON.parse(key) as Omit<Tally, 'count'>),
        count: rows.length,
      }))
    })
  }

  answered(request: string): Promise<unknown | null> {
    return this.call('answered', () => {
      const answer = this.rows.answers.get(request, this.version)
      return answer === undefined ? null : (JSON.parse(answer) as unknown)
    })
  }

  incidents(limit = 200, codes?: string[]): Promise<IncidentRow[]> {
    return this.call('incidents', () => {
      const kept = this.rows.incidents.get('', this.version) ?? []
      const all = codes ? kept.filter(({ code }) => codes.includes(code)) : kept
      return all
        .slice(Math.max(0, all.length - limit))
        .reverse()
        .map((row) => structuredClone(row))
    })
  }

  gauge(from: number): Promise<Gauge> {
    return this.call('gauge', () => gaugeOf(this.rows, this.version, this.now().ours.size, from))
  }

  tallySums({ parents, level, first, last }: SumQuery): Promise<TallySum[]> {
    return this.call('tallySums', () => {
      const sums = new Map<string, TallySum>()
      for (const [, one] of this.rows.tally.values(this.version)) {
        const { parent, procedure, side, measure, day, count, seconds } = one
        if (!parents.includes(parent) || day > last || (level !== null && one.level !== level)) continue
        const within = first === null || day >= first
        const key = JSON.stringify([parent, procedure, side, measure])
        const sum = sums.get(key) ?? {
          parent,
          procedure,
          side,
          measure,
          upTo: 0,
          within: 0,
          secondsWithin: 0,
        }
        sums.set(key, {
          ...sum,
          upTo: sum.upTo + count,
          within: sum.within + (within ? count : 0),
          secondsWithin: sum.secondsWithin + (within ? seconds : 0),
        })
      }
      return [...sums.values()]
    })
  }

  tallyRule(): Promise<number | null> {
    return this.call('tallyRule', () => this.rows.tallyRule.get('', this.version) ?? null)
  }

  #checkpoint(
    side: string,
    cosigned: boolean,
    fits: (size: number) => boolean,
    last: boolean,
  ): CheckpointRow | null {
    const { log, own } = this.log(side)
    const sizes = last ? [...log.sizes].reverse() : log.sizes
    for (const size of sizes) {
      if (!fits(size)) continue
      const key = `${own ? 'ours' : 'theirs'} ${size}`
      const note = this.rows.notes.get(key, this.version)
      const cosignature = this.rows.cosignatures.get(key, this.version) ?? null
      if (note !== undefined && (!cosigned || cosignature !== null)) return { side, size, note, cosignature }
    }
    return null
  }

  /** Whether an entry of theirs is a copy of ours, or of one of theirs before it. */
  #isCopy(row: EntryRow): boolean {
    return this.placed(this.rows.byLeaf.get(row.leaf)).some(
      (other) => other.side !== row.side || other.index < row.index,
    )
  }

  #matching(filter: DossierFilter): DossierRow[] {
    const found: DossierRow[] = []
    for (const [, json] of this.rows.dossiers.values(this.version)) {
      const row = rowIn(json)
      if (matches(row, filter)) found.push(row)
    }
    return found
  }
}

const ENDLESS: RoomLeft = {
  entries: Number.POSITIVE_INFINITY,
  headers: Number.POSITIVE_INFINITY,
  bodies: Number.POSITIVE_INFINITY,
}

function rowIn(stored: string): DossierRow {
  return JSON.parse(withoutSum(stored)) as DossierRow
}

function firstOfEach(rows: EntryRow[]): EntryRow[] {
  return rows.filter((row, position) => rows[position - 1]?.side !== row.side)
}

export function copyHead(head: LogHead): LogHead {
  return { ...head, frontier: [...head.frontier] }
}
