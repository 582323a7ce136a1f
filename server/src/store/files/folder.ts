/**
 * Ciphertext of files on disk, in one folder of the node's own. A file that grows has another name than the
 * whole one, and gets that name only when every byte of it was synced: so what is called by its digest is
 * whole, whatever ended the process.
 */
import { constants } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { isDiskFull, NodeError } from '../../errors.ts'
import { isFull } from '../embedded/room.ts'

export interface FileFolder {
  /**
   * Whether it is the folder that was opened, and takes files. A disk that was taken away leaves an empty folder on the
   * one below: what is written there is gone from sight when it comes back, and what is not there is not damaged.
   * @throws NodeError `files-unavailable`
   */
  check(): Promise<void>
  /** `null` when there is no such file. @throws NodeError `files-unavailable` where the folder itself is gone */
  size(name: string): Promise<number | null>
  /** At most `length` bytes from `offset`; fewer at the end. @throws NodeError `file-damaged` where there is no file, or its disk cannot read it */
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
  const opened = await failing(path, stat(path))
  const check = async () => {
    const { dev, ino } = await gone(path, stat(path))
    if (dev !== opened.dev || ino !== opened.ino) throw unavailable(path, 'another folder')
    await gone(path, access(path, constants.R_OK | constants.W_OK | constants.X_OK))
  }
  /** What is missing is damaged only where the folder is there. */
  const within = async <T>(work: Promise<T>) => {
    try {
      return await work
    } catch (error) {
      if (error instanceof NodeError && error.code === 'file-damaged') await check()
      throw error
    }
  }
  let checking: Promise<void> | null = null
  const at = (name: string) => {
    if (!NAME.test(name)) throw new NodeError({ code: 'internal', message: 'not the name of a file' })
    return join(path, name)
  }
  return {
    check() {
      // Only one question waits for a disk that hangs.
      checking ??= check().finally(() => {
        checking = null
      })
      return checking
    },
    async size(name) {
      try {
        return (await stat(at(name))).size
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw failureOf(error, path)
        await check()
        return null
      }
    },
    read: (name, offset, length) =>
      within(
        withFile(at(name), constants.O_RDONLY, async (file) => {
          const bytes = new Uint8Array(length)
          let got = 0
          while (got < length) {
            const { bytesRead } = await sector(file.read(bytes, got, length - got, offset + got))
            if (bytesRead === 0) break
            got += bytesRead
          }
          return bytes.subarray(0, got)
        }),
      ),
    async write(name, offset, bytes) {
      await check()
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
      within(
        withFile(at(name), constants.O_RDWR, async (file) => {
          await file.truncate(size)
          await file.datasync()
        }),
      ),
    async rename(from, to) {
      await within(failing(path, rename(at(from), at(to))))
      await syncFolder(path)
    },
    async remove(name) {
      try {
        await unlink(at(name))
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw failureOf(error, path)
        await check()
      }
    },
    async names() {
      const found = (await gone(path, readdir(path))).filter((name) => NAME.test(name))
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

/** A disk that does not give back a part of one file has lost that file, and no other. */
async function sector<T>(read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (cause) {
    if (codeOf(cause) !== 'EIO') throw cause
    throw new NodeError({ code: 'file-damaged', message: 'a file cannot be read from its disk', cause })
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

/** The same of the folder itself, whose not being there is no damage of a file. */
async function gone<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? unavailable(path, 'ENOENT', error) : failureOf(error, path)
  }
}

function unavailable(path: string, why: string, cause?: unknown): NodeError {
  const message = `the folder for files cannot be used: ${path} (${why})`
  return new NodeError({ code: 'files-unavailable', message, cause })
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
  if (isDiskFull(cause)) return full(path, cause)
  if (code === 'ENOENT') return new NodeError({ code: 'file-damaged', message: 'a file is missing', cause })
  return unavailable(path, String(code), cause)
}
