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
  const sound = <T>(read: T): T => {
    if (holds(read, leaf)) throw new NodeError({ code: 'entry-damaged' })
    return read
  }
  return damaged(store, (writer) => ({
    entries: async (...asked) => sound(await writer.entries(...asked)),
    tail: async (...asked) => sound(await writer.tail(...asked)),
    entryByLeaf: async (...asked) => sound(await writer.entryByLeaf(...asked)),
    entriesByLeaf: async (...asked) => sound(await writer.entriesByLeaf(...asked)),
    dossierEntries: async (...asked) => sound(await writer.dossierEntries(...asked)),
    lastReceived: async (...asked) => sound(await writer.lastReceived(...asked)),
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

function holds(read: unknown, leaf: string): boolean {
  if (read instanceof Map) return [...read.values()].some((one) => holds(one, leaf))
  if (Array.isArray(read)) return read.some((one) => holds(one, leaf))
  if (typeof read !== 'object' || read === null || read instanceof Uint8Array) return false
  return ('leaf' in read && read.leaf === leaf) || Object.values(read).some((one) => holds(one, leaf))
}
