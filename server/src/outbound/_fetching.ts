/** Two nodes with a folder for files each, and what lies between them. */
import assert from 'node:assert/strict'
import { decodeFileAnswer, encodeFileAnswer, type FileAnswer, type FileQuestion } from '@counterpart/protocol'
import type { FileFolder } from '../store/files/folder.ts'
import type { StoreMethod } from '../store/memory/memory-store.ts'
import { MemoryUploads } from '../store/memory/uploads.ts'
import { type Fault, memoryFolder } from '../uses/_file-folder.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { agree, RELATION, request, talk } from '../uses/_talk.ts'
import { newSide, officer, type Side } from '../uses/_world.ts'
import { answerFile } from '../uses/file/answer-file.ts'
import { type FileKeep, newFileKeep } from '../uses/file/file-keep.ts'
import { plainOf } from '../uses/file/file-read.ts'
import { beginUpload, continueUpload, type FileBrought } from '../uses/file/upload.ts'
import { record } from '../uses/record/record.ts'
import { type AskFile, Fetcher } from './fetcher.ts'

export const OPTIONS = { timeout: 5000, fastest: 1, slowest: 5, heartbeat: 5 }

interface Pair {
  a: Side
  b: Side
  keeps: { a: FileKeep; b: FileKeep }
  disk: Map<string, Buffer>
}

export function keepOf(folder: FileFolder, more: { most?: number; scanner?: string[] } = {}): FileKeep {
  return newFileKeep({
    folder,
    uploads: new MemoryUploads(),
    most: more.most ?? 2 ** 31,
    scanner: more.scanner ?? null,
  })
}

export async function pair(
  of: {
    fault?: Fault
    onCall?: (method: StoreMethod, when: 'before' | 'after') => void
    most?: number
    scanner?: string[]
  } = {},
): Promise<Pair> {
  const disk = new Map<string, Buffer>()
  const keeps = { a: keepOf(memoryFolder()), b: keepOf(memoryFolder(disk, of.fault), of) }
  const options = of.onCall ? { onCall: of.onCall } : {}
  const a = await newSide('aaa', [RELATION], 1, {}, { files: keeps.a })
  const b = await newSide('bbb', [RELATION], 2, options, { files: keeps.b })
  // The monotonic clock of a world stands still; pauses are to end.
  for (const side of [a, b]) side.node.monotonic = () => performance.now() / 1000
  await agree(a, b)
  return { a, b, keeps, disk }
}

export async function bring(keep: FileKeep, bytes: Buffer): Promise<FileBrought> {
  const { id } = await beginUpload(keep, {
    relation: RELATION,
    officer: 'o',
    name: 'plan.bin',
    bytes: bytes.length,
    now: 0,
  })
  const { file } = await continueUpload(keep, id, 'o', 0, pieces(bytes))
  assert.ok(file)
  return file
}

export async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000)
}

export async function ask(pair: Pair, paper: Partial<FileBrought> & { digest: string }): Promise<string> {
  const leaf = await enclose(pair.a, paper)
  await talk(pair.a, pair.b)
  return leaf
}

/** An act that waits for its way to the other side. */
export async function enclose(a: Side, paper: Partial<FileBrought> & { digest: string }): Promise<string> {
  const { leaf } = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'with a paper', paper },
    handling: 'H1',
  })
  digests.set(leaf, paper.digest)
  return leaf
}

/** By entry, the file of each. */
export const digests = new Map<string, string>()

export async function stateAt(side: Side, leaf: string): Promise<string | undefined> {
  // By another call than the nodes make: none that is to fail is spent on looking.
  const digest = digests.get(leaf) ?? ''
  const rows = await side.store.read(RELATION, (reader) => reader.filesByDigest(digest))
  return rows.find((row) => row.leaf === leaf)?.state
}

/** As the bytes of an answer would be read. */
export function line(
  side: Side,
  change: (answer: FileAnswer, question: FileQuestion) => FileAnswer = (one) => one,
): AskFile {
  return async (question) => {
    const answer = change(await answerFile(side.node, side.relation(RELATION), question), question)
    return decodeFileAnswer(encodeFileAnswer(answer), question)
  }
}

export async function fetching(side: Side, ask: AskFile, until: () => Promise<boolean>): Promise<void> {
  const { files } = side.node
  assert.ok(files)
  await using fetcher = new Fetcher(side.node, files, side.relation(RELATION), ask, OPTIONS)
  fetcher.start()
  for (let tries = 0; tries < 5000; tries++) {
    if (await until()) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  assert.fail('it did not happen')
}

export async function incidents(side: Side): Promise<string[]> {
  return (await side.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)
}

export async function contentAt(keep: FileKeep, file: FileBrought): Promise<Buffer> {
  const read: Buffer[] = []
  for await (const some of plainOf(keep.folder, file.digest, file)) read.push(some)
  return Buffer.concat(read)
}
