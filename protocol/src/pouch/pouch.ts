/**
 * A pouch: the same sealed steps as on the line, one after the other in a file. It is written and read as a
 * stream, for it may be larger than any memory.
 */
import { sha256 as hash } from '@noble/hashes/sha2.js'
import { concat, equal } from '../bytes/bytes.ts'
import { GrowingBuffer } from '../bytes/growing-buffer.ts'
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
  #held: Uint8Array<ArrayBufferLike> = new Uint8Array()
  /** What is held where it came in more than one chunk: never chunk by chunk, for they may be of one byte. */
  #growing: GrowingBuffer | null = null
  #at: 'head' | 'items' | 'tail' | 'over' = 'head'

  /** There are no more bytes. @throws ProtocolError `bad-pouch` when there should be */
  end(): void {
    if (this.#at !== 'over') refuse('bad-pouch', 'cut off')
  }

  /** What became whole with these bytes. @throws ProtocolError `bad-pouch`, `newer-pouch` */
  *push(chunk: Uint8Array): Generator<PouchPiece> {
    // A plain view: what a platform's own kind of bytes calls a slice may be no copy.
    this.#add(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length))
    for (let piece = this.#next(); piece !== null; piece = this.#next()) if (piece !== 'more') yield piece
  }

  /** `null`: there is not enough yet; `more`: something was read that is no piece. */
  #next(): PouchPiece | 'more' | null {
    if (this.#at === 'head') return this.#head()
    if (this.#at === 'items') return this.#item()
    if (this.#at === 'tail') return this.#tail()
    if (this.#held.length > 0) refuse('bad-pouch', 'bytes behind the end')
    return null
  }

  #head(): PouchPiece | null {
    if (this.#held.length < POUCH_PREFIX) return null
    const length = headLength(this.#held.subarray(0, POUCH_PREFIX))
    if (this.#held.length < length) return null
    const head = decodePouchHead(this.#take(length))
    this.#at = 'items'
    return { kind: 'head', head }
  }

  #item(): PouchPiece | 'more' | null {
    if (this.#held.length < LENGTH_BYTES) return null
    const length = new DataView(this.#held.slice(0, LENGTH_BYTES).buffer).getUint32(0)
    if (length > MOST_ITEM) refuse('bad-pouch', 'an item out of bounds')
    if (this.#held.length < LENGTH_BYTES + length) return null
    const bytes = this.#take(LENGTH_BYTES + length)
    if (length > 0) return { kind: 'item', envelope: bytes.subarray(LENGTH_BYTES) }
    this.#at = 'tail'
    return 'more'
  }

  #tail(): 'more' | null {
    if (this.#held.length < DIGEST_BYTES) return null
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

  #add(bytes: Uint8Array): void {
    if (this.#held.length === 0) this.#held = bytes
    else {
      if (!this.#growing) {
        // An item out of bounds is refused by its length.
        this.#growing = new GrowingBuffer(Number.MAX_SAFE_INTEGER)
        this.#growing.add(this.#held)
      }
      this.#growing.add(bytes)
      this.#held = this.#growing.bytes
    }
  }

  #cut(length: number): Uint8Array {
    const bytes = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    this.#growing = null
    return bytes
  }
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES)
  new DataView(bytes.buffer).setUint32(0, length)
  return bytes
}
