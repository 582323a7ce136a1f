/**
 * One relation, from the bodies up, stretch by stretch. It takes no lock but to put what it found on record, and
 * every stretch is a snapshot of its own: an act never waits for it, and what comes meanwhile is seen whole.
 */
import { TALLY_RULE } from '@counterpart/casework'
import { emptyFrontier, equal, rootOf } from '@counterpart/protocol'
import type { NodeCode } from '../errors.ts'
import type { AsidePlace } from '../store/pouches.ts'
import type { ScrubStore } from '../store/scrubs.ts'
import type { FileRow, Reader, Store } from '../store/store.ts'
import { orDamaged, reportDamage } from '../uses/damage.ts'
import { epochEnding } from '../uses/log/chain.ts'
import { isAlone } from '../uses/retention/alone.ts'
import { taken } from '../uses/write.ts'
import { areCounted, countAll } from './check-counts.ts'
import { checkDeletions } from './check-deletions.ts'
import { checkFalling } from './check-falling.ts'
import { checkFile, checkFileRows } from './check-files.ts'
import { checkFolds } from './check-folds.ts'
import { boundaryOf } from './check-heads.ts'
import { unreadableIncidents } from './check-incidents.ts'
import { checkOrphans } from './check-orphans.ts'
import { checkEpochs, checkSignedBeside, type Witnessing } from './check-signed.ts'
import { type Finding, nameOf, type Scrubbed } from './finding.ts'
import { storedRows } from './lenient.ts'
import { storedFrontier, type Walk, walkStretch } from './log-walk.ts'
import { mend } from './mend.ts'
import type { AskBack } from './mend-given.ts'
import { newPass, type Pass, type Progress, progressIn, STAGES, type Stage } from './progress.ts'
import { allOpen, putFound, putSound } from './tell.ts'

export interface ScrubPorts extends Scrubbed {
  /** Asks the counterpart for what it keeps; `null` where there is nobody to ask. */
  askBack: AskBack | null
  /** As it lies there: what a node reads through refuses what is looked for here. */
  store: Store
  scrubs: ScrubStore
  /** What waits of pouches, and whether it still opens. */
  aside: Aside
  /** Witnesses whose lines over our heads can be verified. */
  witnesses?: readonly Witnessing[]
  /** Looked at together; 64 when absent. */
  entries?: number
}

export interface Aside {
  drop(place: AsidePlace): Promise<void>
  places(): Promise<AsidePlace[]>
  isSound(place: AsidePlace): Promise<boolean>
}

/** Waits after so many milliseconds of work; `null` lets others take their turn and goes on. */
export type Rest = (worked: number) => Promise<void>

/** More are counted and not put on record one by one. */
const MOST = 200

export class Scrub {
  readonly #ports: ScrubPorts
  readonly #told = new Set<string>()
  #progress: Progress | null = null
  #walk: Walk | null = null
  /** What this pass found; `null` when an earlier process did a part of it. */
  #seen: Set<string> | null = null
  #open: Promise<Finding[]> | null = null
  /** Why writes were refused when this pass began. */
  #refused: NodeCode | null = null
  /** Sides of which it is not sure where a log begins: what is counted from there is not put back. */
  #doubted: ReadonlySet<string> = new Set()

  constructor(ports: ScrubPorts) {
    this.#ports = ports
    // A file that comes back ends its damage by itself.
    ports.node.events.listen(({ kind, relation }) => {
      if (kind === 'incident' && relation === ports.relation.id) this.#open = null
    })
  }

  async progress(): Promise<Progress> {
    const { scrubs, relation } = this.#ports
    this.#progress ??= progressIn(await scrubs.progress(relation.id))
    return this.#progress
  }

  /** What is on record as damaged and was not put back, newest first. */
  open(): Promise<Finding[]> {
    const { store, relation } = this.#ports
    this.#open ??= store
      .read(relation.id, allOpen)
      .then((names) => names.map((name) => JSON.parse(name) as Finding))
      .catch((error: unknown) => {
        this.#open = null
        throw error
      })
    return this.#open
  }

