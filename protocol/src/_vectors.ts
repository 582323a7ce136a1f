/** The vectors of spec/, as any other implementation would read them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { ProtocolError } from './errors.ts'

export interface Case<I, E> {
  id: string
  comment: string
  input: I
  expected?: E
  error?: string
}

export function cases<I, E>(name: string): Case<I, E>[] {
  const all = JSON.parse(
    readFileSync(new URL(`../../spec/vectors/${name}.json`, import.meta.url), 'utf8'),
  ) as Case<I, E>[]
  const ids = new Set(all.map(({ id }) => id))
  assert.equal(ids.size, all.length, `${name}: an id stands twice`)
  return all
}

/** Of something that can be refused. */
export function vectors<I, E>(name: string): Case<I, E>[] {
  const all = cases<I, E>(name)
  const invalid = all.filter(({ error }) => error !== undefined).length
  assert.ok(invalid * 2 > all.length, `${name}: invalid cases outnumber valid ones`)
  return all
}

/** Runs every case: what it gives is what is expected, or it is refused with that code and no other error. */
export function runAll<I, E>(name: string, run: (input: I) => E): void {
  for (const { id, input, expected, error } of vectors<I, E>(name)) {
    if (error !== undefined) assert.throws(() => run(input), refused(error), id)
    else assert.deepEqual(run(input), expected, id)
  }
}

export function refused(...codes: string[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ProtocolError, String(error))
    assert.ok(codes.includes(error.code), `${error.message}; expected ${codes}`)
    return true
  }
}

/**
 * Every single-bit change of a text that is still UTF-8; within signatures of thousands of digits one bit
 * of every digit, another from digit to digit.
 */
export function* textFlips(given: string): Generator<string> {
  const bytes = new Uint8Array(Buffer.from(given))
  const long = new Set<number>()
  for (const { 0: run, index } of given.matchAll(/[A-Za-z0-9+/=]{3000,}/g)) {
    const start = Buffer.byteLength(given.slice(0, index))
    for (let i = 0; i < run.length; i++) long.add(start + i)
  }
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for (const [at, byte] of bytes.entries())
    for (let bit = 0; bit < 8; bit++) {
      if (long.has(at) && bit !== at % 8) continue
      bytes[at] = byte ^ (1 << bit)
      try {
        yield strict.decode(bytes)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
      } finally {
        bytes[at] = byte
      }
    }
}

/** Every single-bit change of the bytes. */
export function* flips(bytes: Uint8Array, every = 1): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit += every) {
    const out = bytes.slice()
    out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield out
  }
}
