/**
 * What comes in pieces, in one buffer. Kept piece by piece a message in chunks of one byte costs 400 times its length, so that
 * a few megabytes of it end a process.
 */
export class GrowingBuffer {
  readonly #most: number
  #bytes = new Uint8Array(0)
  #size = 0

  /** `most`: bytes; more than twice as much is never allocated. */
  constructor(most: number) {
    this.#most = most
  }

  /** Whether there was room for it; where not, nothing was kept of it. */
  add(piece: Uint8Array): boolean {
    const size = this.#size + piece.length
    if (size > this.#most) return false
    if (size > this.#bytes.length) {
      const grown = new Uint8Array(Math.min(this.#most, Math.max(size, 2 * this.#bytes.length)))
      grown.set(this.bytes)
      this.#bytes = grown
    }
    this.#bytes.set(piece, this.#size)
    this.#size = size
    return true
  }

  /** All there is so far. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size)
  }
}
