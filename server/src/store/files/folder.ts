/**
 * Ciphertext of files on disk, in one folder of the node's own. A file that grows has another name than the
 * whole one, and gets that name only when every byte of it was synced: so what is called by its digest is
 * whole, whatever ended the process.
 */
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeError } from '../../errors.ts'
import { isFull } from '../embedded/room.ts'

export interface FileFolder {
  /** `null` when there is no such file. */
  size(name: string): Promise<number | null>
  /** At most `length` bytes from `offset`; fewer at the end. @throws NodeError `file-damaged` where there is no file */
  read(name: string, offset: number, length: number): Promise<Uint8Array>
  /**
   * Writes at `offset`, makes the file when it is the first, and cuts off what stood behind. Synced.
   * @throws NodeError `disk-full` while there is still room for the database
   */
  write(name: string, offset: number, bytes: Uint8Array): Promise<void>
  cut(name: string, size: number): Promise<void>
  /** The file has the other name for good when this resolves; one that had it is replaced. */
  rename(from: string, to: string): Promise<void>
  /** Also when there is none. */
  remove(name: string): Promise<void>
  names(): Promise<{ name: string; changed: number }[]>
}

/** The database lies on the same disk, mostly: files leave it room, whoever sends them and however many. */
const RESERVE = 512 * 1024 * 1024

const NAME = /^[a-z0-9][a-z0-9.-]{0,99}$/

/** Makes the folder, for its owner alone. @throws NodeError `disk-full`, `files-unavailable` */
export async function openFolder(path: string, reserve = RESERVE): Promise<FileFolder> {
  await failing(path, mkdir(path, { recursive: true, mode: 0o700 }))
  const at = (name: string) => {
    if (!NAME.test(name)) throw new NodeError({ code: 'internal', message: 'not the name of a file' })
    return join(path, name)
  }
  return {
    async size(name) {
      try {
        return (await stat(at(name))).size
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null
        throw failureOf(error, path)
      }
    },
    read: (name, offset, length) =>
      withFile(at(name), constants.O_RDONLY, async (file) => {
        const bytes = new Uint8Array(length)
        let got = 0
        while (got < length) {
          const { bytesRead } = await file.read(bytes, got, length - got, offset + got)
          if (bytesRead === 0) break
          got += bytesRead
        }
        return bytes.subarray(0, got)
      }),
    async write(name, offset, bytes) {
      if (bytes.length > 0 && (await isFull(path, reserve + bytes.length))) throw full(path)
      await withFile(at(name), constants.O_RDWR | constants.O_CREAT, async (file) => {
        // What a killed process left behind the end that was answered for is not built on.
        await file.truncate(offset)
        let put = 0
        while (put < bytes.length) {
          const { bytesWritten } = await file.write(bytes, put, bytes.length - put, offset + put)
          put += bytesWritten
        }
        await file.datasync()
      })
      // What is answered for is found again under its name.
      if (offset === 0) await syncFolder(path)
    },
    cut: (name, size) =>
      withFile(at(name), constants.O_RDWR, async (file) => {
        await file.truncate(size)
        await file.datasync()
      }),
    async rename(from, to) {
      await failing(path, rename(at(from), at(to)))
      await syncFolder(path)
    },
    async remove(name) {
      try {
        await unlink(at(name))
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw failureOf(error, path)
      }
    },
    async names() {
      const found = (await failing(path, readdir(path))).filter((name) => NAME.test(name))
      const known = await Promise.all(
        found.map(async (name) => {
          const { mtimeMs } = await failing(path, stat(at(name)))
          return { name, changed: Math.floor(mtimeMs / 1000) }
        }),
      )
      return known
    },
  }
}

async function withFile<T>(path: string, flags: number, work: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    const file = await open(path, flags, 0o600)
    try {
      return await work(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw failureOf(error, path)
  }
}

async function syncFolder(path: string): Promise<void> {
  await withFile(path, constants.O_RDONLY, (folder) => folder.sync())
}

async function failing<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw failureOf(error, path)
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function full(path: string, cause?: unknown): NodeError {
  return new NodeError({ code: 'disk-full', message: `the disk for files is full (${path})`, cause })
}

/** `path`: the folder, or a file in it. */
function failureOf(cause: unknown, path: string): NodeError {
  if (cause instanceof NodeError) return cause
  const code = codeOf(cause)
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(path, cause)
  if (code === 'ENOENT') return new NodeError({ code: 'file-damaged', message: 'a file is missing', cause })
  const message = `the folder for files cannot be used: ${path} (${String(code)})`
  return new NodeError({ code: 'files-unavailable', message, cause })
}
