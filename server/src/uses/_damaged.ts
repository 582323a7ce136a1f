/** Stores in which something is another than was written, or more than is read. */
import { setImmediate } from 'node:timers/promises'
import { NodeError } from '../errors.ts'
import type { Store, Writer } from '../store/store.ts'

/** One bit is another wherever a method of `instead` reads. */
export function damaged(store: Store, instead: (writer: Writer) => Partial<Writer>): Store {
  const reading = (writer: Writer): Writer =>
    new Proxy(writer, {
      get: (target, name: keyof Writer) => instead(target)[name] ?? target[name].bind(target),
    })
  return {
    open: (...parties) => store.open(...parties),
    read: (relation, work) => store.read(relation, (reader) => work(reading(reader as Writer))),
    locked: (relation, work) => store.locked(relation, (writer) => work(reading(writer))),
    close: () => store.close(),
  }
}

/** Entries are stored as before it was kept which marks are lowered (MARK-4). */
export function unawareOfLowered(store: Store): Store {
  return damaged(store, (writer) => ({
    append: (side, entries, ...more) =>
      writer.append(
        side,
        entries.map(({ lowered: _, ...row }) => row),
        ...more,
      ),
  }))
}

/** The header of one entry is found to be damaged by whatever reads it, as a store on disk finds it. */
export function damagedHeader(store: Store, leaf: string): Store {
  return damagedAt(store, new Set([`header ${leaf}`]))
}

/**
 * What is damaged is found by whatever reads it. `found`: may grow; each is what it is, a space, and its leaf or id, of one part alone
 * another and its name.
 */
export function damagedAt(store: Store, found: ReadonlySet<string>): Store {
  const refuse = (is: boolean) => {
    if (is) throw new NodeError({ code: 'entry-damaged' })
  }
  const entries = <T>(read: T): T => {
    refuse(holds(read, 'leaf', (leaf) => found.has(`header ${leaf}`) || found.has(`time ${leaf}`)))
    return read
  }
  const isPart = (leaf: string, name: string) =>
    found.has(`part ${leaf}`) || found.has(`part ${leaf} ${name}`)
  const folds = <T>(read: T): T => {
    refuse(holds(read, 'id', (id) => found.has(`fold ${id}`)))
    return read
  }
  return damaged(store, (writer) => ({
    entries: async (...asked) => entries(await writer.entries(...asked)),
    tail: async (...asked) => entries(await writer.tail(...asked)),
    keyChanges: async (...asked) => entries(await writer.keyChanges(...asked)),
    markFrom: async (...asked) => entries(await writer.markFrom(...asked)),
    markOver: async (...asked) => entries(await writer.markOver(...asked)),
    entryByLeaf: async (...asked) => entries(await writer.entryByLeaf(...asked)),
    entriesByLeaf: async (...asked) => entries(await writer.entriesByLeaf(...asked)),
    dossierEntries: async (...asked) => entries(await writer.dossierEntries(...asked)),
    dossierOf: async (...asked) => entries(await writer.dossierOf(...asked)),
    lastReceived: async (...asked) => entries(await writer.lastReceived(...asked)),
    dossier: async (...asked) => folds(await writer.dossier(...asked)),
    dossiers: async (...asked) => folds(await writer.dossiers(...asked)),
    dossiersNamed: async (...asked) => folds(await writer.dossiersNamed(...asked)),
    async parts(leaves) {
      const read = await writer.parts(leaves)
      refuse([...read].some(([leaf, parts]) => parts.some(({ name }) => isPart(leaf, name))))
      return read
    },
    storedParts: async (leaf) =>
      (await writer.storedParts(leaf)).map((part) =>
        isPart(leaf, part.name) ? { name: part.name, state: 'damaged' as const } : part,
      ),
    async announcements() {
      const rows = await writer.announcements()
      return rows.map((row) => (found.has(`announcement ${row.leaf}`) ? { ...row, bytes: null } : row))
    },
  }))
}

/** One dossier is more than is read at once, as a store on disk says of it and of all that are read together with it. */
export function tooLarge(store: Store, dossier: string): Store {
  const refused = () =>
    Promise.reject(new NodeError({ code: 'dossier-too-large', message: 'more than is read at once' }))
  return damaged(store, (writer) => ({
    dossierEntries: (one) => (one === dossier ? refused() : writer.dossierEntries(one)),
    parts: (leaves) => (leaves.includes(dossier) ? refused() : writer.parts(leaves)),
  }))
}

/** Bodies that are asked for at the same time do not fit into memory together, as a store on disk says it. */
export function oneAtATime(store: Store): Store {
  let asked = 0
  return damaged(store, (writer) => ({
    async parts(leaves) {
      asked++
      await setImmediate()
      const isRefused = asked > 1
      await setImmediate()
      asked--
      if (isRefused) throw new NodeError({ code: 'dossier-too-large' })
      return writer.parts(leaves)
    },
  }))
}

function holds(read: unknown, name: 'leaf' | 'id', is: (value: unknown) => boolean): boolean {
  if (read instanceof Map) return [...read.values()].some((one) => holds(one, name, is))
  if (Array.isArray(read)) return read.some((one) => holds(one, name, is))
  if (typeof read !== 'object' || read === null || read instanceof Uint8Array) return false
  return Object.entries(read).some(([key, value]) => (key === name && is(value)) || holds(value, name, is))
}