  /** Goes on where a pass was left, or begins one. Gives it up between two stretches. */
  async pass(rest: Rest, signal: AbortSignal): Promise<'ended' | 'left'> {
    const { node } = this.#ports
    const { pass: left } = await this.progress()
    let pass = left ?? newPass(node.clock())
    if (isBeginning(pass)) {
      this.#seen = new Set()
      this.#refused = this.#ports.relation.refusal
    }
    while (!signal.aborted) {
      const began = performance.now()
      let rested = 0
      const between = async (work: number) => {
        const from = performance.now()
        await rest(work)
        rested += performance.now() - from
      }
      const next = await this.#stretch(pass, between, signal).catch((error: unknown) => {
        // What was found in it may not be on record: it is looked at again.
        this.#walk = null
        throw error
      })
      const worked = performance.now() - began - rested
      pass = { ...next.pass, worked: next.pass.worked + Math.round(worked) }
      if (next.ended) await this.#endMended()
      if (next.ended && pass.found === 0) await this.#endRefused()
      await this.#keep(next.ended ? null : pass, pass)
      if (next.ended) {
        this.#seen = null
        return 'ended'
      }
      await rest(worked)
    }
    return 'left'
  }

  /** What was met before this pass has been put back since: nobody has to record an act for it to be said. */
  async #endRefused(): Promise<void> {
    const { node, relation } = this.#ports
    if (this.#refused === 'entry-damaged' && (await this.open()).length === 0)
      taken(node, relation, 'entry-damaged')
  }

  /** From the beginning, whatever was under way. */
  async begin(): Promise<void> {
    await this.progress()
    this.#walk = null
    await this.#keep(newPass(this.#ports.node.clock()), null)
  }

  async #keep(pass: Pass | null, ended: Pass | null): Promise<void> {
    const { scrubs, relation, node } = this.#ports
    const { last } = await this.progress()
    const { stage: _stage, index: _index, ...counted } = ended ?? newPass(0)
    const next = { pass, last: pass === null && ended ? { ...counted, ended: node.clock() } : last }
    await scrubs.keepProgress(relation.id, next)
    this.#progress = next
  }

  async #stretch(pass: Pass, rest: Rest, signal: AbortSignal): Promise<{ pass: Pass; ended: boolean }> {
    const findings: Finding[] = []
    const found = (finding: Finding) => void findings.push(finding)
    const { stage } = pass
    // What is lost is not looked for while a node starts or is brought back (RETENTION-14), and so has not come back.
    if (this.#ports.relation.start !== 'confirmed') this.#seen = null
    let next: Pass
    let over = true
    if (stage === 'counts') {
      next = pass
      if (!(await this.#counted(rest))) found({ what: 'counts' })
    } else if (stage === 'orphans') {
      next = pass
      const { store, relation } = this.#ports
      over = await checkOrphans(store, relation.id, MOST, rest, signal, found)
    } else if (stage === 'pouches') {
      next = pass
      await this.#pouches(found)
    } else if (stage === 'beside') {
      next = pass
      const { store, relation, node, witnesses = [] } = this.#ports
      await store.read(relation.id, (reader) => checkSignedBeside(this.#ports, reader, witnesses, found))
      await reportDamage(node, relation, await store.read(relation.id, unreadableIncidents))
    } else {
      const begun = this.#walk === null ? await this.#begun(stage, signal) : 0
      const counted = { ...pass, found: pass.found + begun, repaired: pass.repaired + begun }
      const walked = await this.#walked(counted, stage, found, rest)
      next = walked.pass
      over = walked.over
    }
    for (const finding of findings) this.#seen?.add(nameOf(finding))
    if (findings.length > 0) await this.#tell(findings, pass.found)
    const repaired = findings.length > 0 ? await this.#mend(findings, signal) : 0
    next = { ...next, found: next.found + findings.length, repaired: next.repaired + repaired }
    if (!over) return { pass: next, ended: false }
    this.#walk = null
    const following = STAGES[STAGES.indexOf(stage) + 1]
    if (following === undefined) return { pass: next, ended: true }
    return { pass: { ...next, stage: following, index: 0 }, ended: false }
  }

  /**
   * Where each log of a side begins is looked at, and put back, before its entries are: a tree is walked from there.
   *
   * @returns how many were put back
   */
  async #begun(stage: Extract<Stage, 'ours' | 'theirs'>, signal: AbortSignal): Promise<number> {
    const { store, relation } = this.#ports
    const findings: Finding[] = []
    const look = () =>
      store.read(relation.id, (reader) =>
        checkEpochs(this.#ports, reader, [relation[stage]], (finding) => void findings.push(finding)),
      )
    await look()
    let mended = 0
    if (findings.length > 0) {
      for (const finding of findings) this.#seen?.add(nameOf(finding))
      await this.#tell(findings, 0)
      mended = await this.#mend(findings, signal)
      findings.length = 0
      await look()
    }
    this.#doubted = new Set(findings.length > 0 ? [relation[stage]] : [])
    return mended
  }

  async #walked(
    pass: Pass,
    stage: Extract<Stage, 'ours' | 'theirs'>,
    found: (finding: Finding) => void,
    rest: Rest,
  ): Promise<{ pass: Pass; over: boolean }> {
    const { store, relation, node, entries } = this.#ports
    const side = relation[stage]
    let files: FileRow[] = []
    const stretch = await store.read(relation.id, async (reader) => {
      const walk = this.#walk ?? (await this.#resume(reader, side, pass.index))
      const walked = await walkStretch(this.#ports, reader, walk, found, entries)
      files = await checkFileRows(this.#ports, reader, walked.rows, found)
      await checkDeletions(this.#ports, reader, walked.rows, found)
      return walked
    })
    const opened = stretch.rows.flatMap(({ kind, dossier }) => (kind === 'open' && dossier ? [dossier] : []))
    const dossiers = [...new Set(opened)]
    const large = await node.store.read(relation.id, async (reader) => {
      const alone = stretch.rows.filter(isAlone).map(({ leaf }) => leaf)
      await checkFalling(this.#ports, reader, [...dossiers, ...alone], found)
      return checkFolds(this.#ports, reader, dossiers, found)
    })
    await reportDamage(node, relation, large)
    let { bytes } = stretch
    for (const file of files)
      bytes += await checkFile(this.#ports, store, file, () => rest(FILE_PIECE), found)
    this.#walk = stretch.walk
    return {
      pass: {
        ...pass,
        index: stretch.walk.at,
        entries: pass.entries + stretch.entries,
        bytes: pass.bytes + bytes,
      },
      over: stretch.ended,
    }
  }

  /** At a head that was signed, over the tree that leads to it; from the beginning when there is none any more. */
  async #resume(reader: Reader, side: string, index: number): Promise<Walk> {
    const beginning = { side, at: 0, frontier: emptyFrontier(), before: { running: 0, time: 0 } }
    if (index === 0) return beginning
    const row = await reader.checkpointFrom(side, index)
    const boundary = row?.size === index ? boundaryOf(this.#ports, row, () => undefined) : null
    const before = (await storedRows(reader, side, index - 1, 1)).get(index - 1)
    if (!boundary || !before) return beginning
    const epoch = epochEnding(this.#ports.relation, side, index)
    const tree = { side, epoch: epoch.number }
    const size = index - epoch.base
    const frontier = await storedFrontier(reader, tree, size, boundary.root, emptyFrontier())
    if (frontier.size !== size || !equal(rootOf(frontier), boundary.root)) return beginning
    return { side, at: index, frontier, before: { running: before.running, time: before.time } }
  }

  async #counted(rest: Rest): Promise<boolean> {
    const { store, relation } = this.#ports
    const same = await orDamaged(
      store.read(relation.id, async (reader) => {
        // Dossiers that could not be folded by this rule yet are counted with that, and counts alone would pass for it.
        if ((await reader.tallyRule()) !== TALLY_RULE) return true
        return areCounted(reader, await countAll(this.#ports, reader, () => rest(0)))
      }),
    )
    // A fold that cannot be read was found before: what is counted from it comes with the next pass.
    return same ?? true
  }

  async #pouches(found: (finding: Finding) => void): Promise<void> {
    const { aside } = this.#ports
    for (const place of await aside.places())
      if (!(await aside.isSound(place)))
        found({ what: 'pouch', epoch: place.epoch, start: place.start, end: place.end })
  }

  async #mend(findings: readonly Finding[], signal: AbortSignal): Promise<number> {
    const { node, relation, aside } = this.#ports
    const sure = findings.filter(
      (one) => !(COUNTED.includes(one.what) && 'side' in one && this.#doubted.has(one.side)),
    )
    const mended = await mend({ ...this.#ports, dropAside: (place) => aside.drop(place) }, sure, signal)
    for (const finding of mended) this.#told.delete(nameOf(finding))
    if (mended.length > 0) {
      this.#open = null
      relation.agreed = null
      node.events.emit({ kind: 'incident', relation: relation.id })
    }
    return mended.length
  }

  /** What was damaged and is sound again was put back by other hands, or came again: that ends its incident. */
  async #endMended(): Promise<void> {
    const { node, relation, store } = this.#ports
    const seen = this.#seen
    if (seen === null) return
    const open = await store.read(relation.id, allOpen)
    const sound = open.filter((name) => !seen.has(name))
    if (sound.length === 0) return
    await store.locked(relation.id, (writer) => putSound(writer, node.clock(), sound))
    for (const name of sound) this.#told.delete(name)
    this.#open = null
    node.events.emit({ kind: 'incident', relation: relation.id })
  }

  async #tell(findings: readonly Finding[], before: number): Promise<void> {
    const { node, relation, store } = this.#ports
    const fresh = findings
      .filter((finding) => finding.what === 'file' || !this.#told.has(nameOf(finding)))
      .slice(0, Math.max(0, MOST - before))
    if (fresh.length === 0) return
    await store.locked(relation.id, (writer) => putFound(writer, node.clock(), fresh))
    for (const finding of fresh) this.#told.add(nameOf(finding))
    this.#open = null
    node.events.emit({ kind: 'incident', relation: relation.id })
  }
}

function isBeginning({ stage, index, entries }: Pass): boolean {
  return stage === 'ours' && index === 0 && entries === 0
}

/** What has its place from where its log begins. */
const COUNTED: readonly Finding['what'][] = ['node', 'tree', 'checkpoint', 'cosignature', 'head', 'beyond']

/** Milliseconds that reading a megabyte of a file and opening it takes at the most. */
const FILE_PIECE = 5
