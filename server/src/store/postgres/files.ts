/** Files that entries commit to: how far each is. What is in them is not in the database. */
import { checkFile } from '../continues.ts'
import type { FileRow, FileState, FilesFrom, FileWith } from '../file-row.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hashOrNull, hexOf } from './values.ts'

const FILE = 'leaf, digest, own, dossier, state'

const OF: Statement = {
  name: 'files-of',
  text: `select ${FILE} from counterpart.file where relation = $1 and leaf = any($2::bytea[]) order by id`,
}

const BY_DIGEST: Statement = {
  name: 'files-by-digest',
  text: `select ${FILE} from counterpart.file where relation = $1 and digest = $2 order by id`,
}

// Without an order: any of them answers, and the index on the digest is the only one to go by.
const WITH: Statement = {
  name: 'file-with',
  text: `select ${FILE} from counterpart.file where relation = $1 and digest = $2
    and own = coalesce($3, own) and state = any(coalesce($4::text[], array[state])) limit 1`,
}

const IN: Statement = {
  name: 'files-in',
  text: `select ${FILE} from counterpart.file
    where relation = $1 and state = $2 and own = $3 and id > coalesce(
      (select id from counterpart.file where relation = $1 and leaf = $5 and digest = $6), 0)
    order by id limit $4`,
}

const NEWEST: Statement = {
  name: 'files-newest',
  text: `select ${FILE} from counterpart.file
    where relation = $1 and state = $2 and own = $3 order by id desc limit $4`,
}

const PUT: Statement = {
  name: 'files-put',
  text: `insert into counterpart.file (relation, leaf, digest, own, dossier, state)
    select $1, * from unnest($2::bytea[], $3::bytea[], $4::boolean[], $5::bytea[], $6::text[])
    on conflict do nothing`,
}

const MEND: Statement = {
  name: 'file-mend',
  text: `insert into counterpart.file (relation, leaf, digest, own, dossier, state) values ($1, $2, $3, $4, $5, $6)
    on conflict (relation, leaf, digest) do update
      set own = excluded.own, dossier = excluded.dossier, state = excluded.state`,
}

const MOVE: Statement = {
  name: 'file-move',
  text: `update counterpart.file set state = $5
    where relation = $1 and leaf = $2 and digest = $3 and state = any($4::text[])`,
}

interface Columns {
  leaf: Uint8Array
  digest: Uint8Array
  own: boolean
  dossier: Uint8Array | null
  state: FileState
}

function rowOf({ leaf, digest, own, dossier, state }: Columns): FileRow {
  return { leaf: hexOf(leaf), digest: hexOf(digest), own, dossier: dossier && hexOf(dossier), state }
}

/** The part of a reader that is about files. */
export class FileReader {
  protected readonly session: Session
  protected readonly relation: Known

  constructor(session: Session, relation: Known) {
    this.session = session
    this.relation = relation
  }

  async files(leaves: string[]): Promise<Map<string, FileRow[]>> {
    const hashes = leaves.map(hashOrNull).filter((hash) => hash !== null)
    if (hashes.length === 0) return new Map()
    const rows = await this.session.rows<Columns>(OF, [this.relation.id, hashes])
    return Map.groupBy(rows.map(rowOf), ({ leaf }) => leaf)
  }

  async filesByDigest(digest: string): Promise<FileRow[]> {
    const hash = hashOrNull(digest)
    if (hash === null) return []
    return (await this.session.rows<Columns>(BY_DIGEST, [this.relation.id, hash])).map(rowOf)
  }

  async fileWith(digest: string, { own, states }: FileWith = {}): Promise<FileRow | null> {
    const hash = hashOrNull(digest)
    if (hash === null) return null
    const asked = [this.relation.id, hash, own ?? null, states ?? null]
    const [row] = await this.session.rows<Columns>(WITH, asked)
    return row ? rowOf(row) : null
  }

  async filesIn(
    state: FileState,
    own: boolean,
    limit: number,
    from: FilesFrom = 'oldest',
  ): Promise<FileRow[]> {
    const asked = [this.relation.id, state, own, limit]
    if (from === 'newest') return (await this.session.rows<Columns>(NEWEST, asked)).map(rowOf)
    const [leaf, digest] = from === 'oldest' ? [null, null] : [hashOf(from.leaf), hashOf(from.digest)]
    return (await this.session.rows<Columns>(IN, [...asked, leaf, digest])).map(rowOf)
  }
}

export function putFiles(session: Session, relation: Known, rows: readonly FileRow[]): void {
  for (const row of rows) checkFile(row)
  if (rows.length === 0) return
  session.send(PUT, [
    relation.id,
    rows.map(({ leaf }) => hashOf(leaf)),
    rows.map(({ digest }) => hashOf(digest)),
    rows.map(({ own }) => own),
    rows.map(({ dossier }) => dossier && hashOf(dossier)),
    rows.map(({ state }) => state),
  ])
}

export function mendFile(session: Session, relation: Known, row: FileRow): void {
  checkFile(row)
  const { leaf, digest, own, dossier, state } = row
  session.send(MEND, [relation.id, hashOf(leaf), hashOf(digest), own, dossier && hashOf(dossier), state])
}

export function moveFile(
  session: Session,
  relation: Known,
  { leaf, digest }: Pick<FileRow, 'leaf' | 'digest'>,
  from: readonly FileState[],
  to: FileState,
): void {
  session.send(MOVE, [relation.id, hashOf(leaf), hashOf(digest), from, to])
}
