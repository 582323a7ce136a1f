/**
 * The store as a node reads it. What is stored beside a header for searching has to say what the header says: the leaf
 * covers the header alone, so a bit that flipped beside it would move an act to another time, dossier or place.
 */
import { NodeError } from '../../errors.ts'
import type { EntryRow, Reader, Store } from '../../store/store.ts'
import { dossierIn } from '../procedure-in.ts'
import type { Node } from '../relation.ts'
import { besideOf, headerOf } from './entry.ts'

type IdOf = ReturnType<typeof dossierIn>

/** Reading an entry through it may throw `entry-damaged`. */
export function soundStore(store: Store, node: Node): Store {
  const idsIn = (name: string): IdOf => {
    const relation = node.relations.get(name)
    return relation ? dossierIn(node, relation) : () => null
  }
  return {
    open: (...parties) => store.open(...parties),
    read: (relation, work) => store.read(relation, (reader) => work(sound(reader, idsIn(relation)))),
    locked: (relation, work) => store.locked(relation, (writer) => work(sound(writer, idsIn(relation)))),
    close: () => store.close(),
  }
}

/** The settlers of a guest's entries, by their index. */
type Found = [guest: number, settler: { index: number; time: number }]

function sound<R extends Reader>(reader: R, idOf: IdOf): R {
  const checked = async (rows: EntryRow[]): Promise<EntryRow[]> => {
    const placed = new Map(rows.map((row) => [`${row.side} ${row.index}`, row]))
    for (const row of rows) {
      const before = needsBefore(row)
        ? (placed.get(`${row.side} ${row.index - 1}`) ?? (await entryBefore(reader, row)))
        : undefined
      if (!isAsWritten(row, before ?? NOTHING, idOf)) throw damagedBeside(row)
    }
    return rows
  }
  const checkedOne = async (row: EntryRow | null) => (row && (await checked([row]))[0]) ?? null
  const reading: Partial<Reader> = {
    entries: async (...asked) => checked(await reader.entries(...asked)),
    tail: async (...asked) => checked(await reader.tail(...asked)),
    keyChanges: async (...asked) => checked(await reader.keyChanges(...asked)),
    dossierEntries: async (...asked) => checked(await reader.dossierEntries(...asked)),
    dossierOf: async (...asked) => checked(await reader.dossierOf(...asked)),
    entriesByLeaf: async (...asked) => checked(await reader.entriesByLeaf(...asked)),
    entryByLeaf: async (...asked) => checkedOne(await reader.entryByLeaf(...asked)),
    markFrom: async (...asked) => checkedOne(await reader.markFrom(...asked)),
    markOver: async (...asked) => checkedOne(await reader.markOver(...asked)),
    async lastReceived(...asked) {
      const found = await reader.lastReceived(...asked)
      await checked([...found.values()].flatMap(({ entry, since }) => [entry, ...since]))
      return found
    },
    async settler(keeper, guestIndex) {
      const found = await reader.settler(keeper, guestIndex)
      if (found) await settles(keeper, found, [guestIndex])
      return found
    },
    async settlers(keeper, guestIndexes) {
      const found = await reader.settlers(keeper, guestIndexes)
      // One mark settles many entries, so each settler is read once.
      const each = Map.groupBy(found, ([, { index, time }]) => `${index} ${time}`)
      for (const [[first, settler], ...more] of each.values() as Iterable<[Found, ...Found[]]>)
        await settles(keeper, settler, [first, ...more.map(([guest]) => guest)])
      return found
    },
  }
  const settles = async (keeper: string, found: Found[1], guests: readonly number[]): Promise<void> => {
    const from = Math.max(0, found.index - 1)
    const rows = await checked(
      await reader.entries(keeper, from, { entries: 2, bytes: Number.MAX_SAFE_INTEGER }),
    )
    const row = rows.find(({ index }) => index === found.index)
    // It has to be the first that settles: an entry before it had not seen the guest's entry.
    const early = rows.find(
      ({ index, running }) => index < found.index && guests.some((guest) => running > guest),
    )
    if (row?.time !== found.time || early) throw new NodeError({ code: 'entry-damaged' })
  }
  return new Proxy(reader, {
    get(target, name: keyof Reader) {
      const method = reading[name] ?? target[name]
      return typeof method === 'function' ? method.bind(target) : method
    },
  })
}

const NOTHING = { running: 0, time: 0 }

/** Whether the entry before is needed too: for most entries everything follows from the header alone. */
function needsBefore(row: EntryRow): boolean {
  const header = headerOf(row)
  return row.index > 0 && (header === null || row.running !== header.seen)
}

async function entryBefore(reader: Reader, row: EntryRow): Promise<EntryRow | undefined> {
  const [read] = await reader.entries(row.side, row.index - 1, { entries: 1, bytes: 1 })
  return read
}

function isAsWritten(row: EntryRow, last: { running: number; time: number }, idOf: IdOf): boolean {
  const header = headerOf(row)
  const written = besideOf(header, row.leaf, last, idOf)
  return (
    row.kind === written.kind &&
    row.time === written.time &&
    row.running === written.running &&
    // A row says only that it is lowered, and one that was stored before migration 26 not even that.
    (row.lowered ?? written.lowered) === written.lowered &&
    // The dossier of an opening follows from its declaration, which this node may not have had when the entry came.
    (row.dossier === written.dossier || (row.kind === 'open' && row.dossier === row.leaf))
  )
}

function damagedBeside({ side, index }: EntryRow): NodeError {
  return new NodeError({
    code: 'entry-damaged',
    message: `what is stored beside the header ${index} of ${side} is not what it says`,
  })
}
