/**
 * A pouch: the same sealed steps as on the line, one after the other in a file. It is written and read as a
 * stream, for it may be larger than any memory.
 */
import { sha256 as hash } from '@noble/hashes/sha2.js'
import { concat, equal } from '../bytes/bytes.ts'
import { ENVELOPE_BOUNDS } from '../envelope/envelope.ts'
import { refuse } from '../errors.ts'
import { decodePouchHead, encodePouchHead, headLength, POUCH_PREFIX, type PouchHead } from './head.ts'

const LENGTH_BYTES = 4
const DIGEST_BYTES = 32
/** An envelope with everything around its secret and its ciphertext. */
const MOST_ITEM = ENVELOPE_BOUNDS.ct + ENVELOPE_BOUNDS.enc + 64

/** What a file holds beside its envelopes: the most that a head takes, and the end. */
export const POUCH_FRAME = 2048
/** What an envelope holds beside its step, with its length before it. */
export const POUCH_ITEM_FRAME = LENGTH_BYTES + ENVELOPE_BOUNDS.enc + 64 + 64

export interface PouchWriter {
  head: Uint8Array
  /** @throws ProtocolError `bad-pouch` */
  item(envelope: Uint8Array): Uint8Array
  end(): Uint8Array
}

/** @throws ProtocolError `bad-pouch` */
export function newPouchWriter(head: PouchHead): PouchWriter {
  const digest = hash.create()
  const add = (bytes: Uint8Array) => {
    digest.update(bytes)
    return bytes
  }
  return {
    head: add(encodePouchHead(head)),
    item(envelope) {
      if (envelope.length < 1 || envelope.length > MOST_ITEM) refuse('bad-pouch', 'an item out of bounds')
      return add(concat(lengthBytes(envelope.length), envelope))
    },
    end() {
      add(lengthBytes(0))
      return concat(lengthBytes(0), digest.digest())
    },
  }
}

export type PouchPiece = { kind: 'head'; head: PouchHead } | { kind: 'item'; envelope: Uint8Array }

/** Reads a pouch in chunks of any size. */
export class PouchReader {
  readonly #digest = hash.create()
  #chunks: Uint8Array[] = []
  #held = 0
  #at: 'head' | 'items' | 'tail' | 'over' = 'head'

  /** There are no more bytes. @throws ProtocolError `bad-pouch` when there should be */
  end(): void {
    if (this.#at !== 'over') refuse('bad-pouch', 'cut off')
  }

  /** What became whole with these bytes. @throws ProtocolError `bad-pouch`, `newer-pouch` */
  *push(chunk: Uint8Array): Generator<PouchPiece> {
    // A plain view: what a platform's own kind of bytes calls a slice may be no copy.
    if (chunk.length > 0) this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length))
    this.#held += chunk.length
    for (let piece = this.#next(); piece !== null; piece = this.#next()) if (piece !== 'more') yield piece
  }

  /** `null`: there is not enough yet; `more`: something was read that is no piece. */
  #next(): PouchPiece | 'more' | null {
    if (this.#at === 'head') return this.#head()
    if (this.#at === 'items') return this.#item()
    if (this.#at === 'tail') return this.#tail()
    if (this.#held > 0) refuse('bad-pouch', 'bytes behind the end')
    return null
  }

  #head(): PouchPiece | null {
    if (this.#held < POUCH_PREFIX) return null
    const length = headLength(this.#look(POUCH_PREFIX))
    if (this.#held < length) return null
    const head = decodePouchHead(this.#take(length))
    this.#at = 'items'
    return { kind: 'head', head }
  }

  #item(): PouchPiece | 'more' | null {
    if (this.#held < LENGTH_BYTES) return null
    const length = new DataView(this.#look(LENGTH_BYTES).slice().buffer).getUint32(0)
    if (length > MOST_ITEM) refuse('bad-pouch', 'an item out of bounds')
    if (this.#held < LENGTH_BYTES + length) return null
    const bytes = this.#take(LENGTH_BYTES + length)
    if (length > 0) return { kind: 'item', envelope: bytes.subarray(LENGTH_BYTES) }
    this.#at = 'tail'
    return 'more'
  }

  #tail(): 'more' | null {
    if (this.#held < DIGEST_BYTES) return null
    const expected = this.#digest.digest()
    if (!equal(this.#cut(DIGEST_BYTES), expected)) refuse('bad-pouch', 'damaged')
    this.#at = 'over'
    return 'more'
  }

  #take(length: number): Uint8Array {
    const bytes = this.#cut(length)
    this.#digest.update(bytes)
    return bytes
  }

  #cut(length: number): Uint8Array {
    const bytes = this.#look(length)
    const rest = this.#chunks[0]?.subarray(length) ?? new Uint8Array()
    this.#chunks = rest.length > 0 ? [rest, ...this.#chunks.slice(1)] : this.#chunks.slice(1)
    this.#held -= length
    return bytes
  }

  /** The first bytes in one piece: joined once when there are enough, not with every chunk. */
  #look(length: number): Uint8Array {
    if ((this.#chunks[0]?.length ?? 0) < length) this.#chunks = [concat(...this.#chunks)]
    return (this.#chunks[0] ?? new Uint8Array()).subarray(0, length)
  }
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES)
  new DataView(bytes.buffer).setUint32(0, length)
  return bytes
}
