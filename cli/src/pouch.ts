/** `counterpart pouch`: what waits, onto a medium; and what came on one, into the node. */
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Language, say } from './words.ts'

interface PouchFile {
  name: string
  start: number
  end: number
  part: number
  of: number
  bytes: number
  /** Pieces of files alone: where they begin, and how many bytes they are. */
  pieces?: { leaf: string; digest: string; offset: number; bytes: number }
}

interface PouchTaken {
  fresh: number
  held: number
  aside: number
  receipted: number | null
  pieces: number
  early: number
  passed: number
  refused: string | null
}

/** The node that runs, as far as pouches go. */
export interface PouchNode {
  plan(bytes: number, since: number | null): Promise<PouchFile[]>
  open(file: PouchFile): Promise<Readable>
  give(bytes: Readable): Promise<PouchTaken>
}

export interface Told {
  language: Language
  print(line: string): void
  /** What a node's code means, in words. */
  why(code: string): string
  /** How far a file is. */
  progress(done: number, of: number, what: string): void
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}
const NAMED: Readonly<Record<string, number>> = { disc: 650e6, stick: 4 * 1024 ** 3 - 1 }

/** `disc`, `stick`, or a number with or without a unit. @throws Error `bad-option` */
export function bytesOf(size: string): number {
  const [, number = '', unit = ''] = /^([0-9]+(?:\.[0-9]+)?) ?([a-z]*)$/i.exec(size) ?? []
  const bytes =
    NAMED[size] ?? Math.floor(Number(number || Number.NaN) * (UNITS[unit.toLowerCase()] ?? Number.NaN))
  if (!Number.isSafeInteger(bytes))
    throw new Error('bad-option: --size is disc, stick, or such as 650MB or 4GiB')
  return bytes
}

/**
 * Each file is there whole and on the medium, or not at all. The folder has to be there: one that was made would be on
 * the machine's own disk where a medium is not mounted.
 * @throws Error `not-found`, `disk-full`
 */
export async function exportPouch(
  node: PouchNode,
  to: string,
  bytes: number,
  since: number | null,
  { language, print, progress }: Told,
): Promise<void> {
  if (!(await stat(to)).isDirectory()) throw new Error(`not-found: ${to} is no folder`)
  for (const file of await node.plan(bytes, since)) {
    const path = join(to, file.name)
    const partial = `${path}.part`
    try {
      let done = 0
      const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          done += chunk.length
          progress(done, file.bytes, file.name)
          yield chunk
        }
      }
      const source = await node.open(file)
      // Before anything comes: a file that is opened after its source has failed would stay.
      const target = await open(partial, 'w')
      await pipeline(source, counted, target.createWriteStream())
      // A stick is pulled out as soon as this program says that it is done.
      await synced(partial)
      await rename(partial, path)
      await synced(to)
    } catch (error) {
      await rm(partial, { force: true })
      const { code } = error as NodeJS.ErrnoException
      throw code === 'ENOSPC' || code === 'EDQUOT' ? new Error(`disk-full: ${to} is full`) : error
    }
    const { part, of, start, end } = file
    const { size } = await stat(path)
    const values = { name: path, part, of, entries: end - start, bytes: size }
    print(say(language, file.pieces ? 'pouch-written-files' : 'pouch-written', words(values)))
  }
}

/**
 * Says of each file what it brought; the rest is read when one is refused. What came before the entries that name it is
 * read once more behind them. Gives the exit code: 1 where a file has to be read again, or is not there.
 */
export async function importPouch(
  node: PouchNode,
  files: readonly string[],
  { language, print, progress, why }: Told,
): Promise<number> {
  let code = 0
  const early: string[] = []
  for (const file of files) await read(file, false)
  for (const file of early) await read(file, true)
  return code

  async function read(file: string, isAgain: boolean): Promise<void> {
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
      return null
    })
    // One that is not there is told of by itself, like every other: behind it may stand the sticks that are.
    if (found === null || found.isDirectory()) {
      code = 1
      return print(say(language, 'pouch-missing', { name: file }))
    }
    const { size } = found
    let done = 0
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        done += chunk.length
        progress(done, size, file)
        yield chunk
      }
    }
    const refused = (given: string) => {
      code = 1
      print(say(language, 'pouch-refused', { name: file, code: given, why: why(given) }))
    }
    try {
      const taken = await node.give(Readable.from(counted(createReadStream(file)), { objectMode: false }))
      const { fresh, held, aside, pieces, passed } = taken
      const isFiles = fresh + held + aside === 0 && pieces + passed + taken.early > 0
      const values = words({ name: file, fresh, held, aside })
      print(say(language, isFiles ? 'pouch-taken-files' : 'pouch-taken', values))
      if (pieces > 0) print(say(language, 'pouch-pieces', words({ pieces })))
      if (passed > 0) print(say(language, 'pouch-passed', words({ pieces: passed })))
      if (taken.early > 0) {
        if (isAgain) code = 1
        else early.push(file)
        print(say(language, isAgain ? 'pouch-early' : 'pouch-later', words({ pieces: taken.early })))
      }
      if (taken.receipted !== null)
        print(say(language, 'pouch-receipted', words({ receipted: taken.receipted })))
      if (taken.refused !== null) refused(taken.refused)
    } catch (error) {
      const given = (error as { code?: unknown }).code
      if (typeof given !== 'string' || !given.startsWith('pouch-')) throw error
      refused(given)
    }
  }
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function words(values: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}
