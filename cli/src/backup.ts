/** `counterpart backup` and `counterpart restore`: what the operator is shown of them. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { momentOf } from './moment.ts'
import { progressLine } from './progress.ts'
import { type Language, say } from './words.ts'

export interface BackupOptions {
  config: string
  register: string
  keys: string
}

type Two = Record<'register' | 'keys', string>
type Progress = (done: number, of: number, item: string) => void
type BackUp = (
  folders: Two,
  now: number,
  progress: Progress,
) => Promise<{ files: Record<'register' | 'keys', { path: string; sha256: string }> }>
type Restore = (files: Two, now: number, progress: Progress) => Promise<{ rows: number; taken: number }>

/** @throws Error with one line, and what the node says */
export async function makeBackup(given: Two, language: Language, backUp: BackUp): Promise<void> {
  const folders = { register: resolve(given.register), keys: resolve(given.keys) }
  for (const folder of [folders.register, folders.keys])
    if (!statSync(folder).isDirectory()) throw new Error(`not-found: ${folder} is no folder`)
  // Two names of one folder would be one place too.
  if (inode(folders.register) === inode(folders.keys))
    throw new Error('bad-option: --register and --keys have to be two folders, in two places')
  const { files } = await backUp(folders, seconds(), shown('backup-progress', language))
  for (const { path, sha256 } of [files.register, files.keys])
    console.log(say(language, 'backup-made', { file: path, digest: sha256 }))
  console.log(say(language, 'backup-apart'))
}

export async function bringBack(files: Two, language: Language, restore: Restore): Promise<void> {
  const { rows, taken } = await restore(files, seconds(), shown('restore-progress', language))
  console.log(say(language, 'restore-done', { rows: String(rows), taken: momentOf(taken) }))
}

function inode(folder: string): string {
  const { dev, ino } = statSync(folder)
  return `${dev} ${ino}`
}

function shown(word: 'backup-progress' | 'restore-progress', language: Language) {
  return progressLine((done, of, item) => say(language, word, { done: String(done), of: String(of), item }))
}

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}
