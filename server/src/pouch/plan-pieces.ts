/** Which pieces of files a pouch carries: of ours, as long as the other side has not said that it holds them. */
import { FILE_PIECE, POUCH_FRAME, POUCH_ITEM_FRAME } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { FileRow } from '../store/store.ts'
import type { Node, Relation } from '../uses/relation.ts'

/** Where the pieces of one pouch begin, and how many bytes of ciphertext they are together. */
export interface Pieces {
  leaf: string
  digest: string
  offset: number
  bytes: number
}

export interface Piece {
  leaf: string
  digest: string
  offset: number
  length: number
}

/** As they are asked for in a query: all of them or none. @throws NodeError `bad-query` */
export function piecesAsked(given: Readonly<Record<keyof Pieces, string | undefined>>): Pieces | undefined {
  const { leaf, digest, offset, bytes } = given
  if ([leaf, digest, offset, bytes].every((one) => one === undefined)) return undefined
  const pieces = { leaf: leaf ?? '', digest: digest ?? '', offset: Number(offset), bytes: Number(bytes) }
  const isHash = /^[0-9a-f]{64}$/
  const isGood =
    isHash.test(pieces.leaf) && isHash.test(pieces.digest) && pieces.offset % FILE_PIECE.bytes === 0
  if (!isGood || !Number.isSafeInteger(pieces.bytes)) throw new NodeError({ code: 'bad-query' })
  return pieces
}

/** Magic, digest, offset and length of a piece. */
const PIECE_FRAME = 128
const LOOKED_AT = 50

/** From there on, the oldest first; each file once. */
export async function* piecesFrom(
  node: Node,
  relation: Relation,
  from: Omit<Pieces, 'bytes'> | null,
): AsyncGenerator<Piece> {
  const { files } = node
  if (!files) return
  const passed = new Set<string>()
  for await (const { leaf, digest } of waiting(node, relation, from)) {
    if (passed.has(digest)) continue
    passed.add(digest)
    // A file that was lost here is left out: the other side says whether it holds it, and then gives it back.
    const size = (await files.folder.size(digest)) ?? 0
    const isFirst = from?.leaf === leaf && from.digest === digest
    for (let offset = isFirst ? from.offset : 0; offset < size; offset += FILE_PIECE.bytes)
      yield { leaf, digest, offset, length: Math.min(FILE_PIECE.bytes, size - offset) }
  }
}

async function* waiting(
  node: Node,
  relation: Relation,
  from: Pick<FileRow, 'leaf' | 'digest'> | null,
): AsyncGenerator<FileRow> {
  const read = (behind: Pick<FileRow, 'leaf' | 'digest'> | 'oldest') =>
    node.store.read(relation.id, (reader) => reader.filesIn('here', true, LOOKED_AT, behind))
  let last: Pick<FileRow, 'leaf' | 'digest'> | 'oldest' = 'oldest'
  if (from) {
    const rows = await node.store.read(relation.id, async (reader) => reader.files([from.leaf]))
    const row = rows.get(from.leaf)?.find(({ digest, own }) => own && digest === from.digest)
    if (!row) return
    if (row.state === 'here') yield row
    last = row
  }
  for (;;) {
    const rows = await read(last)
    yield* rows
    const next = rows.at(-1)
    if (!next) return
    last = next
  }
}

/** Divided into pouches of at most so many bytes. */
export async function planPieces(
  node: Node,
  relation: Relation,
  most: number,
): Promise<{ pieces: Pieces; bytes: number }[]> {
  const found: { pieces: Pieces; bytes: number }[] = []
  let last: { pieces: Pieces; bytes: number } | null = null
  for await (const { length, ...place } of piecesFrom(node, relation, null)) {
    const bytes = length + PIECE_FRAME + POUCH_ITEM_FRAME
    if (!last || last.bytes + bytes > most) {
      last = { pieces: { ...place, bytes: 0 }, bytes: POUCH_FRAME }
      found.push(last)
    }
    last.pieces.bytes += length
    last.bytes += bytes
  }
  return found
}
