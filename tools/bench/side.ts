/** One node of two, on a PostgreSQL of its own that syncs. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { directoryOf } from '../../server/src/directory.ts'
import { atRest } from '../../server/src/keys/at-rest.ts'
import { bundleOf, counterpartOf } from '../../server/src/keys/bundle.ts'
import { type KeyFile, newKeyFile, openKeyFile } from '../../server/src/keys/key-file.ts'
import { RunningNode } from '../../server/src/node.ts'
import { temporaryFolder } from '../../server/src/store/_temporary.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../server/src/store/embedded/embedded-postgres.ts'
import { openFolder } from '../../server/src/store/files/folder.ts'
import { openDatabase } from '../../server/src/store/postgres/database.ts'
import { PostgresStore } from '../../server/src/store/postgres/postgres-store.ts'
import { PostgresPouches } from '../../server/src/store/postgres/pouches.ts'
import { PostgresUploads } from '../../server/src/store/postgres/uploads.ts'
import type { Store } from '../../server/src/store/store.ts'
import type { Command, Recorded } from '../../server/src/uses/command.ts'
import { type FileKeep, newFileKeep } from '../../server/src/uses/file/file-keep.ts'
import { record } from '../../server/src/uses/record/record.ts'
import type { Relation } from '../../server/src/uses/relation.ts'
import type { Link } from '../../server/src/wire/link.ts'

export const RELATION = 'aaa~bbb/bench'
const NAME = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }

export interface Side extends AsyncDisposable {
  running: RunningNode
  relation: Relation
  store: Store
  files: FileKeep
  server: EmbeddedPostgres
  record(command: Command): Promise<Recorded>
  /** Resolves when a counted receipt covers the entry at this index. */
  delivered(index: number): Promise<void>
}

/** Both keys under one secret: nothing here is one. */
export function newKeys(party: string): Promise<KeyFile> {
  const of = { party, domain: `${party}.test`, relation: RELATION, epoch: 1 }
  return newKeyFile(of, SECRET, Math.floor(Date.now() / 1000))
}

const SECRET = new Uint8Array(32).fill(7)

export async function openSide(own: KeyFile, other: KeyFile, link: Link): Promise<Side> {
  const directory = await temporaryFolder()
  const server = await startEmbedded({ directory })
  const database = await openDatabase({ connection: server.connection })
  const keys = atRest(randomBytes(32))
  const inner = new PostgresStore(database.pools, keys)
  const receipts = newReceipts()
  const files = newFileKeep({
    folder: await openFolder(join(directory, 'files')),
    uploads: new PostgresUploads(database.tables, keys),
    most: 2 ** 33,
    scanner: null,
  })
  const running = await RunningNode.open({
    party: own.party,
    name: NAME,
    relations: [
      {
        keys: openKeyFile(own, SECRET),
        counterpart: counterpartOf(bundleOf(other, NAME, `https://${other.party}.test:1`)),
        link,
      },
    ],
    store: watched(inner, own.party, receipts.came),
    pouches: new PostgresPouches(database.tables),
    procedures: new Map(
      procedures.map(({ procedure, texts }) => [digestOf(procedure), { procedure, texts }]),
    ),
    directory: directoryOf([]),
    files,
  })
  const relation = running.node.relations.get(RELATION)
  if (!relation) throw new Error('no relation')
  return {
    running,
    relation,
    store: inner,
    files,
    server,
    record: (command) => record(running.node, relation, command),
    delivered: receipts.covering,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      await inner.close()
      await database.close()
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Receipts {
  came(size: number): void
  covering(index: number): Promise<void>
}

function newReceipts(): Receipts {
  let covered = 0
  let waiting: { index: number; resolve: () => void }[] = []
  return {
    came(size) {
      covered = Math.max(covered, size)
      for (const { index, resolve } of waiting) if (index < covered) resolve()
      waiting = waiting.filter(({ index }) => index >= covered)
    },
    covering: (index) =>
      index < covered ? Promise.resolve() : new Promise((resolve) => waiting.push({ index, resolve })),
  }
}

/** The store as it is, telling of each receipt for our log when it is on disk. */
function watched(store: Store, party: string, came: (size: number) => void): Store {
  return {
    open: (relation, ours, theirs) => store.open(relation, ours, theirs),
    read: (relation, work) => store.read(relation, work),
    close: () => store.close(),
    async locked(relation, work) {
      let size = 0
      const result = await store.locked(relation, (writer) => {
        const put = writer.putCosignature.bind(writer)
        writer.putCosignature = (side, at, lines) => {
          if (side === party) size = at
          return put(side, at, lines)
        }
        return work(writer)
      })
      if (size > 0) came(size)
      return result
    },
  }
}
